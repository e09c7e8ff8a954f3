import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { type Logger, pino } from 'pino'
import { createApp } from './app.ts'
import { type Ca, createCa } from './ca/ca.ts'
import { type Config, configure, fixtureFile, type Options, packageFile } from './config.ts'
import type { FaultView } from './documents/fault.ts'
import { wallClock } from './domain/clock.ts'
import { createRehearsal, type Observe } from './rehearsal.ts'
import { openDatabase, troubleOf, unusable } from './store/database.ts'
import { createStore, type Store } from './store/store.ts'
import type { ContractOperation } from './worlds/coverage.ts'
import { expireWorlds } from './worlds/expire.ts'
import { unusedFaults } from './worlds/faults.ts'
import { loadFixtures } from './worlds/fixtures.ts'

/** An emulator: its own database, worlds and door. */
export interface Emulator extends AsyncDisposable {
  readonly config: Config
  readonly store: Store
  readonly ca: Ca
  /** Asks without a socket. */
  inject(request: InjectOptions | string): Promise<LightMyRequestResponse>
  /** Begins to listen; the address, with the port that was picked. */
  listen(): Promise<string>
  /** What the contract says of the service's operations. */
  contract(): readonly ContractOperation[]
  /** Aborts when it closes. */
  readonly closing: AbortSignal
  /** Faults, of all worlds, that have not acted as often as they were ordered to. */
  unusedFaults(): FaultView[]
  /** Answers what is under way, commits what is queued, closes the database. Once is enough. */
  close(): Promise<void>
}

/**
 * Builds the parts of an emulator, and owns their lifetime. A new database gets the worlds of the fixtures.
 *
 * @throws Invalid for a bad option or fixture file, UnusableDatabase for a database that cannot be used
 */
export async function assemble(
  options: Options,
  logger: Logger = pino({ level: 'silent' }),
  observe?: Observe,
): Promise<Emulator> {
  const config = configure(options)
  const file = config.inMemory ? ':memory:' : config.db
  const database = openDatabase(file, packageFile('migrations'))
  try {
    const store = createStore(database)
    const fixtures = fixtureFile(config)
    const isNew = store.worlds.all().length === 0
    // A fixture file that is named is expected to be loaded.
    if (!isNew && fixtures !== undefined && options.fixtures !== undefined) {
      logger.warn(`${fixtures} was not loaded: the database ${config.db} has worlds already`)
    }
    if (fixtures !== undefined && isNew) {
      await loadFixtures({ store, config, now: wallClock() }, fixtures)
    }
    const ca = createCa(store)
    const stopExpiring = await expireWorlds({ store, ca }, (error) => logger.warn(error, 'worlds could not be dropped'))
    const rehearsal = createRehearsal(store, (observe) =>
      assemble({ ...config, inMemory: true, fixtures: 'none', adminKey: '' }, undefined, observe),
    )
    const { rehearse } = rehearsal
    const app = await createApp({ config, store, ca, rehearse, ...(observe && { observe }) }, logger)
    app.addHook('onClose', async () => {
      stopExpiring()
      await app.idle
      await rehearsal.close()
      store.close()
    })
    await app.ready()
    const close = () => app.close()
    return {
      config,
      store,
      ca,
      inject: (request) => app.inject(request),
      contract: () => app.contract(),
      closing: app.closing,
      unusedFaults: () => store.worlds.all().flatMap((world) => unusedFaults({ store, world })),
      listen: () => app.listen({ host: config.host, port: config.port }),
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    database.close()
    throw troubleOf(error as Error) ? unusable(file, error) : error
  }
}
