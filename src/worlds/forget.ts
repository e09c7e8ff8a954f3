import type { Context } from '../ca/context.ts'

/**
 * Forgets what is kept of a world beside its rows. One that is deleted leaves nothing; one that begins anew keeps its CA
 * (whoever trusts it goes on), and the numbers of its requests and faults go on too, so that whoever follows them misses
 * nothing.
 */
export function forget({ store, ca, world: { project_id } }: Omit<Context, 'now' | 'actor'>, end: 'deleted' | 'reset') {
  store.events.forget(project_id)
  store.windows.forget(project_id)
  store.certificates.forget(project_id)
  store.tapes.forget(project_id)
  if (end === 'reset') {
    store.journal.clear(project_id)
    store.faults.remove(project_id)
    return
  }
  store.journal.forget(project_id)
  store.faults.forget(project_id)
  store.coverage.forget(project_id)
  store.pki.forget(project_id)
  ca.forget(project_id)
}
