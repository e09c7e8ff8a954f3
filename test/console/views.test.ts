import t from 'tap'
import { startEmulator } from '../../src/index.ts'
import { noChromium, open, violations } from '../support/browser.ts'
import { IS_LONG, onlyLong } from '../support/length.ts'

t.setTimeout(IS_LONG ? 900_000 : 240_000)

const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const DEMO = 'scs1700000000001'

/** Every view by its address, and what is there once it is. */
const VIEWS: [view: string, marker: string][] = [
  ['certificates', '[data-key="scs1700000000016"]'],
  [`certificates/${DEMO}`, '.detail .fields'],
  ['certificates/scs9999999999999', '.side .trouble'],
  ['desk', '.card'],
  ['requests', '[data-key="1"]'],
  ['requests/1', '.detail .fields'],
  ['faults', '.card'],
  ['coverage', '.card'],
  ['world', '.panel'],
  ['nowhere', '.trouble'],
]

const PASSES = ['light', 'dark'].flatMap((theme) =>
  ['en', 'zh'].flatMap((language) => [390, 1280].map((width) => ({ theme, language, width }))),
)
/** In a short run, each of the themes, languages and widths once. */
const CHOSEN = IS_LONG ? PASSES : PASSES.filter((_, index) => index === 1 || index === 6)

for (const { theme, language, width } of CHOSEN) {
  const name = `${theme}, ${language}, ${width} pixels: axe finds nothing in any view`
  t.test(name, { skip: noChromium || onlyLong, timeout: 180_000 }, async (t) => {
    const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
    t.teardown(() => emulator.close())
    const world = emulator.world(PROJECT)
    await world.faults.add({ operation: 'RevokeCertificate', times: 2, drop: 'after' })
    await emulator.inject({ method: 'POST', url: `/v2/${PROJECT}/scm/cert/${DEMO}/revoke` })
    const { page, urls, complaints } = await open(t, `${emulator.url}/console/`, {
      viewport: { width, height: 800 },
      colorScheme: theme as 'light' | 'dark',
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      reducedMotion: 'reduce',
    })
    for (const [view, marker] of VIEWS) {
      await page.evaluate((hash) => ((globalThis as any).location.hash = hash), `#/${PROJECT}/${view}`)
      await page.locator(marker).first().waitFor({ state: 'attached' })
      t.strictSame(await violations(page), [], view)
      const overflow = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = (globalThis as any).document.documentElement
        return scrollWidth - clientWidth
      })
      t.equal(overflow, 0, `${view} is no wider than the window`)
    }
    t.equal(
      await page.evaluate(() => (globalThis as any).document.documentElement.lang),
      language === 'zh' ? 'zh-CN' : 'en',
    )
    await page.evaluate((hash) => ((globalThis as any).location.hash = hash), `#/${PROJECT}/certificates/${DEMO}`)
    await page.locator('.detail button.danger').click()
    await page.locator('dialog .verdict').waitFor()
    t.strictSame(await violations(page), [], 'the dialog of a revocation')
    await page.keyboard.press('Escape')
    await page.locator('.clock > button').last().click()
    await page.locator('dialog input').waitFor()
    t.strictSame(await violations(page), [], 'the dialog of the clock')
    t.strictSame(
      urls.filter((one) => !one.startsWith(emulator.url) && !/^(?:data|blob):/.test(one)),
      [],
    )
    t.strictSame(complaints, [], 'nothing in the console')
  })
}

t.test(
  'when something is not as it should be, the page says what, and what to do',
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
    t.teardown(() => emulator.close())
    const at = (hash: string) => open(t, `${emulator.url}/console/#/${hash}`)

    const { page: lost } = await at(`${PROJECT}/no/such/place`)
    await lost.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    await lost.locator('.trouble').getByRole('link', { name: 'Certificates' }).click()
    await lost.getByRole('link', { name: 'demo-www' }).waitFor()

    const { page: unknown } = await at(`${'f'.repeat(32)}/certificates`)
    await unknown.getByRole('heading', { name: 'There is no such world' }).waitFor()
    await unknown.getByRole('link', { name: 'demo-account' }).click()
    await unknown.getByRole('link', { name: 'demo-www' }).waitFor()

    const empty = await emulator.createWorld({})
    const { page: bare } = await at(`${empty.project_id}/certificates`)
    await bare.getByText('This world has no certificates yet.').waitFor()
    await bare.getByRole('link', { name: 'Requests' }).click()
    await bare.getByText('No requests yet. They appear here').waitFor()
    await emulator.world(empty.project_id).delete()
    await bare.getByRole('heading', { name: 'This world was deleted' }).waitFor()
    t.pass('a world that is deleted while one looks at it')
  },
)

