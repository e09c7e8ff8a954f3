import { styleText } from 'node:util'
import { VERSION } from '../config.ts'
import type { Emulator } from '../emulator.ts'

/** What a terminal shows once the server listens: where it is, who may ask, what to try. It fits 80 columns. */
export function banner({ store, config }: Emulator, url: string): string {
  const bold = (text: string) => styleText('bold', text)
  const rows = (all: [name: string, value: string][]) =>
    all.map(([name, value]) => `  ${styleText('dim', name.padEnd(11))} ${value}`)
  const lines = [`${styleText(['bold', 'cyan'], 'scm-emulator')} ${VERSION} at ${styleText('cyan', url)}`, '']
  const [world] = store.worlds.all()
  if (world) {
    const { project_id, name, domain_name } = world
    const { token = '', key } = store.identities.lasting(project_id)
    lines.push(
      ...rows([
        ['project', `${project_id} (${name})`],
        ['account', domain_name],
        ['token', token],
        ['access key', key?.ak ?? ''],
        ['secret key', key?.sk ?? ''],
        ['console', `${url}/console/`],
        ['reference', `${url}/docs`],
      ]),
    )
    const certificate = store.certificates.all(project_id).find(({ status }) => status === 'ISSUED')
    if (certificate) {
      lines.push(
        '',
        bold('Revoke a certificate:'),
        // Cut where the shell joins it again: nothing may stand before the second line.
        `curl -X POST ${url}/v2/${project_id}\\`,
        `/scm/cert/${certificate.id}/revoke \\`,
        `  -H 'X-Auth-Token: ${token}' \\`,
        `  -H 'Content-Type: application/json' -d '{"reason": "key lost"}'`,
      )
    }
    lines.push('', bold('Start over:'), `curl -X POST ${url}/_emulator/worlds\\`, `/${project_id}/reset`)
  } else {
    lines.push(
      ...rows([
        ['console', `${url}/console/`],
        ['reference', `${url}/docs`],
      ]),
    )
  }
  if (config.auth === 'off') lines.push('', 'AUTHENTICATION IS OFF: any caller is let in.')
  return `${lines.join('\n')}\n`
}
