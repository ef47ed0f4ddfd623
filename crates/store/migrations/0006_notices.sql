-- Comments on records, notices about them, and how notices left the house. Rows about a record live in the
-- record's cell, rows about a reader in the reader's.

CREATE TABLE comment(
  cell TEXT NOT NULL, id TEXT NOT NULL, register TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL,
  version BIGINT NOT NULL, text TEXT NOT NULL, mentions JSONB NOT NULL, author TEXT NOT NULL,
  author_post TEXT NOT NULL, recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX comment_by_record ON comment(record);

-- A comment is never changed: that it is settled is a row of its own.
CREATE TABLE comment_resolution(
  cell TEXT NOT NULL, comment TEXT NOT NULL, resolver TEXT NOT NULL, resolver_post TEXT NOT NULL,
  recorded_at BIGINT NOT NULL, entry BIGINT NOT NULL,
  PRIMARY KEY(cell, comment));

-- The outbox: written in the transaction of what it tells of, in the subject's cell. recipient is unit/ID or
-- role/ID; told_publicly says whether the text may leave the house; settled is 1 once no webhook waits for it.
CREATE TABLE notice(
  cell TEXT NOT NULL, id TEXT NOT NULL, event TEXT NOT NULL, register TEXT NOT NULL, record TEXT NOT NULL,
  version BIGINT NOT NULL, recipient TEXT NOT NULL, text JSONB NOT NULL, told_publicly BIGINT NOT NULL,
  raised_at BIGINT NOT NULL, entry BIGINT NOT NULL, settled BIGINT NOT NULL,
  PRIMARY KEY(cell, id));
CREATE INDEX notice_by_recipient ON notice(recipient, raised_at);
CREATE INDEX notice_by_settled ON notice(settled, raised_at);

CREATE TABLE notice_read(
  cell TEXT NOT NULL, reader TEXT NOT NULL, notice TEXT NOT NULL, read_at BIGINT NOT NULL,
  PRIMARY KEY(cell, reader, notice));

-- At most one message a day and reader: claimed before it is sent, closed after.
CREATE TABLE notice_digest(
  cell TEXT NOT NULL, reader TEXT NOT NULL, day TEXT NOT NULL, notices JSONB NOT NULL, state TEXT NOT NULL,
  attempts BIGINT NOT NULL, claimed_at BIGINT NOT NULL, tried_at BIGINT NOT NULL, said TEXT NOT NULL,
  PRIMARY KEY(cell, reader, day));
CREATE INDEX notice_digest_by_tried ON notice_digest(tried_at);

-- Every attempt to hand a notice to a webhook.
CREATE TABLE notice_attempt(
  cell TEXT NOT NULL, notice TEXT NOT NULL, target TEXT NOT NULL, number BIGINT NOT NULL, at BIGINT NOT NULL,
  outcome TEXT NOT NULL, said TEXT NOT NULL, next_at BIGINT NOT NULL,
  PRIMARY KEY(cell, notice, target, number));
CREATE INDEX notice_attempt_by_at ON notice_attempt(at);
