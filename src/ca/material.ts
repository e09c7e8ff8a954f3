import { X509Certificate } from 'node:crypto'
import type { Certificate } from '../domain/certificate.ts'
import { domains, WAS_ISSUED } from '../domain/certificate.ts'
import { generateKeyPair, loadPki, newSerial, PkiError } from '../pki/index.ts'
import { isOther } from '../store/certificates.ts'
import type { Material } from '../store/pki.ts'
import type { Store } from '../store/store.ts'
import { openAuthority } from './authority.ts'

const making = new WeakMap<Store, Map<string, Promise<Material>>>()

/**
 * What stands behind a certificate: an X.509 certificate from the world's CA, made when first needed and then kept.
 * Nothing where the CA has not issued it, or could not: one may be placed with names or a CSR that no CA takes.
 *
 * @param base this server's address, as the client wrote it: where the CRL and OCSP answers are
 */
export async function materialOf(store: Store, certificate: Certificate, base: string): Promise<Material | undefined> {
  const { project_id, id, status } = certificate
  const kept = store.pki.material(project_id, id)
  if (kept || !WAS_ISSUED.includes(status)) return kept
  const under = making.get(store) ?? new Map<string, Promise<Material>>()
  making.set(store, under)
  const key = `${project_id}/${id}/${domains(certificate)}`
  const made = under.get(key) ?? make(store, certificate, base)
  under.set(key, made)
  try {
    return await made
  } catch (error) {
    // Placed with a name or a CSR that no certificate can have: there is nothing behind it.
    if (error instanceof RangeError || error instanceof PkiError) return undefined
    throw error
  } finally {
    under.delete(key)
  }
}

async function make(store: Store, certificate: Certificate, base: string): Promise<Material> {
  const { project_id, id, application, encrypt_type } = certificate
  const [{ issueCertificate, parseCsr }, authority] = await Promise.all([loadPki(), openAuthority(store, project_id)])
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
    ...{ crl_url: `${pki}/ca.crl`, ocsp_url: `${pki}/ocsp`, ca_url: `${pki}/ca.pem` },
  })
  const material: Material = {
    ...{
      project_id,
      certificate_id: id,
      certificate: pem,
      chain: authority.issuing.certificate + authority.root.certificate,
    },
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
