import { generateKeyPair, type Issuer, loadPki, newSerial } from '../pki/index.ts'
import type { Authority } from '../store/pki.ts'
import type { Store } from '../store/store.ts'

/** A world's CAs, ready to sign. */
export interface OpenAuthority {
  readonly root: OpenCa
  readonly issuing: OpenCa
}

interface OpenCa {
  /** PEM. */
  readonly certificate: string
  readonly issuer: Issuer
}

/** The CAs are valid whatever a world's clock says (RFC 5280, 4.1.2.5: the last instant is "no well-defined expiration"). */
const ALWAYS = { not_before: 0, not_after: Date.UTC(9999, 11, 31, 23, 59, 59) }

/** CAs that were opened, and those that are being made: by store, since emulators in one process may share ids. */
const opened = new WeakMap<Store, Map<string, Promise<OpenAuthority>>>()

/** A world's CAs: made when first needed, kept in the database, the same from then on. */
export function openAuthority(store: Store, project_id: string): Promise<OpenAuthority> {
  const authorities = opened.get(store) ?? new Map<string, Promise<OpenAuthority>>()
  opened.set(store, authorities)
  const known = authorities.get(project_id)
  if (known) return known
  const opening = open(store, project_id)
  authorities.set(project_id, opening)
  opening.catch(() => authorities.delete(project_id))
  return opening
}

/** Forgets the open CAs of a world that is gone. */
export function closeAuthority(store: Store, project_id: string): void {
  opened.get(store)?.delete(project_id)
}

async function open(store: Store, project_id: string): Promise<OpenAuthority> {
  const { openIssuer } = await loadPki()
  const kept = store.pki.authority(project_id) ?? (await found(store, project_id))
  const ca = (certificate: string, private_key: string): OpenCa => ({
    certificate,
    issuer: openIssuer({ certificate, private_key }),
  })
  return { root: ca(kept.root, kept.root_key), issuing: ca(kept.issuing, kept.issuing_key) }
}

/** Makes a root and an issuing CA, and keeps them. */
async function found(store: Store, project_id: string): Promise<Authority> {
  const { createRoot, createIssuingCa, openIssuer } = await loadPki()
  const [rootKey, issuingKey] = await Promise.all([generateKeyPair('ec'), generateKeyPair('ec')])
  const name = (kind: string) => `SCM emulator ${kind} CA of ${project_id}`
  const root = createRoot({ ...ALWAYS, name: name('root'), private_key: rootKey.private_key, serial: newSerial() })
  const issuing = createIssuingCa({
    ...ALWAYS,
    name: name('issuing'),
    serial: newSerial(),
    key: issuingKey.public_key,
    root: openIssuer({ certificate: root, private_key: rootKey.private_key }),
  })
  const authority: Authority = {
    ...{ project_id, root, root_key: rootKey.private_key, issuing, issuing_key: issuingKey.private_key },
    crl_number: 0,
  }
  await store.write(() => store.pki.addAuthority(authority))
  return authority
}
