import { refuse } from '../../domain/rules.ts'
import { PkiError, readPrivateKey } from '../../pki/index.ts'
import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'
import { keep, newId } from './keep.ts'
import { readCsr } from './read.ts'

/** A CSR that was made elsewhere; all PEM. */
export interface SentCsr {
  name: string
  csr: string
  private_key?: string
}

/** Keeps a CSR that was made elsewhere, with its key or without. @throws Refusal SCM.0005, SCM.0012 */
export async function uploadCsr(context: Context, { name, csr, private_key }: SentCsr): Promise<Csr> {
  const { world, now } = context
  const { common_name, domains, subject, key } = await readCsr(csr)
  return keep(context, {
    project_id: world.project_id,
    id: newId(),
    name,
    csr,
    private_key: private_key ? readKey(private_key) : null,
    domain_name: common_name,
    sans: domains.filter((domain) => domain !== common_name).join(';'),
    private_key_algo: key.kind === 'rsa' ? `RSA_${key.bits}` : `EC_P${key.bits}`,
    usage: subject.organization ? 'ENTERPRISE' : 'PERSONAL',
    company_country: subject.country ?? '',
    company_province: subject.state ?? '',
    company_city: subject.locality ?? '',
    company_name: subject.organization ?? '',
    create_time: now,
    update_time: now,
  })
}

function readKey(pem: string): string {
  try {
    return readPrivateKey(pem).private_key
  } catch (error) {
    throw error instanceof PkiError ? refuse('upload_key', error.message) : error
  }
}
