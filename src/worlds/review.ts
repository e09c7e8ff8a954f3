import { type Static, Type } from 'typebox'
import { CertificateId } from '../documents/world-schema.ts'
import { STATUSES } from '../domain/certificate.ts'
import { read } from '../domain/clock.ts'
import type { Decision } from '../domain/lifecycle.ts'
import { transition } from '../domain/transition.ts'
import type { Actor } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

/** What became of a certificate that was reviewed. */
export const Reviewed = Type.Object(
  {
    id: CertificateId,
    status: Type.Union([Type.Enum([...STATUSES]), Type.Null()], { description: 'null where the certificate is gone' }),
  },
  { examples: [{ id: 'scs1700000000001', status: 'REVOKED' }] },
)
export type Reviewed = Static<typeof Reviewed>

/**
 * Decides a pending review in the CA's place, at the world's present time.
 *
 * @throws Refusal where the certificate is unknown, or nothing of it is under review
 */
export async function review({ certificates }: Store, world: World, id: string, decision: Decision): Promise<Reviewed> {
  const actor: Actor = { event: `${decision}Review`, user: 'control', request_id: null }
  const certificate = await certificates.change(world.project_id, id, actor, (found) =>
    transition(found, decision, read(world)),
  )
  return { id, status: certificate?.status ?? null }
}
