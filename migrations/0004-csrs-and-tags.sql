CREATE TABLE csrs (
  project_id       TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  id               TEXT NOT NULL,
  name             TEXT NOT NULL,
  csr              TEXT NOT NULL,
  -- Null where the CSR was uploaded without it.
  private_key      TEXT,
  domain_name      TEXT NOT NULL,
  sans             TEXT NOT NULL,
  private_key_algo TEXT NOT NULL,
  usage            TEXT NOT NULL,
  company_country  TEXT NOT NULL,
  company_province TEXT NOT NULL,
  company_city     TEXT NOT NULL,
  company_name     TEXT NOT NULL,
  create_time      INTEGER NOT NULL,
  update_time      INTEGER NOT NULL,
  PRIMARY KEY (project_id, id)
) STRICT;

CREATE TABLE tags (
  project_id     TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  certificate_id TEXT NOT NULL,
  key            TEXT NOT NULL,
  value          TEXT NOT NULL,
  PRIMARY KEY (project_id, certificate_id, key),
  FOREIGN KEY (project_id, certificate_id) REFERENCES certificates ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
