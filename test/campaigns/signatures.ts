import { request } from 'node:http'
import type { Ask } from '../support/ask.ts'
import { bytesOf, sign } from '../support/sign.ts'
import type { Campaign } from './campaign.ts'
import type { Random } from './random.ts'
import { start } from './server.ts'

/** What goes over the wire: names of headers may come twice. */
interface Sent {
  method: string
  path: string
  headers: [string, string][]
  body: Buffer
}

type Forgery = [name: string, change: (sent: Sent, random: Random) => void]

const headerOf = ({ headers }: Sent, name: string) => headers.find(([one]) => one === name) as [string, string]

/** A character at another place is another one. */
function alter(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === '0' ? '1' : '0') + text.slice(at + 1)
}

/** Who listens to a client's signed request and sends it again otherwise: each is another request than was signed. */
const FORGERIES: Forgery[] = [
  ['another path', (sent) => (sent.path = sent.path.replace(/scs17\d+/, 'scs1700000000002'))],
  ['another operation', (sent) => (sent.path = sent.path.replace(/\/revoke|\/push/, '/read'))],
  ['another method', (sent) => (sent.method = sent.method === 'PUT' ? 'DELETE' : 'PUT')],
  ['a query more', (sent) => (sent.path += `${sent.path.includes('?') ? '&' : '?'}a=1`)],
  ['a query doubled', (sent) => (sent.path += `${sent.path.includes('?') ? '&' : '?'}limit=10&limit=20`)],
  ['another body', (sent) => (sent.body = Buffer.from('{"reason":"forged"}'))],
  ['a space more in the body', (sent) => (sent.body = Buffer.concat([sent.body, Buffer.from(' ')]))],
  ['a header of another value', (sent) => (headerOf(sent, 'x-custom')[1] += '1')],
  ['a header without its value', (sent) => (headerOf(sent, 'x-custom')[1] = '')],
  ['a header left out', (sent) => (sent.headers = sent.headers.filter(([name]) => name !== 'x-custom'))],
  ['a header twice', (sent) => sent.headers.push(['x-custom', 'other'])],
  ['a header twice, the other first', (sent) => sent.headers.unshift(['x-custom', 'other'])],
  ['a date twice', (sent) => sent.headers.push(['x-sdk-date', '20200101T000000Z'])],
  ['another date', (sent, random) => (headerOf(sent, 'x-sdk-date')[1] = `2026010${1 + random.below(9)}T000000Z`)],
  ['two signatures', (sent) => sent.headers.push(['authorization', `${headerOf(sent, 'authorization')[1]}0`])],
  [
    'another signature',
    (sent, random) => {
      const header = headerOf(sent, 'authorization')
      header[1] = alter(header[1], header[1].length - 1 - random.below(64))
    },
  ],
  [
    'a signature cut short',
    (sent) => (headerOf(sent, 'authorization')[1] = headerOf(sent, 'authorization')[1].slice(0, -1)),
  ],
  [
    'fewer signed headers',
    (sent) => (headerOf(sent, 'authorization')[1] = headerOf(sent, 'authorization')[1].replace('x-custom;', '')),
  ],
  [
    'the date not signed',
    (sent) => (headerOf(sent, 'authorization')[1] = headerOf(sent, 'authorization')[1].replace(/;?x-sdk-date/, '')),
  ],
  [
    "another's key",
    (sent) =>
      (headerOf(sent, 'authorization')[1] = headerOf(sent, 'authorization')[1].replace(
        /Access=\w+/,
        'Access=OTHERKEY0001',
      )),
  ],
  [
    'a hash that is claimed',
    (sent) => {
      sent.body = Buffer.from('{"reason":"forged"}')
      sent.headers.push(['x-sdk-content-sha256', 'UNSIGNED-PAYLOAD'])
    },
  ],
]

const REQUESTS: ((project: string) => Ask)[] = [
  (project) => ({
    method: 'POST',
    path: `/v2/${project}/scm/cert/scs1700000000001/revoke`,
    body: { reason: 'key lost' },
  }),
  (project) => ({
    method: 'POST',
    path: `/v2/${project}/scm/cert/scs1700000000001/push`,
    body: { service_type: 'WAF', remote_project: 'cn-north-7' },
  }),
  () => ({ path: '/v3/scm/certificates/scs1700000000001' }),
  () => ({ path: '/v3/scm/certificates?limit=10&offset=0' }),
]

/** The status with which what is signed and then changed is answered. */
function send(url: string, { method, path, headers, body }: Sent): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const flat = ['host', '127.0.0.1', ...headers.flat(), 'content-length', String(body.length)]
    const outgoing = request({ hostname, port, method, path, headers: flat, agent: false }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, text }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

export const signatures: Campaign = {
  does: 'signed requests replayed on another path, with another query, header, body, date, with headers twice: each refused',
  unit: 'forgeries',
  long: 20_000,
  short: 1_000,
  async run({ count, random, find }) {
    await using server = await start(['--in-memory', '--fixtures', 'none'])
    const certificates = [{ id: 'scs1700000000001' }, { id: 'scs1700000000002' }]
    const other = { name: 'other', access_key: { ak: 'OTHERKEY0001', sk: 'otherSecretKey000000001' } }
    const world = await server.world({ certificates, users: [{ name: 'owner' }, other] })
    let honest = 0
    const statuses = new Map<number, number>()
    for (let index = 0; index < count; index += 1) {
      const ask = random.pick(REQUESTS)(world.project_id)
      const [name, change] = FORGERIES[index % FORGERIES.length] as Forgery
      const {
        method = 'GET',
        path,
        headers = {},
        body,
      } = sign({ ...ask, headers: { 'x-custom': 'value', 'content-type': 'application/json' } }, world.access_key)
      const sent: Sent = { method, path, headers: Object.entries(headers), body: bytesOf(body) }
      const before = JSON.stringify([sent, sent.body.toString()])
      // What is not changed is let in, or this campaign would prove nothing.
      if (index % 50 === 0) {
        const { status, text } = await send(server.url, sent)
        if (status === 401 || status === 403) find(`an honest request is refused: ${status} ${text} ${before}`)
        else honest += 1
      }
      change(sent, random)
      if (JSON.stringify([sent, sent.body.toString()]) === before) continue
      const { status, text } = await send(server.url, sent)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      // 404 and 400 are of the gateway, which answers before anybody is asked who they are.
      if (status !== 401 && status !== 404 && status !== 400) find(`${name}: ${status} ${text}; it was ${before}`)
      if (status === 400 && !text.includes('APIGW')) find(`${name}: ${status} ${text}; it was ${before}`)
    }
    for (const defect of server.defects()) find(defect)
    const table = [...statuses].map(([status, times]) => `${status}: ${times}`).join(', ')
    return `${FORGERIES.length} kinds of forgeries (${table}), ${honest} honest requests let in`
  },
}
