import { Type } from 'typebox'
import { VERSION } from '../../config.ts'
import { route } from '../operation.ts'

/** Answers only once requests can be served. */
export const health = route({
  method: 'GET',
  url: '/health',
  config: {
    id: 'readHealth',
    title: 'Whether it serves',
    title_zh: '健康检查',
    description: 'Answers only once requests can be served; needs no key, whatever the host is called.',
    isOpen: true,
  },
  schema: {
    response: {
      200: Type.Object(
        { status: Type.Literal('ok'), version: Type.String() },
        { examples: [{ status: 'ok', version: VERSION }] },
      ),
    },
  },
  async handler() {
    return { status: 'ok' as const, version: VERSION }
  },
})
