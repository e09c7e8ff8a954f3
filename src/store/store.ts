import { createCertificates } from './certificates.ts'
import type { Database } from './database.ts'
import { createEvents } from './events.ts'
import { createIdentities } from './identities.ts'
import { createProjects } from './projects.ts'

/** Everything that is kept. */
export function createStore(database: Database) {
  const events = createEvents(database)
  return {
    events,
    certificates: createCertificates(database, events),
    identities: createIdentities(database),
    projects: createProjects(database),
    write: database.write,
    close: database.close,
  }
}

export type Store = ReturnType<typeof createStore>
