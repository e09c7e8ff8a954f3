import { computed, signal } from '@preact/signals'
import type { FailedAssertion, RequestSummary } from '../../documents/index.ts'
import { call, pause, read } from '../transport.ts'

/** How many the page keeps; the server keeps its own number. */
const KEPT = 2_000

interface Page {
  readonly requests: readonly RequestSummary[]
}

/** A world's requests, oldest first. */
const all = signal<readonly RequestSummary[]>([])

/** What is shown while the view is held still. */
const held = signal<readonly RequestSummary[] | null>(null)

/** The assertions on them that failed, oldest first. */
export const failures = signal<readonly FailedAssertion[]>([])

export const requests = computed(() => held.value ?? all.value)

/** How many came while the view was held. */
export const waiting = computed(() =>
  held.value ? all.value.filter(({ id }) => id > (held.value?.at(-1)?.id ?? 0)).length : 0,
)
export const isPaused = computed(() => held.value !== null)

export function pauseOrGoOn(): void {
  held.value = held.value ? null : all.value
}

/**
 * Follows a world's journal until the signal says stop.
 *
 * @param came is told each batch of new entries
 * @throws Failure where the stream breaks, or the world is gone
 */
export async function followRequests(world: string, signal: AbortSignal, came: (entries: RequestSummary[]) => void) {
  const path = `/worlds/${world}/requests`
  forgetShown()
  held.value = null
  let batch: RequestSummary[] = []
  /** Something beside new requests: an assertion failed, the journal was emptied, a case was loaded. */
  const look = async () => {
    const [found, { requests }] = await Promise.all([
      call<{ failures: FailedAssertion[] }>('GET', `${path}/verify`),
      call<Page>('GET', `${path}?format=summary&limit=1`),
    ])
    if (signal.aborted) return
    const [first] = requests
    if (!first) forgetShown()
    else if (batch.length === 0 && !all.peek().some(({ request_id }) => request_id === first.request_id)) {
      all.value = (await call<Page>('GET', `${path}?format=summary`)).requests
    }
    failures.value = found.failures
  }
  const show = () => {
    const entries = batch
    batch = []
    if (signal.aborted) return
    const last = all.value.at(-1)?.id ?? 0
    all.value = [...all.value, ...entries.filter(({ id }) => id > last)].slice(-KEPT)
    came(entries)
  }
  await look()
  while (!signal.aborted) {
    const last = all.value.at(-1)?.id ?? 0
    await read(`${path}?format=summary&after=${last}`, signal, (data) => {
      if (data === undefined) {
        look().catch(() => undefined)
        return
      }
      // As many as come at once are one change of the page.
      if (batch.length === 0) setTimeout(show, 30)
      batch.push(JSON.parse(data))
    })
    await pause(500)
  }
}

/** Shows no requests: those that there were are gone. */
export function forgetShown(): void {
  all.value = []
  held.value = held.value && []
  failures.value = []
}

/** Empties the journal. @throws Failure */
export async function clearRequests(world: string): Promise<void> {
  await call('DELETE', `/worlds/${world}/requests`)
  forgetShown()
}
