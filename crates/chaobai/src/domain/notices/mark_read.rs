//! `notices.mark_read`: a person has read notices. It concerns the reader alone: rows in the reader's cell.

use super::{reader_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Most notices at once.
const MAX: usize = 100;

/// Notices that were read.
#[derive(Clone, Debug)]
pub struct MarkRead {
    /// Who read them: the caller.
    pub person: Id,
    /// Their ids.
    pub notices: Vec<Id>,
}

impl Command for MarkRead {
    fn name(&self) -> &'static str {
        "notices.mark_read"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        reader_cell(zone, &self.person)
    }

    fn content(&self) -> Value {
        json!([self.person.as_str(), self.notices.iter().map(Id::as_str).collect::<Vec<_>>()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if call.caller.person.as_ref() != Some(&self.person) {
            return Err(Refusal::new(Kind::NotAllowed, "not_allowed").into());
        }
        if self.notices.is_empty() || self.notices.len() > MAX {
            let code = if self.notices.is_empty() { "required" } else { "too_many" };
            let problem = Problem::new("notices", code).with("max", MAX);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        for notice in &self.notices {
            tx.execute(
                sql::INSERT_READ,
                &[
                    call.cell.as_str().into(),
                    self.person.as_str().into(),
                    notice.as_str().into(),
                    call.moment.at.0.into(),
                ],
            )?;
        }
        let read = json!({ "read": self.notices.iter().map(Id::as_str).collect::<Vec<_>>() });
        Ok(told(read))
    }
}

/// What the journal says of what concerns one reader: that something was done, the rest as a commitment.
pub(super) fn told(what: Value) -> Change {
    Change {
        subject: Subject { register: "notice".into(), id: String::new(), version: 1 },
        public: Value::Null,
        hidden: what.clone(),
        state: what,
        answer: Value::Null,
    }
}
