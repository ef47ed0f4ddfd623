//! `sheets.mend_draft`: cells of a workbook are put right, or its columns taken for something else.

use super::draft::{Draft, DraftState, Mended};
use super::open_draft::about;
use super::{find, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Cells that can be put right in place; a file that needs more is better put right itself.
const FIXES_MAX: usize = 5000;

/// A draft as it is to be from now on.
#[derive(Clone, Debug)]
pub struct MendDraft {
    /// The draft.
    pub id: Id,
    /// Version the person saw.
    pub version: i64,
    /// What is put right, all of it.
    pub mended: Mended,
}

impl Command for MendDraft {
    fn name(&self) -> &'static str {
        "sheets.mend_draft"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.version, self.mended])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_open(tx, call, &self.id, self.version)?;
        if self.mended.fixes.values().map(std::collections::BTreeMap::len).sum::<usize>() > FIXES_MAX {
            return Err(Refusal::new(Kind::TooLarge, "too_large").with("max", FIXES_MAX).into());
        }
        let body = json!({ "mended": self.mended, "outcome": null });
        update(tx, call, &self.id, self.version, DraftState::Open, &body)?;
        Ok(about(&self.id, self.version + 1, body))
    }
}

/// The draft, if it is the caller's, open, and in the version they saw.
pub(super) fn demand_open(tx: &mut Tx<'_>, call: &Call<'_>, id: &Id, version: i64) -> Result<Draft, Stop> {
    let draft = find::draft(tx, &call.law.charter.zone.id, call.caller, id)?;
    if draft.state != DraftState::Open {
        return Err(Refusal::new(Kind::Conflict, "import.written").into());
    }
    if draft.version != version {
        return Err(Refusal::new(Kind::Conflict, "registers.stale_version").into());
    }
    Ok(draft)
}

/// Writes a draft's next version.
pub(super) fn update(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    id: &Id,
    version: i64,
    state: DraftState,
    body: &Value,
) -> Result<(), Stop> {
    let values = [
        state.id().into(),
        call.moment.at.0.into(),
        body.into(),
        call.cell.as_str().into(),
        id.as_str().into(),
        version.into(),
    ];
    if tx.execute(sql::UPDATE_DRAFT, &values)? != 1 {
        return Err(store::StoreError::retry("another writer changed the draft").into());
    }
    Ok(())
}
