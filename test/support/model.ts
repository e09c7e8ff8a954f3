/**
 * One world, as the specification has it (the ladder of a revocation and the table of moves), written without a look at
 * `src/domain`: statuses, what the CA reviews, time. Instants are epoch milliseconds; the clock stands still between steps.
 */

export interface Review {
  of: 'application' | 'withdrawal' | 'supplement' | 'revocation' | 'unsubscription'
  setting: string
  due: number | null
  reads: number | null
  before?: { status: string; review: Review | null }
}

export interface Model {
  now: number
  setting: string
  certificates: Map<string, Cert>
  gone: Set<string>
}

export interface Cert {
  id: string
  status: string
  organisation: boolean
  free: boolean
  /** Names beside the first, of at most three; nothing where it is for one name. */
  names: number | null
  ends: number | null
  paid: number
  reason: string | null
  review: Review | null
}

/** What an answer must be: its status and the error's code, if there is one. */
export type Expected = [status: number, code: string | null]

const DAY = 86_400_000
const UNITS = { s: 1_000, h: 3_600_000, d: DAY }
export const ISSUED_ONCE = [
  'ISSUED',
  'REVOKING',
  'REVOKED',
  'EXPIRED',
  'UPLOAD',
  'SUPPLEMENTCHECKING',
  'CANCELSUPPLEMENTING',
]

export const duration = (text: string) => Number.parseFloat(text) * UNITS[text.at(-1) as keyof typeof UNITS]

/** A calendar year later. */
export const yearLater = (at: number) => new Date(at).setUTCFullYear(new Date(at).getUTCFullYear() + 1)

/** When a certificate ends that is issued now; the free product is valid for three months. */
const endOf = ({ free }: Cert, now: number) =>
  free ? new Date(now).setUTCMonth(new Date(now).getUTCMonth() + 3) : yearLater(now)

const reviewing = (of: Review['of'], setting: string, at: number): Review => ({
  of,
  setting,
  due: setting === 'immediate' ? at : /^[0-9]/.test(setting) ? at + duration(setting) : null,
  reads: setting.startsWith('reads:') ? Number(setting.slice(6)) : null,
})

/** Whether a CA can decide something about this certificate. */
const waits = ({ status, review }: Cert) =>
  /CHECKING|^ISSUING|REVOKING|CANCELSUPPLEMENTING/.test(status) ||
  (review?.of === 'unsubscription' && /^(PAID|REVOKED)$/.test(status))

