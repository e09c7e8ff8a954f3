import type { CertificateView } from '../../documents/index.ts'
import { words } from '../words/index.ts'

/** A status is told by colour, by shape and by word: a dot is good, a ring waits, a square is over, a dash is at rest. */
const SHAPES: Record<CertificateView['status'], 'dot' | 'ring' | 'square' | 'rest'> = {
  UNPAID: 'ring',
  PAID: 'rest',
  CHECKING: 'ring',
  CHECKING_ORG: 'ring',
  ISSUING: 'ring',
  ISSUED: 'dot',
  UNPASSED: 'square',
  CANCELCHECKING: 'ring',
  REVOKING: 'ring',
  REVOKED: 'square',
  EXPIRED: 'rest',
  UPLOAD: 'rest',
  SUPPLEMENTCHECKING: 'ring',
  CANCELSUPPLEMENTING: 'ring',
  CANCLEREVOKING: 'ring',
}

export const shapeOf = (status: string) => SHAPES[status as CertificateView['status']] ?? 'rest'

export function Status({ status }: { status: CertificateView['status'] }) {
  return (
    <span class={`status ${shapeOf(status)}`} title={words.value.$meaning[status]}>
      {status}
    </span>
  )
}

/** The status of a reply: the number, and whether it was right. */
export function Reply({ status }: { status: number | null }) {
  const kind = status === null || status >= 500 ? 'bad' : status >= 400 ? 'warn' : 'good'
  return <span class={`reply ${kind}`}>{status ?? words.value.$cut}</span>
}
