-- Why the text of a file could not be looked into for marks of secrecy; empty: it was, or the file is older than that.
ALTER TABLE attachment ADD COLUMN unread TEXT NOT NULL DEFAULT '';
