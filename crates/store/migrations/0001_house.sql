-- The house: charter versions, records with every version kept, the journal, figures and sign-in.
-- The cell (zone and bucket) is the first column of every key; instants are microseconds since
-- 1970 UTC, dates ISO text, ids UUIDv7 text made by the program.

CREATE TABLE charter_version(
  cell TEXT NOT NULL, version BIGINT NOT NULL, digest TEXT NOT NULL, adopted_at BIGINT NOT NULL,
  body JSONB NOT NULL,
  PRIMARY KEY(cell, version));

-- The state of today of every record.
CREATE TABLE record(
  cell TEXT NOT NULL, id TEXT NOT NULL, register TEXT NOT NULL, version BIGINT NOT NULL, stage TEXT NOT NULL,
  withdrawn BIGINT NOT NULL, effective_on TEXT NOT NULL, charter_version BIGINT NOT NULL,
  created_at BIGINT NOT NULL, amended_at BIGINT NOT NULL,
  west DOUBLE PRECISION, south DOUBLE PRECISION, east DOUBLE PRECISION, north DOUBLE PRECISION,
  body JSONB NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX record_by_register ON record(register, id);

-- Every version of every record: effective_on is the business day it holds from, recorded_at when it was written.
CREATE TABLE record_version(
  cell TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, register TEXT NOT NULL, stage TEXT NOT NULL,
  withdrawn BIGINT NOT NULL, effective_on TEXT NOT NULL, recorded_at BIGINT NOT NULL, command TEXT NOT NULL,
  charter_version BIGINT NOT NULL, actor TEXT NOT NULL, actor_post TEXT NOT NULL, note TEXT NOT NULL,
  entry BIGINT NOT NULL,
  west DOUBLE PRECISION, south DOUBLE PRECISION, east DOUBLE PRECISION, north DOUBLE PRECISION, body JSONB NOT NULL,
  PRIMARY KEY(cell, id, version));
CREATE INDEX record_version_by_register ON record_version(register, effective_on);

CREATE TABLE record_link(
  cell TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, to_id TEXT NOT NULL, recorded_at BIGINT NOT NULL,
  removed_at BIGINT,
  PRIMARY KEY(cell, id, kind, to_id));
CREATE INDEX record_link_back ON record_link(to_id);

CREATE TABLE attachment(
  cell TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL, media_type TEXT NOT NULL,
  size BIGINT NOT NULL, recorded_at BIGINT NOT NULL,
  PRIMARY KEY(cell, id, sha256));

-- One row per request key: the digest of what was asked and the receipt that was given.
CREATE TABLE request(
  cell TEXT NOT NULL, key TEXT NOT NULL, digest BYTEA NOT NULL, at BIGINT NOT NULL, seen BIGINT NOT NULL,
  receipt JSONB NOT NULL,
  PRIMARY KEY(cell, key));

CREATE TABLE journal_entry(
  cell TEXT NOT NULL, seq BIGINT NOT NULL, at BIGINT NOT NULL, command TEXT NOT NULL, subject TEXT NOT NULL,
  actor TEXT NOT NULL, salt BYTEA NOT NULL, leaf BYTEA NOT NULL, hash BYTEA NOT NULL,
  PRIMARY KEY(cell, seq));
CREATE INDEX journal_entry_by_subject ON journal_entry(subject);

CREATE TABLE journal_head(
  cell TEXT NOT NULL, seq BIGINT NOT NULL, hash BYTEA NOT NULL,
  PRIMARY KEY(cell));

-- Where an entry of a cell stands in the zone's log, and how far each cell has been drained into it.
CREATE TABLE log_range(
  cell TEXT NOT NULL, first_seq BIGINT NOT NULL, last_seq BIGINT NOT NULL, position BIGINT NOT NULL,
  PRIMARY KEY(cell, first_seq));
CREATE INDEX log_range_by_position ON log_range(position);

CREATE TABLE log_drained(
  cell TEXT NOT NULL, seq BIGINT NOT NULL,
  PRIMARY KEY(cell));

CREATE TABLE figure_value(
  cell TEXT NOT NULL, figure TEXT NOT NULL, as_of TEXT NOT NULL, number BIGINT NOT NULL, basis TEXT NOT NULL,
  value TEXT NOT NULL, qualifier TEXT NOT NULL, source TEXT NOT NULL, words JSONB NOT NULL,
  definition BIGINT NOT NULL, charter_version BIGINT NOT NULL, recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, figure, as_of, number));

CREATE TABLE account(
  cell TEXT NOT NULL, login TEXT NOT NULL, person TEXT NOT NULL, password TEXT, failures BIGINT NOT NULL,
  locked_until BIGINT NOT NULL, closed_at BIGINT, created_at BIGINT NOT NULL,
  PRIMARY KEY(cell, login));

CREATE TABLE session(
  cell TEXT NOT NULL, token_hash TEXT NOT NULL, login TEXT NOT NULL, person TEXT NOT NULL,
  created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT,
  PRIMARY KEY(cell, token_hash));

CREATE TABLE sign_in_link(
  cell TEXT NOT NULL, token_hash TEXT NOT NULL, login TEXT NOT NULL, expires_at BIGINT NOT NULL, used_at BIGINT,
  PRIMARY KEY(cell, token_hash));
