//! `worklists.rejudge`: a matter is looked at again, because its lamp was to change by today or because the
//! law has changed. An ordinary command, performed for the clock and after a charter is adopted.

use super::keep;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A matter to look at.
#[derive(Clone, Debug)]
pub struct Rejudge {
    /// Work list.
    pub register: String,
    /// The matter.
    pub id: Id,
}

impl Command for Rejudge {
    fn name(&self) -> &'static str {
        "worklists.rejudge"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator {
            return Err(Refusal::not_found().into());
        }
        let (register, _, record) = super::load(tx, call, &self.register, &self.id)?;
        keep(tx, call, register, Some(&record), &record)?;
        let said = json!({ "day": call.moment.today.to_string() });
        Ok(Change {
            subject: Subject {
                register: register.id.clone(),
                id: self.id.to_string(),
                version: record.version,
            },
            public: said.clone(),
            hidden: Value::Null,
            state: said,
            answer: Value::Null,
        })
    }
}
