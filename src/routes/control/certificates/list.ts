import { Type } from 'typebox'
import { CertificatePage } from '../../../documents/certificate.ts'
import { CertificateId, strict } from '../../../documents/fields.ts'
import { listCertificates as list } from '../../../worlds/certificates.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

const Query = Type.Object(
  {
    after: Type.Optional(Type.String({ ...CertificateId, description: 'the certificate before the page' })),
    limit: Type.Optional(
      Type.String({ pattern: '^(?:[1-9][0-9]{0,3}|10000)$', description: '1 to 10000, 1000 unless given' }),
    ),
  },
  strict,
)

export const listCertificates = route({
  method: 'GET',
  url: '/worlds/:project_id/certificates',
  config: {
    id: 'listCertificates',
    title: 'List the certificates of a world',
    title_zh: '查询世界中的证书列表',
    description:
      'As they are now, in the order of their ids; `next` is the `after` of the next page. Looking from here is no read that a CA would count.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, querystring: Query, response: { 200: CertificatePage } },
  async handler(request) {
    const { after = '', limit = 1_000 } = request.query
    return list(inWorld(request), { after, limit: Number(limit) })
  },
})
