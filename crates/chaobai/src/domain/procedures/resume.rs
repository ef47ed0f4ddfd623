//! `procedures.resume`: the clock of a case goes on. Working days it stood still are not counted.

use super::case::{Said, Span, State, What};
use super::rules;
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines::{self, Kind as DeadlineKind};
use crate::domain::procedures::demand_words;
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// The end of a pause.
#[derive(Clone, Debug)]
pub struct Resume {
    /// Case.
    pub id: Id,
    /// Version the caller saw; not asked of the clock.
    pub version: i64,
    /// In words; must be said by a person.
    pub note: String,
    /// The clock's deadline, where the longest pause the charter allows is over.
    pub deadline: Option<String>,
}

impl Command for Resume {
    fn name(&self) -> &'static str {
        "procedures.resume"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.version, self.note, self.deadline])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let ground = loaded.ground();
        let mandate = match &self.deadline {
            Some(deadline) => {
                write::demand_clock(call)?;
                write::demand_due(tx, call, deadline, &[DeadlineKind::Resume])?;
                deadlines::settle(tx, call, deadline, "done")?;
                None
            }
            None => {
                let mandate = ground.mandate(call.caller, &rules::pausers(&ground, &loaded.case));
                let mandate = mandate.ok_or_else(Refusal::not_allowed)?;
                if self.version != loaded.case.version {
                    return Err(ground.stale(&loaded.case, self.version).into());
                }
                demand_words("note", &self.note)?;
                Some(mandate)
            }
        };
        let Some(paused) = loaded.case.body.paused.clone().filter(|_| loaded.case.state == State::Paused)
        else {
            return Err(Refusal::new(Kind::Conflict, "procedures.not_paused").into());
        };
        let mut case = loaded.moved(call);
        case.state = State::Open;
        case.body.paused = None;
        case.body.spans.push(Span { from: paused.on, to: call.moment.today });
        case.subject_version = loaded.record.version;
        case.counted_under = call.law.version;
        let planned = ground.count(&mut case)?;
        let mut said =
            Said { word: paused.reason, mandate, ..Said::new(What::Resume, &case.step, &case.step) };
        if !self.note.is_empty() {
            said.given.insert("note".into(), json!(self.note));
        }
        write::write(tx, call, self.name(), loaded.outcome(case, said, Some(planned)))
    }
}
