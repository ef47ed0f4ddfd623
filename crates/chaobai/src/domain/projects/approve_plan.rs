//! `projects.approve_plan`: the plan of a project as it stands is approved. From then on drift is measured against it;
//! an approved change of the plan is one more approval, and the earlier ones stay.

use super::sql;
use crate::charter::model::ProjectLaw;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Record};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// Longest note in characters.
const NOTE_MAX: usize = 2000;

/// A plan to approve: that of the version the caller saw, with the milestones that stand beside it.
#[derive(Clone, Debug)]
pub struct ApprovePlan {
    /// Register.
    pub register: String,
    /// Project.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// What it was approved by: number of the document, decision.
    pub note: String,
}

impl Command for ApprovePlan {
    fn name(&self) -> &'static str {
        "projects.approve_plan"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.register, self.id.as_str(), self.version, self.note])
    }

    /// Who may advance the project may approve its plan.
    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let charter = &call.law.charter;
        let found = registers::find(tx, &charter.zone.id, &self.id)?;
        let current =
            found.filter(|record| record.register == self.register).ok_or_else(Refusal::not_found)?;
        let register = charter.register(&self.register).ok_or_else(Refusal::not_found)?;
        let law = register.project.as_ref().ok_or_else(Refusal::not_found)?;
        permits::demand(call.caller, register, Action::Advance, &current.stage, &current.body)?;
        if current.version != self.version {
            let refusal = Refusal::new(Kind::Conflict, "registers.stale_version");
            return Err(refusal.with("expected", self.version).with("current", current.version).into());
        }
        if current.withdrawn {
            return Err(Refusal::new(Kind::Conflict, "registers.withdrawn").into());
        }
        if !has_plan(law, &current) {
            return Err(Refusal::new(Kind::Conflict, "projects.no_plan").into());
        }
        let problem = match kernel::clean::lines(&self.note) {
            Err(unclean) => Some(unclean.problem("note")),
            Ok(_) if self.note.trim().is_empty() => Some(Problem::new("note", "required")),
            Ok(_) if self.note.chars().count() > NOTE_MAX => {
                Some(Problem::new("note", "too_long").with("max", NOTE_MAX))
            }
            Ok(_) => None,
        };
        if let Some(problem) = problem {
            return Err(Refusal::invalid(vec![problem]).into());
        }
        tx.execute(
            sql::INSERT_BASELINE,
            &[
                call.cell.as_str().into(),
                self.id.as_str().into(),
                current.version.into(),
                call.moment.at.0.into(),
                call.caller.person.as_ref().map_or("", |id| id.as_str()).into(),
                call.caller.post().into(),
                self.note.as_str().into(),
                call.entry.into(),
            ],
        )?;
        let what = json!({ "plan_of_version": current.version });
        Ok(Change {
            subject: Subject {
                register: register.id.clone(),
                id: self.id.to_string(),
                version: current.version,
            },
            public: what.clone(),
            hidden: json!({ "note": self.note }),
            state: what,
            answer: Value::Null,
        })
    }
}

/// Something must be planned before a plan can be approved.
fn has_plan(law: &ProjectLaw, record: &Record) -> bool {
    let days = [&law.start, &law.finish].into_iter().flatten().map(|days| &days.planned);
    days.chain(&law.plan).any(|field| record.body.get(field).is_some_and(|value| !value.is_null()))
}
