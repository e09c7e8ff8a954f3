import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import type { Options } from '../../src/config.ts'
import { assemble } from '../../src/emulator.ts'
import { exchange } from '../support/raw.ts'

/** An emulator that listens, with what it logs. */
async function listening(t: Test, options: Options = {}) {
  const lines: { level: number; msg: string }[] = []
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) })
  const emulator = await assemble({ inMemory: true, fixtures: 'none', port: 0, ...options }, logger)
  t.teardown(() => emulator.close())
  return { emulator, url: await emulator.listen(), defects: () => lines.filter(({ level }) => level >= 50) }
}

/** A connection on which something was sent, and that then says nothing more. */
async function stalled(t: Test, url: string, sent: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname).on('error', () => undefined)
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  socket.write(sent)
  return socket
}

const BODY = 'host: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a'

t.test('what does not arrive in time is not waited for', { timeout: 30_000 }, async (t) => {
  const { url, defects } = await listening(t, { headTimeout: '200ms', requestTimeout: '400ms' })
  const SLOW = {
    'nothing at all': '',
    'half a head': 'GET /v3/projects HTTP/1.1\r\nhost: 127.0.0.1\r\nx-a: ',
    'half a body': `POST /v3/auth/tokens HTTP/1.1\r\n${BODY}`,
    'half a body of a control call': `POST /_emulator/worlds HTTP/1.1\r\n${BODY}`,
  }
  for (const [name, sent] of Object.entries(SLOW)) {
    const socket = await stalled(t, url, sent)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    await once(socket, 'close')
    t.match(text, /^HTTP\/1\.1 400 .*the request did not arrive in time/s, `400 APIGW.0201 ${name}`)
  }
  const socket = await stalled(t, url, `POST /nowhere HTTP/1.1\r\n${BODY}`)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  await once(socket, 'close')
  t.equal(text.split('HTTP/1.1').length, 2, 'what was answered before is not answered twice')
  t.same(defects(), [])
})

t.test('a body that does not arrive holds nobody up who wants to stop', async (t) => {
  const { emulator, url } = await listening(t)
  const socket = await stalled(t, url, `POST /_emulator/worlds HTTP/1.1\r\n${BODY}`)
  // Answered on another connection: the server has read the first one's head by then.
  await exchange(url, 'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
  const begin = performance.now()
  await Promise.all([emulator.close(), once(socket, 'close')])
  const took = performance.now() - begin
  t.ok(took < 3_000, `${Math.round(took)} ms`)
})

t.test('no defect: a method of another protocol, and clients that go away', async (t) => {
  const { emulator, url, defects } = await listening(t)
  const made = await emulator.inject({ method: 'POST', url: '/_emulator/worlds', payload: {} })
  const { project_id } = JSON.parse(made.payload)
  for (const [line, status] of [
    ['DESCRIBE rtsp://a/b RTSP/1.0', 404],
    ['DESCRIBE /_emulator/worlds RTSP/1.0', 404],
    ['OPTIONS rtsp://a/b RTSP/1.0', 404],
    ['OPTIONS * HTTP/1.1', 404],
    ['PRI * HTTP/2.0', 400],
    ['PRI / HTTP/1.1', 400],
    ['SETUP / HTTP/1.1', 400],
  ] as const) {
    const { status: got, headers } = await exchange(url, `${line}\r\nhost: a\r\nconnection: close\r\n\r\nSM\r\n\r\n`)
    t.equal(got, status, `${status} ${line}`)
    t.match(headers, { server: 'CloudWAF', 'x-request-id': /^[0-9a-f]{32}$/, 'x-emulator-reason': /./ })
  }
  const revoke = `/v2/${project_id}/scm/cert/scs1700000000001/revoke`
  for (const path of ['/_emulator/worlds', revoke, '/v3/auth/tokens', `/pki/${project_id}/ocsp`]) {
    const socket = await stalled(t, url, `POST ${path} HTTP/1.1\r\n${BODY}`)
    await exchange(url, 'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
    socket.destroy()
    await once(socket, 'close')
  }
  await exchange(url, 'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n')
  t.same(defects(), [])
})
