import { Type } from 'typebox'
import { readCsr } from '../../../service/csr/read.ts'
import { operation, ProjectPath, Text } from '../../operation.ts'
import { CSR_SAMPLE, exactly } from '../answers.ts'
import { text } from '../fields.ts'

/** Reads the domain of a CSR. The reference's table calls it `domain_name`, its sample `domain`: both are sent. */
export const checkCsr = operation({
  method: 'POST',
  url: '/check-csr',
  config: {
    operation: 'CheckCsr',
    permission: 'scm:cert:complete',
    title: 'Check a CSR',
    title_zh: '校验CSR',
    description: "The reference's table calls the answer `domain_name`, its sample `domain`: both are sent.",
    refuses: ['csr'],
  },
  schema: {
    params: ProjectPath,
    body: Type.Object(
      { csr: Text({ minLength: 1, maxLength: 16384, description: 'a PEM CSR' }) },
      { examples: [{ csr: CSR_SAMPLE }] },
    ),
    response: {
      200: exactly({ domain_name: text, domain: text }, { domain_name: 'www.example.com', domain: 'www.example.com' }),
    },
  },
  async handler({ body }) {
    const { domains } = await readCsr(body.csr)
    const [domain = ''] = domains
    return { domain_name: domain, domain }
  },
})
