import { once } from 'node:events'
import { get } from 'node:http'
import t from 'tap'
import { compare } from '../../src/compare/index.ts'
import { createJournal, type Exchange } from '../../src/store/memory/journal.ts'
import type { Store } from '../../src/store/store.ts'
import type { World } from '../../src/store/worlds.ts'
import { followRequests } from '../../src/worlds/requests.ts'
import { client, handle } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'
import { save } from '../support/recording.ts'
import { FROZEN } from '../support/samples.ts'

const ONE = 'scs1700000000001'

t.test('the journal leaves', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  const site = async () => {
    const world = await target.world({
      clock: FROZEN,
      review: 'manual',
      certificates: [{ id: ONE }, { id: 'scs1700000000002', status: 'UPLOAD' }],
    })
    return { world, ...handle(target, world), client: client(target, world) }
  }

  await t.test('200 page by page', async (t) => {
    const { world, client } = await site()
    for (const _ of [1, 2, 3]) await client.show(ONE)
    const page = (query: string) => target.control('GET', `/worlds/${world.project_id}/requests?${query}`)
    const ids = ({ requests, next }: any) => [requests.map(({ id }: any) => id), next]
    t.same(ids(await page('limit=2')), [[1, 2], 2])
    t.same(ids(await page('after=2&limit=2')), [[3], 3])
    t.same(ids(await page('after=3')), [[], 3])
    t.same(ids(await page('after=0&status=400')), [[], 3], 'what a filter keeps back is behind one, too')
  })

  await t.test('200 as a stream, from a request on, also while many come', async (t) => {
    const { world, client } = await site()
    await client.show(ONE)
    const path = `/_emulator/worlds/${world.project_id}/requests?operation=ShowCertificate&after=1`
    const request = get(target.url + path, { headers: { accept: 'text/event-stream' } })
    const [response] = await once(request, 'response')
    t.match(response.headers['content-type'], 'text/event-stream')
    const seen: any[] = []
    const enough = new Promise<void>((resolve) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = (text + chunk).split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1]
          if (data !== undefined) seen.push(JSON.parse(data))
        }
        if (seen.length >= 50) resolve()
      })
    })
    await client.list()
    await Promise.all(Array.from({ length: 50 }, () => client.show(ONE)))
    await enough
    request.destroy()
    t.same(new Set(seen.map(({ operation }) => operation)), new Set(['ShowCertificate']))
    t.same(
      seen.map(({ id }) => id),
      Array.from({ length: 50 }, (_, index) => index + 3),
      'each once, in order',
    )
  })

  await t.test('200 in short', async (t) => {
    const { world, client } = await site()
    await client.revoke(ONE, 'x'.repeat(300))
    const path = `/worlds/${world.project_id}/requests?format=summary`
    const { requests, next } = await target.control('GET', path)
    const [whole] = (await target.control('GET', `/worlds/${world.project_id}/requests`)).requests
    const { trace_id, findings, request, response, ...told } = whole
    t.same([requests, next], [[{ ...told, body: request.body.slice(0, 200) }], 1])
  })

  await t.test('200 as HAR, which compare reads without a difference; secrets only where asked for', async (t) => {
    const { world, client } = await site()
    await client.show(ONE)
    await client.revoke(ONE, '证书信息填写错误')
    await client.revoke(ONE)
    await client.revoke('scs1700000000002')
    await client.list('order_status=ISSUED')
    await client.ask('GET', '/v3/scm/certificates?limit=10')
    const path = `/worlds/${world.project_id}/requests?format=har`
    const har = await target.control('GET', path)
    t.equal(har.log.version, '1.2')
    t.equal(har.log.entries.length, 6)
    t.notMatch(JSON.stringify(har), world.token)
    t.match(JSON.stringify(await target.control('GET', `${path}&secrets=keep`)), world.token)
    const report = await compare(save(t, har))
    t.equal(report.agrees, true, JSON.stringify(report, null, 1).slice(0, 2000))
  })

  for (const [query, message] of [
    ['format=hra', /format must be one of json, summary, har; did you mean "har"\?/],
    ['secrets=yes', /secrets must be one of hide, keep/],
    ['after=-1', /after/],
    ['limit=x', /limit/],
  ] as const) {
    await t.test(`400 ${query}`, async (t) => {
      const { world } = await site()
      const { status, json } = await target.ask({ path: `/_emulator/worlds/${world.project_id}/requests?${query}` })
      t.equal(status, 400)
      t.match(json.error.message, message)
    })
  }
})

t.test('a reader of summaries who is behind is brought to the newest', async (t) => {
  const journal = createJournal()
  const world = { project_id: 'a' } as World
  const store = { journal, worlds: { get: () => world }, identities: { token: () => undefined } } as unknown as Store
  const note = (count: number) => {
    for (let noted = 0; noted < count; noted += 1) journal.record('a', 1_000, EXCHANGE)
  }
  const stop = new AbortController()
  t.teardown(() => stop.abort())
  const stream = followRequests(store, 'a', { signal: stop.signal, isBrief: true })
  const read = async () => ((await stream.next()).value ?? []).map(({ id }) => id)
  const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)
  note(700)
  t.same([...(await read()), ...(await read())], numbers(1, 700), 'what there was when it began comes whole')
  note(600)
  t.same(await read(), numbers(801, 500), 'the numbers tell that 100 were skipped')
})

const EXCHANGE = {
  at: 0,
  method: 'GET',
  url: '/v3/scm/certificates',
  headers: '',
  body: '',
  response_headers: '{}',
  response: '',
  status: 200,
} as Exchange
