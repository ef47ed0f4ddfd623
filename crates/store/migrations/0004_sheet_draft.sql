-- A workbook on its way in: who brought it, for which list, the file it is kept as, what was put right since, and
-- what became of it. Its rows are read from the file again whenever they are needed; nothing is half written.
CREATE TABLE sheet_draft(
  cell TEXT NOT NULL, id TEXT NOT NULL, register TEXT NOT NULL, person TEXT NOT NULL, state TEXT NOT NULL,
  version BIGINT NOT NULL, opened_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, sha256 TEXT NOT NULL,
  name TEXT NOT NULL, body JSONB NOT NULL,
  PRIMARY KEY(cell, id));
