import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Withdraws an application, or the domains that are being added: the CA reviews that too.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function withdraw(context: Context, id: string): Promise<void> {
  await move(context, id, { move: 'withdraw' })
}
