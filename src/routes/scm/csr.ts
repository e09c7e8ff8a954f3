import { domains as namesOf } from '../../domain/certificate.ts'
import { refuse } from '../../domain/rules.ts'
import { loadPki, PkiError, type SigningRequest } from '../../pki/index.ts'

/** A CSR that a client sends. @throws Refusal SCM.0005 where it cannot be read, or is not signed by its key */
export async function readCsr(pem: string): Promise<SigningRequest> {
  const { parseCsr } = await loadPki()
  try {
    return await parseCsr(pem)
  } catch (error) {
    throw error instanceof PkiError ? refuse('csr', error.message) : error
  }
}

/** An application's CSR, where it has one, is for the domains that are applied for. @throws Refusal SCM.0005, SCM.0015 */
export async function judgeCsr({ csr = '', domain, sans = '' }: { csr?: string; domain: string; sans?: string }) {
  if (csr === '') return
  const { domains } = await readCsr(csr)
  const wanted = namesOf({ domain, sans }).split(';')
  const other = domains.find((name) => !wanted.includes(name))
  if (other !== undefined) throw refuse('domains', `the CSR is for ${other}, the application is not`)
}
