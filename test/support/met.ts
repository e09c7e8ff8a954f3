import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What can be asked without a socket. */
interface Injectable {
  inject(request: { url: string; headers: Record<string, string> }): Promise<{ payload: string }>
}

/** Where somebody gathers what of the contract is met (`npm run test:met`), an emulator leaves what its clients met in a file. */
export async function gathered({ inject }: Injectable): Promise<void> {
  const { SCM_TEST_MET: folder } = process.env
  if (!folder) return
  const { payload } = await inject({ url: '/_emulator/coverage', headers: { host: 'localhost' } })
  writeFileSync(join(folder, `${randomUUID()}.json`), payload)
}
