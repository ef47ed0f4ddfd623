//! Every SQL text of this folder.

pub const DRAFT: &str = "SELECT id, register, person, state, version, opened_at, sha256, name, body FROM sheet_draft \
     WHERE cell = $1 AND id = $2";

pub const INSERT_DRAFT: &str = "INSERT INTO sheet_draft (cell, id, register, person, state, version, opened_at, changed_at, \
     sha256, name, body) VALUES ($1, $2, $3, $4, $5, 1, $6, $6, $7, $8, $9)";

pub const UPDATE_DRAFT: &str = "UPDATE sheet_draft SET state = $1, version = version + 1, changed_at = $2, body = $3 \
     WHERE cell = $4 AND id = $5 AND version = $6 AND state = 'open'";
