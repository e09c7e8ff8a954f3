import { Transform, type TransformCallback } from 'node:stream'
import { inspect, styleText } from 'node:util'
import { Parser, type Result } from 'tap-parser'

/** What tap says of a failure that is shown otherwise, or tells nobody anything. */
const HIDDEN = /^(?:args|at|command|compare|cwd|externalID|source|stdio|tapCaught|test)$/
/** What tap says of the whole run, as this reporter does, too. */
const SUMMARY = /^# (?:\{ total|time=|No coverage generated)/

/** The difference, else whatever there is, and where. */
function detailsOf({ diag }: Result): string {
  const { diff, stack = '', ...rest } = diag === true || !diag ? {} : (diag as Record<string, unknown>)
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !HIDDEN.test(name)))
  const text = diff ?? (Object.keys(others).length > 0 ? inspect(others) : '')
  return `${text}\n${stack}`.trim().replace(/^/gm, '    ')
}

/**
 * A line for each file when it is done, the failures in full at the end, and a line that sums up: the same in a
 * terminal, a pipe and a log of CI. tap's own reporters draw over what they drew, or print each assertion.
 */
export default class Reporter extends Transform {
  readonly #parser = new Parser()
  readonly #failures: string[] = []
  readonly #counts = { passed: 0, failed: 0, skipped: 0 }
  readonly #begun = performance.now()
  #files = 0

  constructor() {
    super()
    let before = { ...this.#counts }
    this.#parser.on('child', (file) => {
      before = { ...this.#counts }
      this.#watch(file, [file.name])
    })
    this.#parser.on('assert', (file: Result) => {
      this.#files += 1
      if (!file.ok && this.#counts.failed === before.failed) this.#count(file, [])
      const count = this.#counts.passed + this.#counts.failed - before.passed - before.failed
      const seconds = ((file.time ?? 0) / 1000).toFixed(1)
      const mark = file.ok ? styleText('green', '✓') : styleText('red', '✗')
      this.push(`${mark} ${file.name.padEnd(36)} ${String(count).padStart(6)} assertions ${seconds.padStart(6)} s\n`)
    })
    this.#parser.on('comment', (text: string) => SUMMARY.test(text) || this.push(text))
  }

  /** Counts what has no parts of its own; a part that failed has said so itself. */
  #watch(test: Parser, path: string[]): void {
    let part = ''
    let failed = 0
    test.on('child', (child) => {
      part = child.name
      failed = this.#counts.failed
      this.#watch(child, [...path, child.name])
    })
    test.on('assert', (result: Result) => {
      const isPart = result.name === part
      part = ''
      if (!isPart || (!result.ok && this.#counts.failed === failed)) this.#count(result, path)
    })
  }

  #count(result: Result, path: string[]): void {
    if (result.skip || result.todo) this.#counts.skipped += 1
    else if (result.ok) this.#counts.passed += 1
    else {
      this.#counts.failed += 1
      this.#failures.push(`${styleText('red', `✗ ${[...path, result.name].join(' > ')}`)}\n${detailsOf(result)}`)
    }
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#parser.write(chunk)
    done()
  }

  override _flush(done: TransformCallback): void {
    this.#parser.on('complete', () => {
      const { passed, failed, skipped } = this.#counts
      const seconds = Math.round((performance.now() - this.#begun) / 1000)
      const sum = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
      for (const failure of this.#failures) this.push(`\n${failure}\n`)
      this.push(`\n${styleText(failed > 0 ? 'red' : 'green', sum)} in ${this.#files} files and ${seconds} s\n`)
      done()
    })
    this.#parser.end()
  }
}
