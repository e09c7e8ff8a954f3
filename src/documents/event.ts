import type { Status } from '../domain/certificate.ts'

/** An event of the audit trail. */
export interface EventView {
  id: number
  /** By the world's clock. */
  at: string
  name: string
  /** The certificate. */
  resource: string | null
  /** The user's name, `ca` for a review that was due, `time` for an expiry. */
  actor: string
  request_id: string | null
  /** The error that refused it; null where it succeeded, or nobody asked. */
  code: string | null
  /** What happened: the status before and after, or why it was refused. */
  detail: { from?: Status | null; to?: Status | null; reason?: string }
}
