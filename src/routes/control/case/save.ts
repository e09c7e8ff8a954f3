import { VERSION } from '../../../config.ts'
import { Case } from '../../../documents/case.ts'
import { saveCase as save } from '../../../worlds/case.ts'
import { route } from '../../operation.ts'
import { inWorld, WorldPath } from '../world.ts'

export const saveCase = route({
  method: 'GET',
  url: '/worlds/:project_id/case',
  config: {
    id: 'saveCase',
    title: 'Save a case',
    title_zh: '保存案例',
    description:
      'The world as one file: its snapshot, its journal, and how it was before the first of those requests, so that `scm-emulator replay` can make them again. It holds no tokens, passwords or access keys; it holds the private keys of uploads and CSRs.',
    problems: ['unknown_world'],
  },
  schema: { params: WorldPath, response: { 200: Case } },
  async handler(request) {
    const { auth, strictJson, allowedHosts } = request.server.config
    const emulator = { version: VERSION, auth, strict_json: strictJson, allowed_hosts: allowedHosts }
    return save(inWorld(request), emulator)
  },
})
