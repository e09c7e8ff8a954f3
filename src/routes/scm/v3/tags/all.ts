import { Type } from 'typebox'
import { caller } from '../../../../http/caller.ts'
import { listAllTags as listAll } from '../../../../service/tags.ts'
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
    return { tags: await listAll(caller(request)) }
  },
})
