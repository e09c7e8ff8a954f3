import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Gives a certificate back within seven days of its payment. It is gone once that was reviewed: Terraform waits for 404.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function unsubscribe(context: Context, id: string): Promise<void> {
  await move(context, id, { move: 'unsubscribe' })
}
