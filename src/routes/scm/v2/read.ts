import { Type } from 'typebox'
import { EMPTY_APPLICATION } from '../../../domain/certificate.ts'
import { caller } from '../../../http/caller.ts'
import { current } from '../../../service/show.ts'
import { certificatePath, DEMO, operation } from '../../operation.ts'
import { exactly } from '../answers.ts'
import { names, nullable, text } from '../fields.ts'

const papers = Type.Enum(['0', '1'], { description: 'whether the paper was uploaded' })

/** Shows what was filled in. The key `CSR` is in capitals, and null without one, as in the reference's sample. */
export const readApplication = operation({
  method: 'POST',
  url: '/cert/:cert_id/read',
  config: {
    operation: 'ReadApplication',
    permission: 'scm:cert:complete',
    title: 'Read an application',
    title_zh: '读取申请证书填写的信息',
    description: 'What was filled in so far. The key `CSR` is in capitals.',
  },
  schema: {
    params: certificatePath(DEMO.several),
    response: {
      200: exactly(
        {
          domain_name: text,
          sans: names,
          CSR: nullable(text),
          country: text,
          company_unit: text,
          company_name: text,
          company_province: text,
          company_city: text,
          applicant_name: text,
          applicant_phone: text,
          applicant_email: text,
          contact_name: text,
          contact_phone: text,
          contact_email: text,
          bl: papers,
          tl: papers,
        },
        {
          domain_name: 'shop.example.com',
          sans: 'pay.example.com;*.shop.example.com',
          CSR: null,
          country: 'CN',
          company_unit: 'IT',
          company_name: '示例有限公司',
          company_province: '广东省',
          company_city: '深圳市',
          applicant_name: '张三',
          applicant_phone: '13087654321',
          applicant_email: 'applicant@example.com',
          contact_name: '李四',
          contact_phone: '13012345678',
          contact_email: 'contact@example.com',
          bl: '0',
          tl: '0',
        },
      ),
    },
  },
  async handler(request) {
    const { domain, sans, application } = await current(caller(request), request.params.cert_id)
    const { csr, ...form } = application ?? EMPTY_APPLICATION
    return {
      domain_name: domain,
      sans,
      CSR: csr || null,
      country: form.country,
      company_unit: form.company_unit,
      company_name: form.company_name,
      company_province: form.company_province,
      company_city: form.company_city,
      applicant_name: form.applicant_name,
      applicant_phone: form.applicant_phone,
      applicant_email: form.applicant_email,
      contact_name: form.contact_name,
      contact_phone: form.contact_phone,
      contact_email: form.contact_email,
      bl: form.bl,
      tl: form.tl,
    }
  },
})
