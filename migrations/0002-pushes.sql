-- What was pushed to another service.
CREATE TABLE pushes (
  project_id     TEXT NOT NULL REFERENCES projects ON DELETE CASCADE,
  certificate_id TEXT NOT NULL,
  at             INTEGER NOT NULL,
  service        TEXT NOT NULL,
  remote_project TEXT
) STRICT;
CREATE INDEX pushes_of_certificate ON pushes (project_id, certificate_id);
