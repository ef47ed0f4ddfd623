//! `procedures.pause`: the clock of a case stands still, for one of the charter's reasons.

use super::case::{Paused, Said, State, What};
use super::rules::{self, demand_state};
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines::{Due, Kind as DeadlineKind, Planned};
use crate::domain::procedures::demand_words;
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A pause.
#[derive(Clone, Debug)]
pub struct Pause {
    /// Case.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// Reason: one of the procedure's.
    pub reason: String,
    /// In words; must be said.
    pub note: String,
}

impl Command for Pause {
    fn name(&self) -> &'static str {
        "procedures.pause"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!({ "id": self.id.as_str(), "version": self.version, "reason": self.reason, "note": self.note })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let ground = loaded.ground();
        let mandate = ground.mandate(call.caller, &rules::pausers(&ground, &loaded.case));
        let mandate = mandate.ok_or_else(Refusal::not_allowed)?;
        if self.version != loaded.case.version {
            return Err(ground.stale(&loaded.case, self.version).into());
        }
        demand_state(&loaded.case)?;
        rules::demand_reason(&loaded.procedure, &self.reason)?;
        demand_words("note", &self.note)?;
        let mut case = loaded.moved(call);
        case.state = State::Paused;
        case.body.paused =
            Some(Paused { reason: self.reason.clone(), note: self.note.clone(), on: call.moment.today });
        let step = ground.step(&case.step)?;
        let days = loaded.procedure.pause.as_ref().and_then(|pause| pause.days);
        let calendar = ground.due(&case, step).map(|(calendar, _)| calendar);
        let planned = days.zip(calendar).map(|(days, calendar)| Planned {
            kind: DeadlineKind::Resume,
            part: 0,
            due: Due::from(
                calendar.add_working_days(call.moment.today, i32::try_from(days).unwrap_or(i32::MAX)),
            ),
        });
        let said = Said {
            word: self.reason.clone(),
            mandate: Some(mandate),
            given: [("note".to_owned(), json!(self.note))].into_iter().collect(),
            ..Said::new(What::Pause, &case.step, &case.step)
        };
        write::write(tx, call, self.name(), loaded.outcome(case, said, Some(planned.into_iter().collect())))
    }
}
