import { certify, type Numbered, subjectKey } from './certify.ts'
import {
  type Addresses,
  addresses,
  authorityKeyIdentifier,
  basicConstraints,
  keyUsage,
  subjectKeyIdentifier,
} from './extensions.ts'
import { type Issuer, keyIdentifier, openSigner } from './issuer.ts'
import { distinguishedName } from './names.ts'

/**
 * A root: a CA certificate that its own key signs, as PEM.
 *
 * @param root.name its common name
 * @param root.private_key PEM, RSA or EC
 */
export function createRoot({
  name,
  private_key,
  ...validity
}: Numbered & { name: string; private_key: string }): string {
  const info = subjectKey(private_key)
  const subject = distinguishedName({ common_name: name })
  const extensions = [
    basicConstraints(),
    keyUsage('keyCertSign', 'cRLSign'),
    subjectKeyIdentifier(keyIdentifier(info)),
    authorityKeyIdentifier(keyIdentifier(info)),
  ]
  return certify({ ...validity, subject, info, extensions }, { ...openSigner(private_key), name: subject })
}

/**
 * A CA below the root that issues end-entity certificates only (path length 0), and may sign CRLs and OCSP answers
 * itself; as PEM.
 *
 * @param ca.key its public or private key, PEM
 * @param ca.crl_url where its issuer, the root, says what is revoked; likewise the other addresses
 */
export function createIssuingCa({
  name,
  key,
  root,
  crl_url = '',
  ocsp_url = '',
  ca_url = '',
  ...validity
}: Numbered & Addresses & { name: string; key: string; root: Issuer }): string {
  const info = subjectKey(key)
  const extensions = [
    basicConstraints(0),
    keyUsage('digitalSignature', 'keyCertSign', 'cRLSign'),
    subjectKeyIdentifier(keyIdentifier(info)),
    authorityKeyIdentifier(root.key_id),
    ...addresses({ crl_url, ocsp_url, ca_url }),
  ]
  return certify({ ...validity, subject: distinguishedName({ common_name: name }), info, extensions }, root)
}
