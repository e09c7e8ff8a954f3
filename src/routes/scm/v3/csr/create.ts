import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { createCsr as create } from '../../../../service/csr/create.ts'
import { operation, Text } from '../../../operation.ts'
import { ALGORITHMS, Created, name, shown, USAGES } from './row.ts'

const company = (description: string) => Type.Optional(Text({ maxLength: 255, description }))

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
    const { body } = request
    const { csr, ...created } = shown(
      await create(caller(request), {
        name: body.name,
        domain_name: body.domain_name,
        sans: body.sans ?? '',
        private_key_algo: body.private_key_algo,
        usage: body.usage,
        company_country: body.company_country ?? '',
        company_province: body.company_province ?? '',
        company_city: body.company_city ?? '',
        company_name: body.company_name ?? '',
      }),
    )
    return reply.code(201).send(created)
  },
})
