import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { uploadCsr as upload } from '../../../../service/csr/upload.ts'
import { operation, Text } from '../../../operation.ts'
import { CSR_SAMPLE, exactly, KEY_SAMPLE } from '../../answers.ts'
import { epoch, text } from '../../fields.ts'
import { id, name, SAMPLE_ID } from './row.ts'

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
    const { id, name, create_time } = await upload(caller(request), request.body)
    return { id, name, create_time }
  },
})
