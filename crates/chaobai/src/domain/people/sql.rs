//! Every SQL text of this folder.

/// An account by cell and login.
pub const ACCOUNT: &str = "SELECT login, person, password, failures, locked_until, closed_at, created_at FROM account \
     WHERE cell = $1 AND login = $2";

/// All accounts, for the system administrator.
pub const ACCOUNTS: &str = "SELECT login, person, password, failures, locked_until, closed_at, created_at FROM account ORDER BY login";

pub const INSERT_ACCOUNT: &str = "INSERT INTO account (cell, login, person, password, failures, locked_until, closed_at, \
     created_at) VALUES ($1, $2, $3, NULL, 0, 0, NULL, $4) ON CONFLICT (cell, login) DO NOTHING";

pub const SET_PASSWORD: &str = "UPDATE account SET password = $1, failures = 0, locked_until = 0 WHERE cell = $2 AND login = $3 AND closed_at IS NULL";

pub const CLEAR_FAILURES: &str = "UPDATE account SET failures = 0, locked_until = 0 WHERE cell = $1 AND login = $2 AND closed_at IS NULL AND locked_until <= $3";

pub const SET_FAILURES: &str =
    "UPDATE account SET failures = $1, locked_until = $2 WHERE cell = $3 AND login = $4";

pub const CLOSE_ACCOUNT: &str =
    "UPDATE account SET closed_at = $1 WHERE cell = $2 AND login = $3 AND closed_at IS NULL";

pub const SESSION: &str = "SELECT login, person, created_at, expires_at FROM session WHERE cell = $1 AND token_hash = $2 AND ended_at IS NULL";

pub const INSERT_SESSION: &str = "INSERT INTO session (cell, token_hash, login, person, created_at, expires_at, ended_at) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL)";

pub const END_SESSION: &str =
    "UPDATE session SET ended_at = $1 WHERE cell = $2 AND token_hash = $3 AND ended_at IS NULL";

pub const END_SESSIONS: &str =
    "UPDATE session SET ended_at = $1 WHERE cell = $2 AND login = $3 AND ended_at IS NULL";

pub const INSERT_LINK: &str =
    "INSERT INTO sign_in_link (cell, token_hash, login, expires_at, used_at) VALUES ($1, $2, $3, $4, NULL)";

pub const LINK: &str =
    "SELECT login, expires_at FROM sign_in_link WHERE cell = $1 AND token_hash = $2 AND used_at IS NULL";

pub const USE_LINK: &str = "UPDATE sign_in_link SET used_at = $1 WHERE cell = $2 AND token_hash = $3 AND used_at IS NULL AND expires_at > $1";
