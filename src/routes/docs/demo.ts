import { readFile } from 'node:fs/promises'
import { packageFile } from '../../config.ts'
import { route } from '../operation.ts'

/**
 * What the page fills in: the demo world's public token, and path parameters of that world, where this server has it;
 * of no other world, since whoever reaches the server may ask.
 */
export const showDemo = route({
  method: 'GET',
  url: '/demo.json',
  async handler({ server: { store } }, reply) {
    reply.header('cache-control', 'no-store')
    const { worlds } = JSON.parse(await readFile(packageFile('fixtures/demo.json'), 'utf8'))
    const token = store.identities.token(worlds[0].users[0].token)
    if (!token) return {}
    const { project_id } = token
    const id = store.certificates.all(project_id).find(({ status }) => status === 'ISSUED')?.id
    return { token: token.token, parameters: { project_id, ...(id && { cert_id: id, certificate_id: id }) } }
  },
})
