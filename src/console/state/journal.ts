import { computed, signal } from '@preact/signals'
import type { RequestView } from '../../documents/index.ts'
import { call, pause, read } from '../transport.ts'

/** How many the page keeps; the server keeps its own number. */
const KEPT = 2_000

/** A world's requests, oldest first. */
const all = signal<readonly RequestView[]>([])

/** What is shown while the view is held still. */
const held = signal<readonly RequestView[] | null>(null)

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
export async function followRequests(world: string, signal: AbortSignal, came: (entries: RequestView[]) => void) {
  all.value = []
  held.value = null
  let batch: RequestView[] = []
  const show = () => {
    const entries = batch
    batch = []
    if (signal.aborted) return
    all.value = [...all.value, ...entries].slice(-KEPT)
    came(entries)
  }
  while (!signal.aborted) {
    const last = all.value.at(-1)?.id ?? 0
    await read(`/worlds/${world}/requests?after=${last}`, signal, (data) => {
      if (data === undefined) return
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
}

/** Empties the journal. @throws Failure */
export async function clearRequests(world: string): Promise<void> {
  await call('DELETE', `/worlds/${world}/requests`)
  forgetShown()
}
