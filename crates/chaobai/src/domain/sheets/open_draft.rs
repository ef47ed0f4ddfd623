//! `sheets.open_draft`: somebody brings a workbook for a list.

use super::draft::{DraftState, Mended};
use super::{check, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A workbook is brought.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    /// The list.
    pub register: String,
    /// SHA-256 of the file, which is kept already.
    pub sha256: String,
    /// The file's name.
    pub name: String,
}

/// The id of the draft that a form makes: sent again, the form finds the same draft.
pub fn draft_id(key: &RequestKey) -> Id {
    Id::from_key(0, key.as_str())
}

impl Command for OpenDraft {
    fn name(&self) -> &'static str {
        "sheets.open_draft"
    }

    fn cell(&self, zone: &str, key: &RequestKey) -> Cell {
        Cell::of(zone, &draft_id(key))
    }

    fn content(&self) -> Value {
        json!([self.register, self.sha256, self.name])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let register = call.law.charter.register(&self.register).ok_or_else(Refusal::not_found)?;
        check::demand(call.caller, register)?;
        let Some(person) = &call.caller.person else { return Err(Refusal::not_allowed().into()) };
        let id = draft_id(call.key);
        let body = json!({ "mended": Mended::default(), "outcome": null });
        tx.execute(
            sql::INSERT_DRAFT,
            &[
                call.cell.as_str().into(),
                id.as_str().into(),
                self.register.as_str().into(),
                person.as_str().into(),
                DraftState::Open.id().into(),
                call.moment.at.0.into(),
                self.sha256.as_str().into(),
                self.name.as_str().into(),
                (&body).into(),
            ],
        )?;
        Ok(about(&id, 1, json!({ "register": self.register, "sha256": self.sha256, "name": self.name })))
    }
}

/// A change to a draft: whose it is and what is in it are nobody else's business.
pub(super) fn about(id: &Id, version: i64, what: Value) -> Change {
    Change {
        subject: Subject { register: "draft".into(), id: id.to_string(), version },
        public: Value::Null,
        hidden: what.clone(),
        state: what,
        answer: Value::Null,
    }
}
