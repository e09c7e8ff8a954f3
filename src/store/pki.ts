import type { Database } from './database.ts'

/** A world's root and issuing CA, with their keys; all PEM. */
export interface Authority {
  project_id: string
  root: string
  root_key: string
  issuing: string
  issuing_key: string
  crl_number: number
}

/** What stands behind a certificate; all PEM. */
export interface Material {
  project_id: string
  certificate_id: string
  certificate: string
  chain: string
  /** Null where the certificate was made from the user's own CSR. */
  private_key: string | null
  /** SHA-1, lower-case hex. */
  fingerprint: string
}

/** A certificate that a CA has issued. */
export interface LedgerEntry {
  project_id: string
  /** Lower-case hex. */
  serial: string
  certificate_id: string
  revoked_at: number | null
  /** The text that was given to the service. */
  reason: string | null
}

/** CAs, what they issued, and what stands behind certificates. What writes is for use inside `Database.write`. */
export function createPkiStore({ prepare }: Database) {
  const authority = prepare<[string], Authority>('SELECT * FROM authorities WHERE project_id = ?')
  const addAuthority = prepare<Authority>(
    `INSERT INTO authorities (project_id, root, root_key, issuing, issuing_key, crl_number)
     VALUES (@project_id, @root, @root_key, @issuing, @issuing_key, @crl_number)`,
  )
  const nextCrl = prepare<[string], number>(
    'UPDATE authorities SET crl_number = crl_number + 1 WHERE project_id = ? RETURNING crl_number',
  ).pluck()
  const material = prepare<[string, string], Material>(
    'SELECT * FROM materials WHERE project_id = ? AND certificate_id = ?',
  )
  const uploaded = prepare<[string], Material>(
    `SELECT * FROM materials AS material WHERE project_id = ? AND NOT EXISTS (
       SELECT 1 FROM ledger WHERE project_id = material.project_id AND certificate_id = material.certificate_id)
     ORDER BY certificate_id`,
  )
  const known = prepare<[string, string], number>('SELECT 1 FROM materials WHERE project_id = ? AND fingerprint = ?')
  const addMaterial = prepare<Material>(
    `INSERT INTO materials (project_id, certificate_id, certificate, chain, private_key, fingerprint)
     VALUES (@project_id, @certificate_id, @certificate, @chain, @private_key, @fingerprint)`,
  )
  const removeMaterial = prepare<[string, string]>('DELETE FROM materials WHERE project_id = ? AND certificate_id = ?')
  const issued = prepare<[string, string], LedgerEntry>('SELECT * FROM ledger WHERE project_id = ? AND serial = ?')
  const addIssued = prepare<LedgerEntry>(
    `INSERT INTO ledger (project_id, serial, certificate_id, revoked_at, reason)
     VALUES (@project_id, @serial, @certificate_id, @revoked_at, @reason)`,
  )
  const revoked = prepare<[string, number], LedgerEntry>(
    'SELECT * FROM ledger WHERE project_id = ? AND revoked_at <= ? ORDER BY revoked_at, serial',
  )
  const nextRevocation = prepare<[string, number], number | null>(
    'SELECT min(revoked_at) FROM ledger WHERE project_id = ? AND revoked_at > ?',
  ).pluck()
  /** How often each world's ledger was written. */
  const revisions = new Map<string, number>()
  const revise = (project_id: string) => void revisions.set(project_id, (revisions.get(project_id) ?? 0) + 1)
  const markRevoked = prepare<Omit<LedgerEntry, 'serial'> & { before: number | null }>(
    `UPDATE ledger SET revoked_at = @revoked_at, reason = @reason
     WHERE project_id = @project_id AND certificate_id = @certificate_id AND revoked_at IS @before`,
  )
  const removeMade = prepare<{ project_id: string }>(
    `DELETE FROM materials WHERE project_id = @project_id AND (
       certificate_id NOT IN (SELECT id FROM certificates WHERE project_id = @project_id)
       OR certificate_id IN (SELECT certificate_id FROM ledger WHERE project_id = @project_id))`,
  )
  const forget = ['authorities', 'ledger'].map((table) =>
    prepare<[string]>(`DELETE FROM ${table} WHERE project_id = ?`),
  )
  return {
    authority: (project_id: string) => authority.get(project_id),
    addAuthority: (row: Authority) => void addAuthority.run(row),
    /** The number of the next CRL; taking it uses it up. */
    nextCrlNumber: (project_id: string) => nextCrl.get(project_id) ?? 1,
    material: (project_id: string, certificate_id: string) => material.get(project_id, certificate_id),
    /** What stands behind the certificates that were made elsewhere. */
    uploaded: (project_id: string) => uploaded.all(project_id),
    /** Whether a world has a certificate with this fingerprint. */
    isKnown: (project_id: string, fingerprint: string) => known.get(project_id, fingerprint) !== undefined,
    addMaterial: (row: Material) => void addMaterial.run(row),
    removeMaterial: (project_id: string, certificate_id: string) => void removeMaterial.run(project_id, certificate_id),
    issued: (project_id: string, serial: string) => issued.get(project_id, serial),
    addIssued(row: LedgerEntry): void {
      addIssued.run(row)
      revise(row.project_id)
    },
    /** What was revoked until an instant, in the order of time. */
    revoked: (project_id: string, until: number) => revoked.all(project_id, until),
    /** When the next of those is due that were revoked later than an instant. */
    nextRevocation: (project_id: string, after: number) => nextRevocation.get(project_id, after) ?? undefined,
    /** Changes whenever something in a world's ledger does. */
    revision: (project_id: string) => revisions.get(project_id) ?? 0,
    /**
     * Writes into the ledger what has become of a certificate.
     *
     * @param before when it was revoked, as its row had it: what was revoked under its id at another time stays so
     */
    markRevoked(entry: Omit<LedgerEntry, 'serial'>, before: number | null): void {
      markRevoked.run({ ...entry, before })
      revise(entry.project_id)
    },
    /** Drops what a world's CA made, and what belongs to certificates that are gone; uploaded certificates stay. */
    removeMade: (project_id: string) => void removeMade.run({ project_id }),
    /** Forgets a world's CAs. */
    forget(project_id: string): void {
      for (const statement of forget) statement.run(project_id)
      revisions.delete(project_id)
    },
  }
}

export type PkiStore = ReturnType<typeof createPkiStore>
