import { caller } from '../../../../http/caller.ts'
import { showCsr } from '../../../../service/csr/show.ts'
import { operation } from '../../../operation.ts'
import { exactly, KEY_SAMPLE } from '../../answers.ts'
import { nullable, text } from '../../fields.ts'
import { CsrPath } from './row.ts'

export const showCsrPrivateKey = operation({
  method: 'GET',
  url: '/csr/:id/private-key',
  config: {
    operation: 'ShowCsrPrivateKey',
    permission: 'scm::getCsrPrivateKey',
    title: "Show a CSR's private key",
    title_zh: '查询CSR私钥',
    description: 'It is null where the CSR was uploaded without its key.',
    refuses: ['csr_unknown'],
  },
  schema: { params: CsrPath, response: { 200: exactly({ private_key: nullable(text) }, { private_key: KEY_SAMPLE }) } },
  async handler(request) {
    return { private_key: showCsr(caller(request), request.params.id).private_key }
  },
})
