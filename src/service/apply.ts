import {
  type Application,
  type Certificate,
  type DomainAuthentication,
  dnsAuthentication,
  sansOf,
} from '../domain/certificate.ts'
import { checksOf, type Form, fillIn } from './application.ts'
import type { Context } from './context.ts'
import { move } from './move.ts'

/** What an application has beside its form. */
export interface Options {
  /** Whether the service writes the DNS records that prove the control of the domains. */
  auto_dns_auth: boolean
  /** How the control of the domains is proven, where that can be chosen. */
  domain_method?: Application['domain_method']
  /** How the certificate is signed; as it was where it is left out. */
  encrypt_type?: string | undefined
  /** Where the family has it; empty for none. */
  ca_hash_algorithm?: string
}

/**
 * Applies for a certificate that was bought: the CA reviews it.
 *
 * @throws Refusal SCM.0020, SCM.0003, SCM.0010, SCM.0015, SCM.0005
 */
export async function apply(context: Context, id: string, { form, options }: { form: Form; options: Options }) {
  const { auto_dns_auth, domain_method, encrypt_type, ca_hash_algorithm } = options
  const checks = await checksOf(context, id, form)
  await move(context, id, {
    move: 'apply',
    checks: (certificate) => ({
      ...checks(certificate),
      hash_algorithm: () =>
        ca_hash_algorithm === '' && certificate.brand === 'GEOTRUST' && certificate.type.startsWith('OV_')
          ? `certificate ${id} is ${certificate.type} of GEOTRUST: ca_hash_algorithm must be DEFAULT or SHA-256`
          : undefined,
    }),
    input(certificate) {
      const { application, ...filled } = fillIn(certificate, form)
      return {
        fields: {
          ...filled,
          application: { ...application, ...(domain_method && { domain_method }) },
          auth: proofs({ ...filled, id }, domain_method),
          dns_push_status: auto_dns_auth ? 'ON' : 'NONE',
          encrypt_type: encrypt_type ?? certificate.encrypt_type,
        },
      }
    },
  })
}

/** The records by which the control of the domains is proven. */
function proofs(
  { id, domain, sans }: Pick<Certificate, 'id' | 'domain' | 'sans'>,
  method = 'DNS',
): DomainAuthentication[] {
  return [domain, ...sansOf({ sans })].map((name) => ({ ...dnsAuthentication(id, name.replace(/^\*\./, '')), method }))
}
