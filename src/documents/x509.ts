import { Type } from 'typebox'
import { CRL_REASONS, type CrlReason } from '../domain/revocation.ts'
import { schema } from '../domain/schema.ts'
import { Instant } from './fields.ts'

/** What stands behind a certificate, whatever its status, and what its CA says of it to whoever asks. */
export interface X509View {
  /** PEM; null where no CA has issued it. */
  certificate: string | null
  /** PEM of the issuing CA and the root. */
  chain: string | null
  /** In hexadecimal digits. */
  serial: string | null
  ocsp: { status: 'good' | 'revoked' | 'unknown'; revoked_at: string | null; reason: CrlReason | null }
  crl: { number: number; this_update: string; next_update: string; listed: boolean }
}

const text = (description: string) => Type.Union([Type.String(), Type.Null()], { description })
const PEM = '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n'

export const X509View = schema<X509View>()(
  Type.Object(
    {
      certificate: text('PEM; null where no CA has issued it'),
      chain: text('PEM of the issuing CA and the root'),
      serial: text('in hexadecimal digits'),
      ocsp: Type.Object({
        status: Type.Enum(['good', 'revoked', 'unknown']),
        revoked_at: Type.Union([Instant, Type.Null()]),
        reason: Type.Union([Type.Enum(Object.keys(CRL_REASONS) as CrlReason[]), Type.Null()]),
      }),
      crl: Type.Object({
        number: Type.Integer(),
        this_update: Instant,
        next_update: Instant,
        listed: Type.Boolean(),
      }),
    },
    {
      examples: [
        {
          certificate: PEM,
          chain: PEM + PEM,
          serial: '5f0c7bb1a2d35f0c7bb1a2d35f0c7bb1',
          ocsp: { status: 'revoked', revoked_at: '2026-11-24T08:00:00.000Z', reason: 'keyCompromise' },
          crl: {
            number: 4,
            this_update: '2026-11-24T08:00:01.000Z',
            next_update: '2026-11-25T08:00:01.000Z',
            listed: true,
          },
        },
      ],
    },
  ),
)