t.test(
  'a file that is no case, a clock that cannot be set: what was typed stays',
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
    t.teardown(() => emulator.close())
    const { page } = await open(t, `${emulator.url}/console/#/${PROJECT}/world`)
    const picker = page.locator('input[type=file]')
    const said = page.getByRole('status').filter({ hasText: 'is no case of this emulator' })
    for (const text of ['not json', '{"certificates":5}', '{"version":99}']) {
      await picker.setInputFiles({ name: 'broken.json', mimeType: 'application/json', buffer: Buffer.from(text) })
      await said.waitFor()
      t.match(await said.textContent(), /^broken\.json /, text)
    }
    t.equal((await emulator.world(PROJECT).listCertificates()).length, 16, 'nothing was loaded')

    await page.getByRole('link', { name: 'Certificates' }).click()
    await page.getByRole('button', { name: 'Place a certificate' }).click()
    await page.getByRole('dialog').getByLabel('Domain').fill('kept.example.com')
    await page.getByRole('dialog').getByLabel('Expires').fill('never')
    await page.getByRole('dialog').getByRole('button', { name: 'Place a certificate' }).click()
    await page.getByText(/not_after/).waitFor()
    t.equal(await page.getByRole('dialog').getByLabel('Domain').inputValue(), 'kept.example.com')
  },
)

t.test(
  '401 the admin key is asked for once, and kept for the tab',
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'fixtures/demo.json', adminKey: 'open sesame' })
    t.teardown(() => emulator.close())
    const { page } = await open(t, `${emulator.url}/console/`)
    await page.getByRole('heading', { name: 'This server asks for its admin key' }).waitFor()
    await page.getByLabel('Admin key').fill('wrong')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByText('That is not the key of this server.').waitFor()
    t.equal(await page.getByLabel('Admin key').inputValue(), 'wrong', 'what was typed is not lost')
    t.strictSame(await violations(page), [])
    await page.getByLabel('Admin key').fill('open sesame')
    await page.getByRole('button', { name: 'Unlock' }).click()
    await page.getByRole('link', { name: 'demo-www' }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'demo-www' }).waitFor()
    t.equal(await page.evaluate(() => (globalThis as any).localStorage.length), 0, 'it is kept nowhere else')
  },
)

t.test(
  'a server that stops and comes back: the page says so, and goes on',
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const first = await startEmulator({ fixtures: 'fixtures/demo.json' })
    const port = Number(new URL(first.url).port)
    const { page } = await open(t, `${first.url}/console/`)
    await page.getByRole('link', { name: 'demo-www' }).waitFor()
    await page.getByLabel('Search name, domain or ID').fill('demo-e')
    await first.close()
    await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor()
    t.strictSame(await violations(page), [])
    const second = await startEmulator({ fixtures: 'fixtures/demo.json', port })
    t.teardown(() => second.close())
    await page.getByRole('alert').filter({ hasText: 'The server does not answer' }).waitFor({ state: 'detached' })
    await second.world(PROJECT).place({ name: 'demo-even-newer' })
    await page.getByRole('link', { name: 'demo-even-newer' }).waitFor()
    t.equal(await page.getByLabel('Search name, domain or ID').inputValue(), 'demo-e')
  },
)

/** What runs where a page takes text for markup. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "javascript:alert(1)//'",
  '{{alert(1)}}</script><script>alert(1)</script>',
]

t.test(
  'hostile text in every field that a client can fill runs nowhere',
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'none' })
    t.teardown(() => emulator.close())
    const [image = '', vector = '', link = '', script = ''] = HOSTILE
    const made = await emulator.createWorld({
      account: { name: image },
      users: [{ name: vector }],
      certificates: [
        { name: image, domain: vector, sans: `${link};${script}`, description: script, order_id: 'x<b>' },
        { status: 'REVOKED', name: script, revoke_reason: image, application: { company_name: vector, csr: script } },
      ],
    })
    const [{ id = '' } = {}, { id: other = '' } = {}] = made.certificates
    const send = (url: string, payload: string, headers: Record<string, string>) =>
      emulator.inject({ method: 'POST', url, payload, headers: { 'x-auth-token': made.token, ...headers } })
    await send(`/v2/${made.project_id}/scm/cert/${id}/revoke`, JSON.stringify({ reason: image }), {
      'x-hostile': vector,
    })
    await send(`/v2/${made.project_id}/<svg onload=alert(1)>?a=${encodeURIComponent(script)}`, script, {
      'user-agent': image,
    })
    const { page, complaints } = await open(t, `${emulator.url}/console/#/${made.project_id}/certificates`)
    await page.getByRole('link', { name: image }).first().waitFor()
    for (const view of [
      `certificates/${id}`,
      `certificates/${other}`,
      'requests',
      'requests/1',
      'requests/2',
      'world',
      'desk',
      'faults',
    ]) {
      await page.evaluate((hash) => ((globalThis as any).location.hash = hash), `#/${made.project_id}/${view}`)
      await page.locator('.detail h1, .card, .panel, .table, .empty').first().waitFor()
      await page.evaluate(() => {
        for (const part of (globalThis as any).document.querySelectorAll('main details')) part.open = true
      })
      const foreign = await page
        .locator('main :is(img, script, iframe, svg:not(.life)), main [onerror], main [onload]')
        .count()
      t.equal(foreign, 0, `${view} holds text only`)
    }
    await page.evaluate(
      (hash) => ((globalThis as any).location.hash = hash),
      `#/${made.project_id}/certificates/${other}`,
    )
    await page.locator('.detail .actions > button').first().click()
    await page.getByLabel('Reason').fill(script)
    for (const name of ['curl', 'Python', 'Java', 'Go', 'Node.js'])
      await page.getByRole('button', { name, exact: true }).click()
    t.strictSame(complaints, [], 'nothing ran, nothing was forbidden')
  },
)
