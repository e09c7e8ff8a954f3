import {
  type Application,
  type Certificate,
  dnsAuthentication,
  EMPTY_APPLICATION,
  isDomainValidated,
} from '../domain/certificate.ts'
import { misfit } from '../domain/domain-names.ts'
import { refuse } from '../domain/rules.ts'

/** What an application keeps of a form; `bl` and `tl` tell of documents, which are sent apart. */
const KEPT = Object.keys(EMPTY_APPLICATION).filter((field) => field !== 'bl' && field !== 'tl')

/** What a client fills in to apply for a certificate, in either dialect. */
export interface Form extends Partial<Omit<Application, 'bl' | 'tl' | 'domain_method'>> {
  domain: string
  sans?: string
}

/**
 * What a certificate becomes when a form is filled in for it.
 *
 * @param domain_method how the control of its domains is proven, where that can be chosen
 * @throws Refusal SCM.0015 where the domains are not what was bought, SCM.0005 where the organisation is missing
 */
export function filledIn(
  certificate: Certificate,
  { domain, sans = '', ...form }: Form,
  domain_method?: Application['domain_method'],
): Pick<Certificate, 'domain' | 'sans' | 'application'> {
  const names = sans.split(';').filter(Boolean)
  const reason = misfit(certificate, domain, names)
  if (reason) throw refuse('domains', `certificate ${certificate.id}: ${reason}`)
  // Whatever else was sent is ignored, and not kept.
  const known = Object.fromEntries(Object.entries(form).filter(([field]) => KEPT.includes(field)))
  const application = {
    ...EMPTY_APPLICATION,
    ...certificate.application,
    ...known,
    ...(domain_method && { domain_method }),
  }
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
