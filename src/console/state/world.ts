import { batch, computed, effect, signal, untracked } from '@preact/signals'
import type { CertificateView, EventView, FaultView, WorldSettings } from '../../documents/index.ts'
import { announce } from '../parts/announce.tsx'
import { place } from '../router.ts'
import { call, Failure, link, pause, read } from '../transport.ts'
import { readAll, readSome } from './certificates.ts'
import { setKnown } from './clock.ts'
import { followRequests } from './journal.ts'

/** All worlds of the server; null until they are known. */
export const worlds = signal<readonly WorldSettings[] | null>(null)

/** The world that one looks at: the address's, or the first. */
export const project = computed(() => place.value.world || worlds.value?.[0]?.project_id || '')

/** Its settings; null until they are known. */
export const settings = signal<WorldSettings | null>(null)
export const certificates = signal<readonly CertificateView[] | null>(null)
export const faults = signal<readonly FaultView[]>([])

/** The audit trail by certificate. */
export const trail = signal<ReadonlyMap<string, readonly EventView[]>>(new Map())

/** The world is not there: `unknown` from the start, or `deleted` while one looked at it. */
export const missing = signal<'' | 'unknown' | 'deleted'>('')

/** The server could not say what the world holds: why. */
export const failed = signal('')

/** Reads the list of worlds. @throws Failure */
export async function readWorlds(): Promise<void> {
  worlds.value = (await call<{ worlds: WorldSettings[] }>('GET', '/worlds')).worlds
  link.value = 'live'
}

/** Asks until the server answers. It is what the page begins with, and comes back to when the server was away. */
export async function connect(): Promise<void> {
  for (let wait = 100; ; wait = Math.min(1000, wait * 2)) {
    try {
      return await readWorlds()
    } catch (error) {
      if (!(error instanceof Failure) || error.status !== 0) throw error
      await pause(wait)
    }
  }
}

/** Keeps the page with the server: a lost link is taken up again, the world of the address is followed. */
export function live(): void {
  effect(() => {
    if (link.value === 'new' || link.value === 'lost') connect().catch(({ message }) => (failed.value = message))
  })
  effect(() => {
    const id = project.value
    if (link.value !== 'live' || !id) return
    return untracked(() => follow(id))
  })
}

function follow(id: string): () => void {
  const gone = new AbortController()
  const { signal } = gone
  const isSame = settings.peek()?.project_id === id
  if (!isSame) {
    batch(() => {
      settings.value = null
      certificates.value = null
      faults.value = []
      trail.value = new Map()
    })
  }
  missing.value = ''
  failed.value = ''
  const touched = new Set<string>()
  let isAll = true
  let isBusy = false
  let wake: () => void = () => undefined

  /** Reads what changed. The page takes at most a tenth of the server's time, so changes that come thick are read together. */
  async function refresh(): Promise<void> {
    while (!signal.aborted) {
      if (!isBusy) await new Promise<void>((resolve) => (wake = resolve))
      isBusy = false
      if (signal.aborted) return
      const begun = performance.now()
      const ids = [...touched]
      touched.clear()
      const known = certificates.peek()
      const isFew = known !== null && !isAll && ids.length * 20 < known.length
      isAll = false
      const [world, found, { faults: ordered }] = await Promise.all([
        call<WorldSettings>('GET', `/worlds/${id}`),
        isFew ? readSome(id, known, ids) : readAll(id),
        call<{ faults: FaultView[] }>('GET', `/worlds/${id}/faults`),
      ])
      if (signal.aborted) return
      batch(() => {
        tell(known, found)
        settings.value = world
        setKnown(world.clock)
        certificates.value = found
        faults.value = ordered
      })
      await pause(Math.min(found.length > 1_000 ? 2_000 : 100, (performance.now() - begun) * 9))
    }
  }
  const changed = (all = false) => {
    isAll ||= all
    isBusy = true
    wake()
  }
  const stop = (error: unknown) => {
    if (signal.aborted || !(error instanceof Failure)) return
    if (error.status === 404) missing.value = settings.peek() ? 'deleted' : 'unknown'
    else if (error.status !== 0 && error.status !== 401) failed.value = error.message
  }
  changed(true)
  refresh().catch(stop)
  followEvents(id, signal, (events) => {
    for (const { resource } of events) if (resource) touched.add(resource)
    changed(events.length === 0)
  }).catch(stop)
  followRequests(id, signal, (entries) => {
    if (entries.some(({ fault }) => fault !== null)) changed()
  }).catch(stop)
  return () => {
    gone.abort()
    wake()
  }
}

/** Says to who cannot see it what became of which certificate. */
function tell(before: readonly CertificateView[] | null, after: readonly CertificateView[]): void {
  if (!before) return
  const statuses = new Map(before.map(({ id, status }) => [id, status]))
  const changed = after.filter(({ id, status }) => statuses.get(id) !== status)
  if (changed.length > 0 && changed.length <= 3) {
    announce(changed.map(({ name, id, status }) => `${name || id}: ${status}`).join(', '))
  }
}

/** Reads the audit trail to its end, then follows it. Nothing but a sign of life is told as an empty page. */
async function followEvents(id: string, signal: AbortSignal, came: (events: EventView[]) => void): Promise<void> {
  const path = `/worlds/${id}/events`
  let last = 0
  const take = (events: EventView[]) => {
    const next = new Map(events[0] && events[0].id <= last ? [] : trail.peek())
    for (const event of events) {
      last = event.id
      if (event.resource) next.set(event.resource, [...(next.get(event.resource) ?? []), event])
    }
    trail.value = next
  }
  trail.value = new Map()
  for (let isMore = true; isMore && !signal.aborted; ) {
    const { events } = await call<{ events: EventView[] }>('GET', `${path}?after=${last}&limit=2000`)
    take(events)
    isMore = events.length === 2000
  }
  let pending: EventView[] = []
  while (!signal.aborted) {
    await read(`${path}?after=${last}`, signal, (data) => {
      if (data === undefined) return came([])
      if (pending.length === 0) {
        setTimeout(() => {
          const events = pending
          pending = []
          if (signal.aborted) return
          take(events)
          came(events)
        }, 20)
      }
      pending.push(JSON.parse(data))
    })
    // The server ends the stream when the world is gone, and when it stops itself: asking tells which.
    await call('GET', `/worlds/${id}`)
    await pause(500)
  }
}
