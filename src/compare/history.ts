import type { CertificateDocument } from '../documents/certificate.ts'
import { CERTIFICATE_ID, STATUSES, type Status, WAS_ISSUED } from '../domain/certificate.ts'
import { iso } from '../domain/clock.ts'
import { DAY } from '../domain/duration.ts'
import { MOVES, type Move } from '../domain/lifecycle.ts'
import { type Call, textAt } from './call.ts'
import { type Sighting, sightings } from './sightings.ts'

/** The move of the lifecycle that an operation makes. */
const MOVE: Readonly<Record<string, Move>> = {
  UpdateCertificate: 'edit',
  SaveApplication: 'save',
  UploadAuthentication: 'upload_papers',
  ApplyCertificate: 'apply',
  CancelApplication: 'withdraw',
  SupplementDomains: 'supplement',
  RevokeCertificate: 'revoke',
  UnsubscribeCertificate: 'unsubscribe',
  DeleteCertificate: 'delete',
  PushCertificate: 'push',
  BatchPushCertificate: 'push',
  DownloadCertificate: 'download',
  ExportCertificate: 'download',
  DeletePrivacyProtection: 'drop_privacy',
}

/** What else an operation that succeeded tells of its certificate. */
const NEEDS: Readonly<Record<string, (call: Call) => CertificateDocument>> = {
  ApplyCertificate: formOf,
  SaveApplication: formOf,
  SupplementDomains: () => ({ domain_type: 'MULTI_DOMAIN', domain_count: 250 }),
  UnsubscribeCertificate: ({ at }) => ({ paid_at: iso(at) }),
  DeletePrivacyProtection: () => ({ application: {} }),
}

/** Codes by which the service refuses what is asked of a certificate that is there. */
const THERE = ['SCM.0007', 'SCM.0010', 'SCM.0015', 'SCM.0023', 'SCM.0024', 'SCM.0028', 'SCM.0030']

/** Which status a certificate is taken to have where several are possible. */
const LIKELY = [...new Set<Status>(['ISSUED', 'REVOKED', 'PAID', 'CHECKING', 'UPLOAD', ...STATUSES])]

/** What stays as it is, whatever becomes of a certificate. */
const LASTING = [
  'name',
  'description',
  'type',
  'brand',
  'domain_type',
  'domain',
  'sans',
  'domain_count',
  'wildcard_count',
  'validity_period',
  'order_id',
  'encrypt_type',
  'multi_domain_type',
  'enterprise_project_id',
] as const
const DATES = ['issue_time', 'not_before', 'not_after'] as const

const ID = new RegExp(CERTIFICATE_ID)

/** What one call tells of one certificate. */
type Evidence = { readonly call: Call } & (
  | { readonly kind: 'seen'; readonly sighting: Sighting }
  | { readonly kind: 'done' | 'refused' | 'other'; readonly move: Move | undefined }
)

/** A certificate that was there before the recording shows it. */
export interface Known {
  readonly document: CertificateDocument & { readonly id: string }
  /** The first call that shows that it is there. */
  readonly since: Call
  /** Whether the recording said before that it is not there. */
  readonly isLate: boolean
}

/** The move that an operation makes; undefined where it makes none. */
export function moveOf({ operation }: Call): Move | undefined {
  return MOVE[operation]
}

/** The statuses from which a move can be made. */
export function sourcesOf(move: Move): readonly Status[] {
  return MOVES.filter((row) => row.move === move).flatMap(({ from }) => from)
}

/**
 * The certificates that a recording tells of, each as it must have been when the recording began: what its answers
 * show, else what made the operations possible that succeeded, and impossible those that were refused.
 *
 * @param born the ids of those that the recording itself made
 */
export function knownCertificates(calls: readonly Call[], born: ReadonlySet<string>): Known[] {
  const histories = new Map<string, Evidence[]>()
  const note = (id: string, evidence: Evidence) => {
    const history = histories.get(id) ?? []
    if (!born.has(id) && ID.test(id)) histories.set(id, history)
    history.push(evidence)
  }
  const absent = new Map<string, Call>()
  for (const call of calls) {
    if (call.certificate && call.code === 'SCM.0020' && !absent.has(call.certificate))
      absent.set(call.certificate, call)
    for (const sighting of sightings(call)) note(sighting.id, { call, kind: 'seen', sighting })
    const { certificate, isDone, code = '' } = call
    if (certificate === undefined || call.operation === 'ShowCertificate') continue
    const move = moveOf(call)
    if (isDone) note(certificate, { call, kind: move ? 'done' : 'other', move })
    else if (THERE.includes(code)) note(certificate, { call, kind: code === 'SCM.0010' ? 'refused' : 'other', move })
  }
  return [...histories].flatMap(([id, evidence]) => {
    const [first] = evidence
    if (!first) return []
    const gone = absent.get(id)
    const isLate = gone !== undefined && calls.indexOf(gone) < calls.indexOf(first.call)
    return [{ document: { id, ...describe(evidence) }, since: first.call, isLate }]
  })
}

/** The document of a certificate, as it was before the first call that changed it. */
function describe(evidence: readonly Evidence[]): CertificateDocument {
  let possible = LIKELY
  let shown: CertificateDocument = {}
  let needed: CertificateDocument = {}
  let refusedAt: number | undefined
  for (const one of evidence) {
    if (one.kind === 'seen') {
      const { status = possible[0], fields } = one.sighting
      // It changed, and nothing that was recorded did that.
      if (shown.status !== undefined && shown.status !== status) break
      // Later ones fill in what earlier ones leave out: a list says less than a show.
      shown = { ...fields, ...shown }
      if (status !== undefined) possible = [status]
      continue
    }
    needed = { ...NEEDS[one.call.operation]?.(one.call), ...needed }
    if (one.move === undefined) continue
    const sources = sourcesOf(one.move)
    if (one.kind === 'refused') {
      if (one.move === 'revoke') refusedAt ??= one.call.at
      if (possible.length > 1) possible = narrowed(possible, (status) => !sources.includes(status))
    } else {
      possible = narrowed(possible, (status) => sources.includes(status))
      if (MOVES.some(({ move, to }) => move === one.move && to !== 'same')) break
    }
  }
  const [status = 'ISSUED'] = possible
  const seen = evidence.flatMap((one) => (one.kind === 'seen' ? [one.sighting.fields] : []))
  // ISSUED but not revocable: it expires within 30 days.
  const isEnding = refusedAt !== undefined && status === 'ISSUED'
  return {
    ...needed,
    ...(isEnding && { not_after: iso((refusedAt ?? 0) + 10 * DAY) }),
    ...kept(seen, LASTING),
    ...(WAS_ISSUED.includes(status) && kept(seen, DATES)),
    ...shown,
    status,
  }
}

function narrowed(possible: Status[], isPossible: (status: Status) => boolean): Status[] {
  const left = possible.filter(isPossible)
  return left.length > 0 ? left : possible
}

/** Of some fields the first value that any of the documents has. */
function kept(documents: readonly CertificateDocument[], fields: readonly (keyof CertificateDocument)[]) {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = documents.find((document) => document[field] !== undefined)?.[field]
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

function formOf({ sent }: Call): CertificateDocument {
  const [domain, sans] = [textAt(sent, 'domain'), textAt(sent, 'sans')]
  return { ...(domain && { domain }), ...(sans && { sans }) }
}
