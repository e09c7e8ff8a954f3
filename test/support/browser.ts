import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'

const CHROMIUM = '/usr/bin/chromium'

/** Why tests in a browser are skipped; false where they are not. */
export const noChromium = existsSync(CHROMIUM) ? (false as const) : `Chromium is missing: there is no ${CHROMIUM}`

let launched: Promise<Browser> | undefined

/** One browser serves the tests of a file: it ends with them. */
async function browser(): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  launched ??= chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  return launched
}
t.teardown(async () => (await launched)?.close())

export interface Opened {
  readonly page: Page
  /** All that the page asked for. */
  readonly urls: string[]
  /** What it complained of: its console, errors that nobody caught, what a policy forbade. */
  readonly complaints: string[]
}

/** A page of a browser of its own, without any storage of others; it ends with the test. */
export async function open(test: Test, url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await (await browser()).newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 800 },
    ...options,
  })
  test.teardown(() => context.close())
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const urls: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    dialog.dismiss()
  })
  await page.goto(url)
  return { page, urls, complaints }
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

/**
 * What axe-core finds wrong with what a page shows. It comes in by the debugger's door, so that the page's policy stays
 * in force.
 */
export async function violations(page: Page): Promise<string[]> {
  const { readFileSync } = await import('node:fs')
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(readFileSync(AXE, 'utf8'))
  const found = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as Violation[]
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
}
