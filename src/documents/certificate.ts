import type { Application, BRANDS, DOMAIN_TYPES, DomainAuthentication, Status, TYPES } from '../domain/certificate.ts'
import type { REVIEWED } from '../domain/review.ts'

type Type = (typeof TYPES)[number]
type Brand = (typeof BRANDS)[number]
type DomainType = (typeof DOMAIN_TYPES)[number]
type MultiDomainType = 'primary_single' | 'primary_wildcard'

/** What was before a withdrawal, or waits to be decided. */
interface PlainReview {
  of: (typeof REVIEWED)[number]
  /** `immediate`, a duration such as `2s`, `reads:3`, or `manual`. */
  setting: string
  /** The instant at which the CA decides. */
  due?: string
  /** How often the state is still seen before the CA decides. */
  reads?: number
  /** The domains that a supplement adds, joined with `;`. */
  sans?: string
}

/** A review under way. */
export interface ReviewDocument extends PlainReview {
  /** What the refusal of a withdrawal brings back. */
  before?: { status: Status; review?: PlainReview }
}

/**
 * A certificate to be placed in a world; what is left out gets a value that fits the status. Instants are
 * `2026-11-24T08:00:00Z`, or `+300d` for one relative to the world's clock.
 */
export interface CertificateDocument {
  /** `scs` and 13 digits. */
  id?: string
  status?: Status
  type?: Type
  brand?: Brand
  domain_type?: DomainType
  /** The common name. */
  domain?: string
  /** Further domains, joined with `;`. */
  sans?: string
  domain_count?: number
  wildcard_count?: number
  /** In months. */
  validity_period?: number
  name?: string
  description?: string
  order_id?: string
  encrypt_type?: string
  multi_domain_type?: MultiDomainType | null
  /** `0` is the default one. */
  enterprise_project_id?: string
  push_support?: 'ON' | 'OFF'
  dns_push_status?: 'ON' | 'OFF' | 'NONE'
  revoke_reason?: string
  paid_at?: string
  issue_time?: string
  not_before?: string
  not_after?: string
  revoked_at?: string
  updated_at?: string
  /** The CA review that is under way. */
  review?: ReviewDocument
  /** How the control of each domain is proven. */
  auth?: DomainAuthentication[]
  /** What was filled in to apply for it. */
  application?: Partial<Application>
}

/** A certificate as it is: the document that places it again just so, with absolute instants. */
export interface CertificateView extends CertificateDocument {
  id: string
  status: Status
  type: Type
  brand: Brand
  domain_type: DomainType
  domain: string
  sans: string
  domain_count: number
  wildcard_count: number
  validity_period: number
  name: string
  description: string
  order_id: string
  encrypt_type: string
  multi_domain_type: MultiDomainType | null
  enterprise_project_id: string
  push_support: 'ON' | 'OFF'
  dns_push_status: 'ON' | 'OFF' | 'NONE'
  paid_at: string
  updated_at: string
  auth: DomainAuthentication[]
  application?: Application
}
