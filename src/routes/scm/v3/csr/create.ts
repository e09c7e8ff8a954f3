import { Type } from 'typebox'
import { refuse } from '../../../../domain/rules.ts'
import { caller } from '../../../../http/service.ts'
import { generateKeyPair, loadPki } from '../../../../pki/index.ts'
import type { Csr } from '../../../../store/csrs.ts'
import { operation, Text } from '../../../operation.ts'
import { ALGORITHMS, Created, name, newId, shown, USAGES } from './row.ts'

const company = (description: string) => Type.Optional(Text({ maxLength: 63, description }))

/** Makes a key pair and a CSR for it. RSA keys have 2048 bits and EC keys are on P-256 here, whatever the algorithm's size. */
export const createCsr = operation({
  method: 'POST',
  url: '/csr',
  config: {
    operation: 'CreateCsr',
    permission: 'scm::createCsr',
    event: 'CreateCsr',
    title: 'Create a CSR',
    title_zh: '创建CSR',
    description:
      'A key pair is made for it: RSA keys have 2048 bits and EC keys are on P-256, whatever the algorithm asks for.',
    refuses: ['domains'],
  },
  schema: {
    body: Type.Object(
      {
        name,
        domain_name: Text({ minLength: 1, maxLength: 63, description: 'the common name' }),
        sans: Type.Optional(Text({ maxLength: 255, description: 'further domains, joined with ;' })),
        private_key_algo: Type.Enum([...ALGORITHMS]),
        usage: Type.Enum([...USAGES], { description: 'ENTERPRISE needs the company' }),
        company_country: company('two letters'),
        company_province: company('province'),
        company_city: company('city'),
        company_name: company('name'),
      },
      {
        examples: [
          {
            name: 'a-csr',
            domain_name: 'www.xzz.com',
            sans: '',
            private_key_algo: 'EC_P256',
            usage: 'PERSONAL',
            company_country: 'CN',
            company_province: '四川',
            company_city: '成都',
            company_name: '华为',
          },
        ],
      },
    ),
    response: { 201: Created },
  },
  async handler(request, reply) {
    const { world, now, actor } = caller(request)
    const { store } = request.server
    const { name, domain_name, sans = '', private_key_algo, usage } = request.body
    const { company_country = '', company_province = '', company_city = '', company_name = '' } = request.body
    const company = { company_country, company_province, company_city, company_name }
    if (usage === 'ENTERPRISE' && Object.values(company).includes('')) {
      throw refuse('parameter', `usage is ENTERPRISE; ${Object.keys(company).join(', ')} must be filled in`)
    }
    const pki = await loadPki()
    const { private_key } = await generateKeyPair(private_key_algo.startsWith('RSA') ? 'rsa' : 'ec')
    const row: Csr = {
      ...{ project_id: world.project_id, id: newId(), name, csr: '', private_key, domain_name, sans, private_key_algo },
      ...{ usage, ...company, create_time: now, update_time: now },
    }
    const subject = {
      ...{ country: row.company_country, state: row.company_province },
      ...{ locality: row.company_city, organization: row.company_name },
    }
    const domains: [string, ...string[]] = [row.domain_name, ...row.sans.split(';').filter(Boolean)]
    try {
      row.csr = pki.createCsr({ domains, subject, private_key })
    } catch (error) {
      throw error instanceof RangeError ? refuse('domains', error.message) : error
    }
    await store.write(() => {
      store.csrs.insert(row)
      store.events.done(world.project_id, now, actor, row.id)
    })
    const { csr, ...created } = shown(row)
    return reply.code(201).send(created)
  },
})
