import { rowOf } from '../documents/row.ts'
import { type RuleName, refuse } from '../domain/rules.ts'
import { loadPki, PkiError, type PkiProblem, type Upload } from '../pki/index.ts'
import type { Context } from './context.ts'

/** Which rule refuses what is wrong with an upload. */
const RULES: Record<Exclude<PkiProblem, 'csr_unreadable' | 'csr_signature' | 'ocsp_malformed'>, RuleName> = {
  certificate_missing: 'upload_missing',
  certificate_marker: 'upload_marker',
  certificate_unreadable: 'upload_certificate',
  domain_missing: 'upload_domain_missing',
  domain_malformed: 'upload_domain',
  chain_unreadable: 'upload_chain',
  issuer_mismatch: 'upload_issuer',
  key_missing: 'upload_key_missing',
  key_marker: 'upload_key_marker',
  key_unreadable: 'upload_key',
  key_encrypted: 'upload_key_encrypted',
  key_mismatch: 'upload_mismatch',
}

/** What is uploaded; all PEM. */
export interface Sent {
  name: string
  certificate: string
  certificate_chain?: string
  private_key: string
  enterprise_project_id?: string
  /** Which value of it refuses a certificate that is there already is contested: a setting of the world says. */
  duplicate_check?: boolean
}

/** What a certificate may be called: v2's page has 0 to 63 characters, v3's SDKs and Terraform are tighter. */
export const NAMES = {
  v2: { pattern: /^[\p{L}\p{N}_.-]{0,63}$/u, says: 'at most 63' },
  v3: { pattern: /^[A-Za-z0-9_.-]{3,63}$/, says: '3 to 63' },
} as const

/**
 * Puts a certificate that was made elsewhere into the service's care: it is UPLOAD. Its dates and names are its own.
 *
 * @throws Refusal with the code for what is wrong with it
 */
export async function upload(context: Context, family: keyof typeof NAMES, sent: Sent): Promise<string> {
  const { store, world, now, actor } = context
  const { project_id } = world
  const { pattern, says } = NAMES[family]
  if (!pattern.test(sent.name)) {
    throw refuse(
      'upload_name',
      `"${sent.name}" is not a name of ${says} letters, digits, dots, hyphens and underscores`,
    )
  }
  const { certificate, chain, private_key } = await readUpload(sent)
  if (certificate.not_after <= now) {
    throw refuse('upload_expired', `the certificate expired at ${new Date(certificate.not_after).toISOString()}`)
  }
  if (world.upload_chain === 'needed' && chain.length === 0) throw refuse('upload_alone')
  const isRefusing = sent.duplicate_check === (world.duplicate_check === 'true-refuses')
  return store.write(() => {
    if (isRefusing && store.pki.isKnown(project_id, certificate.fingerprint)) {
      const why = `the same certificate is there already, and duplicate_check is ${sent.duplicate_check}`
      throw refuse('upload_duplicate', `${why}; this world is set to ${world.duplicate_check}`)
    }
    const id = store.certificates.freeId(project_id, now)
    const [domain = '', ...sans] = certificate.domains
    store.certificates.insert({
      ...rowOf({ id, status: 'UPLOAD', domain, sans: sans.join(';'), name: sent.name }, project_id, now),
      encrypt_type: certificate.signature_algorithm,
      enterprise_project_id: sent.enterprise_project_id ?? '0',
      issue_time: certificate.not_before,
      not_before: certificate.not_before,
      not_after: certificate.not_after,
      due_at: certificate.not_after,
    })
    store.pki.addMaterial({
      project_id,
      certificate_id: id,
      certificate: certificate.pem,
      chain: chain.map(({ pem }) => pem).join(''),
      private_key,
      fingerprint: certificate.fingerprint,
    })
    store.events.moved(
      { project_id, actor, resource: id },
      { move: 'upload', at: now, from: null, to: 'UPLOAD', due: false },
    )
    return id
  })
}

async function readUpload(sent: Sent): Promise<Upload> {
  const pki = await loadPki()
  try {
    return pki.readUpload(sent)
  } catch (error) {
    if (!(error instanceof PkiError)) throw error
    throw refuse(RULES[error.kind as keyof typeof RULES], error.message)
  }
}
