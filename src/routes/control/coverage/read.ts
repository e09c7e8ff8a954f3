import { Type } from 'typebox'
import { CoverageReport } from '../../../documents/coverage.ts'
import { coverageOf } from '../../../worlds/coverage.ts'
import { COVERAGE_FORMATS, printCoverage } from '../../../worlds/coverage-formats.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

const formats = Object.keys(COVERAGE_FORMATS) as (keyof typeof COVERAGE_FORMATS)[]

const querystring = Type.Object(
  {
    operations: Type.Optional(
      Type.String({ description: 'only these, separated by commas', examples: ['RevokeCertificate,ShowCertificate'] }),
    ),
    format: Type.Optional(Type.Enum(['json', ...formats], { examples: ['json'] })),
  },
  { additionalProperties: false },
)

const Text = Type.String({ examples: ['38 % of the contract was met: 120 of 312'] })

const response = {
  200: {
    content: {
      'application/json': { schema: CoverageReport },
      'text/plain': { schema: Text },
      'text/markdown': { schema: Text },
      'application/xml': { schema: Text },
    },
  },
}

const operationsOf = (text: string | undefined) => text?.split(',').map((name) => name.trim())

/** What of the contract clients have met since the start, in all worlds, those that are gone included. */
export const readCoverage = route({
  method: 'GET',
  url: '/coverage',
  config: {
    id: 'readCoverage',
    title: 'What clients have met',
    title_zh: '查询覆盖情况',
    description:
      'Which of the answers that the contract says each operation can give, and which moves of the lifecycle, clients have met since the start; worlds that are gone count too.',
  },
  schema: { querystring, response },
  async handler({ server: { store, contract }, query: { operations, format = 'json' } }, reply) {
    const names = operationsOf(operations)
    const report = coverageOf(store, contract(), names ? { operations: names } : {})
    return format === 'json' ? report : reply.type(COVERAGE_FORMATS[format]).send(await printCoverage(report, format))
  },
})

/** The same for one world. */
export const readWorldCoverage = route({
  method: 'GET',
  url: '/worlds/:project_id/coverage',
  config: {
    id: 'readWorldCoverage',
    title: 'What clients of a world have met',
    title_zh: '查询世界的覆盖情况',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, querystring, response },
  async handler(request, reply) {
    const { operations, format = 'json' } = request.query
    const { store, world } = inWorld(request)
    const names = operationsOf(operations)
    const question = { project_id: world.project_id, ...(names && { operations: names }) }
    const report = coverageOf(store, request.server.contract(), question)
    return format === 'json' ? report : reply.type(COVERAGE_FORMATS[format]).send(await printCoverage(report, format))
  },
})
