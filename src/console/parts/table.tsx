import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { isNarrow } from '../state/preferences.ts'

export interface Column<Row> {
  readonly id: string
  readonly label: string
  cell(row: Row): ComponentChildren
  /** It is the link that opens the row. */
  readonly isLink?: boolean
  /** What it is sorted by, where it can be. */
  readonly by?: (row: Row) => string | number
}

/** Which column sorts, and which way. */
export interface Order {
  readonly column: string
  readonly isDown: boolean
}

/** Rows beyond what is seen, so that scrolling meets no gap. */
const BEYOND = 8

/**
 * A table of any length: only the rows that can be seen are in the page. Arrow keys, Page Up and Down, Home and End move
 * in it; each row is a link.
 */
export function Table<Row>({
  label,
  kind,
  rows,
  columns,
  keyOf,
  chosen,
  hrefOf,
  order,
  sort,
}: {
  label: string
  /** What it shows, for its style. */
  kind: string
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  keyOf(row: Row): string
  chosen: string
  /** Where a row leads. */
  hrefOf(row: Row): string
  order?: Order
  sort?(order: Order): void
}) {
  const box = useRef<HTMLDivElement>(null)
  const top = useSignal(0)
  const size = useSignal(600)
  const cursor = useSignal('')
  const height = isNarrow.value ? 60 : 40
  const first = Math.max(0, Math.floor(top.value / height) - BEYOND)
  const count = Math.ceil(size.value / height) + 2 * BEYOND
  const seen = rows.slice(first, first + count)
  const at = rows.findIndex((row) => keyOf(row) === (cursor.value || chosen))
  const isReachable = seen.some((row) => keyOf(row) === (cursor.value || chosen))

  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => (size.value = element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  const focus = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    const element = box.current
    if (!row || !element) return
    cursor.value = keyOf(row)
    const y = rows.indexOf(row) * height
    if (y < element.scrollTop) element.scrollTop = y
    else if (y + height > element.scrollTop + element.clientHeight - height) {
      element.scrollTop = y + 2 * height - element.clientHeight
    }
    top.value = element.scrollTop
    requestAnimationFrame(() => {
      element.querySelector<HTMLElement>(`[data-key="${CSS.escape(keyOf(row))}"]`)?.focus({ preventScroll: true })
    })
  }

  // The chosen row is in view when one comes by its address.
  useEffect(() => {
    const index = rows.findIndex((row) => keyOf(row) === chosen)
    const element = box.current
    if (index < 0 || !element) return
    const y = index * height
    if (y < element.scrollTop || y + 2 * height > element.scrollTop + element.clientHeight) {
      element.scrollTop = Math.max(0, y - element.clientHeight / 3)
    }
  }, [chosen])

  const press = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(size.value / height) - 2)
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
    const step = steps[event.key]
    if (step !== undefined) focus(at < 0 ? first : at + step)
    else if (event.key === 'Home') focus(0)
    else if (event.key === 'End') focus(rows.length - 1)
    else return
    event.preventDefault()
  }

  return (
    <div class={`table ${kind}`} ref={box} onScroll={() => (top.value = box.current?.scrollTop ?? 0)}>
      <table aria-label={label} aria-rowcount={rows.length + 1} onKeyDown={press}>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Heading key={column.id} {...column} order={order} sort={sort} />
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${rows.length * height}px` }}>
          {seen.map((row, index) => {
            const key = keyOf(row)
            const isStop = key === (cursor.value || chosen) || (!isReachable && index === 0)
            const link = (children: ComponentChildren) => (
              <a
                href={hrefOf(row)}
                data-key={key}
                tabIndex={isStop ? 0 : -1}
                aria-current={key === chosen}
                onFocus={() => {
                  cursor.value = key
                }}
              >
                {children}
              </a>
            )
            return (
              <tr
                key={key}
                aria-rowindex={first + index + 2}
                class={key === chosen ? 'chosen' : ''}
                style={{ transform: `translateY(${(first + index) * height}px)` }}
              >
                {columns.map(({ id, cell, isLink }) => (
                  <td key={id} class={id}>
                    {isLink ? link(cell(row)) : cell(row)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Heading<Row>(props: Column<Row> & { order: Order | undefined; sort: ((order: Order) => void) | undefined }) {
  const { id, label, by, order, sort } = props
  const isOrder = order?.column === id
  const isDown = isOrder && order.isDown
  return (
    <th class={id} scope="col" aria-sort={isOrder ? (isDown ? 'descending' : 'ascending') : undefined}>
      {by && sort ? (
        <button type="button" class="quiet" onClick={() => sort({ column: id, isDown: isOrder && !isDown })}>
          {label}
          <span aria-hidden="true">{isOrder && (isDown ? ' ↓' : ' ↑')}</span>
        </button>
      ) : (
        label
      )}
    </th>
  )
}
