import type { Status } from '../domain/certificate.ts'
import type { SystemPolicy } from '../domain/policy.ts'
import type { CrlReason } from '../pki/reasons.ts'
import type { CertificateDocument } from './certificate.ts'

/** A policy of one's own; what it does not allow is refused. */
export interface PolicyDocument {
  Version: '1.1'
  Statement: {
    Effect: 'Allow' | 'Deny'
    /** Such as `scm:cert:revoke`; `*` stands for any text. */
    Action: string[]
  }[]
}

export interface AccessKey {
  /** 8 to 64 letters and digits. */
  ak: string
  /** Printable ASCII, from 8 characters on. */
  sk: string
}

/** A user; what is left out is made up. */
export interface UserDocument {
  /** 32 hexadecimal digits. */
  id?: string
  name: string
  /** Without one, IAM gives no token for a password. */
  password?: string
  /** The system's by name, or own ones; `SCM FullAccess` unless given. */
  policies?: (SystemPolicy | PolicyDocument)[]
  /** A token that never expires. */
  token?: string
  access_key?: AccessKey
  temporary_access_key?: AccessKey & { security_token: string }
}

type AccountState = 'active' | 'restricted' | 'frozen'

/** How revocations come to be known. */
interface Revocation {
  /** The reason of RFC 5280 for texts that contain the key. */
  reasons?: Record<string, CrlReason>
  /** How long CRL and OCSP lag behind: a duration such as `1h`. */
  publication_lag?: string
}

/** A world: an account with one project, its users and certificates. All of it may be left out. */
export interface WorldDocument {
  /** Of this document. */
  version?: 1
  /** 32 hexadecimal digits. */
  project_id?: string
  /** The project's name; `cn-north-4` unless given. */
  name?: string
  account?: { id?: string; name?: string; state?: AccountState }
  /** How its CA reviews: `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  review?: string
  /** Requests per duration, such as `10/1s`. */
  throttle?: string
  revocation?: Revocation
  journal?: {
    /** Entries kept. */
    limit: number
  }
  clock?: { now?: string; frozen?: boolean }
  users?: UserDocument[]
  certificates?: CertificateDocument[]
  /** Ids of certificates that belong to somebody else. */
  foreign_certificates?: string[]
  /** Ids of certificates that were here and are gone. */
  retired_certificates?: string[]
}

/** What can be changed of a world. A user that is there is changed, another is added; no throttle is `null`. */
export interface WorldChange extends Pick<WorldDocument, 'review' | 'journal' | 'revocation' | 'users'> {
  throttle?: string | null
  account?: { state: AccountState }
}

/** What a client needs to start; it is shown once. */
export interface CreatedWorld {
  project_id: string
  name: string
  account: { id: string; name: string }
  /** Of the first user. */
  token: string
  /** Of the first user. */
  access_key: AccessKey
  /** The other users too, where the document names several. */
  users: { id: string; name: string; token: string; access_key: AccessKey }[]
  certificates: { id: string; status: Status }[]
}

/** A world's clock. */
export interface ClockState {
  now: string
  frozen: boolean
}

/** The settings of a world, as the emulator shows them. */
export interface WorldSettings {
  project_id: string
  name: string
  account: { id: string; name: string; state: AccountState }
  review: string
  throttle: string | null
  journal: { limit: number }
  revocation: Revocation
  clock: ClockState
  users: { id: string; name: string; policies: (SystemPolicy | PolicyDocument)[] }[]
  /** How many. */
  certificates: number
}
