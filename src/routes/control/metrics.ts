import { Type } from 'typebox'
import { metricsOf } from '../../worlds/metrics.ts'
import { route } from '../operation.ts'

/** What the server has done and holds, for Prometheus. */
export const readMetrics = route({
  method: 'GET',
  url: '/metrics',
  config: {
    id: 'readMetrics',
    title: 'Metrics for Prometheus',
    title_zh: '查询监控指标（Prometheus）',
    description: 'Requests, how long they took, worlds, journal, queue and memory, in the text format.',
  },
  schema: {
    response: {
      200: {
        content: { 'text/plain': { schema: Type.String({ examples: ['scm_emulator_worlds 1\n'] }) } },
      },
    },
  },
  async handler({ server: { store, streams } }, reply) {
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metricsOf(store, streams.open))
  },
})
