import type { FastifyRequest } from 'fastify'
import { domains as namesOf } from '../domain/certificate.ts'
import { refuse } from '../domain/rules.ts'
import { caller } from '../http/service.ts'
import { loadPki, PkiError, type SigningRequest } from '../pki/index.ts'

/** A CSR that a client sends. @throws Refusal SCM.0005 where it cannot be read, or is not signed by its key */
export async function readCsr(pem: string): Promise<SigningRequest> {
  const { parseCsr } = await loadPki()
  try {
    return await parseCsr(pem)
  } catch (error) {
    throw error instanceof PkiError ? refuse('csr', error.message) : error
  }
}

/**
 * An application's CSR, where it has one or one was saved before, is for the domains that are applied for. It is read
 * now; what the function throws that comes back is to be thrown once the certificate's status allows the move.
 *
 * @returns throws Refusal SCM.0005, SCM.0015
 */
export async function judgeCsr(
  request: FastifyRequest,
  id: string,
  form: { csr?: string; domain: string; sans?: string },
): Promise<() => void> {
  const { application } = request.server.store.certificates.find(caller(request).world.project_id, id)
  const { csr = application?.csr ?? '', domain, sans = '' } = form
  const read = csr === '' ? { domains: [] } : await readCsr(csr).catch((error: unknown) => ({ error }))
  return () => {
    if ('error' in read) throw read.error
    const wanted = namesOf({ domain, sans }).split(';')
    const other = read.domains.find((name) => !wanted.includes(name))
    if (other !== undefined) throw refuse('domains', `the CSR is for ${other}, the application is not`)
  }
}
