import type { Certificate } from '../domain/certificate.ts'
import { FREE } from '../domain/products.ts'
import { refuse } from '../domain/rules.ts'
import type { Step } from '../domain/transition.ts'
import { COLUMNS, type Column, parse, type StoredCertificate, stored, stringify } from './columns.ts'
import type { Database } from './database.ts'
import type { Actor, Events } from './events.ts'
import { createIds } from './ids.ts'
import type { PkiStore } from './pki.ts'
import { createQueries } from './query.ts'

/** Certificates, keyed by world and id. What writes is for use inside `Database.write`, but for `change`. */
export function createCertificates(database: Database, events: Events, pki: PkiStore) {
  const { prepare, write } = database
  const ids = createIds(database)
  const one = prepare<[string, string], StoredCertificate>('SELECT * FROM certificates WHERE project_id = ? AND id = ?')
  const due = prepare<[string, number], StoredCertificate>(
    'SELECT * FROM certificates WHERE project_id = ? AND due_at <= ? ORDER BY due_at, id',
  )
  const all = prepare<[string], StoredCertificate>('SELECT * FROM certificates WHERE project_id = ? ORDER BY id')
  const after = prepare<[string, string, number], StoredCertificate>(
    'SELECT * FROM certificates WHERE project_id = ? AND id > ? ORDER BY id LIMIT ?',
  )
  const total = prepare<[string], number>('SELECT count(*) FROM certificates WHERE project_id = ?').pluck()
  const free = prepare<typeof FREE & { project_id: string }, number>(
    `SELECT count(*) FROM certificates WHERE project_id = @project_id AND brand = @brand AND type = @type
     AND domain_type = @domain_type AND validity_period = @validity_period`,
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
  const clear = ['certificates', 'foreign_certificates', 'retired_certificates'].map((table) =>
    prepare<[string]>(`DELETE FROM ${table} WHERE project_id = ?`),
  )
  const remove = prepare<[string, string]>('DELETE FROM certificates WHERE project_id = ? AND id = ?')
  const nextDue = prepare<[string], number>(
    'SELECT due_at FROM certificates WHERE project_id = ? AND due_at IS NOT NULL ORDER BY due_at LIMIT 1',
  ).pluck()
  /** @throws Refusal SCM.0020, or SCM.0003 where the world knows the id as another tenant's */
  function find(project_id: string, id: string): Certificate {
    const row = one.get(project_id, id)
    if (row) return parse(row)
    if (ids.isForeign(project_id, id)) throw refuse('certificate_foreign', `certificate ${id} is another tenant's`)
    throw refuse('certificate_unknown', `project ${project_id} has no certificate ${id}`)
  }

  /** Writes what a step made of a certificate, and its moves into the audit trail. */
  function save(before: Certificate, step: Step, actor: Actor): void {
    if (step.certificate === null) erase(before)
    else if (step.certificate !== before) replace(step.certificate, before)
    const subject = { project_id: before.project_id, actor, resource: before.id }
    for (const moved of step.moves) events.moved(subject, moved)
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
    ids.addRetired(project_id, id)
    pki.removeMaterial(project_id, id)
  }

  return {
    ...ids,
    ...createQueries(database),
    find,
    save,
    erase,
    /** When time alone changes something in a world next. */
    nextDue: (project_id: string) => nextDue.get(project_id),
    /** Removes all certificates of a world, and all that it knows of others. */
    clear(project_id: string): void {
      for (const statement of clear) statement.run(project_id)
    },
    /** Writes a row as somebody placed it: nothing is asked of the lifecycle. */
    replace,
    due: (project_id: string, now: number) => due.all(project_id, now).map(parse),
    all: (project_id: string) => all.all(project_id).map(parse),
    /** Some of a world's certificates in the order of their ids, from the one after this id on. */
    page: (project_id: string, { after: id, limit }: { after: string; limit: number }) =>
      after.all(project_id, id, limit).map(parse),
    count: (project_id: string) => total.get(project_id) ?? 0,
    /** How many free certificates the world has. */
    free: (project_id: string) => free.get({ ...FREE, project_id }) ?? 0,
    insert: (certificate: Certificate) => void insert.run(stringify(certificate)),
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

export type Certificates = ReturnType<typeof createCertificates>

/** What stands in the certificate itself, beside its key. */
const CONTENTS = ['domain', 'sans', 'encrypt_type', 'not_before', 'not_after'] as const

/** Whether they would be issued differently. */
export function isOther(a: Certificate, b: Certificate): boolean {
  return CONTENTS.some((field) => a[field] !== b[field]) || a.application?.csr !== b.application?.csr
}