export function createModel(start: Model) {
  const model = structuredClone(start)

  function remove(cert: Cert): void {
    model.certificates.delete(cert.id)
    model.gone.add(cert.id)
  }

  function issue(cert: Cert, at: number): void {
    Object.assign(cert, { status: 'ISSUED', ends: endOf(cert, at), review: null })
  }

  function approve(cert: Cert, at: number): void {
    const { review } = cert
    const nextStage = () => reviewing('application', review?.setting ?? 'manual', at)
    if (review?.of === 'unsubscription') remove(cert)
    else if (cert.status === 'CHECKING' && cert.organisation)
      Object.assign(cert, { status: 'CHECKING_ORG', review: nextStage() })
    else if (cert.status === 'CHECKING_ORG') Object.assign(cert, { status: 'ISSUING', review: nextStage() })
    else if (cert.status === 'CHECKING' || cert.status === 'ISSUING') issue(cert, at)
    else if (cert.status === 'CANCELCHECKING') Object.assign(cert, { status: 'PAID', review: null })
    else if (cert.status === 'REVOKING') Object.assign(cert, { status: 'REVOKED', review: null })
    else {
      if (cert.status === 'SUPPLEMENTCHECKING' && review) cert.names = (cert.names ?? 0) + 1
      Object.assign(cert, { status: 'ISSUED', review: null })
    }
  }

  function reject(cert: Cert): void {
    const { status, review } = cert
    if (review?.of === 'unsubscription') cert.review = null
    else if (status === 'CANCELCHECKING') Object.assign(cert, review?.before ?? { status: 'CHECKING', review: null })
    else if (status === 'CANCELSUPPLEMENTING')
      Object.assign(cert, review?.before ?? { status: 'SUPPLEMENTCHECKING', review: null })
    else if (status === 'REVOKING') Object.assign(cert, { status: 'ISSUED', reason: null, review: null })
    else Object.assign(cert, { status: status === 'SUPPLEMENTCHECKING' ? 'ISSUED' : 'UNPASSED', review: null })
  }

  /** Everything that is due happens, at its instant, in the order of time; not earlier than `since`. */
  function settle(cert: Cert, since = Number.NEGATIVE_INFINITY): void {
    let at = since
    for (;;) {
      if (!model.certificates.has(cert.id)) return
      const isReview = waits(cert) && cert.review?.due != null
      const due = isReview ? (cert.review?.due ?? null) : /^(ISSUED|UPLOAD)$/.test(cert.status) ? cert.ends : null
      if (due === null || due > model.now) return
      at = Math.max(at, due)
      if (isReview) approve(cert, at)
      else cert.status = 'EXPIRED'
    }
  }

  const settleAll = () => {
    for (const cert of [...model.certificates.values()]) settle(cert)
  }

  /** A client sees the certificate; whether there still is one. */
  function see(cert: Cert): boolean {
    while (model.certificates.has(cert.id) && waits(cert) && cert.review?.reads === 0) {
      approve(cert, model.now)
      settle(cert, model.now)
    }
    if (cert.review?.reads) cert.review = { ...cert.review, reads: cert.review.reads - 1 }
    return model.certificates.has(cert.id)
  }

  /** The certificate that a client names, or why it gets none. */
  function find(id: string, foreign: string, isV3: boolean): Cert | Expected {
    if (!/^scs\d{13}$/.test(id)) return [400, 'SCM.0008']
    const cert = model.certificates.get(id)
    if (cert) return cert
    return id === foreign ? [400, 'SCM.0003'] : [isV3 ? 404 : 400, 'SCM.0020']
  }

  /** A move that a client asks for, and the CA may review. */
  function move(cert: Cert, name: string, reason: string): boolean {
    const { status, review } = cert
    const under = (next: string, of: Review['of'], more: Partial<Cert> = {}) => {
      Object.assign(cert, { ...more, status: next, review: reviewing(of, model.setting, model.now) })
      settle(cert, model.now)
      return true
    }
    if (name === 'revoke') {
      if (status !== 'ISSUED' || (cert.ends ?? 0) - model.now <= 30 * DAY) return false
      return under('REVOKING', 'revocation', { reason })
    }
    if (name === 'apply') {
      if (!/^(PAID|UNPASSED)$/.test(status) || review?.of === 'unsubscription') return false
      return under('CHECKING', 'application', { names: cert.names === null ? null : 0 })
    }
    if (name === 'withdraw') {
      const next = {
        CHECKING: 'CANCELCHECKING',
        CHECKING_ORG: 'CANCELCHECKING',
        SUPPLEMENTCHECKING: 'CANCELSUPPLEMENTING',
      }[status]
      if (!next) return false
      cert.status = next
      cert.review = { ...reviewing('withdrawal', model.setting, model.now), before: { status, review } }
      settle(cert, model.now)
      return true
    }
    if (name === 'supplement') {
      if (status !== 'ISSUED' || cert.names === null || cert.names >= 2) return false
      return under('SUPPLEMENTCHECKING', 'supplement')
    }
    if (name === 'unsubscribe') {
      if (!/^(PAID|REVOKED)$/.test(status) || model.now - cert.paid > 7 * DAY || review?.of === 'unsubscription')
        return false
      return under(status, 'unsubscription')
    }
    if (!/^(ISSUED|REVOKED|EXPIRED|UPLOAD)$/.test(status) && !(status === 'PAID' && cert.free)) return false
    remove(cert)
    return true
  }

  return {
    model,
    settleAll,
    see,
    find,
    move,
    /** A decision in the CA's place; the status afterwards, null where it is gone, nothing where none was waiting. */
    decide(cert: Cert, decision: 'approve' | 'reject'): string | null | undefined {
      if (!waits(cert)) return undefined
      if (decision === 'approve') approve(cert, model.now)
      else reject(cert)
      settle(cert, model.now)
      return model.certificates.has(cert.id) ? cert.status : null
    },
    /** Somebody says what the status is, whatever it was. */
    force(cert: Cert, status: string): void {
      const begins = ISSUED_ONCE.includes(status) ? endOf(cert, model.now) : null
      const ends = cert.ends ?? (status === 'EXPIRED' ? model.now - DAY : begins)
      Object.assign(cert, { status, ends, review: null, reason: null })
    },
    moveClock(to: number): void {
      settleAll()
      model.now = to
    },
    reset(): void {
      Object.assign(model, structuredClone(start))
    },
  }
}
