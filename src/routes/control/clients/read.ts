import { Type } from 'typebox'
import { route } from '../../operation.ts'
import { LANGUAGES, readClient } from './files.ts'

const Source = Type.String({ examples: ['"""Worlds of a scm-emulator for tests in Python…"""'] })

export const clientFile = route({
  method: 'GET',
  url: '/clients/:language',
  config: {
    id: 'readClient',
    title: 'Read a client for tests',
    title_zh: '下载测试客户端',
    description: 'The client for tests in a language, as one file to put into a project.',
  },
  schema: {
    params: Type.Object({ language: Type.Enum(LANGUAGES, { examples: ['python'] }) }),
    response: { 200: { content: { 'text/plain': { schema: Source } } } },
  },
  async handler({ params: { language } }, reply) {
    return reply.type('text/plain; charset=utf-8').send(await readClient(language))
  },
})
