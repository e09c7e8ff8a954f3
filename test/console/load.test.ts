import { Agent, request } from 'node:http'
import t from 'tap'
import { startEmulator } from '../../src/index.ts'
import { noChromium, open } from '../support/browser.ts'
import { IS_LONG, onlyLong } from '../support/length.ts'

t.setTimeout(240_000)

const PROJECT = '0f5181caba0024e72f89c0045e707b91'
const TOKEN = 'scm-emulator-demo-token-000000000001'
/** How many requests a second, for how many seconds. */
const LOAD = IS_LONG ? { rate: 1_000, seconds: 8 } : { rate: 200, seconds: 2 }

t.test(
  '10,000 certificates: only what is seen is in the page, and one comes to the last by keyboard',
  {
    skip: noChromium || (!IS_LONG && 'only in a long run'),
    timeout: 120_000,
  },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'none' })
    t.teardown(() => emulator.close())
    const certificates = Array.from({ length: 10_000 }, (_, index) => ({ name: `number-${index}` }))
    const { project_id } = await emulator.createWorld({ certificates })
    const { page } = await open(t, `${emulator.url}/console/#/${project_id}/certificates`)
    await page.getByText('10000 certificates').waitFor()
    t.ok((await page.locator('tbody tr').count()) < 60)
    await page.getByRole('link', { name: 'number-0', exact: true }).focus()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: 'number-9999' }).waitFor()
    const begun = performance.now()
    await page.getByLabel('Search name, domain or ID').fill('number-77')
    await page.getByText('111 of 10000 certificates').waitFor()
    t.comment(`a search: ${(performance.now() - begun).toFixed(0)} ms`)
  },
)

t.test(
  `${LOAD.rate} requests a second: an input answers within 100 ms`,
  { skip: noChromium || onlyLong, timeout: 120_000 },
  async (t) => {
    const emulator = await startEmulator({ fixtures: 'fixtures/demo.json' })
    t.teardown(() => emulator.close())
    const { page, complaints } = await open(t, `${emulator.url}/console/#/${PROJECT}/requests`)
    await page.getByText('No requests yet').first().waitFor()
    const agent = new Agent({ keepAlive: true, maxSockets: 32 })
    t.teardown(() => agent.destroy())
    const url = `${emulator.url}/v2/${PROJECT}/scm/cert/scs1700000000003`
    const send = () =>
      new Promise<void>((resolve, reject) => {
        request(url, { agent, headers: { 'x-auth-token': TOKEN } }, (reply) => reply.resume().on('end', resolve))
          .on('error', reject)
          .end()
      })
    const begun = performance.now()
    let sent = 0
    const under = (async () => {
      const flying = new Set<Promise<void>>()
      while (performance.now() - begun < LOAD.seconds * 1_000) {
        for (; sent < ((performance.now() - begun) / 1_000) * LOAD.rate && flying.size < 64; sent += 1) {
          const one = send().finally(() => flying.delete(one))
          flying.add(one)
        }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await Promise.all(flying)
    })()
    await page.locator('tbody tr').first().waitFor()
    // From the key to the frame that shows what it did, in the page's own time.
    await page.evaluate(() => {
      const { document, performance, requestAnimationFrame } = globalThis as any
      const lags: number[] = []
      Object.assign(globalThis, { lags })
      document.addEventListener(
        'keydown',
        (event: any) => requestAnimationFrame(() => lags.push(performance.now() - event.timeStamp)),
        true,
      )
    })
    await page.getByRole('searchbox').focus()
    for (const key of 'ShowCertificate') await page.keyboard.press(key)
    await under
    const rate = sent / ((performance.now() - begun) / 1_000)
    const lags = ((await page.evaluate('lags')) as number[]).sort((a, b) => a - b)
    const median = lags[Math.floor(lags.length / 2)] ?? Number.POSITIVE_INFINITY
    t.comment(
      `${rate.toFixed(0)} requests/s; an input: median ${median.toFixed(0)} ms, worst ${lags.at(-1)?.toFixed(0)} ms of ${lags.length}`,
    )
    t.ok(median < 100, `median ${median.toFixed(0)} ms`)
    await page.waitForFunction(
      (wanted) =>
        new RegExp(wanted).test((globalThis as any).document.querySelector('.count.requests')?.textContent ?? ''),
      `^${Math.min(1_000, sent)}$|^2000$|^${sent}$`,
    )
    t.strictSame(complaints, [])
  },
)
