//! `notices.claim_digest`: the day's message to a reader is about to be sent. One a day; whoever claims it
//! first sends it, and a program that ended in between sends what was claimed.

use super::mark_read::told;
use super::{reader_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Date, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A digest to claim.
#[derive(Clone, Debug)]
pub struct ClaimDigest {
    /// The reader.
    pub person: Id,
    /// The day.
    pub day: Date,
    /// Notices it tells of.
    pub notices: Vec<String>,
}

impl Command for ClaimDigest {
    fn name(&self) -> &'static str {
        "notices.claim_digest"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        reader_cell(zone, &self.person)
    }

    fn content(&self) -> Value {
        json!([self.person.as_str(), self.day.to_string(), self.notices])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator {
            return Err(Refusal::not_allowed().into());
        }
        let (day, notices) = (self.day.to_string(), json!(self.notices));
        let made = tx.execute(
            sql::INSERT_DIGEST,
            &[
                call.cell.as_str().into(),
                self.person.as_str().into(),
                day.as_str().into(),
                (&notices).into(),
                call.moment.at.0.into(),
            ],
        )?;
        if made != 1 {
            return Err(Refusal::new(Kind::Conflict, "notices.digest_claimed").into());
        }
        Ok(told(json!({ "digest": { "day": day, "notices": self.notices } })))
    }
}
