import type { Reviewed } from '../documents/review.ts'
import { read } from '../domain/clock.ts'
import type { Decision } from '../domain/lifecycle.ts'
import { transition } from '../domain/transition.ts'
import type { Actor } from '../store/events.ts'
import type { Store } from '../store/store.ts'
import type { World } from '../store/worlds.ts'

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
