import { type Static, Type } from 'typebox'
import { Instant } from '../domain/clock.ts'
import { ApplicationDocument, CertificateDocument } from './world-schema.ts'

const { application, review, revoke_reason, ...fields } = CertificateDocument.properties
const { domain_method, ...filled } = ApplicationDocument.properties
const always = Type.Required(Type.Object(fields))

/** A certificate as control calls show it: the document that places it again just as it is. */
export const CertificateView = Type.Object(
  {
    ...always.properties,
    ...{ paid_at: Instant, updated_at: Instant },
    ...{ issue_time: Type.Optional(Instant), not_before: Type.Optional(Instant), not_after: Type.Optional(Instant) },
    revoke_reason,
    revoked_at: Type.Optional(Instant),
    application: Type.Optional(Type.Object({ ...Type.Required(Type.Object(filled)).properties, domain_method })),
    review,
  },
  {
    examples: [
      {
        ...{ id: 'scs1700000000001', order_id: 'CS2311150613W3V29', name: 'shop', description: '' },
        ...{
          type: 'DV_SSL_CERT',
          brand: 'GEOTRUST',
          domain_type: 'SINGLE_DOMAIN',
          domain: 'www.example.com',
          sans: '',
        },
        ...{ domain_count: 1, wildcard_count: 0, validity_period: 12, encrypt_type: 'SHA256withRSA2048' },
        ...{ multi_domain_type: null, enterprise_project_id: '0', push_support: 'ON', dns_push_status: 'NONE' },
        ...{ auth: [], status: 'ISSUED' },
        ...{ paid_at: '2026-11-24T08:00:00.000Z', updated_at: '2026-11-24T08:00:00.000Z' },
        ...{ issue_time: '2026-11-24T08:00:00.000Z', not_before: '2026-11-24T08:00:00.000Z' },
        not_after: '2027-11-24T08:00:00.000Z',
      },
    ],
  },
)
export type CertificateView = Static<typeof CertificateView>
