import { BUCKETS } from '../store/memory/metrics.ts'
import type { Store } from '../store/store.ts'

/**
 * What a server has done and holds, in Prometheus' text format (version 0.0.4).
 *
 * @param streams how many event streams go on
 */
export function metricsOf({ metrics, worlds, journal, faults, batches }: Store, streams: number): string {
  const { counts, seconds } = metrics.durations()
  const total = counts.reduce((sum, count) => sum + count, 0)
  let soFar = 0
  const buckets = BUCKETS.map((end, index) => {
    soFar += counts[index] ?? 0
    return `scm_emulator_request_duration_seconds_bucket{le="${end}"} ${soFar}`
  })
  const { committed, changes, waiting } = batches()
  return [
    ...family(
      'requests_total',
      'counter',
      'Requests by operation, status and error code; status 0 is a fault of its own.',
    ),
    ...[...metrics.requests()].map(
      ({ operation, status, code, count }) =>
        `scm_emulator_requests_total{operation="${operation}",status="${status}",code="${code}"} ${count}`,
    ),
    ...family('request_duration_seconds', 'histogram', 'How long requests took, delays of faults included.'),
    ...buckets,
    `scm_emulator_request_duration_seconds_bucket{le="+Inf"} ${total}`,
    `scm_emulator_request_duration_seconds_sum ${seconds}`,
    `scm_emulator_request_duration_seconds_count ${total}`,
    ...gauge('worlds', 'Worlds.', worlds.count()),
    ...gauge('journal_bytes', 'What the journals of all worlds hold.', journal.bytes()),
    ...gauge('fault_bytes', 'What the faults of all worlds hold.', faults.bytes()),
    ...gauge('event_streams', 'Event streams that go on.', streams),
    ...gauge('queue_waiting', 'Changes that wait for the next batch.', waiting),
    ...counter('batches_total', 'Batches that were committed.', committed),
    ...counter('changes_total', 'Changes in them.', changes),
    ...gauge('resident_memory_bytes', 'Memory of the process.', process.memoryUsage.rss()),
    '',
  ].join('\n')
}

function family(name: string, type: string, help: string): string[] {
  return [`# HELP scm_emulator_${name} ${help}`, `# TYPE scm_emulator_${name} ${type}`]
}

function gauge(name: string, help: string, value: number): string[] {
  return [...family(name, 'gauge', help), `scm_emulator_${name} ${value}`]
}

function counter(name: string, help: string, value: number): string[] {
  return [...family(name, 'counter', help), `scm_emulator_${name} ${value}`]
}
