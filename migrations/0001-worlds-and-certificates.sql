-- A world is an account with one project; everything below belongs to one. Instants are epoch milliseconds.
CREATE TABLE projects (
  project_id      TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  domain_id       TEXT NOT NULL UNIQUE,
  domain_name     TEXT NOT NULL UNIQUE,
  account_state   TEXT NOT NULL,
  review          TEXT NOT NULL,
  throttle        TEXT,
  journal_limit   INTEGER NOT NULL,
  revocation      TEXT NOT NULL,
  clock_offset    INTEGER NOT NULL,
  clock_frozen_at INTEGER,
  -- The document that the world was made from, every id in it settled: what reset comes back to.
  origin          TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  project_id    TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  user_id       TEXT NOT NULL,
  name          TEXT NOT NULL,
  password_hash TEXT,
  policies      TEXT NOT NULL,
  PRIMARY KEY (project_id, user_id),
  UNIQUE (project_id, name)
) STRICT;

CREATE TABLE tokens (
  token      TEXT PRIMARY KEY,
  project_id TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  scope      TEXT NOT NULL,
  issued_at  INTEGER NOT NULL,
  -- Null: made by a fixture or a control call, never expires.
  expires_at INTEGER,
  FOREIGN KEY (project_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_of_user ON tokens (project_id, user_id);

CREATE TABLE access_keys (
  ak         TEXT PRIMARY KEY,
  sk         TEXT NOT NULL,
  project_id TEXT NOT NULL,
  user_id    TEXT NOT NULL,
  -- Set for a temporary key: it goes with X-Security-Token.
  security_token TEXT,
  FOREIGN KEY (project_id, user_id) REFERENCES users ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX access_keys_of_user ON access_keys (project_id, user_id);

CREATE TABLE certificates (
  project_id      TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  id              TEXT NOT NULL,
  order_id        TEXT NOT NULL,
  name            TEXT NOT NULL,
  description     TEXT NOT NULL,
  type            TEXT NOT NULL,
  brand           TEXT NOT NULL,
  domain_type     TEXT NOT NULL,
  domain          TEXT NOT NULL,
  sans            TEXT NOT NULL,
  domain_count    INTEGER NOT NULL,
  wildcard_count  INTEGER NOT NULL,
  validity_period INTEGER NOT NULL,
  encrypt_type    TEXT NOT NULL,
  multi_domain_type     TEXT,
  enterprise_project_id TEXT NOT NULL,
  push_support    TEXT NOT NULL,
  dns_push_status TEXT NOT NULL,
  application     TEXT,
  auth            TEXT NOT NULL,
  status          TEXT NOT NULL,
  revoke_reason   TEXT,
  paid_at         INTEGER NOT NULL,
  issue_time      INTEGER,
  not_before      INTEGER,
  not_after       INTEGER,
  revoked_at      INTEGER,
  updated_at      INTEGER NOT NULL,
  review          TEXT,
  due_at          INTEGER,
  PRIMARY KEY (project_id, id)
) STRICT;
-- What time alone will change, for settling before a list is read.
CREATE INDEX certificates_due ON certificates (project_id, due_at) WHERE due_at IS NOT NULL;

-- Certificates of other tenants that a world knows of: SCM.0003 instead of SCM.0020.
CREATE TABLE foreign_certificates (
  project_id TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  id         TEXT NOT NULL,
  PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

-- Ids of certificates that are gone: none is ever used again in its world.
CREATE TABLE retired_certificates (
  project_id TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  id         TEXT NOT NULL,
  PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;

-- The audit trail. Numbers count within a world, so that no world tells of another.
CREATE TABLE events (
  project_id TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  id         INTEGER NOT NULL,
  at         INTEGER NOT NULL,
  name       TEXT NOT NULL,
  resource   TEXT,
  actor      TEXT NOT NULL,
  request_id TEXT,
  code       TEXT,
  detail     TEXT NOT NULL,
  PRIMARY KEY (project_id, id)
) STRICT, WITHOUT ROWID;
