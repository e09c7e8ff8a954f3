import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { assemble, type Options } from './emulator.ts'

export type { Options } from './emulator.ts'

/** An emulator in this process. It ends with `close()`, or with the block of an `await using`. */
export interface Emulator extends AsyncDisposable {
  /** Asks without a socket. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>
  close(): Promise<void>
}

/** An emulator that listens. */
export interface RunningEmulator extends Emulator {
  /** Its address, e.g. `http://127.0.0.1:49152`. */
  readonly url: string
}

/** What a library wants: nothing on disk, nothing printed, a free port. */
const QUIET: Options = { inMemory: true, logLevel: 'silent', port: 0 }

/** An emulator that does not listen. @throws where an option, a fixture file or the database is unusable */
export async function createEmulator(options: Options = {}): Promise<Emulator> {
  const { inject, close } = await quietly(options)
  return { inject, close, [Symbol.asyncDispose]: close }
}

/** An emulator that listens, on a free port unless one is given. */
export async function startEmulator(options: Options = {}): Promise<RunningEmulator> {
  const { inject, listen, close } = await quietly(options)
  try {
    return { url: await listen(), inject, close, [Symbol.asyncDispose]: close }
  } catch (error) {
    await close()
    throw error
  }
}

function quietly(options: Options) {
  // Whoever names a file wants it kept.
  const all = { ...QUIET, ...(options.db !== undefined && { inMemory: false }), ...options }
  return assemble(all, pino({ level: all.logLevel ?? 'silent' }))
}
