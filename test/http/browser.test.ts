import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { Browser } from 'playwright-core'
import t, { type Test } from 'tap'
import { assemble } from '../../src/emulator.ts'
import { askOver } from '../support/ask.ts'
import { IS_LONG } from '../support/length.ts'

const CHROMIUM = '/usr/bin/chromium'
const noChromium = existsSync(CHROMIUM) ? false : `Chromium is missing: there is no ${CHROMIUM}`

/** The demo world, whose token everybody knows. */
const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const TOKEN = 'scm-emulator-demo-token-000000000001'
const SCM = `/v2/${PROJECT}/scm`
const WORLD = `/_emulator/worlds/${PROJECT}`

/** What a hostile page wants: to change something, or to read. */
const WANTED: [method: string, path: string, body?: string][] = [
  ['POST', '/_emulator/worlds', '{}'],
  ['POST', `${WORLD}/reset`, '{}'],
  ['POST', `${WORLD}/clock/advance`, '{"by":"400d"}'],
  ['POST', `${WORLD}/certificates`, '{}'],
  ['POST', `${WORLD}/faults`, '{"operation":"RevokeCertificate","drop":"before"}'],
  ['PUT', `${WORLD}/clock`, '{"frozen":true}'],
  ['PATCH', WORLD, '{"account":{"state":"frozen"}}'],
  ['DELETE', WORLD],
  ['DELETE', `${WORLD}/requests`],
  ['GET', '/_emulator/worlds'],
  ['GET', `${WORLD}/requests`],
  ['GET', `${WORLD}/events`],
  ['GET', `${WORLD}/snapshot`],
  ['GET', '/_emulator/health'],
  ['POST', `${SCM}/cert/scs1700000000001/revoke`, '{"reason":"x"}'],
  ['DELETE', `${SCM}/cert/scs1700000000002`],
  ['POST', `/v3/scm/certificates/scs1700000000001/export`, '{}'],
  ['GET', `${SCM}/certlist`],
  ['GET', '/v3/scm/certificates'],
  ['GET', '/v3/projects'],
  ['GET', `/pki/${PROJECT}/ca.crl`],
  ['GET', '/docs/demo.json'],
  ['GET', '/openapi.json'],
  ['GET', '/docs/'],
]

/** The page's own script. */
const SCRIPT = readFileSync(new URL('../support/hostile.js', import.meta.url), 'utf8')

/** All that a page could have changed. */
async function state(url: string) {
  const look = async (path: string) => (await askOver(url, { path })).json
  const [worlds, certificates, faults, events] = await Promise.all(
    ['/_emulator/worlds', `${WORLD}/certificates`, `${WORLD}/faults`, `${WORLD}/events`].map(look),
  )
  for (const world of worlds.worlds) delete world.clock
  return { worlds, certificates, faults, events }
}

t.test('a hostile page changes nothing and reads nothing', { skip: noChromium, timeout: 220_000 }, async (t) => {
  const elsewhere = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<body>'))
  t.teardown(() => elsewhere.close())
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const { port } = elsewhere.address() as AddressInfo
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--host-resolver-rules=MAP *.example 127.0.0.1, MAP 10.1.2.3 127.0.0.1',
      // Newer browsers ask their user before a page reaches this machine; older ones do not.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
    ],
  })
  t.teardown(() => browser.close())

  // Without credentials a page could do more.
  for (const auth of IS_LONG ? (['enforce', 'off'] as const) : (['off'] as const)) {
    let answered = 0
    const logger = pino(
      {},
      {
        write() {
          answered += 1
        },
      },
    )
    // As the image starts it.
    const options = { host: '0.0.0.0', port: 0, inMemory: true, review: 'manual', auth }
    const emulator = await assemble(options, logger)
    t.teardown(() => emulator.close())
    const { port: own } = new URL(await emulator.listen())
    const url = `http://127.0.0.1:${own}`
    // From where, and by which name the page calls the emulator. Only of loopback does a browser say Sec-Fetch-Site.
    const PAGES: Record<string, [page: string, base: string]> = {
      'another origin': [`http://evil.example:${port}/`, `http://127.0.0.1:${own}`],
      'a name that was made to point here': [`http://rebound.example:${own}/`, `http://rebound.example:${own}`],
      'another origin, by an address of the network': [`http://evil.example:${port}/`, `http://10.1.2.3:${own}`],
      'another origin, by a name': [`http://evil.example:${port}/`, `http://scm.example:${own}`],
      'another port': [`http://127.0.0.1:${port}/`, `http://127.0.0.1:${own}`],
    }
    // Without authentication every page could do all: the two ways in are enough.
    const pages = Object.entries(PAGES).slice(0, auth === 'off' ? 2 : undefined)
    for (const [name, [page, base]] of pages) {
      await t.test(`${name}, --auth ${auth}`, async (t) => {
        const before = await state(url)
        const { tries, read } = await visit(t, browser, page, base)
        t.comment(`${tries} tries, ${answered} requests arrived`)
        t.ok(answered > 100, 'every way was tried')
        answered = 0
        t.same(read, [], 'nothing was read')
        t.same(await state(url), before, 'nothing was changed')
      })
    }
  }
})

/** A page of a stranger: whatever the server says at its address, the page is theirs. */
async function visit(t: Test, browser: Browser, url: string, base: string) {
  const page = await browser.newPage()
  t.teardown(() => page.close())
  await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><body>' }))
  await page.goto(url)
  const asked = JSON.stringify({ base, wanted: WANTED, headers: { 'X-Auth-Token': TOKEN } })
  const result = await page.evaluate<{ tries: number; read: string[] }>(`${SCRIPT}; attack(${asked})`)
  const frames = await Promise.all(page.frames().map((frame) => frame.locator('openapi-explorer').count()))
  t.notOk(frames.some(Boolean), 'the page of the contract is in no frame')
  return result
}
