import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an image says of itself, as far as an engine needs it to run one. */
export interface Image {
  User: string
  Env: string[]
  WorkingDir: string
  Entrypoint: string[]
  Cmd?: string[]
  Volumes?: Record<string, object>
  ExposedPorts?: Record<string, object>
  Healthcheck?: { Test: string[] }
}

/** What an engine does, with `unshare`: an image's root, its user, its environment, process 1 in a space of its own. */
export function createContainer(image: Image, root: string) {
  const [, , id = '', group = ''] =
    readFileSync(join(root, 'etc/passwd'), 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === image.User) ?? []
  const given = Object.fromEntries(image.Env.map((entry) => entry.split(/=(.*)/s, 2)))

  function enter(command: string[], environment: Record<string, string>): ChildProcess {
    const user = ['--setuid', id, '--setgid', group]
    const place = ['--root', root, '--wd', image.WorkingDir, '--mount-proc']
    const args = ['--mount', '--pid', '--fork', '--kill-child', ...place, ...user, ...command]
    return spawn('unshare', args, { env: { ...given, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] })
  }

  return {
    uid: Number(id),

    /** Runs a command as `docker exec` and health checks do; how it ended. */
    async run(command: string[], environment: Record<string, string> = {}) {
      const child = enter(command, environment)
      child.stdout?.resume()
      const [code] = await once(child, 'close')
      return { code: code as number | null }
    },

    /** Starts it; returns once it listens. */
    async start(environment: Record<string, string> = {}) {
      const child = enter([...image.Entrypoint, ...(image.Cmd ?? [])], environment)
      const ended = once(child, 'close')
      let log = ''
      await new Promise<void>((resolve, reject) => {
        child.stdout?.on('data', (chunk) => {
          log += chunk
          if (/Server listening/.test(log)) resolve()
        })
        child.on('close', (code) => reject(new Error(`it ended with ${code}\n${log}`)))
      })
      const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'))
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      return {
        /** Its number in its own space. */
        insidePid: /^NSpid:.*\s(\d+)$/m.exec(status)?.[1],
        /** All of real, effective, saved and file system's user. */
        uids: [...new Set(/^Uid:\s+(.*)$/m.exec(status)?.[1]?.split(/\s+/))],
        /** Sends SIGTERM; how it ended, and how long that took. */
        async stop() {
          const began = performance.now()
          process.kill(pid, 'SIGTERM')
          const [code] = await ended
          return { code: code as number | null, ms: Math.round(performance.now() - began) }
        },
      }
    },
  }
}
