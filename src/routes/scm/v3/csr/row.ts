import { Type } from 'typebox'
import type { Csr } from '../../../../store/csrs.ts'
import { Text } from '../../../operation.ts'
import { CSR_SAMPLE, exactly } from '../../answers.ts'
import { epoch, names, text } from '../../fields.ts'

export const ALGORITHMS = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384', 'SM2'] as const
export const USAGES = ['PERSONAL', 'ENTERPRISE'] as const

export const SAMPLE_ID = '2526db65abfde4840395976ea6a88556'

/** A CSR in a path: what creating one, or the list, has told. */
export const CsrPath = Type.Object({ id: Type.String({ maxLength: 64, examples: [SAMPLE_ID] }) })

export const name = Text({ minLength: 1, maxLength: 63, description: 'of the CSR' })
export const id = Type.String({ pattern: '^[0-9a-f]{32}$', description: '32 hexadecimal digits' })

const fields = {
  domain_name: text,
  sans: names,
  private_key_algo: Type.String({ pattern: '^(?:RSA_[0-9]+|EC_P[0-9]+|SM2)$', description: 'RSA_2048, EC_P256 …' }),
  usage: Type.Enum([...USAGES]),
  company_country: text,
  company_province: text,
  company_city: text,
  company_name: text,
  create_time: epoch,
  update_time: epoch,
}

const sample = {
  id: SAMPLE_ID,
  name: 'a-csr',
  domain_name: 'www.xzz.com',
  sans: '',
  private_key_algo: 'EC_P256',
  usage: 'PERSONAL' as const,
  company_country: 'CN',
  company_province: '四川',
  company_city: '成都',
  company_name: '华为',
  create_time: 1795507200000,
  update_time: 1795507200000,
}

/** What creating one answers: all but the CSR itself. */
export const Created = exactly({ id, name: text, ...fields }, sample)
const whole = { id, name: text, csr: text, ...fields }
export const SAMPLE = { ...sample, csr: CSR_SAMPLE }

/** One CSR, as it is listed and shown. */
export const Row = exactly(whole)
export const Shown = exactly(whole, SAMPLE)

/** A row as clients see it: its key has an operation of its own. */
export function shown({ project_id, private_key, ...csr }: Csr) {
  return { ...csr, usage: csr.usage as (typeof USAGES)[number] }
}
