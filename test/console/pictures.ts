/**
 * Makes the pictures of docs/console.md and its Chinese twin again: `npm run pictures`. They show the shipped console with
 * the demo world, its clock stopped, so that a picture changes only where the console does.
 */
import { chromium, type Page } from 'playwright-core'
import { startEmulator } from '../../src/index.ts'

const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const DEMO = 'scs1700000000001'

/** What each picture shows: its address, and what is done there. */
const PICTURES: [name: string, view: string, deed?: (page: Page) => Promise<unknown>][] = [
  ['certificates', `certificates/${DEMO}`, (page) => page.locator('.detail b.good').first().waitFor()],
  [
    'revoke',
    `certificates/${DEMO}`,
    async (page) => {
      await page.locator('.detail button.danger').click()
      await page.locator('dialog textarea').fill('key lost')
      await page.locator('dialog .verdict').getByText('REVOKING → REVOKED').waitFor()
    },
  ],
  ['requests', 'requests/2'],
]

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [language, folder, colorScheme] of [
  ['en-GB', 'docs', 'light'],
  ['zh-CN', 'docs/zh', 'dark'],
] as const) {
  await using emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
  const world = emulator.world(PROJECT)
  await world.clock.freeze()
  for (const id of ['scs1700000000002', 'scs1700000000003']) {
    const url = `/v2/${PROJECT}/scm/cert/${id}/revoke`
    const headers = { 'x-auth-token': 'scm-emulator-demo-token-000000000001', 'content-type': 'application/json' }
    await emulator.inject({ method: 'POST', url, headers, payload: '{"reason":"key lost"}' })
  }
  for (const [name, view, deed] of PICTURES) {
    const viewport = { width: 1080, height: 660 }
    const page = await browser.newPage({ locale: language, colorScheme, viewport, reducedMotion: 'reduce' })
    await page.goto(`${emulator.url}/console/#/${PROJECT}/${view}`)
    await page.locator('.detail .fields').first().waitFor()
    await deed?.(page)
    await page.screenshot({ path: `${folder}/console-${name}.png` })
    await page.close()
  }
}
await browser.close()
