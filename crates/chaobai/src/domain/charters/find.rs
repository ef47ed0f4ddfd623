//! Questions about the charter in force.

use crate::charter::model::Charter;
use crate::desk::Law;
use kernel::Instant;
use store::{Ask, StoreError};

/// The law in force in a store; none before a charter was adopted.
pub fn in_force(ask: &mut dyn Ask) -> Result<Option<Law>, StoreError> {
    let row =
        ask.row("SELECT version, digest, body FROM charter_version ORDER BY version DESC LIMIT 1", &[])?;
    let Some(row) = row else { return Ok(None) };
    let charter = Charter::from_json(&row.json(2)?).map_err(|_| StoreError::damaged("charter_version"))?;
    Ok(Some(Law { version: row.int(0)?, digest: row.text(1)?, charter }))
}

/// Version, digest and day of every charter ever adopted, newest first.
pub fn versions(ask: &mut dyn Ask) -> Result<Vec<(i64, String, Instant)>, StoreError> {
    let rows =
        ask.rows("SELECT version, digest, adopted_at FROM charter_version ORDER BY version DESC", &[])?;
    rows.iter().map(|row| Ok((row.int(0)?, row.text(1)?, Instant(row.int(2)?)))).collect()
}

/// The charter of a version; none if there was no such version.
pub fn adopted(ask: &mut dyn Ask, version: i64) -> Result<Option<Charter>, StoreError> {
    let row = ask.row("SELECT body FROM charter_version WHERE version = $1", &[version.into()])?;
    let Some(row) = row else { return Ok(None) };
    Charter::from_json(&row.json(0)?).map(Some).map_err(|_| StoreError::damaged("charter_version"))
}
