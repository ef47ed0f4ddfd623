//! `lamps.give`: a person gives a matter another lamp than the rule, with a reason and the last day on which
//! it holds. It ends by itself after that day.

use super::sql;
use crate::charter::model::Lamp;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::registers::demand_note;
use crate::domain::worklists;
use kernel::{Cell, Date, Id, Problem, Refusal};
use serde_json::{Value, json};
use store::{Ask, Tx};

/// Most days a lamp given by hand may hold.
const DAYS_MAX: i64 = 92;

/// A lamp given by hand.
#[derive(Clone, Debug)]
pub struct Give {
    /// Work list.
    pub register: String,
    /// The matter.
    pub id: Id,
    /// The lamp: `normal`, or one that a rule could give.
    pub lamp: Lamp,
    /// Why.
    pub reason: String,
    /// The last day on which it holds.
    pub until: Date,
}

impl Command for Give {
    fn name(&self) -> &'static str {
        "lamps.give"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.lamp.id(), self.reason, self.until.to_string()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let (register, law, record) = worklists::load(tx, call, &self.register, &self.id)?;
        worklists::demand_role(call.caller, register, &record, &law.review)?;
        let today = call.moment.today;
        let mut problems = Vec::new();
        if !(self.lamp == Lamp::Normal || self.lamp.is_raised()) {
            problems.push(Problem::new("lamp", "not_a_choice").with("given", self.lamp.id()));
        }
        if self.reason.trim().is_empty() {
            problems.push(Problem::new("reason", "required"));
        }
        if self.until < today || self.until > today.plus_days(DAYS_MAX) {
            let last = today.plus_days(DAYS_MAX);
            problems.push(Problem::new("until", "not_between").with("min", today).with("max", last));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        demand_note("reason", &self.reason)?;
        if !register.standing(&record.stage).is_open() {
            return Err(worklists::not_open(&record).into());
        }
        let (cell, item) = (call.cell.as_str(), self.id.as_str());
        let last = tx.row(sql::LAST_GIVEN, &[cell.into(), item.into()])?;
        let number = last.map_or(Ok(0), |row| row.int(0))? + 1;
        let actor = call.caller.person.as_ref().map_or("", |id| id.as_str());
        tx.execute(
            sql::GIVE,
            &[
                cell.into(),
                item.into(),
                number.into(),
                self.lamp.id().into(),
                self.reason.as_str().into(),
                today.number().into(),
                self.until.number().into(),
                actor.into(),
                call.caller.post().into(),
                call.moment.at.0.into(),
                call.entry.into(),
            ],
        )?;
        worklists::keep(tx, call, register, Some(&record), &record)?;
        let said = json!({ "lamp": self.lamp.id(), "until": self.until.to_string() });
        let reason = json!({ "reason": self.reason });
        Ok(Change {
            subject: Subject { register: register.id.clone(), id: item.to_owned(), version: number },
            state: json!({ "lamp": self.lamp.id(), "until": self.until.to_string(), "reason": self.reason }),
            public: said,
            hidden: reason,
            answer: Value::Null,
        })
    }
}
