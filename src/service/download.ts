import { zipSync } from 'fflate'
import type { Context } from './context.ts'
import { exportCertificate } from './export.ts'

/**
 * Takes a certificate out as an archive: the certificate, its chain, both in one, and the key.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0007
 */
export async function download(context: Context, id: string): Promise<Buffer> {
  const { certificate, chain, private_key } = await exportCertificate(context, id)
  const files: Record<string, Uint8Array> = {
    'certificate.pem': Buffer.from(certificate),
    'chain.pem': Buffer.from(chain),
    'fullchain.pem': Buffer.from(certificate + chain),
  }
  if (private_key !== null) files['private.key'] = Buffer.from(private_key)
  return Buffer.from(zipSync(files))
}
