-- What a file is (kind of document, side that brought it) and, for a photo, when and where it was taken. Empty
-- text: not said. The place is a GeoJSON point as records keep theirs.
ALTER TABLE attachment ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN side TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN taken_at TEXT NOT NULL DEFAULT '';
ALTER TABLE attachment ADD COLUMN place JSONB;

-- Approved plans of projects: from each on, drift is measured against what was known at recorded_at. Only added.
CREATE TABLE baseline(
  cell TEXT NOT NULL, id TEXT NOT NULL, number BIGINT NOT NULL, version BIGINT NOT NULL, recorded_at BIGINT NOT NULL,
  actor TEXT NOT NULL, actor_post TEXT NOT NULL, note TEXT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, id, number));
