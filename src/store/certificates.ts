import type { Certificate } from '../domain/certificate.ts'
import { refuse } from '../domain/rules.ts'
import type { Step } from '../domain/transition.ts'
import type { Database } from './database.ts'
import type { Actor, Events } from './events.ts'
import type { PkiStore } from './pki.ts'

/** What a list asks for. */
export interface Query {
  status: string | undefined
  /** Part of a name or a domain. */
  content: string | undefined
  /** Only what expires, or expired, after this instant; what has no expiry is among it. */
  expires_after?: number | undefined
  push_support?: 'ON' | undefined
  enterprise_project_id?: string | undefined
  sort_key: keyof typeof SORT_COLUMNS
  sort_dir: 'ASC' | 'DESC'
  limit: number
  offset: number
}

/** The vendor's sort keys, and what they sort by. */
export const SORT_COLUMNS = {
  certExpiredTime: 'not_after',
  certStatus: 'status',
  certUpdateTime: 'updated_at',
} as const

type Column = keyof Certificate

const COLUMNS = [
  'project_id',
  'id',
  'order_id',
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
  'encrypt_type',
  'multi_domain_type',
  'enterprise_project_id',
  'push_support',
  'dns_push_status',
  'application',
  'auth',
  'status',
  'revoke_reason',
  'paid_at',
  'issue_time',
  'not_before',
  'not_after',
  'revoked_at',
  'updated_at',
  'review',
  'due_at',
] as const satisfies readonly Column[]

/** What a row of the table is beside the certificate that it keeps: three columns hold JSON. */
type StoredCertificate = Omit<Certificate, 'application' | 'auth' | 'review'> & {
  application: string | null
  auth: string
  review: string | null
}

