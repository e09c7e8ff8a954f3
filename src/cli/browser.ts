import { spawn } from 'node:child_process'

/** What opens an address in the browser that a person has chosen, by platform. */
const OPENERS: Partial<Record<NodeJS.Platform, [command: string, ...before: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
}

/** Opens an address in the browser. @param failed is told why where there is nothing that does */
export function openBrowser(url: string, failed: (error: Error) => void): void {
  const [command, ...before] = OPENERS[process.platform] ?? ['xdg-open']
  spawn(command, [...before, url], { stdio: 'ignore', detached: true })
    .once('error', failed)
    .unref()
}
