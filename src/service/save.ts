import { checksOf, type Form, fillIn } from './application.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Keeps what was filled in so far, without submitting it. It must be right all the same (reference).
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0015, SCM.0005
 */
export async function save(context: Context, id: string, form: Form): Promise<void> {
  await move(context, id, {
    move: 'save',
    checks: await checksOf(context, id, form),
    input: (certificate) => ({ fields: fillIn(certificate, form) }),
  })
}
