import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { refuse } from '../../domain/rules.ts'
import { strikeFirst } from '../../plugins/faults.ts'
import type { World } from '../../store/projects.ts'
import { openAuthority } from '../../world/authority.ts'
import { answerOcsp, type Crl, currentCrl } from '../../world/revocations.ts'
import { route } from '../operation.ts'

const params = Type.Object({ project_id: Type.String() })

/** The CAs by the names that they have in addresses. */
const CAS = [
  ['ca', 'issuing'],
  ['root', 'root'],
] as const

/** Certificate revocation lists: DER by the name that certificates give them (RFC 5280), PEM by another. */
const lists = CAS.flatMap(([name, kind]) =>
  (['crl', 'crl.pem'] as const).map((ending) =>
    route({
      method: 'GET',
      url: `/${name}.${ending}`,
      config: { operation: 'GetCrl' },
      schema: { params },
      async handler(request, reply) {
        const crl = await currentCrl(request.server.store, worldOf(request), kind)
        keep(reply, crl)
        return ending === 'crl'
          ? reply.type('application/pkix-crl').send(crl.der)
          : reply.type('application/x-pem-file').send(crl.pem)
      },
    }),
  ),
)

const certificates = CAS.map(([name, kind]) =>
  route({
    method: 'GET',
    url: `/${name}.pem`,
    config: { operation: 'GetCaCertificate' },
    schema: { params },
    async handler(request, reply) {
      const authority = await openAuthority(request.server.store, worldOf(request).project_id)
      return reply
        .type('application/x-pem-file')
        .header('cache-control', 'public, max-age=86400')
        .send(authority[kind].certificate)
    },
  }),
)

/** A longer request is cut, and so is none. In bytes. */
const OCSP_LIMIT = 100 * 1024

/** OCSP over HTTP (RFC 6960, appendix A): the request is the body, or base64 in the path. */
const ocsp = [
  route({
    method: 'POST',
    url: '/ocsp',
    config: { operation: 'AnswerOcsp' },
    schema: { params },
    async handler(request, reply) {
      const asked = (request.bytes ?? Buffer.alloc(0)).subarray(0, OCSP_LIMIT)
      const der = await answerOcsp(request.server.store, worldOf(request), asked)
      return reply.type('application/ocsp-response').header('cache-control', 'no-store').send(der)
    },
  }),
  route({
    method: 'GET',
    url: '/ocsp/*',
    config: { operation: 'AnswerOcsp' },
    schema: { params: Type.Object({ project_id: Type.String(), '*': Type.String() }) },
    async handler(request, reply) {
      const asked = Buffer.from(request.params['*'], 'base64')
      const der = await answerOcsp(request.server.store, worldOf(request), asked)
      return reply.type('application/ocsp-response').header('cache-control', 'public, no-transform, no-cache').send(der)
    },
  }),
]

/** What relying parties ask a world's CA, without credentials, as in life. */
export async function pki(app: FastifyInstance): Promise<void> {
  app.addHook('preValidation', strikeFirst)
  for (const one of [...lists, ...certificates, ...ocsp]) app.route(one)
}

function worldOf({ world, params }: FastifyRequest): World {
  if (!world) throw refuse('path', `there is no CA of a project ${(params as { project_id: string }).project_id}`)
  return world
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
