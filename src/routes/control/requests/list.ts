import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { VERSION } from '../../../config.ts'
import { RequestPage, type RequestSummary, type RequestView, SummaryPage } from '../../../documents/request.ts'
import { harOf } from '../../../worlds/har.ts'
import { followRequests, pageOfRequests, pageOfSummaries } from '../../../worlds/requests.ts'
import { route } from '../../operation.ts'
import { beginOf, sendStream, wantsStream } from '../stream.ts'
import { inWorld, WorldPath } from '../world.ts'
import { FilterQuery, filterOf } from './filter.ts'

const number = (description: string, example: string) =>
  Type.Optional(Type.String({ pattern: '^[0-9]{1,15}$', description, examples: [example] }))

const Query = Type.Object(
  {
    ...FilterQuery.properties,
    after: number('the number of a request', '0'),
    limit: number('how many at most', '100'),
    format: Type.Optional(
      Type.Enum(['json', 'summary', 'har'], {
        description: 'summary leaves out headers, findings and most of the bodies; har is HAR 1.2',
        examples: ['json'],
      }),
    ),
    secrets: Type.Optional(
      Type.Enum(['hide', 'keep'], { description: 'keep shows tokens, keys and passwords', examples: ['hide'] }),
    ),
  },
  { additionalProperties: Type.String() },
)

/** HAR 1.2, as far as the contract tells of it: what an entry holds is the format's own. */
const Har = Type.Object({
  log: Type.Object({
    version: Type.String(),
    creator: Type.Object({ name: Type.String(), version: Type.String() }),
    entries: Type.Array(Type.Unknown()),
  }),
})

const Stream = Type.String({ examples: ['id: 1\nevent: request\ndata: {"id":1,"operation":"RevokeCertificate"}\n\n'] })

export const listRequests = route({
  method: 'GET',
  url: '/worlds/:project_id/requests',
  config: {
    id: 'listRequests',
    title: 'Read the journal',
    title_zh: '查询请求日志',
    description:
      "The requests of a world's clients, oldest first; every field that is given must be equal, and `null` stands for none. With `Accept: text/event-stream` a stream that goes on, from `after` or `Last-Event-ID`. With `format=summary` each in short, for who watches: a reader of that stream who is 500 behind is brought to the newest, as the numbers tell. With `format=har` an HTTP archive, without secrets unless `secrets=keep`.",
    problems: ['unknown_world', 'too_many'],
  },
  schema: {
    params: WorldPath,
    querystring: Query,
    response: {
      200: {
        content: {
          'application/json': { schema: Type.Union([RequestPage, SummaryPage, Har]) },
          'text/event-stream': { schema: Stream },
        },
      },
    },
  },
  async handler(request, reply) {
    const { after, limit, format, secrets, ...fields } = request.query
    const context = inWorld(request)
    const filter = filterOf(fields)
    if (wantsStream(request)) {
      const begin = { filter, after: beginOf(request, after), isBrief: format === 'summary' }
      const { project_id } = context.world
      return sendStream(request, reply, (signal) => follow(request, project_id, { ...begin, signal }))
    }
    const question = { filter, after: Number(after ?? 0), ...(limit !== undefined && { limit: Number(limit) }) }
    if (format === 'summary') return pageOfSummaries(context, question)
    const page = pageOfRequests(context, { ...question, ...(secrets !== undefined && { secrets }) })
    return format === 'har' ? harOf(page.requests, VERSION) : page
  },
})

type Begin = Parameters<typeof followRequests>[2]

async function* follow({ server }: FastifyRequest, project_id: string, begin: Begin) {
  for await (const requests of followRequests(server.store, project_id, begin)) yield requests.map(message)
}

const message = (request: RequestSummary | RequestView) => ({ id: request.id, event: 'request', data: request })
