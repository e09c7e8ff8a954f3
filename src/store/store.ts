import { createCertificates } from './certificates.ts'
import { createCopy } from './copy.ts'
import { createCsrs } from './csrs.ts'
import type { Database } from './database.ts'
import { createDeployments } from './deployments.ts'
import { createEvents } from './events.ts'
import { createIdentities } from './identities.ts'
import { createCoverage } from './memory/coverage.ts'
import { createFaults } from './memory/faults.ts'
import { createJournal } from './memory/journal.ts'
import { createMetrics } from './memory/metrics.ts'
import { createTapes } from './memory/tapes.ts'
import { createWindows } from './memory/windows.ts'
import { createNotices } from './notices.ts'
import { createPkiStore } from './pki.ts'
import { createPushes } from './pushes.ts'
import { createTags } from './tags.ts'
import { createWorlds } from './worlds.ts'

/** Everything that is kept: worlds in the database, their faults, journals and tapes in memory. */
export function createStore(database: Database) {
  const coverage = createCoverage()
  const events = createEvents(database, coverage)
  const pki = createPkiStore(database)
  return {
    /** Reads and writes all rows of a world. */
    copy: createCopy(database),
    coverage,
    events,
    certificates: createCertificates(database, events, pki),
    pki,
    identities: createIdentities(database),
    worlds: createWorlds(database),
    pushes: createPushes(database),
    deployments: createDeployments(database),
    notices: createNotices(database),
    csrs: createCsrs(database),
    tags: createTags(database),
    faults: createFaults(),
    journal: createJournal(),
    tapes: createTapes(),
    windows: createWindows(),
    metrics: createMetrics(),
    batches: database.batches,
    write: database.write,
    close: database.close,
  }
}

export type Store = ReturnType<typeof createStore>
