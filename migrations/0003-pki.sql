-- A world's CAs. They outlive a reset, as the ledger does: a CA forgets nothing.
CREATE TABLE authorities (
  project_id  TEXT PRIMARY KEY,
  root        TEXT NOT NULL,
  root_key    TEXT NOT NULL,
  issuing     TEXT NOT NULL,
  issuing_key TEXT NOT NULL,
  -- The number of the last CRL; numbers only grow.
  crl_number  INTEGER NOT NULL
) STRICT;

-- Every certificate that a world's CA has issued, whether or not the service still knows it.
CREATE TABLE ledger (
  project_id     TEXT NOT NULL,
  serial         TEXT NOT NULL,
  certificate_id TEXT NOT NULL,
  revoked_at     INTEGER,
  -- The text that was given to the service.
  reason         TEXT,
  PRIMARY KEY (project_id, serial)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_of_certificate ON ledger (project_id, certificate_id);
CREATE INDEX ledger_revoked ON ledger (project_id, revoked_at) WHERE revoked_at IS NOT NULL;

-- What stands behind a certificate: X.509, made when first needed, or uploaded.
CREATE TABLE materials (
  project_id     TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  certificate_id TEXT NOT NULL,
  certificate    TEXT NOT NULL,
  chain          TEXT NOT NULL,
  -- Null where the certificate was made from the user's own CSR.
  private_key    TEXT,
  fingerprint    TEXT NOT NULL,
  PRIMARY KEY (project_id, certificate_id)
) STRICT;
