import type { Context as WorldContext } from '../ca/context.ts'

/** What every verb of the service is called in: `verb(context, subject, input)`. */
export interface Context extends WorldContext {
  /** This server's address as the client wrote it: where a certificate says that its CRL and OCSP are. */
  readonly base: string
}
