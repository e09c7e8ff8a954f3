import { X509Certificate } from 'node:crypto'
import type { Certificate } from '../domain/certificate.ts'
import { domains, WAS_ISSUED } from '../domain/certificate.ts'
import { generateKeyPair, loadPki, newSerial, PkiError } from '../pki/index.ts'
import { isOther } from '../store/certificates.ts'
import type { Material } from '../store/pki.ts'
import type { Store } from '../store/store.ts'
import type { Authorities } from './authority.ts'

/**
 * What stands behind certificates: the certificate, its chain and its key. Made by the world's CA when first needed, and
 * then kept.
 */
export function createBundles(store: Store, authorities: Authorities) {
  /** Those being made: concurrent callers share one. */
  const making = new Map<string, Promise<Material>>()

  /**
   * Nothing where the CA has not issued the certificate, or could not: one may be placed with names or a CSR that no CA
   * takes.
   *
   * @param base this server's address, as the client wrote it: where the CRL and OCSP answers are
   */
  return async function bundle(certificate: Certificate, base: string): Promise<Material | undefined> {
    const { project_id, id, status } = certificate
    const kept = store.pki.material(project_id, id)
    if (kept || !WAS_ISSUED.includes(status)) return kept
    const key = `${project_id}/${id}/${domains(certificate)}`
    const made = making.get(key) ?? issue(store, authorities, certificate, base)
    making.set(key, made)
    try {
      return await made
    } catch (error) {
      if (error instanceof RangeError || error instanceof PkiError) return undefined
      throw error
    } finally {
      making.delete(key)
    }
  }
}

/** Issues a certificate with a key of its own, or for the key of the CSR that it was applied for with. */
async function issue(
  store: Store,
  authorities: Authorities,
  certificate: Certificate,
  base: string,
): Promise<Material> {
  const { project_id, id, application, encrypt_type } = certificate
  const [{ issueCertificate, parseCsr }, authority] = await Promise.all([loadPki(), authorities.open(project_id)])
  const csr = application?.csr ? await parseCsr(application.csr) : undefined
  const key = csr ? undefined : await generateKeyPair(/RSA/i.test(encrypt_type) ? 'rsa' : 'ec')
  const pki = `${base}/pki/${project_id}`
  const serial = newSerial()
  const pem = issueCertificate({
    domains: namesOf(certificate),
    subject: {
      organization: application?.company_name ?? '',
      unit: application?.company_unit ?? '',
      locality: application?.company_city ?? '',
      state: application?.company_province ?? '',
      country: application?.country ?? '',
    },
    public_key: csr?.public_key ?? key?.public_key ?? '',
    issuer: authority.issuing.issuer,
    serial,
    not_before: certificate.not_before ?? 0,
    not_after: certificate.not_after ?? 0,
    crl_url: `${pki}/ca.crl`,
    ocsp_url: `${pki}/ocsp`,
    ca_url: `${pki}/ca.pem`,
  })
  const material: Material = {
    project_id,
    certificate_id: id,
    certificate: pem,
    chain: authority.issuing.certificate + authority.root.certificate,
    private_key: key?.private_key ?? null,
    fingerprint: fingerprintOf(pem),
  }
  await store.write(() => {
    const current = store.certificates.find(project_id, id)
    const { revoked_at, revoke_reason } = current
    // It may have become another while its key was made: then it is issued again when it is next needed.
    if (!isOther(current, certificate)) store.pki.addMaterial(material)
    store.pki.addIssued({ project_id, serial, certificate_id: id, revoked_at, reason: revoke_reason })
  })
  return material
}

function namesOf(certificate: Certificate): [string, ...string[]] {
  const [first = 'localhost', ...rest] = domains(certificate).split(';').filter(Boolean)
  return [first, ...rest]
}

/** SHA-1, lower-case hex. */
function fingerprintOf(pem: string): string {
  return new X509Certificate(pem).fingerprint.replaceAll(':', '').toLowerCase()
}
