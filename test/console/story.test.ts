import t, { type Test } from 'tap'
import { startEmulator } from '../../src/index.ts'
import { noChromium, open } from '../support/browser.ts'
import { onlyLong } from '../support/length.ts'

t.setTimeout(240_000)

const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const DEMO = 'scs1700000000001'

/** The demo world behind its real door. */
async function start(t: Test) {
  const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  t.teardown(() => emulator.close())
  return { emulator, url: `${emulator.url}/console/`, world: emulator.world(PROJECT) }
}

t.test(
  'the story by mouse: choose, see what would happen, revoke, watch, prove',
  { skip: noChromium, timeout: 120_000 },
  async (t) => {
    const { emulator, url, world } = await start(t)
    const { page, urls, complaints } = await open(t, emulator.url)
    t.equal(page.url(), url, 'a browser that opens the bare address is at the console')

    await page.getByRole('link', { name: 'demo-www' }).click()
    await page.getByRole('heading', { name: 'demo-www', level: 1 }).waitFor()
    t.match(page.url(), new RegExp(`#/.*/certificates/${DEMO}$`), 'each certificate has an address')
    await page.getByText('not listed').waitFor()

    await page.getByRole('button', { name: 'Revoke…' }).click()
    await page.getByLabel('Reason').fill('x'.repeat(64))
    await page.getByText('1 too many').waitFor()
    const would = page.locator('.verdict')
    await would.getByText('400').waitFor()
    await page.getByLabel('Reason').fill('😀 key lost')
    await page.getByText('10 of 63 characters').waitFor()
    await would.getByText('ISSUED → REVOKING').waitFor()
    await would.getByText('REVOKING → REVOKED').waitFor()
    t.equal((await world.certificate(DEMO)).status, 'ISSUED', 'nothing of it has happened')

    await page.getByRole('button', { name: 'Signed (AK/SK)' }).click()
    await page.getByText('SDK-HMAC-SHA256 Access=SCMEMULATORDEMOAK001').waitFor()
    await would.getByText('ISSUED → REVOKING').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click()
    await page.locator('.answer').getByText('{"message":"success"}').waitFor()
    const [{ request: sent } = { request: { headers: {} } }] = await world.requests({ operation: 'RevokeCertificate' })
    t.match(sent.headers, { 'x-sdk-date': /^\d{8}T\d{6}Z$/, authorization: String }, 'signed in the page')
    t.notOk('x-auth-token' in sent.headers)
    await world.verify({ operation: 'RevokeCertificate', status: 400 })
    await page.keyboard.press('Escape')
    await page.locator('.detail').getByText('revoked for good').waitFor()
    await page.locator('.detail .bad', { hasText: 'revoked' }).first().waitFor()
    t.equal((await world.certificate(DEMO)).revoke_reason, '😀 key lost')

    await page.getByRole('link', { name: /^Requests/ }).click()
    await page
      .getByRole('link', { name: /RevokeCertificate/ })
      .first()
      .click()
    await page.getByRole('heading', { name: /revoke$/ }).waitFor()
    await page.getByText('key lost').first().waitFor()
    await page.locator('.side .misses').getByText('200 instead of 400').waitFor()

    await page.getByRole('link', { name: /^Certificates/ }).click()
    await page.getByRole('link', { name: 'demo-expiring' }).click()
    await page.getByText('expires within 30 days').first().waitFor()
    await page.getByRole('button', { name: /EXPIRED in 19 d/ }).click()
    await page.locator('.detail').getByText('past its last day').waitFor()
    t.equal((await world.certificate('scs1700000000016')).status, 'EXPIRED', 'time has moved')

    t.strictSame(
      urls.filter((one) => !one.startsWith(`${emulator.url}/`) && !one.startsWith('data:')),
      [],
      'no request elsewhere',
    )
    t.strictSame(complaints, [], 'nothing in the console')
  },
)

t.test('the story by keyboard only', { skip: noChromium || onlyLong, timeout: 120_000 }, async (t) => {
  const { url, world } = await start(t)
  const { page, complaints } = await open(t, url)
  await page.getByRole('link', { name: 'demo-www' }).waitFor()
  const focused = () => page.evaluate(() => (globalThis as any).document.activeElement?.textContent ?? '')
  const tabTo = async (pattern: RegExp) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (pattern.test(await focused())) return true
      await page.keyboard.press('Tab')
    }
    return false
  }
  await page.keyboard.press('Tab')
  t.equal(await focused(), 'Skip to the content', 'the first stop skips what is the same everywhere')
  await page.keyboard.press('Enter')
  t.ok(await tabTo(/^demo-www$/), 'the table is one stop')
  await page.keyboard.press('ArrowDown')
  await page.waitForFunction(() => (globalThis as any).document.activeElement?.textContent === 'demo-shop')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'demo-shop', level: 1 }).waitFor()
  t.ok(await tabTo(/^Revoke…$/))
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.getByLabel('Reason').focus()
  await page.keyboard.type('key lost')
  t.ok(await tabTo(/^Revoke$/), 'the dialog keeps the focus')
  await page.keyboard.press('Enter')
  await page.locator('.answer').getByText('success').waitFor()
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => (globalThis as any).document.activeElement?.textContent === 'Revoke…')
  t.pass('the focus is back where it was')
  t.match((await world.certificate('scs1700000000002')).status, /REVOK/)
  t.strictSame(complaints, [])
})

t.test('what another client does is there within 250 ms', { skip: noChromium, timeout: 120_000 }, async (t) => {
  const { emulator, url, world } = await start(t)
  const { page } = await open(t, `${url}#/${PROJECT}/certificates/${DEMO}`)
  await page.getByText('valid and in use').waitFor()
  await page.getByText('not listed').waitFor()
  /** When a text is first in the page, by the machine's clock; it looks at every change. */
  const sees = (text: string) =>
    page.evaluate((wanted) => {
      const { document, MutationObserver, performance } = globalThis as any
      return new Promise<number>((resolve) => {
        const look = () => {
          if (document.body.textContent.includes(wanted)) resolve(performance.timeOrigin + performance.now())
        }
        new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
        look()
      })
    }, text)
  /** The least of a few: what else the machine does adds to a lag, and takes nothing away. */
  const lags = new Map<string, number>()
  const measure = async (what: string, text: string, deed: () => Promise<unknown>) => {
    const seen = sees(text)
    await deed()
    const done = performance.timeOrigin + performance.now()
    lags.set(what, Math.min((await seen) - done, lags.get(what) ?? Number.POSITIVE_INFINITY))
  }
  for (const round of [1, 2, 3]) {
    await measure('placed', `newcomer-${round}`, () => world.place({ name: `newcomer-${round}` }))
    await measure('a fault', `Faults${round}`, () => world.faults.add({ operation: 'ListCertificates', delay: '1ms' }))
    await measure('changed', `changed-name-${round}`, () => world.change(DEMO, { name: `changed-name-${round}` }))
  }
  await measure('revoked', 'REVOKING', () =>
    emulator.inject({
      method: 'POST',
      url: `/v2/${PROJECT}/scm/cert/scs1700000000002/revoke`,
      headers: { 'x-auth-token': 'scm-emulator-demo-token-000000000001', 'content-type': 'application/json' },
      payload: '{"reason":"by another client"}',
    }),
  )
  t.comment([...lags].map(([what, lag]) => `${what}: ${lag.toFixed(0)} ms`).join(', '))
  for (const [what, lag] of lags) t.ok(lag < 250, `${what}: ${lag.toFixed(0)} ms`)
})
