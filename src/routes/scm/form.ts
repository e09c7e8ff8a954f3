import { Type } from 'typebox'
import { Text } from '../operation.ts'

const short = (description: string) => Text({ maxLength: 63, description })

/** What an application takes in both families; which of it an OV or EV certificate needs is the domain's to say. */
export const Form = {
  domain: Text({ minLength: 1, maxLength: 255, description: 'the common name' }),
  sans: Type.Optional(Text({ maxLength: 4096, description: 'further domains, joined with ;' })),
  csr: Type.Optional(Text({ maxLength: 16384, description: 'a PEM CSR; without one a key is made' })),
  company_name: Type.Optional(short('needed for OV and EV')),
  company_unit: Type.Optional(short('department')),
  company_province: Type.Optional(short('needed for OV and EV')),
  company_city: Type.Optional(short('needed for OV and EV')),
  country: Type.Optional(Type.String({ pattern: '^(?:[A-Z]{2})?$', description: 'CN, HK, US …' })),
  applicant_name: short('who applies'),
  applicant_phone: short('their phone'),
  applicant_email: Text({ maxLength: 255, description: 'their mail' }),
  contact_name: Type.Optional(short('technical contact')),
  contact_phone: Type.Optional(short('their phone')),
  contact_email: Type.Optional(Text({ maxLength: 255, description: 'their mail' })),
  agree_privacy_protection: Type.Literal(true, { description: 'must be true' }),
}

/** The reference's sample of an application. */
export const SAMPLE = {
  domain: 'www.xzz.com',
  sans: '',
  csr: '',
  company_name: '华为成都分公司',
  company_unit: '人力部',
  company_province: '四川',
  company_city: '成都',
  country: 'CN',
  applicant_name: '华卫',
  applicant_phone: '13212345678',
  applicant_email: '9997342346@qq.com',
  contact_name: '环境',
  contact_phone: '13512345678',
  contact_email: 'jk@jk.ff',
  agree_privacy_protection: true as const,
}
