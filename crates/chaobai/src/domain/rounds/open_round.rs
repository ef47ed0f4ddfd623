//! `rounds.open_round`: the office opens a round: a month, the lists it asks for, the day by which to report.

use super::rules::Month;
use super::{round_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::notices::{self, Facts};
use crate::domain::registers::demand_note;
use crate::domain::worklists;
use kernel::{Cell, Date, Kind, Lang, Problem, Refusal, Text};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use store::{Ask, Tx};

/// A round to open. Its name is its month, so that there is one round a month.
#[derive(Clone, Debug)]
pub struct OpenRound {
    /// `2026-10`.
    pub month: String,
    /// Work lists it asks for.
    pub lists: Vec<String>,
    /// The last day to report.
    pub due: Date,
    /// What the units should know.
    pub note: String,
}

impl Command for OpenRound {
    fn name(&self) -> &'static str {
        "rounds.open_round"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        round_cell(zone, &self.month)
    }

    fn content(&self) -> Value {
        json!([self.month, self.lists, self.due.to_string(), self.note])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let charter = &call.law.charter;
        if !charter.registers.values().any(|register| worklists::may_review(call.caller, register)) {
            let signed_in = call.caller.is_signed_in();
            return Err(if signed_in {
                Refusal::not_allowed().into()
            } else {
                Refusal::new(Kind::SignIn, "sign_in").into()
            });
        }
        let mut problems = Vec::new();
        let Some(month) = Month::parse(&self.month) else {
            let problem = Problem::new("month", "not_a_month").with("given", &self.month);
            return Err(Refusal::invalid(vec![problem]).into());
        };
        let today = call.moment.today;
        if month.first_day() > today {
            problems.push(Problem::new("month", "in_the_future").with("today", today));
        }
        if self.lists.is_empty() {
            problems.push(Problem::new("lists", "required"));
        }
        for (at, list) in self.lists.iter().enumerate() {
            let register = charter.register(list).filter(|register| register.worklist.is_some());
            if register.is_none_or(|register| !worklists::may_review(call.caller, register)) {
                problems.push(Problem::new("lists", "not_a_work_list").with("given", list));
            }
            if self.lists[..at].contains(list) {
                problems.push(Problem::new("lists", "twice").with("given", list));
            }
        }
        if self.due < today || self.due > today.plus_days(92) {
            let last = today.plus_days(92);
            problems.push(Problem::new("due", "not_between").with("min", today).with("max", last));
        }
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems).into());
        }
        demand_note("note", &self.note)?;
        let (cell, id) = (call.cell.as_str(), self.month.as_str());
        if tx.row(sql::ROUND, &[cell.into(), id.into()])?.is_some() {
            return Err(Refusal::new(Kind::Conflict, "rounds.exists").with("round", id).into());
        }
        let (lists, as_of, due) = (json!(self.lists), month.last_day().to_string(), self.due.to_string());
        tx.execute(
            sql::OPEN,
            &[
                cell.into(),
                id.into(),
                (&lists).into(),
                as_of.as_str().into(),
                due.as_str().into(),
                self.note.as_str().into(),
                call.moment.at.0.into(),
                call.entry.into(),
            ],
        )?;
        self.tell(tx, call)?;
        let said = json!({ "round": id, "lists": lists, "as_of": as_of, "due": due });
        let hidden = json!({ "note": self.note });
        let mut state = said.clone();
        state["note"] = json!(self.note);
        Ok(Change {
            subject: Subject { register: "round".into(), id: id.to_owned(), version: 1 },
            public: said,
            hidden: if self.note.is_empty() { Value::Null } else { hidden },
            state,
            answer: Value::Null,
        })
    }
}

impl OpenRound {
    /// Tells the units that have something to report. Which they are is read across cells: a unit that gets
    /// its first matter a moment later finds the round on its page all the same.
    fn tell(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<(), Stop> {
        let registers: Vec<_> =
            self.lists.iter().filter_map(|list| call.law.charter.register(list)).collect();
        let mut units = BTreeSet::new();
        for register in &registers {
            let counted = worklists::units(tx, register, None)?;
            units.extend(counted.into_iter().map(|count| count.unit).filter(|unit| !unit.is_empty()));
        }
        let names = |lang| registers.iter().map(|register| register.name.get(lang)).collect::<Vec<_>>();
        let same = |text: &str| Text::new(text, text);
        let words = vec![
            ("round", same(&self.month)),
            ("lists", Text::new(names(Lang::Zh).join("、"), names(Lang::En).join(", "))),
            ("due", same(&self.due.to_string())),
        ];
        let facts = Facts { units: units.into_iter().collect(), words };
        notices::raise_round(tx, call, "rounds.opened", &self.month, &self.lists, &facts)?;
        Ok(())
    }
}
