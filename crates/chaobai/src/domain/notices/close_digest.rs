//! `notices.close_digest`: how an attempt to send the day's message went.

use super::mark_read::told;
use super::{reader_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// An attempt that was made.
#[derive(Clone, Debug)]
pub struct CloseDigest {
    /// The reader.
    pub person: Id,
    /// The day.
    pub day: Date,
    /// Attempts before this one.
    pub before: i64,
    /// `sent`, `failed` (no more attempts), `empty` (nothing was left to tell) or `claimed` (to be tried again).
    pub state: &'static str,
    /// What the relay said, in a few words.
    pub said: String,
}

impl Command for CloseDigest {
    fn name(&self) -> &'static str {
        "notices.close_digest"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        reader_cell(zone, &self.person)
    }

    fn content(&self) -> Value {
        json!([self.person.as_str(), self.day.to_string(), self.before, self.state, self.said])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator {
            return Err(Refusal::not_allowed().into());
        }
        let day = self.day.to_string();
        let moved = tx.execute(
            sql::CLOSE_DIGEST,
            &[
                self.state.into(),
                call.moment.at.0.into(),
                self.said.as_str().into(),
                call.cell.as_str().into(),
                self.person.as_str().into(),
                day.as_str().into(),
                self.before.into(),
            ],
        )?;
        if moved != 1 {
            return Err(Refusal::new(Kind::Conflict, "notices.digest_closed").into());
        }
        Ok(told(json!({ "digest": { "day": day, "state": self.state, "attempt": self.before + 1 } })))
    }
}
