import {
  type Application,
  type Certificate,
  domains,
  EMPTY_APPLICATION,
  isDomainValidated,
  sansOf,
} from '../domain/certificate.ts'
import { misfit } from '../domain/domain-names.ts'
import type { Checks } from '../domain/rules.ts'
import type { SigningRequest } from '../pki/index.ts'
import type { Context } from './context.ts'
import { parse } from './csr/read.ts'

/** What a client fills in to apply for a certificate, in either dialect. */
export interface Form extends Partial<Omit<Application, 'bl' | 'tl' | 'domain_method'>> {
  domain: string
  sans?: string
}

/** What a certificate has of a form. */
export type Filled = Pick<Certificate, 'domain' | 'sans'> & { application: Application }

/** What an application keeps of a form; `bl` and `tl` tell of documents, which are sent apart. */
const KEPT = Object.keys(EMPTY_APPLICATION).filter((field) => field !== 'bl' && field !== 'tl')

/** A certificate filled in with a form: what was saved before stays where the form says nothing. */
export function fillIn(certificate: Certificate, { domain, sans = '', ...form }: Form): Filled {
  // Whatever else was sent is ignored, and not kept.
  const known = Object.fromEntries(Object.entries(form).filter(([field]) => KEPT.includes(field)))
  const application: Application = { ...EMPTY_APPLICATION, ...certificate.application, ...known }
  return { domain, sans: sansOf({ sans }).join(';'), application }
}

/**
 * What can be wrong with a form. Its CSR, or the one that was saved before, is read beforehand, since that takes time.
 *
 * @throws Refusal SCM.0020, SCM.0003
 */
export async function checksOf({ store, world }: Context, id: string, form: Form) {
  const { application } = store.certificates.find(world.project_id, id)
  const { csr = application?.csr ?? '' } = form
  const read = csr === '' ? undefined : await parse(csr)
  return (certificate: Certificate): Checks => {
    const { domain, sans, application } = fillIn(certificate, form)
    return {
      domains: () => notBought(certificate, domain, sansOf({ sans })) ?? otherDomain({ domain, sans }, read?.request),
      csr: () => read?.problem,
      organisation: () => (isDomainValidated(certificate) ? undefined : missing(certificate, application)),
    }
  }
}

/** Why these domains are not what was bought; nothing where they are. */
export function notBought(certificate: Certificate, domain: string, sans: string[]): string | undefined {
  const reason = misfit(certificate, domain, sans)
  return reason && `certificate ${certificate.id}: ${reason}`
}

/** Why a CSR is not for the domains that are applied for (the reference says so of saving, too). */
function otherDomain(wanted: Pick<Certificate, 'domain' | 'sans'>, request?: SigningRequest): string | undefined {
  const names = domains(wanted).split(';')
  const other = request?.domains.find((name) => !names.includes(name))
  return other === undefined ? undefined : `the CSR is for ${other}, the application is not`
}

const COMPANY = ['company_name', 'company_province', 'company_city', 'country'] as const

function missing({ id, type }: Certificate, application: Application): string | undefined {
  const fields = COMPANY.filter((field) => !application[field])
  return fields.length > 0 ? `certificate ${id} is ${type}: ${fields.join(', ')} must be filled in` : undefined
}
