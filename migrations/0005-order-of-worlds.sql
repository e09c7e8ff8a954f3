-- Worlds in the order in which they were made: a reset writes the row anew, and a row's own number would then change.
ALTER TABLE projects ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0;
UPDATE projects SET sequence = rowid;
