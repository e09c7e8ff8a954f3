import { computed, signal } from '@preact/signals'
import type { CertificateView } from '../../documents/index.ts'
import { bind } from '../parts/bind.ts'
import { Status } from '../parts/status.tsx'
import { type Column, type Order, Table } from '../parts/table.tsx'
import { href, place } from '../router.ts'
import { now } from '../state/clock.ts'
import { certificates } from '../state/world.ts'
import { words } from '../words/index.ts'
import { day, distance } from '../words/time.ts'
import { placing } from './placing.tsx'
import { Empty, Loading } from './states.tsx'

const search = signal('')
const status = signal('')
const order = signal<Order>({ column: 'id', isDown: false })

const MONTH = 30 * 86_400_000

const columns = computed<Column<CertificateView>[]>(() => {
  const w = words.value
  return [
    { id: 'state', label: w.$columns.status, by: (row) => row.status, cell: (row) => <Status status={row.status} /> },
    {
      id: 'name',
      label: w.$columns.name,
      by: (row) => row.name,
      isLink: true,
      cell: (row) => row.name || <span class="faint">{w.$unnamed}</span>,
    },
    {
      id: 'domain',
      label: w.$columns.domain,
      by: (row) => row.domain,
      cell: ({ domain, sans }) => {
        const more = sans ? sans.split(';').length : 0
        return domain ? (
          <>
            {domain}
            {more > 0 && <span class="more"> +{more}</span>}
          </>
        ) : (
          <span class="faint">{w.$noDomain}</span>
        )
      },
    },
    { id: 'expires', label: w.$columns.expires, by: (row) => row.not_after ?? '', cell: (row) => <Expiry {...row} /> },
  ]
})

/** The last day, or how long still once it is near. It follows the world's clock. */
function Expiry({ not_after, status }: CertificateView) {
  if (!not_after) return <span class="faint">–</span>
  const at = Date.parse(not_after)
  const isNear = status === 'ISSUED' && at - now.value < MONTH
  return (
    <time dateTime={not_after} class={isNear ? 'near' : status === 'ISSUED' ? '' : 'faint'} title={not_after}>
      {isNear ? distance(at, now.value) : day(at)}
    </time>
  )
}

const found = computed(() => {
  const text = search.value.trim().toLowerCase()
  const { column, isDown } = order.value
  const rows = (certificates.value ?? []).filter(
    (row) =>
      (!status.value || row.status === status.value) &&
      (!text || `${row.id} ${row.name} ${row.domain} ${row.sans}`.toLowerCase().includes(text)),
  )
  const by = columns.value.find(({ id }) => id === column)?.by ?? ((row: CertificateView) => row.id)
  const way = isDown ? -1 : 1
  return rows.sort((a, b) => (by(a) < by(b) ? -way : by(a) > by(b) ? way : 0))
})

/** The statuses that there are, and how often. */
const statuses = computed(() => {
  const counts = new Map<string, number>()
  for (const { status } of certificates.value ?? []) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts].sort()
})

export function Certificates() {
  const w = words.value
  const all = certificates.value
  if (!all) return <Loading />
  const clear = () => {
    search.value = ''
    status.value = ''
  }
  return (
    <>
      <div class="bar">
        <input type="search" {...bind(search)} placeholder={w.$searchCertificates} aria-label={w.$searchCertificates} />
        <select {...bind(status)} aria-label={w.$columns.status}>
          <option value="">{w.$allStatuses}</option>
          {statuses.value.map(([status, count]) => (
            <option key={status} value={status}>
              {status} ({count})
            </option>
          ))}
        </select>
        <button type="button" onClick={() => (placing.value = true)}>
          {w.$place}
        </button>
      </div>
      {all.length === 0 ? (
        <Empty text={w.$noCertificates}>
          <button type="button" class="primary" onClick={() => (placing.value = true)}>
            {w.$place}
          </button>
        </Empty>
      ) : found.value.length === 0 ? (
        <Empty text={w.$noMatch}>
          <button type="button" onClick={clear}>
            {w.$clearSearch}
          </button>
        </Empty>
      ) : (
        <Table
          label={w.$views.certificates}
          kind="certificates"
          rows={found.value}
          columns={columns.value}
          keyOf={({ id }) => id}
          chosen={place.value.item}
          hrefOf={({ id }) => href('certificates', id)}
          order={order.value}
          sort={(next) => (order.value = next)}
        />
      )}
      <p class="foot" role="status">
        {w.$count(found.value.length, all.length)}
      </p>
    </>
  )
}
