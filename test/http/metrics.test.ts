import { createRequire } from 'node:module'
import { pino } from 'pino'
import t from 'tap'
import { assemble } from '../../src/emulator.ts'
import { client, handle } from '../support/client.ts'
import { emulate } from '../support/emulate.ts'

interface Family {
  name: string
  type: string
  metrics: { value?: string; labels?: Record<string, string>; buckets?: Record<string, string>; count?: string }[]
}

/** It has no types of its own. */
const parseMetrics: (text: string) => Family[] = createRequire(import.meta.url)('parse-prometheus-text-format')

t.test('GET /metrics, as a parser that is not ours reads it', async (t) => {
  const target = await emulate(t, {}, 'tcp')
  const world = await target.world({ certificates: [{ id: 'scs1700000000001' }] })
  const own = client(target, world)
  await own.revoke('scs1700000000001')
  for (let count = 0; count < 3; count += 1) await own.revoke('scs1700000000001')
  await handle(target, world).faults.add({ operation: 'ListCertificates', response: { status: 418 } })
  await own.list()
  const read = async (): Promise<Family[]> => {
    const { status, text, headers } = await target.ask({ path: '/_emulator/metrics' })
    t.equal(status, 200)
    t.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    return parseMetrics(text)
  }
  const families = await read()
  const of = (name: string) => families.find((family) => family.name === `scm_emulator_${name}`)
  const requests = of('requests_total')
  t.equal(requests?.type, 'COUNTER')
  const counted = (operation: string) =>
    requests?.metrics
      .filter(({ labels }) => labels?.operation === operation)
      .map(({ labels, value }) => [labels?.status, labels?.code, value])
  t.same(counted('RevokeCertificate'), [
    ['200', '', '1'],
    ['400', 'SCM.0010', '3'],
  ])
  t.same(counted('ListCertificates'), [['0', '', '1']], 'what a fault orders could be any status')
  t.same(counted('createWorld'), [['201', '', '1']])
  const [durations] = of('request_duration_seconds')?.metrics ?? []
  t.equal(durations?.buckets?.['+Inf'], durations?.count, 'the classes add up')
  t.equal(durations?.count, '7')
  const gauges = ['worlds', 'journal_bytes', 'fault_bytes', 'event_streams', 'queue_waiting', 'resident_memory_bytes']
  const values = gauges.map((name) => Number(of(name)?.metrics[0]?.value))
  t.same([values[0], values[3], values[4]], [1, 0, 0])
  t.ok(values.every((value) => value >= 0) && Number(values[1]) > 0 && Number(values[2]) > 0, `${values}`)
  t.ok(Number(of('changes_total')?.metrics[0]?.value) >= Number(of('batches_total')?.metrics[0]?.value))
  await target.control('DELETE', '/coverage')
  const after = (await read()).find(({ name }) => name === 'scm_emulator_requests_total')
  t.match(JSON.stringify(after), /RevokeCertificate/, 'a counter never goes back')
})

t.test('a trace and a world: in the journal and in the log', async (t) => {
  const lines: Record<string, unknown>[] = []
  const logger = pino({}, { write: (line) => lines.push(JSON.parse(line)) })
  const emulator = await assemble({ inMemory: true, fixtures: 'none' }, logger)
  t.teardown(() => emulator.close())
  const host = '127.0.0.1'
  const made = await emulator.inject({ method: 'POST', url: '/_emulator/worlds', payload: {}, headers: { host } })
  const { project_id, token } = made.json()
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
  const SENT: [traceparent: string, trace_id: string | null][] = [
    [`00-${trace}-00f067aa0ba902b7-01`, trace],
    [`01-${trace}-00f067aa0ba902b7-01-more`, trace],
    [`ff-${trace}-00f067aa0ba902b7-01`, null],
    [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, null],
    [`00-${trace}-${'0'.repeat(16)}-01`, null],
    [`00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, null],
    ['', null],
  ]
  for (const [traceparent] of SENT) {
    const headers = { host, 'x-auth-token': token, traceparent }
    await emulator.inject({ url: `/v2/${project_id}/scm/certlist`, headers })
  }
  const journal = await emulator.inject({ url: `/_emulator/worlds/${project_id}/requests`, headers: { host } })
  const expected = SENT.map(([, trace_id]) => trace_id)
  t.same(
    journal.json().requests.map((entry: { trace_id: string | null }) => entry.trace_id),
    expected,
  )
  const logged = lines.filter(({ operation }) => operation === 'ListCertificates')
  t.same(
    logged.map(({ trace_id = null }) => trace_id),
    expected,
  )
  t.ok(logged.every(({ world }) => world === project_id))
})
