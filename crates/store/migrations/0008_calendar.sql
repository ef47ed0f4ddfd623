-- Addresses of calendars a person reads elsewhere: the address holds a secret, here is only its hash. Rows live in
-- the cell of the account.

CREATE TABLE calendar_feed(
  cell TEXT NOT NULL, token_hash TEXT NOT NULL, login TEXT NOT NULL, issued_at BIGINT NOT NULL, revoked_at BIGINT,
  PRIMARY KEY(cell, token_hash));
