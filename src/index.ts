import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { type Control, createControl } from './client.ts'
import { assemble, type Options } from './emulator.ts'
import { localTransport } from './local.ts'

export { type Control, ControlError, connect, type World, type WorldHandle, type WorldSettings } from './client.ts'
export type { Options } from './emulator.ts'
export type { CertificateDocument, WorldDocument } from './world/document.ts'
export type { FaultDocument, FaultView } from './world/faults.ts'
export type { RequestFilter, RequestView } from './world/requests.ts'
export type { Expectation, Verdict } from './world/verify.ts'

/** An emulator in this process. It ends with `close()`, or with the block of an `await using`. */
export interface Emulator extends Control, AsyncDisposable {
  /** Asks without a socket. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>
  /**
   * Answers what is under way and closes the database.
   *
   * @param options `faultsUsed` rejects, once closed, where a fault was left unused
   */
  close(options?: { faultsUsed?: boolean }): Promise<void>
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
  const { emulator } = await quietly(options)
  return emulator
}

/** An emulator that listens, on a free port unless one is given. @throws also where it cannot listen */
export async function startEmulator(options: Options = {}): Promise<RunningEmulator> {
  const { emulator, listen } = await quietly(options)
  try {
    return { ...emulator, url: await listen() }
  } catch (error) {
    await emulator.close()
    throw error
  }
}

async function quietly(options: Options) {
  // Whoever names a file wants it kept.
  const all = { ...QUIET, ...(options.db !== undefined && { inMemory: false }), ...options }
  const assembled = await assemble(all, pino({ level: all.logLevel ?? 'silent' }))
  const { inject, listen, close, unusedFaults } = assembled
  const emulator: Emulator = {
    ...createControl(localTransport(assembled)),
    inject,
    async close({ faultsUsed = false } = {}) {
      const unused = faultsUsed ? unusedFaults() : []
      await close()
      if (unused.length > 0) throw new Error(`faults were left unused: ${JSON.stringify(unused)}`)
    },
    [Symbol.asyncDispose]: close,
  }
  return { emulator, listen }
}
