import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Crl } from '../../ca/crl.ts'
import type { AtWorld } from '../../ca/publication.ts'
import { refuse } from '../../domain/rules.ts'
import { strikeHook } from '../../http/faults.ts'
import { ProjectId, route } from '../operation.ts'

const params = Type.Object({ project_id: ProjectId })

/** DER: bytes, which no schema describes. */
const Der = Type.Unknown()
const Pem = (label: string) => Type.String({ examples: [`-----BEGIN ${label}-----\n…\n-----END ${label}-----\n`] })

/** Caching as CAs set it; dates are the world's. */
const CRL_HEADERS = {
  'cache-control': "The world's clock may move, so a cache must ask again.",
  etag: 'The number of the CRL.',
  'last-modified': 'When it was made.',
  expires: 'When the next one comes.',
}

/** The CAs by the names that they have in addresses, and that contracts give them. */
const CAS = [
  ['ca', 'issuing', 'Issuing', 'the issuing CA', '签发CA'],
  ['root', 'root', 'Root', 'the root CA', '根CA'],
] as const

/** Certificate revocation lists: DER by the name that certificates give them (RFC 5280), PEM by another. */
const FORMS = [
  ['crl', 'Crl', 'DER', 'application/pkix-crl', Der],
  ['crl.pem', 'CrlPem', 'PEM', 'application/x-pem-file', Pem('X509 CRL')],
] as const

const lists = CAS.flatMap(([name, kind, Kind, ca, ca_zh]) =>
  FORMS.map(([ending, Form, form, type, schema]) =>
    route({
      method: 'GET',
      url: `/${name}.${ending}`,
      config: {
        operation: 'GetCrl',
        id: `Get${Kind}${Form}`,
        title: `The CRL of ${ca}, ${form}`,
        title_zh: `获取${ca_zh}的CRL（${form}）`,
        description: "As of the world's time. Made again where something was published since, or it has run out.",
        sends: CRL_HEADERS,
      },
      schema: { params, response: { 200: { content: { [type]: { schema } } } } },
      async handler(request, reply) {
        const crl = await request.server.ca.crl(worldOf(request), kind)
        keep(reply, crl)
        return reply.type(type).send(ending === 'crl' ? crl.der : crl.pem)
      },
    }),
  ),
)

const certificates = CAS.map(([name, kind, Kind, ca, ca_zh]) =>
  route({
    method: 'GET',
    url: `/${name}.pem`,
    config: {
      operation: 'GetCaCertificate',
      id: `Get${Kind}Certificate`,
      title: `The certificate of ${ca}`,
      title_zh: `获取${ca_zh}证书`,
      sends: { 'cache-control': 'A CA certificate stays what it is.' },
    },
    schema: { params, response: { 200: { content: { 'application/x-pem-file': { schema: Pem('CERTIFICATE') } } } } },
    async handler(request, reply) {
      const authority = await request.server.ca.authority(worldOf(request).world.project_id)
      return reply
        .type('application/x-pem-file')
        .header('cache-control', 'public, max-age=86400')
        .send(authority[kind].certificate)
    },
  }),
)

/** A longer request is cut, and so malformed. In bytes. */
const OCSP_LIMIT = 100 * 1024

const OCSP = {
  operation: 'AnswerOcsp',
  description: 'What is not an OCSP request, or not for this CA, gets `malformedRequest` or `unauthorized`.',
  sends: { 'cache-control': "The world's clock may move, so a cache must ask again." },
} as const
const answer = { 200: { content: { 'application/ocsp-response': { schema: Der } } } }

/** OCSP over HTTP (RFC 6960, appendix A): the request is the body, or base64 in the path. */
const ocsp = [
  route({
    method: 'POST',
    url: '/ocsp',
    config: {
      ...OCSP,
      id: 'PostOcsp',
      title: 'Ask OCSP by POST',
      title_zh: '查询OCSP（POST）',
      consumes: 'application/ocsp-request',
    },
    schema: { params, response: answer },
    async handler(request, reply) {
      const asked = (request.bytes ?? Buffer.alloc(0)).subarray(0, OCSP_LIMIT)
      const der = await request.server.ca.ocsp(worldOf(request), asked)
      return reply.type('application/ocsp-response').header('cache-control', 'no-store').send(der)
    },
  }),
  route({
    method: 'GET',
    url: '/ocsp/*',
    config: { ...OCSP, id: 'GetOcsp', title: 'Ask OCSP by GET', title_zh: '查询OCSP（GET）' },
    schema: {
      params: Type.Object({
        project_id: ProjectId,
        '*': Type.String({ description: 'an OCSP request in base64, escaped as a URL needs it' }),
      }),
      response: answer,
    },
    async handler(request, reply) {
      const asked = Buffer.from(request.params['*'], 'base64')
      const der = await request.server.ca.ocsp(worldOf(request), asked)
      return reply.type('application/ocsp-response').header('cache-control', 'public, no-transform, no-cache').send(der)
    },
  }),
]

/** What relying parties ask a world's CA, without credentials, as with a real CA. */
export async function pki(app: FastifyInstance): Promise<void> {
  app.addHook('preValidation', strikeHook)
  for (const one of [...lists, ...certificates, ...ocsp]) app.route(one)
}

function worldOf({ world, now, params }: FastifyRequest): AtWorld {
  if (!world) throw refuse('path', `there is no CA of a project ${(params as { project_id: string }).project_id}`)
  return { world, now }
}

/**
 * Caching as CAs set it, but that a cache must ask again: the world's clock may move. Dates are the world's.
 */
function keep(reply: FastifyReply, { number, this_update, next_update }: Crl): void {
  reply
    .header('cache-control', 'public, no-transform, no-cache')
    .header('etag', `"${number}"`)
    .header('last-modified', new Date(this_update).toUTCString())
    .header('expires', new Date(next_update).toUTCString())
}
