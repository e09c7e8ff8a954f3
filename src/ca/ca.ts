import type { Store } from '../store/store.ts'
import { createAuthorities } from './authority.ts'
import { createBundles } from './bundle.ts'
import { createCrls } from './crl.ts'
import { createResponder } from './ocsp.ts'

/** The CAs of all worlds, and what is kept of them in memory. Belongs to one emulator. */
export function createCa(store: Store) {
  const authorities = createAuthorities(store)
  const crls = createCrls(store, authorities)
  const responder = createResponder(store, authorities)
  return {
    /** A world's CAs. See `createAuthorities`. */
    authority: authorities.open,
    /** What stands behind a certificate. See `createBundles`. */
    bundle: createBundles(store, authorities),
    /** A list of a world's revocations. See `createCrls`. */
    crl: crls.current,
    /** The answer to an OCSP request. See `createResponder`. */
    ocsp: responder.answer,
    /** What OCSP says of a serial number. See `createResponder`. */
    status: responder.status,
    /** Forgets a world that is gone. */
    forget(project_id: string): void {
      authorities.forget(project_id)
      crls.forget(project_id)
      responder.forget(project_id)
    },
  }
}

export type Ca = ReturnType<typeof createCa>
