import type { Status } from './certificate.ts'

/** Who causes a change. */
export interface Actor {
  /** The event's name: the vendor's audit service has names of its own, e.g. `revokeScmCert`. */
  readonly event: string
  readonly user: string
  readonly request_id: string | null
}

/** An entry of a world's audit trail. */
export interface Event {
  id: number
  at: number
  name: string
  /** The certificate. */
  resource: string | null
  /** The user's name, `ca` for a review that was due, `time` for an expiry. */
  actor: string
  request_id: string | null
  /** The error that refused it; null if it succeeded, or if nobody asked for it. */
  code: string | null
  /** What happened: the status before and after, null where there is no certificate; or why it was refused. */
  detail: { from?: Status | null; to?: Status | null; reason?: string }
}
