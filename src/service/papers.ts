import { type Application, EMPTY_APPLICATION } from '../domain/certificate.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Notes that a company's paper was uploaded: the bank licence (`bl`) or the trade licence (`tl`).
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010
 */
export async function uploadPaper(context: Context, id: string, { paper }: { paper: 'bl' | 'tl' }): Promise<void> {
  await move(context, id, {
    move: 'upload_papers',
    input({ application }) {
      const filled: Application = { ...EMPTY_APPLICATION, ...application, [paper]: '1' }
      return { fields: { application: filled } }
    },
  })
}
