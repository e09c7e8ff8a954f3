import { refuse } from '../../domain/rules.ts'
import { generateKeyPair, loadPki } from '../../pki/index.ts'
import type { Csr } from '../../store/csrs.ts'
import type { Context } from '../context.ts'
import { keep, newId } from './keep.ts'

/** What a CSR is made of: the fields of its row that a client chooses. */
export type CsrForm = Omit<Csr, 'project_id' | 'id' | 'csr' | 'private_key' | 'create_time' | 'update_time'>

const COMPANY = ['company_country', 'company_province', 'company_city', 'company_name'] as const

/**
 * Makes a key pair and a CSR for it. RSA keys have 2048 bits and EC keys are on P-256, whatever the algorithm's size.
 *
 * @throws Refusal SCM.0005 where an enterprise leaves its company out, SCM.0015 where a name is none
 */
export async function createCsr(context: Context, form: CsrForm): Promise<Csr> {
  const { world, now } = context
  if (form.usage === 'ENTERPRISE' && COMPANY.some((field) => form[field] === '')) {
    throw refuse('parameter', `usage is ENTERPRISE; ${COMPANY.join(', ')} must be filled in`)
  }
  const { private_key } = await generateKeyPair(form.private_key_algo.startsWith('RSA') ? 'rsa' : 'ec')
  const csr = await sign(form, private_key)
  return keep(context, {
    project_id: world.project_id,
    id: newId(),
    name: form.name,
    csr,
    private_key,
    domain_name: form.domain_name,
    sans: form.sans,
    private_key_algo: form.private_key_algo,
    usage: form.usage,
    company_country: form.company_country,
    company_province: form.company_province,
    company_city: form.company_city,
    company_name: form.company_name,
    create_time: now,
    update_time: now,
  })
}

async function sign(form: CsrForm, private_key: string): Promise<string> {
  const pki = await loadPki()
  const subject = {
    country: form.company_country,
    state: form.company_province,
    locality: form.company_city,
    organization: form.company_name,
  }
  try {
    const domains: [string, ...string[]] = [form.domain_name, ...form.sans.split(';').filter(Boolean)]
    return pki.createCsr({ domains, subject, private_key })
  } catch (error) {
    throw error instanceof RangeError ? refuse('domains', error.message) : error
  }
}
