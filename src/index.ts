import { pino } from 'pino'
import type { Options } from './config.ts'
import { assemble } from './emulator.ts'
import { createControl } from './library/control.ts'
import type { Emulator, RunningEmulator } from './library/emulator.ts'
import { localTransport } from './library/local.ts'

export type { Options } from './config.ts'
export type * from './documents/index.ts'
export { connect } from './library/connect.ts'
export { ControlError, Unreachable } from './library/control.ts'
export type * from './library/emulator.ts'
export type * from './library/inject.ts'
export type * from './library/verbs.ts'

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
  // A database that is named is to be kept.
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
