import {
  type Application,
  type Certificate,
  dnsAuthentication,
  EMPTY_APPLICATION,
  isDomainValidated,
} from '../domain/certificate.ts'
import { misfit } from '../domain/domain-names.ts'
import { refuse } from '../domain/rules.ts'

/** What a client fills in to apply for a certificate, in either dialect. */
export interface Form extends Partial<Omit<Application, 'bl' | 'tl'>> {
  domain: string
  sans?: string
}

/**
 * What a certificate becomes when a form is filled in for it.
 *
 * @throws Refusal SCM.0015 where the domains are not what was bought, SCM.0005 where the organisation is missing
 */
export function filledIn(
  certificate: Certificate,
  { domain, sans = '', ...form }: Form,
): Pick<Certificate, 'domain' | 'sans' | 'application'> {
  const names = sans.split(';').filter(Boolean)
  const reason = misfit(certificate, domain, names)
  if (reason) throw refuse('domains', `certificate ${certificate.id}: ${reason}`)
  const application = { ...EMPTY_APPLICATION, ...certificate.application, ...form }
  const missing = (['company_name', 'company_province', 'company_city', 'country'] as const).filter(
    (field) => !application[field],
  )
  if (!isDomainValidated(certificate) && missing.length > 0) {
    throw refuse(
      'organisation',
      `certificate ${certificate.id} is ${certificate.type}: ${missing.join(', ')} must be filled in`,
    )
  }
  return { domain, sans: names.join(';'), application }
}

/** The records by which the control of a certificate's domains is proven, once it is applied for. */
export function proofs({ id }: Certificate, { domain, sans = '' }: Form): Certificate['auth'] {
  return [domain, ...sans.split(';').filter(Boolean)].map((name) => dnsAuthentication(id, name.replace(/^\*\./, '')))
}
