-- Which side of what is contested a world takes, what it asks of an upload, and how long an order takes.
ALTER TABLE projects ADD COLUMN language TEXT NOT NULL DEFAULT 'en-us';
ALTER TABLE projects ADD COLUMN duplicate_check TEXT NOT NULL DEFAULT 'true-refuses';
ALTER TABLE projects ADD COLUMN upload_chain TEXT NOT NULL DEFAULT 'optional';
ALTER TABLE projects ADD COLUMN purchase TEXT NOT NULL DEFAULT 'immediate';

-- Where a certificate was deployed: resources of other services.
CREATE TABLE deployments (
  project_id     TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  certificate_id TEXT NOT NULL,
  service        TEXT NOT NULL,
  project_name   TEXT NOT NULL,
  resource_id    TEXT NOT NULL,
  resource_type  TEXT NOT NULL,
  enterprise_project_id TEXT NOT NULL,
  PRIMARY KEY (project_id, service, project_name, resource_id),
  FOREIGN KEY (project_id, certificate_id) REFERENCES certificates ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Of which certificates the account is told that they expire, or have expired.
CREATE TABLE notices (
  project_id     TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  certificate_id TEXT NOT NULL,
  notice_type    TEXT NOT NULL,
  PRIMARY KEY (project_id, certificate_id, notice_type),
  FOREIGN KEY (project_id, certificate_id) REFERENCES certificates ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
