import type { RunningEmulator } from '../../src/index.ts'

const REGION = 'cn-north-4'
const NAME = 'interop & co. + 互通'
const REASON = '证书信息填写错误 😀'
const USER = { name: 'interop', password: 'Interop@12345' }

/** A world of one client's own. */
export interface World {
  /** What its program must know, as environment variables. */
  readonly environment: Record<string, string>
  /** @throws Error unless the certificate is under revocation, with the reason that was given */
  verify(): Promise<void>
}

/** Makes a world with an issued certificate, which is to be revoked, and another. */
export async function createWorld({ url, inject }: RunningEmulator, account: string): Promise<World> {
  const control = async (method: 'GET' | 'POST', path: string, payload?: object) => {
    const answer = await inject({ method, url: `/_emulator/worlds${path}`, ...(payload && { payload }) })
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.payload}`)
    return answer.json()
  }
  const world = await control('POST', '', {
    name: REGION,
    review: 'manual',
    account: { name: account },
    users: [USER],
    certificates: [
      { status: 'ISSUED', domain: 'www.example.com', name: NAME },
      { status: 'ISSUED', domain: 'www.example.org', name: 'another' },
    ],
  })
  const { project_id, access_key, certificates } = world
  const [{ id }] = certificates
  return {
    environment: {
      INTEROP_URL: url,
      INTEROP_REGION: REGION,
      INTEROP_PROJECT: project_id,
      INTEROP_ACCOUNT_ID: world.account.id,
      INTEROP_ACCOUNT_NAME: account,
      INTEROP_USER: USER.name,
      INTEROP_PASSWORD: USER.password,
      INTEROP_AK: access_key.ak,
      INTEROP_SK: access_key.sk,
      INTEROP_CERTIFICATE: id,
      INTEROP_NAME: NAME,
      INTEROP_REASON: REASON,
    },
    async verify() {
      const { status, revoke_reason } = await control('GET', `/${project_id}/certificates/${id}`)
      if (status === 'REVOKING' && revoke_reason === REASON) return
      throw new Error(`the certificate is ${status}, its reason "${revoke_reason}"`)
    },
  }
}
