import { Type } from 'typebox'
import type { Application, DomainAuthentication } from '../domain/certificate.ts'
import { schema } from '../domain/schema.ts'
import { strict, wellFormed } from './fields.ts'

const text = (maxLength: number) => Type.Optional(wellFormed(maxLength))

/** What was filled in to apply for a certificate; what is left out is empty. */
export const ApplicationDocument = schema<Partial<Application>>()(
  Type.Object(
    {
      csr: text(16_384),
      company_name: text(63),
      company_unit: text(63),
      company_province: text(63),
      company_city: text(63),
      country: text(2),
      applicant_name: text(100),
      applicant_phone: text(63),
      applicant_email: text(255),
      contact_name: text(63),
      contact_phone: text(63),
      contact_email: text(255),
      domain_method: Type.Optional(Type.Enum(['DNS', 'FILE', 'EMAIL'])),
      bl: Type.Optional(Type.Enum(['0', '1'])),
      tl: Type.Optional(Type.Enum(['0', '1'])),
    },
    strict,
  ),
)

/** How the control of one domain is proven. */
export const DomainAuthenticationDocument = schema<DomainAuthentication>()(
  Type.Object(
    {
      method: Type.String(),
      status: Type.String(),
      domain_name: Type.String(),
      host_record: Type.String(),
      record_type: Type.String(),
      record: Type.String(),
    },
    strict,
  ),
)

const { domain_method, ...filledIn } = ApplicationDocument.properties

/** The same with every field that always has a value. */
export const ApplicationView = Type.Object({ ...Type.Required(Type.Object(filledIn)).properties, domain_method })
