//! `comments.resolve`: what a comment asked for is settled. Whoever wrote it may say so, and whoever may amend
//! the record.

use super::comment::{field_name, readable, said};
use super::sql;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, About, Facts};
use crate::domain::registers::permits::{self, Action};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::{Ask, Tx};

/// A comment to settle.
#[derive(Clone, Debug)]
pub struct Resolve {
    /// Register.
    pub register: String,
    /// Record.
    pub id: Id,
    /// The comment.
    pub comment: Id,
}

impl Command for Resolve {
    fn name(&self) -> &'static str {
        "comments.resolve"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.comment.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (register, record) = readable(tx, call, &self.register, &self.id)?;
        let cell = call.cell.as_str();
        let row = tx.row(sql::ONE, &[cell.into(), self.comment.as_str().into(), self.id.as_str().into()])?;
        let row = row.ok_or_else(Refusal::not_found)?;
        let person = call.caller.person.as_ref().map_or("", |person| person.as_str());
        let is_author = !person.is_empty() && row.text_ref(0)? == person;
        if !is_author && !permits::may(call.caller, register, Action::Amend, &record.body) {
            return Err(Refusal::not_allowed().into());
        }
        let settled = tx.execute(
            sql::RESOLVE,
            &[
                cell.into(),
                self.comment.as_str().into(),
                person.into(),
                call.caller.post().into(),
                call.moment.at.0.into(),
                call.entry.into(),
            ],
        )?;
        if settled != 1 {
            return Err(Refusal::new(Kind::Conflict, "comments.resolved_already").into());
        }
        // The unit of whoever wrote it is told.
        let (post, field) = (row.text(1)?, row.text(2)?);
        let unit = call.law.charter.post(&post).and_then(|post| post.unit.clone());
        let facts =
            Facts { units: unit.into_iter().collect(), words: vec![("field", field_name(register, &field))] };
        notices::raise(tx, call, "comments.resolved", About { register, record: &record }, &facts)?;
        Ok(said(&record, json!({ "resolved": self.comment.as_str() })))
    }
}
