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
