import { Type } from 'typebox'
import { operation, Text } from '../../operation.ts'
import { readCsr } from '../csr.ts'

/** Reads the domain of a CSR. The reference's table calls it `domain_name`, its sample `domain`: both are sent. */
export const checkCsr = operation({
  method: 'POST',
  url: '/check-csr',
  config: { operation: 'CheckCsr', permission: 'scm:cert:complete' },
  schema: {
    body: Type.Object({ csr: Text({ minLength: 1, maxLength: 16384, description: 'a PEM CSR' }) }),
    response: { 200: Type.Object({ domain_name: Type.String(), domain: Type.String() }) },
  },
  async handler({ body }) {
    const { domains } = await readCsr(body.csr)
    const [domain = ''] = domains
    return { domain_name: domain, domain }
  },
})
