import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Gives a certificate back within seven days of its payment. It is gone once that was reviewed: Terraform waits for 404.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0016 with status 500 while what was bought is not PAID yet
 */
export async function unsubscribe(context: Context, id: string): Promise<void> {
  await move(context, id, {
    move: 'unsubscribe',
    checks: ({ status }) => ({
      purchase_pending: () =>
        status === 'UNPAID' ? `certificate ${id} was bought just now: its order is not completed` : undefined,
    }),
  })
}
