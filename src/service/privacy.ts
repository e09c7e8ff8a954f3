import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Withdraws the consent to keep personal data: the names, phones and mails of an application are cleared.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function deletePrivacy(context: Context, id: string): Promise<void> {
  await move(context, id, { move: 'drop_privacy' })
}
