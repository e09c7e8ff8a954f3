import type { Certificate, Status } from './certificate.ts'
import { type Input, MOVES, type Move, type Row } from './lifecycle.ts'
import { type Review, schedule } from './review.ts'
import { type Checks, enforce, refuse } from './rules.ts'

/** A move that was made: what the audit trail tells. */
export interface Moved {
  /** A certificate begins with a purchase or an upload: before it, there is none. */
  readonly move: Move | 'purchase' | 'upload'
  readonly at: number
  readonly from: Status | null
  /** Null where the certificate is gone. */
  readonly to: Status | null
  /** Nobody asked for it: it was due. */
  readonly due: boolean
}

/** What is asked of a certificate. */
export interface Asked {
  readonly move: Move
  /** What the move is given, of the certificate as it is by then. */
  readonly input?: Input | ((certificate: Certificate) => Input)
  /** What can be wrong with the request beside what the table says of the move. */
  readonly checks?: (certificate: Certificate) => Checks
}

/** A certificate after some moves; null where the last of them removed it. */
export interface Step {
  readonly certificate: Certificate | null
  readonly moves: readonly Moved[]
}

/**
 * What is due, then the move that is asked for, then what that makes due at once.
 *
 * @param now the world's time, in epoch milliseconds
 * @throws Refusal SCM.0010 where the table does not allow the move, and by the first of the checks that refuses
 */
export function transition(certificate: Certificate, now: number, asked: Asked): Step {
  const due = settle(certificate, now)
  if (!due.certificate) throw refuse('certificate_unknown', `certificate ${certificate.id} no longer exists`)
  const made = make(due.certificate, now, asked)
  if (!made.certificate) return { certificate: null, moves: [...due.moves, made.moved] }
  const after = settle(made.certificate, now, now)
  return { certificate: after.certificate, moves: [...due.moves, made.moved, ...after.moves] }
}

/**
 * Makes every move that is due by `now`, each as of the instant when it was due, in the order of time.
 *
 * @param since where set, nothing counts as of an earlier instant: what a refusal brings back may have been due before it
 */
export function settle(certificate: Certificate, now: number, since = Number.NEGATIVE_INFINITY): Step {
  const moves: Moved[] = []
  let current: Certificate | null = certificate
  let at = since
  while (current && current.due_at !== null && current.due_at <= now) {
    at = Math.max(at, current.due_at)
    const made = make(current, at, { move: isReviewDue(current) ? 'approve' : 'expire' })
    moves.push({ ...made.moved, due: true })
    current = made.certificate
  }
  return { certificate: current, moves }
}

/** A client reads the certificate: what is due happens, and under `reads:N` one read is counted. */
export function countRead(certificate: Certificate, now: number): Step {
  const settled = settle(certificate, now)
  const moves = [...settled.moves]
  let current = settled.certificate
  while (current?.review?.reads === 0 && rowFor(current, 'approve')) {
    const approved = make(current, now, { move: 'approve' })
    moves.push({ ...approved.moved, due: true })
    // What the CA hands back may have expired in the meantime.
    const after: Step = approved.certificate ? settle(approved.certificate, now, now) : { certificate: null, moves: [] }
    moves.push(...after.moves)
    current = after.certificate
  }
  if (current?.review?.reads) {
    current = { ...current, review: { ...current.review, reads: current.review.reads - 1 } }
  }
  return { certificate: current, moves }
}

/** When time alone changes this certificate next: the CA's decision, or the end of its validity. */
export function dueAt(certificate: Certificate): number | null {
  if (isReviewDue(certificate)) return certificate.review?.due ?? null
  return rowFor(certificate, 'expire') ? certificate.not_after : null
}

/** A review that does not fit the status (one can be placed so) never decides anything. */
function isReviewDue(certificate: Certificate): boolean {
  return certificate.review?.due != null && rowFor(certificate, 'approve') !== undefined
}

/** The row that holds for this certificate, if one does. */
function rowFor(certificate: Certificate, move: Move): Row | undefined {
  return MOVES.find(
    (row) => row.move === move && row.from.includes(certificate.status) && row.only?.(certificate) !== false,
  )
}

/** Makes one move. @throws Refusal by the first rule that applies: the table's, or one of the checks */
function make(certificate: Certificate, at: number, { move, input = {}, checks }: Asked) {
  const row = rowFor(certificate, move)
  const reason = row ? row.guard?.(certificate, at) : explain(certificate, move)
  enforce({ ...checks?.(certificate), [row?.rule ?? 'status']: () => reason })
  if (!row) throw refuse('status', reason)
  const given = typeof input === 'function' ? input(certificate) : input
  const next = row.to === 'gone' ? null : changed(row, certificate, at, given)
  const moved: Moved = { move, at, from: certificate.status, to: next?.status ?? null, due: false }
  return { certificate: next, moved }
}

function changed(row: Row, certificate: Certificate, at: number, input: Input): Certificate {
  const next = {
    ...certificate,
    status: statusAfter(row, certificate),
    ...row.effect?.(certificate, at, input),
    review: reviewAfter(row, certificate, at, input),
    updated_at: at,
  }
  next.due_at = dueAt(next)
  return next
}

function statusAfter(row: Row, { status, review }: Certificate): Status {
  if (row.to === 'same' || row.to === 'gone') return status
  return row.to === 'before' ? (review?.before?.status ?? row.otherwise ?? status) : row.to
}

function reviewAfter(row: Row, { status, review }: Certificate, at: number, input: Input): Review | null {
  if (row.review) {
    // The next stage of an application goes on under the setting that the application was submitted with.
    const setting = input.review ?? review?.setting ?? 'manual'
    return {
      of: row.review,
      ...schedule(setting, at),
      ...(row.review === 'withdrawal' && { before: { status, review } }),
      ...(input.sans !== undefined && { sans: input.sans }),
    }
  }
  if (row.to === 'before') return review?.before?.review ?? null
  return row.move === 'approve' || row.move === 'reject' ? null : review
}

function explain({ id, status }: Certificate, move: Move): string {
  const from = MOVES.filter((row) => row.move === move).flatMap((row) => row.from)
  return `certificate ${id} is ${status}; ${move} needs ${[...new Set(from)].join(' or ')}`
}
