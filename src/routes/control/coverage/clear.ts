import { Nothing, route } from '../../operation.ts'

/** Begins anew, in every world. */
export const clearCoverage = route({
  method: 'DELETE',
  url: '/coverage',
  config: {
    id: 'clearCoverage',
    title: 'Forget what clients have met',
    title_zh: '清空覆盖情况',
    description: 'In every world; only later requests count.',
  },
  schema: { response: { 204: Nothing } },
  async handler({ server: { store } }, reply) {
    store.coverage.clear()
    return reply.code(204).send()
  },
})
