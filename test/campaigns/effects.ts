import { X509Certificate } from 'node:crypto'
import { isListed } from '../support/client.ts'
import type { World } from '../support/emulate.ts'
import { EC } from '../support/samples.ts'
import type { Random } from './random.ts'
import type { Server } from './server.ts'

/** Certificates of a round's world; as many revocations are under way at a time. */
const CERTIFICATES = 40
const WIDTH = 8

/** What was acknowledged of one certificate. */
interface Acknowledged {
  reason?: string
  name?: string
  tag?: string
  /** As it was exported: what the CA's ledger has. */
  pem?: string
}

/** A world, and what its client was told to have happened there. */
export interface Work {
  readonly world: World
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** Makes changes, several at a time, until there is nothing left to change or nobody answers. */
  run(random: Random): Promise<void>
  /** How many changes were acknowledged. */
  count(): number
  /** What the first change that was refused was told. */
  refusal(): string | undefined
}

/** A world to work in. It is an acknowledged effect, too. */
export async function createWork(server: Server): Promise<Work> {
  const certificates = Array.from({ length: CERTIFICATES }, () => EC)
  const world = await server.world({ review: 'immediate', certificates })
  const acknowledged = new Map<string, Acknowledged>(world.certificates.map(({ id }) => [id, {}]))
  let refusal: string | undefined
  const headers = { 'x-auth-token': world.token }
  /** What is answered with success; nothing where it is not, or nobody answers. */
  const change = async (method: string, path: string, body?: unknown) => {
    const answer = await server
      .ask({ method, path, headers, ...(body !== undefined && { body }) })
      .catch(() => undefined)
    if (answer && answer.status < 300) return answer
    if (answer) refusal ??= `${answer.status} ${answer.text} ${answer.headers['x-emulator-reason']}`
    return undefined
  }

  async function changeOne(id: string, told: Acknowledged, random: Random): Promise<void> {
    const [name, tag, reason] = ['n', 't', 'reason '].map((start) => `${start}${random.below(1e9)}`) as [
      string,
      string,
      string,
    ]
    const v2 = `/v2/${world.project_id}/scm/cert/${id}`
    const rename = { modify_key: 'CERT_NAME', modify_value: name }
    if (random.once(2) && (await change('PUT', v2, rename))) told.name = name
    if (random.once(2) && (await change('POST', `/v3/scm/${id}/tags`, { tag: { key: 'k', value: tag } })))
      told.tag = tag
    if (random.once(2)) {
      const exported = await change('POST', `/v3/scm/certificates/${id}/export`)
      if (exported) told.pem = exported.json.certificate
    }
    if (await change('POST', `${v2}/revoke`, { reason })) told.reason = reason
  }

  return {
    world,
    acknowledged,
    async run(random) {
      const waiting = [...acknowledged]
      const worker = async () => {
        for (let next = waiting.pop(); next; next = waiting.pop()) await changeOne(...next, random)
      }
      await Promise.all(Array.from({ length: WIDTH }, worker))
    },
    count: () => [...acknowledged.values()].reduce((sum, told) => sum + Object.keys(told).length, 0),
    refusal: () => refusal,
  }
}

/** What of the acknowledged effects is not there: row, reason, event, tag, ledger, CRL. */
export async function lossesOf(server: Server, { world, acknowledged }: Work): Promise<string[]> {
  const lost: string[] = []
  const path = `/worlds/${world.project_id}`
  const listed = await server.ask({ path: `/_emulator${path}/certificates?limit=9999` })
  if (listed.status !== 200) return [`world ${world.project_id}: ${listed.status} ${listed.text}`]
  const rows = new Map<string, any>(listed.json.certificates.map((row: any) => [row.id, row]))
  const { events } = await server.control('GET', `${path}/events?limit=9999`)
  const headers = { 'x-auth-token': world.token }
  const crl = await server.ask({ path: `/pki/${world.project_id}/ca.crl.pem` })
  const isPublished = crl.status === 200
  if (!isPublished) lost.push(`the CRL of ${world.project_id}: ${crl.status} ${crl.headers['x-emulator-reason']}`)
  for (const [id, { reason, name, tag, pem }] of acknowledged) {
    const lose = (what: string) => lost.push(`world ${world.project_id}, ${id}: ${what}`)
    const row = rows.get(id)
    if (!row) {
      lose('no row')
      continue
    }
    if (name !== undefined && row.name !== name) lose(`renamed to ${name}, is ${row.name}`)
    if (reason !== undefined) {
      if (row.status !== 'REVOKED') lose(`revoked, is ${row.status}`)
      if (row.revoke_reason !== reason) lose(`revoked for ${reason}, says ${row.revoke_reason}`)
      const told = events.filter((event: any) => event.name === 'revokeScmCert' && event.resource === id && !event.code)
      if (told.length !== 1) lose(`revoked, ${told.length} events`)
    }
    if (tag !== undefined) {
      const { json, headers: got } = await server.ask({ path: `/v3/scm/${id}/tags`, headers })
      if (json?.tags?.[0]?.value !== tag)
        lose(`tagged ${tag}, is ${JSON.stringify(json)} ${got['x-emulator-reason'] ?? ''}`)
    }
    if (pem === undefined) continue
    const { serialNumber } = new X509Certificate(pem)
    if (reason !== undefined) {
      if (isPublished && !(await isListed({ ...server, url: server.url }, { world } as never, pem)))
        lose(`${serialNumber} is not on the CRL`)
    } else if (row.status === 'ISSUED') {
      const { json } = await server.ask({ method: 'POST', path: `/v3/scm/certificates/${id}/export`, headers })
      if (json?.certificate !== pem) lose(`issued as ${serialNumber}, is another`)
    }
  }
  return lost
}
