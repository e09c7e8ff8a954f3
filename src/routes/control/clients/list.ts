import { Type } from 'typebox'
import { VERSION } from '../../../config.ts'
import { route } from '../../operation.ts'
import { CLIENTS, LANGUAGES } from './files.ts'

const Client = Type.Object(
  {
    language: Type.Enum(LANGUAGES),
    file: Type.String({ description: 'its name in a project' }),
    path: Type.String({ description: 'the control call that gives it' }),
  },
  { examples: [{ language: 'python', file: CLIENTS.python.file, path: '/_emulator/clients/python' }] },
)

export const listClients = route({
  method: 'GET',
  url: '/clients',
  config: {
    id: 'listClients',
    title: 'List the clients for tests',
    title_zh: '查询测试客户端列表',
    description: 'One file a language, of exactly this version.',
  },
  schema: { response: { 200: Type.Object({ version: Type.String(), clients: Type.Array(Client) }) } },
  async handler() {
    const clients = LANGUAGES.map((language) => ({
      language,
      file: CLIENTS[language].file,
      path: `/_emulator/clients/${language}`,
    }))
    return { version: VERSION, clients }
  },
})
