import { createCertificates } from './certificates.ts'
import { createCsrs } from './csrs.ts'
import type { Database } from './database.ts'
import { createEvents } from './events.ts'
import { createIdentities } from './identities.ts'
import { createFaults } from './memory/faults.ts'
import { createJournal } from './memory/journal.ts'
import { createWindows } from './memory/windows.ts'
import { createPkiStore } from './pki.ts'
import { createPushes } from './pushes.ts'
import { createTags } from './tags.ts'
import { createWorlds } from './worlds.ts'

/** Everything that is kept: worlds in the database, their faults and journals in memory. */
export function createStore(database: Database) {
  const events = createEvents(database)
  const pki = createPkiStore(database)
  return {
    events,
    certificates: createCertificates(database, events, pki),
    pki,
    identities: createIdentities(database),
    worlds: createWorlds(database),
    pushes: createPushes(database),
    csrs: createCsrs(database),
    tags: createTags(database),
    faults: createFaults(),
    journal: createJournal(),
    windows: createWindows(),
    write: database.write,
    close: database.close,
  }
}

export type Store = ReturnType<typeof createStore>