/** Certificates, keyed by world and id. What writes is for use inside `Database.write`, but for `change`. */
export function createCertificates({ prepare, write }: Database, events: Events, pki: PkiStore) {
  const one = prepare<[string, string], StoredCertificate>('SELECT * FROM certificates WHERE project_id = ? AND id = ?')
  const due = prepare<[string, number], StoredCertificate>(
    'SELECT * FROM certificates WHERE project_id = ? AND due_at <= ? ORDER BY due_at, id',
  )
  const all = prepare<[string], StoredCertificate>('SELECT * FROM certificates WHERE project_id = ? ORDER BY id')
  const after = prepare<[string, string, number], StoredCertificate>(
    'SELECT * FROM certificates WHERE project_id = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const total = prepare<[string], number>('SELECT count(*) FROM certificates WHERE project_id = ?').pluck()
  const free = prepare<[string], number>(
    `SELECT count(*) FROM certificates WHERE project_id = ? AND type = 'DV_SSL_CERT_BASIC'`,
  ).pluck()
  const insert = prepare<StoredCertificate>(
    `INSERT INTO certificates (${COLUMNS}) VALUES (${COLUMNS.map((column) => `@${column}`)})`,
  )
  /** Statements that write some columns, by those: there are about as many as moves. */
  const updates = new Map<string, ReturnType<typeof prepareUpdate>>()
  const prepareUpdate = (columns: Column[]) =>
    prepare<unknown[]>(
      `UPDATE certificates SET ${columns.map((column) => `${column} = ?`)} WHERE project_id = ? AND id = ?`,
    )
  const remove = prepare<[string, string]>('DELETE FROM certificates WHERE project_id = ? AND id = ?')
  const foreign = prepare<[string, string]>('SELECT 1 FROM foreign_certificates WHERE project_id = ? AND id = ?')
  const retire = prepare<[string, string]>('INSERT OR IGNORE INTO retired_certificates (project_id, id) VALUES (?, ?)')
  const taken = prepare<{ project_id: string; id: string }, number>(
    `SELECT EXISTS (SELECT 1 FROM certificates WHERE project_id = @project_id AND id = @id)
     OR EXISTS (SELECT 1 FROM foreign_certificates WHERE project_id = @project_id AND id = @id)
     OR EXISTS (SELECT 1 FROM retired_certificates WHERE project_id = @project_id AND id = @id)`,
  ).pluck()
  const nextDue = prepare<[string], number>(
    'SELECT due_at FROM certificates WHERE project_id = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1',
  ).pluck()
  const foreigners = prepare<[string], string>('SELECT id FROM foreign_certificates WHERE project_id = ?').pluck()
  const retired = prepare<[string], string>('SELECT id FROM retired_certificates WHERE project_id = ?').pluck()
  const clear = ['certificates', 'foreign_certificates', 'retired_certificates'].map((table) =>
    prepare<[string]>(`DELETE FROM ${table} WHERE project_id = ?`),
  )
  const addForeign = prepare<[string, string]>(
    'INSERT OR IGNORE INTO foreign_certificates (project_id, id) VALUES (?, ?)',
  )

  const MATCHING = `FROM certificates WHERE project_id = @project_id AND (@status IS NULL OR status = @status)
    AND (@expires_after IS NULL OR not_after IS NULL OR not_after >= @expires_after)
    AND (@push_support IS NULL OR push_support = @push_support)
    AND (@enterprise_project_id IS NULL OR enterprise_project_id = @enterprise_project_id)
    AND (@content IS NULL OR instr(lower(name), lower(@content)) OR instr(lower(domain || ';' || sans), lower(@content)))`
  const count = prepare<object, number>(`SELECT count(*) ${MATCHING}`).pluck()
  const sorted = (sort_key: Query['sort_key'], sort_dir: Query['sort_dir']) =>
    prepare<object, StoredCertificate>(
      `SELECT * ${MATCHING} ORDER BY ${SORT_COLUMNS[sort_key]} ${sort_dir}, id ${sort_dir} LIMIT @limit OFFSET @offset`,
    )

  const isTaken = (project_id: string, id: string) => taken.get({ project_id, id }) === 1

  /** Where the last free id of each world was found: from `since` up to `digits` all were taken. */
  const found = new Map<string, { since: number; digits: number }>()

  /**
   * The first free id from the world's time on. What was found last is where the next search begins, so that a thousand
   * purchases at one instant take no longer each than one does.
   */
  function freeId(project_id: string, now: number): string {
    const first = Math.max(0, now)
    const last = found.get(project_id)
    // A batch that was rolled back, or a world that began anew, has given ids back.
    const isRun =
      last && last.since <= first && first < last.digits && isTaken(project_id, certificateId(last.digits - 1))
    let digits = isRun ? last.digits : first
    while (isTaken(project_id, certificateId(digits))) digits += 1
    found.set(project_id, { since: isRun ? last.since : first, digits })
    return certificateId(digits)
  }

  /** @throws Refusal SCM.0020, or SCM.0003 where the world knows the id as another tenant's */
  function find(project_id: string, id: string): Certificate {
    const row = one.get(project_id, id)
    if (row) return parse(row)
    if (foreign.get(project_id, id)) throw refuse('certificate_foreign', `certificate ${id} is another tenant's`)
    throw refuse('certificate_unknown', `project ${project_id} has no certificate ${id}`)
  }

  /** Writes what a step made of a certificate, and its moves into the audit trail. */
  function save(before: Certificate, step: Step, actor: Actor): void {
    if (step.certificate === null) erase(before)
    else if (step.certificate !== before) replace(step.certificate, before)
    for (const moved of step.moves) events.append(before.project_id, actor, before.id, moved)
  }

  /**
   * Writes a row; the ledger of issued certificates hears of a revocation, or of its end. What the CA issued is dropped
   * where it is no longer what the row says: it is issued again when it is needed.
   */
  function replace(certificate: Certificate, before: Certificate): void {
    const { project_id, id, revoked_at, revoke_reason } = certificate
    update(certificate, before)
    if (revoked_at !== before.revoked_at) {
      pki.markRevoked({ project_id, certificate_id: id, revoked_at, reason: revoke_reason }, before.revoked_at)
    }
    if (certificate.status !== 'UPLOAD' && isOther(certificate, before)) {
      pki.removeMaterial(project_id, id)
    }
  }

  /** Writes the columns that differ: most moves change five of thirty. */
  function update(after: Certificate, before: Certificate): void {
    const columns = COLUMNS.filter((column) => after[column] !== before[column]) as Column[]
    if (columns.length === 0) return
    const key = columns.join()
    const statement = updates.get(key) ?? prepareUpdate(columns)
    updates.set(key, statement)
    statement.run(...columns.map((column) => stored(after, column)), after.project_id, after.id)
  }

  /** Removes a certificate; its id is never used again. */
  function erase({ project_id, id }: Certificate): void {
    remove.run(project_id, id)
    retire.run(project_id, id)
    pki.removeMaterial(project_id, id)
  }

  return {
    find,
    save,
    erase,
    /** When time alone changes something in a world next. */
    nextDue: (project_id: string) => nextDue.get(project_id),
    /** Ids that the world knows as another tenant's. */
    foreign: (project_id: string) => foreigners.all(project_id),
    /** Ids of certificates that are gone. */
    retired: (project_id: string) => retired.all(project_id),
    addRetired: (project_id: string, id: string) => void retire.run(project_id, id),
    /** Removes all certificates of a world, and all that it knows of others. */
    clear(project_id: string): void {
      for (const statement of clear) statement.run(project_id)
    },
    /** Whether a world has, or ever had, a certificate with this id, or knows it as another tenant's. */
    isTaken,
    /** For use inside `Database.write`. */
    freeId,
    /** Writes a row as somebody placed it: nothing is asked of the lifecycle. */
    replace,
    due: (project_id: string, now: number) => due.all(project_id, now).map(parse),
    all: (project_id: string) => all.all(project_id).map(parse),
    /** Some of a world's certificates in the order of their ids, from the one after this id on. */
    page: (project_id: string, { after: id, limit }: { after: string; limit: number }) =>
      after.all(project_id, id, limit).map(parse),
    /** Forgets a world. */
    forget: (project_id: string): void => void found.delete(project_id),
    count: (project_id: string) => total.get(project_id) ?? 0,
    /** How many free certificates the world has. */
    free: (project_id: string) => free.get(project_id) ?? 0,
    list(
      project_id: string,
      { status, content, expires_after, push_support, enterprise_project_id, sort_key, sort_dir, limit, offset }: Query,
    ) {
      const filter = {
        project_id,
        status: status ?? null,
        content: content ?? null,
        expires_after: expires_after ?? null,
        push_support: push_support ?? null,
        enterprise_project_id: enterprise_project_id ?? null,
      }
      return {
        total: count.get(filter) ?? 0,
        certificates: sorted(sort_key, sort_dir)
          .all({ ...filter, limit, offset })
          .map(parse),
      }
    },
    insert: (certificate: Certificate) => void insert.run(stringify(certificate)),
    addForeign: (project_id: string, id: string) => void addForeign.run(project_id, id),
    /**
     * Changes one certificate: `decide` gets it as it is, says what becomes of it, and that is written together with
     * its audit events. Resolves after the commit.
     *
     * @throws Refusal what `find` and `decide` throw; nothing is written then
     */
    change(project_id: string, id: string, actor: Actor, decide: (certificate: Certificate) => Step) {
      return write(() => {
        const before = find(project_id, id)
        const step = decide(before)
        save(before, step, actor)
        return step.certificate
      })
    },
  }
}

/** An id of a certificate: `scs` and 13 digits, which look like an instant. */
export function certificateId(digits: number): string {
  return `scs${String(digits % 1e13).padStart(13, '0')}`
}

export type Certificates = ReturnType<typeof createCertificates>

/** What stands in the certificate itself, beside its key. */
const CONTENTS = ['domain', 'sans', 'encrypt_type', 'not_before', 'not_after'] as const

/** Whether one is issued otherwise than the other. */
export function isOther(a: Certificate, b: Certificate): boolean {
  return CONTENTS.some((field) => a[field] !== b[field]) || a.application?.csr !== b.application?.csr
}

/** A row is nobody else's: it becomes the certificate, since copying thirty fields would cost as much as reading them. */
function parse(row: StoredCertificate): Certificate {
  return Object.assign(row, {
    application: row.application && JSON.parse(row.application),
    auth: JSON.parse(row.auth),
    review: row.review && JSON.parse(row.review),
  })
}

/** What a column holds: three of them JSON. */
function stored(certificate: Certificate, column: Column): unknown {
  const value = certificate[column]
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

function stringify(certificate: Certificate): StoredCertificate {
  return Object.fromEntries(COLUMNS.map((column) => [column, stored(certificate, column)])) as StoredCertificate
}
