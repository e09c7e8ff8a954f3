import { LRUCache } from 'lru-cache'
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

/** How many worlds' CAs stay open; reopening one takes about a millisecond. */
const OPEN = 1_000

/** The worlds' CAs: made when first needed, kept in the database, the same from then on. */
export function createAuthorities(store: Store) {
  const opened = new LRUCache<string, Promise<OpenAuthority>>({ max: OPEN })
  return {
    open(project_id: string): Promise<OpenAuthority> {
      const known = opened.get(project_id)
      if (known) return known
      const opening = open(store, project_id)
      opened.set(project_id, opening)
      // A failed attempt may succeed next time.
      opening.catch(() => opened.delete(project_id))
      return opening
    },
    forget: (project_id: string): void => void opened.delete(project_id),
  }
}

export type Authorities = ReturnType<typeof createAuthorities>

async function open(store: Store, project_id: string): Promise<OpenAuthority> {
  const { openIssuer } = await loadPki()
  const kept = store.pki.authority(project_id) ?? (await establish(store, project_id))
  const ca = (certificate: string, private_key: string): OpenCa => ({
    certificate,
    issuer: openIssuer({ certificate, private_key }),
  })
  return { root: ca(kept.root, kept.root_key), issuing: ca(kept.issuing, kept.issuing_key) }
}

/** Makes a root and an issuing CA, and keeps them. */
async function establish(store: Store, project_id: string): Promise<Authority> {
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
    project_id,
    root,
    root_key: rootKey.private_key,
    issuing,
    issuing_key: issuingKey.private_key,
    crl_number: 0,
  }
  await store.write(() => store.pki.addAuthority(authority))
  return authority
}
