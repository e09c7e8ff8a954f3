import type { CertificateView, EventView } from '../../documents/index.ts'
import { shapeOf } from '../parts/status.tsx'
import { approved } from '../state/due.ts'
import { words } from '../words/index.ts'
import { day, span, time } from '../words/time.ts'

interface Point {
  readonly at: number
  readonly label: string
  readonly kind: string
  readonly isNow?: boolean
}

const WIDTH = 440
const EDGE = 30
const DAY = 86_400_000

/** What happened to a certificate, and what is due, in order. */
export function pointsOf(certificate: CertificateView, events: readonly EventView[], now: number): Point[] {
  const { $events: names } = words.value
  const { paid_at, issue_time, not_before, not_after, revoked_at, review, status } = certificate
  const points: Point[] = []
  const add = (at: string | undefined, label: string, kind: string) =>
    at && points.push({ at: Date.parse(at), label, kind })
  const moves = events.filter(({ detail }) => detail.to && detail.to !== detail.from && detail.from)
  const isIn = (to: string) => moves.some(({ detail }) => detail.to === to)
  if (status !== 'UPLOAD') add(paid_at, names.paid, 'rest')
  if (!isIn('ISSUED')) add(issue_time ?? not_before, names.issued, 'dot')
  for (const { at, detail } of moves) add(at, String(detail.to), shapeOf(String(detail.to)))
  if (!isIn('REVOKED')) add(revoked_at, names.revoked, 'square')
  if (review?.due) add(review.due, approved(certificate), shapeOf(approved(certificate)))
  if (status !== 'REVOKED') add(not_after, names.expires, 'rest')
  points.push({ at: now, label: names.now, kind: 'now', isNow: true })
  return points.sort((a, b) => a.at - b.at || Number(a.isNow ?? 0) - Number(b.isNow ?? 0)).slice(-8)
}

/** Where each point is drawn: the longer a gap the wider, but a year is no wider than it must be. */
export function spread(points: readonly Point[]): number[] {
  const weights = points
    .slice(1)
    .map((point, index) => Math.log2(2 + (point.at - (points[index]?.at ?? 0)) / 60_000) + 4)
  const sum = weights.reduce((a, b) => a + b, 0) || 1
  let x = EDGE
  return [EDGE, ...weights.map((weight) => (x += (weight / sum) * (WIDTH - 2 * EDGE)))]
}

/** A certificate's life as a line: solid as far as it has gone, dashed where it is due. */
export function LifeLine(props: { certificate: CertificateView; events: readonly EventView[]; now: number }) {
  const points = pointsOf(props.certificate, props.events, props.now)
  const xs = spread(points)
  const text = points.map(({ label, at }) => `${label} ${day(at)} ${time(at)}`).join(', ')
  const isSameDay = (at: number) => Math.abs(at - props.now) < DAY
  return (
    <svg class="life" viewBox={`0 0 ${WIDTH} 104`} role="img" aria-label={`${words.value.$life}: ${text}`}>
      {points.slice(1).map((point, index) => {
        const [from = 0, to = 0] = [xs[index], xs[index + 1]]
        const gap = point.at - (points[index]?.at ?? 0)
        const isWide = to - from > 54
        return (
          <g key={`${index}-line`}>
            <line x1={from} x2={to} y1="52" y2="52" class={point.at > props.now ? 'ahead' : 'past'} />
            {isWide && gap > 30_000 && (
              <text x={(from + to) / 2} y="46" class="gap">
                {span(gap)}
              </text>
            )}
          </g>
        )
      })}
      {points.map((point, index) => {
        const x = xs[index] ?? 0
        // Neighbours that are near take turns, so that no two labels meet.
        const isLow = index % 2 === 1
        const [y, second] = isLow ? [78, 91] : [16, 29]
        return (
          <g key={`${index}-point`} class={point.isNow ? 'now' : point.kind}>
            <line x1={x} x2={x} y1={isLow ? 58 : 33} y2={isLow ? 68 : 46} class="stem" />
            <Mark x={x} kind={point.kind} />
            <text x={x} y={y} class="label">
              {point.label}
            </text>
            <text x={x} y={second} class="when">
              {isSameDay(point.at) ? time(point.at) : day(point.at)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

function Mark({ x, kind }: { x: number; kind: string }) {
  if (kind === 'square') return <rect x={x - 5} y="47" width="10" height="10" rx="2" />
  if (kind === 'rest') return <rect x={x - 2} y="45" width="4" height="14" rx="2" />
  return <circle cx={x} cy="52" r={kind === 'now' ? 4 : 6} />
}
