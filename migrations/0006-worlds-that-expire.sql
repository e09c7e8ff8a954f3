-- When a world is dropped, by the machine's time; null: never.
ALTER TABLE projects ADD COLUMN expires_at INTEGER;
CREATE INDEX projects_expiring ON projects (expires_at) WHERE expires_at IS NOT NULL;
