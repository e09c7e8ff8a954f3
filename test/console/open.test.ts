import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import t from 'tap'
import { environment, MAIN } from '../support/child.ts'
import { folder } from '../support/emulate.ts'

t.test(
  '--open opens the console in the browser, once the server listens',
  { skip: process.platform !== 'linux' && 'it is the opener of Linux that is replaced' },
  async (t) => {
    const directory = folder(t)
    const opened = join(directory, 'opened')
    writeFileSync(join(directory, 'xdg-open'), `#!/bin/sh\necho "$1" > ${opened}.new && mv ${opened}.new ${opened}\n`, {
      mode: 0o755,
    })
    const watcher = watch(directory)
    const changed = once(watcher, 'change')
    const env = environment({ PATH: [directory, process.env.PATH].join(delimiter) })
    const child = spawn(process.execPath, [MAIN, '--in-memory', '--port', '0', '--open'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'close')
    t.teardown(async () => {
      child.kill()
      await ended
    })
    await changed
    while (!existsSync(opened)) await once(watcher, 'change')
    watcher.close()
    const url = readFileSync(opened, 'utf8').trim()
    t.match(url, /^http:\/\/127\.0\.0\.1:\d+\/console\/$/)
    t.equal((await fetch(url)).status, 200)
  },
)
