import type { Context } from '../ca/context.ts'
import type { ReviewDecision, Reviewed } from '../documents/review.ts'
import { transition } from '../domain/transition.ts'

/**
 * Decides a pending review in the CA's place.
 *
 * @throws Refusal where the certificate is unknown, or nothing of it is under review
 */
export async function reviewCertificate(
  { store, world, now, actor }: Context,
  id: string,
  { decision }: ReviewDecision,
): Promise<Reviewed> {
  const decider = { ...actor, event: `${decision}Review` }
  const certificate = await store.certificates.change(world.project_id, id, decider, (found) =>
    transition(found, now, { move: decision }),
  )
  return { id, status: certificate?.status ?? null }
}
