import { Type } from 'typebox'
import {
  type Application,
  BRANDS,
  type Certificate,
  DOMAIN_TYPES,
  type DomainAuthentication,
  STATUSES,
  type Status,
  TYPES,
} from '../domain/certificate.ts'
import { schema } from '../domain/schema.ts'
import { ApplicationDocument, ApplicationView, DomainAuthenticationDocument } from './application.ts'
import { CertificateId, Instant, strict, WrittenInstant, wellFormed } from './fields.ts'
import { ReviewDocument } from './review.ts'

type Fields = Pick<Certificate, 'type' | 'brand' | 'domain_type' | 'multi_domain_type'>

/**
 * A certificate to be placed in a world; what is left out gets a value that fits the status. Instants are
 * `2026-11-24T08:00:00Z`, or `+300d` for one relative to the world's clock.
 */
export interface CertificateDocument {
  /** `scs` and 13 digits. */
  id?: string
  status?: Status
  type?: Fields['type']
  brand?: Fields['brand']
  domain_type?: Fields['domain_type']
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
  multi_domain_type?: Fields['multi_domain_type']
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

const text = (maxLength: number, description?: string) => Type.Optional(wellFormed(maxLength, description))
const instant = Type.Optional(WrittenInstant)

export const CertificateDocument = schema<CertificateDocument>()(
  Type.Object(
    {
      id: Type.Optional(CertificateId),
      status: Type.Optional(Type.Enum([...STATUSES])),
      type: Type.Optional(Type.Enum([...TYPES])),
      brand: Type.Optional(Type.Enum([...BRANDS])),
      domain_type: Type.Optional(Type.Enum([...DOMAIN_TYPES])),
      domain: text(255),
      sans: text(64_000, 'further domains, joined with ;'),
      domain_count: Type.Optional(Type.Integer({ minimum: 1, maximum: 250 })),
      wildcard_count: Type.Optional(Type.Integer({ minimum: 0, maximum: 250 })),
      validity_period: Type.Optional(Type.Integer({ minimum: 1, maximum: 120, description: 'months' })),
      name: text(255),
      description: text(255),
      order_id: text(36),
      encrypt_type: text(64),
      multi_domain_type: Type.Optional(Type.Union([Type.Enum(['primary_single', 'primary_wildcard']), Type.Null()])),
      enterprise_project_id: text(36),
      push_support: Type.Optional(Type.Enum(['ON', 'OFF'])),
      dns_push_status: Type.Optional(Type.Enum(['ON', 'OFF', 'NONE'])),
      revoke_reason: text(63),
      paid_at: instant,
      issue_time: instant,
      not_before: instant,
      not_after: instant,
      revoked_at: instant,
      updated_at: instant,
      review: Type.Optional(ReviewDocument),
      auth: Type.Optional(Type.Array(DomainAuthenticationDocument, { maxItems: 1_000 })),
      application: Type.Optional(ApplicationDocument),
    },
    {
      ...strict,
      examples: [{ status: 'ISSUED', domain: 'www.example.com', not_after: '+20d' }, { status: 'UPLOAD' }],
    },
  ),
)

/** Fields of a certificate to change; its id stays. */
export type CertificateChange = Omit<CertificateDocument, 'id'>

export const CertificateChange = schema<CertificateChange>()(
  Type.Omit(CertificateDocument, ['id'], { ...strict, examples: [{ not_after: '+20d' }, { status: 'EXPIRED' }] }),
)

/** A certificate as it is: the document that places it again just so, with absolute instants. */
export interface CertificateView extends CertificateDocument {
  id: string
  status: Status
  type: Fields['type']
  brand: Fields['brand']
  domain_type: Fields['domain_type']
  domain: string
  sans: string
  domain_count: number
  wildcard_count: number
  validity_period: number
  name: string
  description: string
  order_id: string
  encrypt_type: string
  multi_domain_type: Fields['multi_domain_type']
  enterprise_project_id: string
  push_support: 'ON' | 'OFF'
  dns_push_status: 'ON' | 'OFF' | 'NONE'
  paid_at: string
  updated_at: string
  auth: DomainAuthentication[]
  application?: Application
}

/** A page of a world's certificates. */
export interface CertificatePage {
  certificates: CertificateView[]
  /** After which certificate the next page begins; null where there is none. */
  next: string | null
}

const EXAMPLE: CertificateView = {
  id: 'scs1700000000001',
  order_id: 'CS2311150613W3V29',
  name: 'shop',
  description: '',
  type: 'DV_SSL_CERT',
  brand: 'GEOTRUST',
  domain_type: 'SINGLE_DOMAIN',
  domain: 'www.example.com',
  sans: '',
  domain_count: 1,
  wildcard_count: 0,
  validity_period: 12,
  encrypt_type: 'SHA256withRSA2048',
  multi_domain_type: null,
  enterprise_project_id: '0',
  push_support: 'ON',
  dns_push_status: 'NONE',
  auth: [],
  status: 'ISSUED',
  paid_at: '2026-11-24T08:00:00.000Z',
  updated_at: '2026-11-24T08:00:00.000Z',
  issue_time: '2026-11-24T08:00:00.000Z',
  not_before: '2026-11-24T08:00:00.000Z',
  not_after: '2027-11-24T08:00:00.000Z',
}

const { application, review, revoke_reason, ...always } = CertificateDocument.properties
export const CertificateView = schema<CertificateView>()(
  Type.Object(
    {
      ...Type.Required(Type.Object(always)).properties,
      paid_at: Instant,
      updated_at: Instant,
      issue_time: Type.Optional(Instant),
      not_before: Type.Optional(Instant),
      not_after: Type.Optional(Instant),
      revoke_reason,
      revoked_at: Type.Optional(Instant),
      application: Type.Optional(ApplicationView),
      review,
    },
    { examples: [EXAMPLE] },
  ),
)

export const CertificatePage = schema<CertificatePage>()(
  Type.Object({
    certificates: Type.Array(CertificateView),
    next: Type.Union([CertificateId, Type.Null()], {
      description: 'after which certificate the next page begins; null where there is none',
    }),
  }),
)
