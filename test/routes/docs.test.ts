import { existsSync, readFileSync } from 'node:fs'
import t, { type Test } from 'tap'
import { startEmulator } from '../../src/index.ts'
import { emulate, suite, type Target } from '../support/emulate.ts'

const demo = JSON.parse(readFileSync(new URL('../../fixtures/demo.json', import.meta.url), 'utf8')).worlds[0]
const TOKEN = demo.users[0].token as string
const PAGE = '/docs'
const FILES = [
  [PAGE, 'text/html; charset=utf-8'],
  ['/docs/', 'text/html; charset=utf-8'],
  ['/docs/page.js', 'text/javascript; charset=utf-8'],
  ['/docs/viewer.js', 'text/javascript; charset=utf-8'],
] as const

/** What a policy allows, by directive. */
const policyOf = (header: unknown) =>
  Object.fromEntries(
    String(header)
      .split('; ')
      .map((directive) => directive.split(/ (.*)/, 2) as [string, string]),
  )

suite('the page and its files', async (t, target) => {
  for (const [path, type] of FILES) {
    const { status, headers, text } = await target.ask({ path })
    t.equal(status, 200, path)
    t.equal(headers['content-type'], type, `${path} type`)
    t.equal(headers.server, 'api-gateway', `${path} comes through the gateway as all does`)
    t.match(headers['x-request-id'], /^[0-9a-f]{32}$/, `${path} request id`)
    t.equal(headers['x-content-type-options'], 'nosniff', `${path} type is not guessed`)
    t.ok(text.length > 500, `${path} has ${text.length} characters`)
    const policy = policyOf(headers['content-security-policy'])
    t.equal(policy['default-src'], "'none'", `${path} nothing is allowed`)
    t.equal(policy['script-src'], "'self'", `${path} but scripts of this server`)
    t.equal(policy['connect-src'], "'self'", `${path} and requests to it`)
    t.notMatch(String(headers['content-security-policy']), /https?:|\*|unsafe-eval/, `${path} no other host`)

    const again = await target.ask({ path, headers: { 'if-none-match': String(headers.etag) } })
    t.equal(again.status, 304, `${path} is kept`)
    t.equal(again.text, '', `${path} and not sent again`)
    t.equal(
      (await target.ask({ path, headers: { 'if-none-match': '"old"' } })).status,
      200,
      `${path} unless it changed`,
    )
  }
})

suite('everything else is the gateway’s', async (t, target) => {
  for (const path of ['/docs/none', '/docs/page.html', '/docs/..%2fpackage.json', '/docsx', '/docs/page.js/']) {
    const { status, json } = await target.ask({ path })
    t.equal(status, 404, path)
    t.equal(json?.error_code, 'APIGW.0101', `${path} code`)
  }
  const refused = await target.ask({ method: 'PUT', path: '/v3/scm/certificates' })
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
    for (const path of [PAGE, '/docs/viewer.js', '/docs/demo.json']) {
      const { status, json } = await target.ask({ method, path })
      t.equal(status, refused.status, `${method} ${path}`)
      if (method !== 'HEAD') t.equal(json?.error_code, refused.json.error_code, `${method} ${path} code`)
    }
  }
})

