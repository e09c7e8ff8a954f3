import { VERSION } from '../config.ts'
import type { Emulator } from '../emulator.ts'

/** What a terminal shows once the server listens: where it is, who may ask, and one command to try. */
export function banner({ store, config }: Emulator, url: string): string {
  const lines = [`scm-emulator ${VERSION} at ${url}`, '']
  const [world] = store.worlds.all()
  if (!world) return lines.join('\n')
  const { token, key } = store.identities.lasting(world.project_id)
  lines.push(
    `  project     ${world.project_id} (${world.name}, account ${world.domain_name})`,
    `  token       ${token}`,
    `  access key  ${key?.ak} / ${key?.sk}`,
    '',
  )
  const certificate = store.certificates.all(world.project_id).find(({ status }) => status === 'ISSUED')
  if (certificate) {
    lines.push(
      'Revoke a certificate:',
      `  curl -X POST ${url}/v2/${world.project_id}/scm/cert/${certificate.id}/revoke \\`,
      `    -H 'X-Auth-Token: ${token}' -d '{"reason": "key lost"}' -H 'Content-Type: application/json'`,
    )
  }
  if (config.auth === 'off') lines.push('', 'AUTHENTICATION IS OFF: any caller is let in.')
  return `${lines.join('\n')}\n`
}
