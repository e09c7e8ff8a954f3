import { refuse } from '../domain/rules.ts'
import type { Material } from '../store/pki.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/**
 * Takes a certificate out of the service, with its chain and its key where the service has it.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0007
 */
export async function exportCertificate(context: Context, id: string): Promise<Material> {
  const certificate = await move(context, id, { move: 'download' })
  const material = certificate && (await context.ca.bundle(certificate, context.base))
  if (!material) throw refuse('download', `nothing stands behind certificate ${id}`)
  return material
}
