import { Type } from 'typebox'
import { bringUpToDate } from '../../../../ca/due.ts'
import { caller } from '../../../../http/service.ts'
import { operation } from '../../../operation.ts'
import { exactly } from '../../answers.ts'
import { text } from '../../fields.ts'

export const listAllTags = operation({
  method: 'GET',
  url: '/tags',
  config: {
    operation: 'ListAllTags',
    permission: 'scm:cert:list',
    title: 'List all tags',
    title_zh: '查询所有证书标签',
    description: 'Each key with all of its values.',
  },
  schema: {
    response: {
      200: exactly(
        { tags: Type.Array(exactly({ key: text, values: Type.Array(text) })) },
        { tags: [{ key: 'foo', values: ['bar'] }] },
      ),
    },
  },
  async handler(request) {
    const { world, now } = caller(request)
    const { store } = request.server
    await bringUpToDate({ store, world, now })
    const values = new Map<string, string[]>()
    for (const { key, value } of store.tags.all(world.project_id)) {
      values.set(key, [...(values.get(key) ?? []), value])
    }
    return { tags: [...values].map(([key, values]) => ({ key, values })) }
  },
})
