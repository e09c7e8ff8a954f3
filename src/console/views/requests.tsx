import { computed, signal } from '@preact/signals'
import type { RequestSummary } from '../../documents/index.ts'
import { attempt } from '../parts/announce.tsx'
import { bind } from '../parts/bind.ts'
import { Reply } from '../parts/status.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { href, place } from '../router.ts'
import { clearRequests, isPaused, pauseOrGoOn, requests, waiting } from '../state/journal.ts'
import { project } from '../state/world.ts'
import { words } from '../words/index.ts'
import { time } from '../words/time.ts'
import { Address } from './frame.tsx'
import { Misses } from './misses.tsx'
import { Empty } from './states.tsx'

const search = signal('')
const answer = signal('')

/** What was asked for, in as few words as it can be told. */
export function Asked({ operation, certificate_id, path, query }: RequestSummary) {
  return (
    <>
      <b>{operation ?? path}</b> {certificate_id && <span class="mono faint">{certificate_id}</span>}
      {!certificate_id && query && <span class="mono faint">?{query}</span>}
    </>
  )
}

/** What came of it. */
export function Outcome({ error_code, reason, dropped, fault }: RequestSummary) {
  const w = words.value
  return (
    <>
      {fault !== null && <span class="tag">{w.$faultActed(fault)}</span>}
      {dropped && fault === null && <span class="tag">{w.$cut}</span>}
      {error_code && <b class="mono">{error_code}</b>}{' '}
      <span lang="en">{reason ?? (error_code || dropped ? '' : w.$success)}</span>
    </>
  )
}

const columns = computed<Column<RequestSummary>[]>(() => {
  const { $requestColumns: names } = words.value
  return [
    { id: 'time', label: names.time, cell: ({ at }) => <time dateTime={at}>{time(at)}</time> },
    { id: 'method', label: names.method, cell: ({ method }) => <b class="mono">{method}</b> },
    { id: 'what', label: names.what, isLink: true, cell: (row) => <Asked {...row} /> },
    { id: 'code', label: names.status, cell: ({ status }) => <Reply status={status} /> },
    { id: 'why', label: names.why, cell: (row) => <Outcome {...row} /> },
  ]
})

const ANSWERS: Record<string, (request: RequestSummary) => boolean> = {
  '2xx': ({ status }) => status !== null && status < 300,
  '4xx': ({ status }) => status !== null && status >= 400 && status < 500,
  '5xx': ({ status }) => status !== null && status >= 500,
}

/** The newest first. */
const found = computed(() => {
  const text = search.value.trim().toLowerCase()
  const isWanted = ANSWERS[answer.value]
  return requests.value
    .filter((row) => {
      if (isWanted && !isWanted(row)) return false
      if (!text) return true
      const { method, path, query, operation, certificate_id, user, status, error_code, reason, body } = row
      const all = `${method} ${path}?${query} ${operation} ${certificate_id} ${user} ${status} ${error_code} ${reason} ${body}`
      return all.toLowerCase().includes(text)
    })
    .reverse()
})

export function Requests() {
  const w = words.value
  return (
    <>
      <div class="bar">
        <input type="search" {...bind(search)} placeholder={w.$searchRequests} aria-label={w.$searchRequests} />
        <select {...bind(answer)} aria-label={w.$requestColumns.status}>
          <option value="">{w.$allAnswers}</option>
          {Object.keys(ANSWERS).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button type="button" aria-pressed={isPaused.value} onClick={pauseOrGoOn}>
          {isPaused.value ? w.$goOn : w.$pause}
          {waiting.value > 0 && <span class="tag">{w.$arrived(waiting.value)}</span>}
        </button>
        <button type="button" onClick={() => attempt(() => clearRequests(project.value))}>
          {w.$clear}
        </button>
      </div>
      <Misses />
      {requests.value.length === 0 ? (
        <Empty text={w.$noRequests}>
          <Address />
        </Empty>
      ) : found.value.length === 0 ? (
        <Empty text={w.$noMatch} />
      ) : (
        <Table
          label={w.$views.requests}
          kind="requests"
          rows={found.value}
          columns={columns.value}
          keyOf={({ id }) => String(id)}
          chosen={place.value.item}
          hrefOf={({ id }) => href('requests', String(id))}
        />
      )}
    </>
  )
}
