//! Questions about addresses, and every SQL text of this folder.

use crate::domain::people::{self, Token, account_cell};
use crate::domain::registers::store_refusal;
use kernel::{Instant, Refusal};
use store::{Ask, StoreError};

pub(super) const INSERT: &str = "INSERT INTO calendar_feed (cell, token_hash, login, issued_at, revoked_at) VALUES ($1, $2, $3, $4, NULL)";

pub(super) const REVOKE: &str = "UPDATE calendar_feed SET revoked_at = $1 WHERE cell = $2 AND token_hash = $3 \
     AND login = $4 AND revoked_at IS NULL";

const OF_LOGIN: &str = "SELECT token_hash, issued_at FROM calendar_feed WHERE cell = $1 AND login = $2 \
     AND revoked_at IS NULL ORDER BY issued_at, token_hash";

const OF_TOKEN: &str =
    "SELECT login FROM calendar_feed WHERE cell = $1 AND token_hash = $2 AND revoked_at IS NULL";

/// An address that works. The address itself is known only to whoever was shown it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Hash of its secret: its name here.
    pub hash: String,
    /// Since when.
    pub issued_at: Instant,
}

/// The addresses of an account that work, oldest first.
pub fn feeds(ask: &mut dyn Ask, zone: &str, login: &str) -> Result<Vec<Feed>, StoreError> {
    let cell = account_cell(zone, login);
    let rows = ask.rows(OF_LOGIN, &[cell.as_str().into(), login.into()])?;
    rows.iter().map(|row| Ok(Feed { hash: row.text(0)?, issued_at: Instant(row.int(1)?) })).collect()
}

/// The account an address belongs to, while both are open.
pub fn login_of(ask: &mut dyn Ask, zone: &str, token: &Token) -> Result<Option<people::Account>, Refusal> {
    let (cell, hash) = (token.cell(zone), token.hash());
    let row = ask.row(OF_TOKEN, &[cell.as_str().into(), hash.as_str().into()]).map_err(store_refusal)?;
    let Some(row) = row else { return Ok(None) };
    let login = row.text(0).map_err(store_refusal)?;
    Ok(people::account(ask, zone, &login)?.filter(|account| account.closed_at.is_none()))
}
