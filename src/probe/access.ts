import { readFileSync } from 'node:fs'
import { packageFile } from '../config.ts'
import type { WorldDocument } from '../documents/world.ts'
import { Invalid } from '../domain/check.ts'
import { isLoopback } from '../domain/host.ts'
import type { Key, Subject } from './case.ts'

/** Where a probe asks, and as whom. */
export interface Access {
  readonly url: string
  readonly iam: string
  readonly subject: Subject
  /** Whether these are the published credentials of the demo world. */
  readonly isDemo: boolean
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** The variables that the vendor's SDKs read. */
const VARIABLES = {
  ak: 'HUAWEICLOUD_SDK_AK',
  sk: 'HUAWEICLOUD_SDK_SK',
  project: 'HUAWEICLOUD_SDK_PROJECT_ID',
  iam: 'HUAWEICLOUD_SDK_IAM_ENDPOINT',
} as const

/**
 * Flags first; where they name no credentials, the environment; at an address of this machine where neither does, the
 * demo world.
 *
 * @throws Invalid where something is missing
 */
export function accessOf(url: string, flags: Flags, environment: NodeJS.ProcessEnv): Access {
  const flag = (name: string) => (typeof flags[name] === 'string' && flags[name] !== '' ? flags[name] : undefined)
  const variable = (name: keyof typeof VARIABLES) => environment[VARIABLES[name]] || undefined
  const isNamed = [flag('token'), flag('ak'), flag('sk')].some((value) => value !== undefined)
  const ak = isNamed ? flag('ak') : variable('ak')
  const sk = isNamed ? flag('sk') : variable('sk')
  if ((ak === undefined) !== (sk === undefined)) throw new Invalid('an access key is two: give --ak and --sk')
  const key = ak !== undefined && sk !== undefined ? { ak, sk } : undefined
  const token = flag('token')
  const base = baseOf(url)
  const iam = flag('iam-url') ?? variable('iam')
  const at = { url: base, iam: iam === undefined ? base.replace('://scm.', '://iam.') : baseOf(iam, '--iam-url ') }
  const rest = { certificate: flag('certificate'), other: flag('other-project') }
  if (token === undefined && key === undefined) {
    if (!isLoopback(new URL(base).hostname)) {
      throw new Invalid(`who asks? Give --token, or --ak and --sk, or ${VARIABLES.ak} and ${VARIABLES.sk}`)
    }
    const demo = demoWorld()
    const project = flag('project') ?? demo.project
    return { ...at, isDemo: true, subject: { ...demo, ...rest, project, other: rest.other ?? demo.other } }
  }
  const project = flag('project') ?? variable('project')
  if (project === undefined) throw new Invalid(`which project? Give --project, or ${VARIABLES.project}`)
  return { ...at, isDemo: false, subject: { ...rest, project, token, key } }
}

/** An address without what could hold a secret. */
function baseOf(text: string, flag = ''): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Invalid(`${flag}${text} is no address such as https://iam.cn-north-4.myhuaweicloud.com`)
  }
  if (url.username !== '' || url.password !== '') throw new Invalid('an address here holds no user and no password')
  return url.origin + url.pathname.replace(/\/$/, '')
}

function demoWorld(): Subject & { token: string | undefined; key: Key | undefined } {
  const text = readFileSync(packageFile('fixtures/demo.json'), 'utf8')
  const [world, other] = (JSON.parse(text) as { worlds: WorldDocument[] }).worlds
  const user = world?.users?.[0]
  const { ak, sk } = user?.access_key ?? {}
  return {
    project: world?.project_id ?? '',
    other: other?.project_id,
    token: user?.token,
    key: ak !== undefined && sk !== undefined ? { ak, sk } : undefined,
  }
}
