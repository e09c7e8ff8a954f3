import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Removes a certificate from the account. It stays valid: deleting is not revoking.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function deleteCertificate(context: Context, id: string): Promise<void> {
  await move(context, id, { move: 'delete' })
}
