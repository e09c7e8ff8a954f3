import { styleText } from 'node:util'
import type { DestinationStream } from 'pino'
import { visible, WIDTH } from './print.ts'

/** What a log entry may have. */
interface Entry {
  level: number
  time: number
  msg: string
  err?: { stack?: string }
  method?: string
  path?: string
  status?: number
  code?: string
  ms?: number
}

type Style = Parameters<typeof styleText>[0]

/** Writes a log for a person: an entry a line, a request within the width of the terminal, an error with its stack. */
export function createLines(terminal: NodeJS.WriteStream): DestinationStream {
  const paint = (style: Style, text: string) => styleText(style, text, { stream: terminal })
  return {
    write(json) {
      const entry: Entry = JSON.parse(json)
      const time = new Date(entry.time).toTimeString().slice(0, 8)
      const rest =
        entry.method === undefined ? sentence(entry, paint) : request(entry, terminal.columns || WIDTH, paint)
      terminal.write(`${paint('dim', time)} ${rest}\n`)
    },
  }
}

type Paint = (style: Style, text: string) => string

function sentence({ level, msg, err }: Entry, paint: Paint): string {
  const style: Style | undefined = level >= 50 ? 'red' : level >= 40 ? 'yellow' : undefined
  const text = visible(msg)
  return [style ? paint(style, text) : text, ...(err?.stack ?? '').split('\n').filter(Boolean)].join('\n')
}

const TIME = '00:00:00 '.length

/** Method, path, status, code, milliseconds; what is too long for the line is left out of the path's middle. */
function request(
  { method = '', path = '', status = 0, code = '', ms = 0 }: Entry,
  columns: number,
  paint: Paint,
): string {
  const tail = [status, code, `${ms < 10 ? ms : Math.round(ms)} ms`].filter((part) => part !== '').join(' ')
  const room = Math.max(10, columns - TIME - method.length - tail.length - 2)
  const style: Style = status < 400 ? 'green' : status < 500 ? 'yellow' : 'red'
  return `${method} ${shorten(visible(path), room).padEnd(room)} ${paint(style, tail)}`
}

/** A path in so many columns: first its long ids lose their ends, then it loses its middle. */
function shorten(path: string, room: number): string {
  if (path.length <= room) return path
  const short = path.replace(/[0-9a-f]{32}/g, (id) => `${id.slice(0, 6)}…`)
  if (short.length <= room) return short
  const end = Math.floor((room - 1) / 2)
  return `${short.slice(0, room - 1 - end)}…${short.slice(-end)}`
}