t.test('nothing on the page leads to another host', async (t) => {
  const target = await emulate(t)
  for (const path of [PAGE, '/docs/page.js']) {
    const { text } = await target.ask({ path })
    const links = [...text.matchAll(/(?:src|href|from|fetch\(|import\()[=\s]*["']([^"']+)/g)].map(
      ([, link = '']) => link,
    )
    t.ok(links.length > 0, `${path} has ${links.length} links`)
    for (const link of links) t.match(link, /^(?:\/(?!\/)|data:)/, `${path} ${link.slice(0, 40)}`)
    const hosts = text.match(/(?:https?:)?\/\/[\w.-]+\.\w+/g) ?? []
    t.strictSame(
      hosts.filter((host) => !host.includes('www.w3.org')),
      [],
      `${path} names no host but a namespace`,
    )
  }
})

t.test('the demo world is filled in where it is, and no other is', async (t) => {
  const filledIn = async (target: Target) => {
    const { status, headers, json } = await target.ask({ path: '/docs/demo.json' })
    t.equal(status, 200)
    t.equal(headers['content-type'], 'application/json')
    t.equal(headers['cache-control'], 'no-store')
    return json
  }
  const target = await emulate(t, { fixtures: 'fixtures/demo.json' })
  const [{ id }] = demo.certificates
  const parameters = { project_id: demo.project_id, cert_id: id, certificate_id: id }
  t.strictSame(await filledIn(target), { token: TOKEN, parameters })
  const revoke = await target.ask({
    method: 'POST',
    path: `/v2/${parameters.project_id}/scm/cert/${id}/revoke`,
    headers: { 'x-auth-token': TOKEN },
    body: { reason: 'key lost' },
  })
  t.equal(revoke.text, '{"message":"success"}')
  t.equal((await filledIn(target)).parameters.cert_id, 'scs1700000000002', 'the next one, once it is revoked')

  const other = await emulate(t)
  await other.world({ certificates: [{}] })
  t.strictSame(await filledIn(other), {}, 'nothing of a world that is not the demo')
  await other.control('POST', '/worlds', { users: [{ name: 'demo', token: TOKEN }] })
  const { token, parameters: known } = await filledIn(other)
  t.equal(token, TOKEN)
  t.strictSame(Object.keys(known), ['project_id'], 'a world without certificates has none to fill in')
})

t.test('the page belongs to no world: whatever is sent along, no journal has it', async (t) => {
  const target = await emulate(t)
  const { project_id, token } = await target.world()
  const headers = { 'x-auth-token': token, 'x-project-id': project_id }
  for (const [path] of [...FILES, ['/docs/demo.json']]) t.equal((await target.ask({ path, headers })).status, 200, path)
  t.strictSame((await target.control('GET', `/worlds/${project_id}/requests`)).requests, [])
})

const CHROMIUM = '/usr/bin/chromium'
const noChromium = existsSync(CHROMIUM) ? false : `Chromium is missing: there is no ${CHROMIUM}`

t.test('in a browser: search, try, succeed', { skip: noChromium }, async (t) => {
  const emulator = await startEmulator()
  t.teardown(() => emulator.close())
  const { page, urls, complaints } = await browse(t)
  await page.goto(`${emulator.url}${PAGE}`)

  await page.getByText('The demo world is filled in').waitFor()
  const operations = page.locator('.nav-bar-path')
  const revoke = page.locator('.nav-bar-path[id^="link-post-"][id$="/revoke"]')
  await revoke.waitFor()
  await page.getByPlaceholder('Filter').fill('no operation is called that')
  await revoke.waitFor({ state: 'detached' })
  t.equal(await operations.count(), 0, 'a search that finds nothing')
  await page.getByPlaceholder('Filter').fill('revoke')
  await revoke.click()

  const id = demo.certificates[0].id as string
  const path = `/v2/${demo.project_id}/scm/cert/${id}/revoke`
  const answered = page.waitForResponse((response) => response.url() === `${emulator.url}${path}`)
  await page.getByRole('button', { name: 'Execute' }).click()
  const response = await answered
  t.equal(await response.text(), '{"message":"success"}')
  await page.getByText('Response Status: OK (200)').waitFor()
  await page.locator('api-request').getByText('"success"').first().waitFor()
  t.equal((await emulator.world(demo.project_id).certificate(id)).status, 'REVOKING')

  const strangers = urls.filter((url) => !url.startsWith(`${emulator.url}/`))
  t.strictSame(strangers, [], 'no request left the server')
  t.strictSame(complaints, [], 'nothing in the console')
})

t.test('in the dark the page is dark, and can be read', { skip: noChromium }, async (t) => {
  const emulator = await startEmulator()
  t.teardown(() => emulator.close())
  const { page } = await browse(t)
  await page.goto(`${emulator.url}${PAGE}`)
  await page.locator('.m-markdown code').first().waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const selector of ['.m-markdown p', '.m-markdown code', '#demo', '.nav-bar-path']) {
      const [front, back] = await page.locator(selector).first().evaluate(coloursOf)
      const [text, ground] = [luminance(front), luminance(back)]
      const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
      // WCAG 2.2, 1.4.3: 4.5 to 1.
      t.ok(contrast >= 4.5, `${colorScheme} ${selector}: ${contrast.toFixed(1)} to 1`)
      // The navigation is dark always.
      if (selector === '.nav-bar-path') continue
      t.equal(ground < 0.2, colorScheme === 'dark', `${colorScheme} ${selector} stands on ${back}`)
    }
  }
})

/** As much of the browser's types as is needed here. */
interface Shown {
  assignedSlot: Shown | null
  parentElement: Shown | null
  getRootNode(): { host?: Shown }
}
interface Browser {
  getComputedStyle(element: Shown): { color: string; backgroundColor: string }
}

/** The colours of an element's text, and of what is behind it. Runs in the browser. */
function coloursOf(element: unknown): [front: string, back: string] {
  const { getComputedStyle } = globalThis as unknown as Browser
  let behind: Shown | undefined = element as Shown
  while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') {
    behind = behind.assignedSlot ?? behind.parentElement ?? behind.getRootNode().host
  }
  const back = behind ? getComputedStyle(behind).backgroundColor : 'rgb(255, 255, 255)'
  return [getComputedStyle(element as Shown).color, back]
}

/** WCAG 2.2: relative luminance, from 0 (black) to 1. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => {
    const value = Number(part) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** A page of a browser that ends with the test; what it asked for, and what it complained of. */
async function browse(t: Test) {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath: CHROMIUM })
  t.teardown(() => browser.close())
  const page = await browser.newPage()
  const urls: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, urls, complaints }
}
