import { refuse } from '../../domain/rules.ts'
import { loadPki, PkiError, type SigningRequest } from '../../pki/index.ts'

/** A CSR as it was read, or why it cannot be: it is no CSR, or not signed by its key. */
export type Parsed = { request: SigningRequest; problem?: undefined } | { request?: undefined; problem: string }

/** Reads a CSR. @param pem the CSR, as a client sends it */
export async function parse(pem: string): Promise<Parsed> {
  const { parseCsr } = await loadPki()
  try {
    return { request: await parseCsr(pem) }
  } catch (error) {
    if (error instanceof PkiError) return { problem: error.message }
    throw error
  }
}

/** A CSR that a client sends. @throws Refusal SCM.0005 where it cannot be read, or is not signed by its key */
export async function readCsr(pem: string): Promise<SigningRequest> {
  const { request, problem } = await parse(pem)
  if (problem !== undefined) throw refuse('csr', problem)
  return request
}
