import { Type } from 'typebox'
import { refuse } from '../../../../domain/rules.ts'
import { caller } from '../../../../http/service.ts'
import { PkiError, readPrivateKey } from '../../../../pki/index.ts'
import { readCsr } from '../../../../service/csr.ts'
import type { Csr } from '../../../../store/csrs.ts'
import { operation, Text } from '../../../operation.ts'
import { CSR_SAMPLE, exactly, KEY_SAMPLE } from '../../answers.ts'
import { epoch, text } from '../../fields.ts'
import { id, name, newId, SAMPLE_ID } from './row.ts'

/** Keeps a CSR that was made elsewhere, with its key or without. */
export const uploadCsr = operation({
  method: 'POST',
  url: '/csr/upload',
  config: {
    operation: 'UploadCsr',
    permission: 'scm::uploadCsr',
    event: 'UploadCsr',
    title: 'Upload a CSR',
    title_zh: '上传CSR',
    description: 'With its key or without.',
    refuses: ['csr', 'upload_key'],
  },
  schema: {
    body: Type.Object(
      {
        name,
        csr: Text({ minLength: 1, maxLength: 16384, description: 'PEM' }),
        private_key: Type.Optional(Text({ maxLength: 16384, description: 'PEM' })),
      },
      { examples: [{ name: 'a-csr', csr: CSR_SAMPLE, private_key: KEY_SAMPLE }] },
    ),
    response: {
      200: exactly(
        { id, name: text, create_time: epoch },
        { id: SAMPLE_ID, name: 'a-csr', create_time: 1795507200000 },
      ),
    },
  },
  async handler(request) {
    const { world, now, actor } = caller(request)
    const { store } = request.server
    const { name, csr, private_key } = request.body
    const { common_name, domains, subject, key } = await readCsr(csr)
    const row: Csr = {
      ...{ project_id: world.project_id, id: newId(), name, csr, create_time: now, update_time: now },
      private_key: private_key ? readKey(private_key) : null,
      domain_name: common_name,
      sans: domains.filter((domain) => domain !== common_name).join(';'),
      private_key_algo: key.kind === 'rsa' ? `RSA_${key.bits}` : `EC_P${key.bits}`,
      usage: subject.organization ? 'ENTERPRISE' : 'PERSONAL',
      ...{ company_country: subject.country ?? '', company_province: subject.state ?? '' },
      ...{ company_city: subject.locality ?? '', company_name: subject.organization ?? '' },
    }
    await store.write(() => {
      store.csrs.insert(row)
      store.events.done(world.project_id, now, actor, row.id)
    })
    return { id: row.id, name, create_time: now }
  },
})

function readKey(pem: string): string {
  try {
    return readPrivateKey(pem).private_key
  } catch (error) {
    throw error instanceof PkiError ? refuse('upload_key', error.message) : error
  }
}
