import type { Certificate } from '../domain/certificate.ts'
import type { Input } from '../domain/lifecycle.ts'
import { type Asked, type Step, transition } from '../domain/transition.ts'
import type { Context } from './context.ts'

/** What becomes of a certificate by a client's move, which a CA reviews under the setting of the world. @throws Refusal */
export function moved({ world: { review }, now }: Context, certificate: Certificate, { input, ...asked }: Asked): Step {
  const given = (current: Certificate): Input => ({ review, ...(typeof input === 'function' ? input(current) : input) })
  return transition(certificate, now, { ...asked, input: given })
}

/**
 * Makes a move of a certificate. Resolves once it is committed; to the certificate, or null where the move removed it.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, and by the first of the checks that refuses
 */
export function move(context: Context, id: string, asked: Asked): Promise<Certificate | null> {
  const { store, world, actor } = context
  return store.certificates.change(world.project_id, id, actor, (certificate) => moved(context, certificate, asked))
}
