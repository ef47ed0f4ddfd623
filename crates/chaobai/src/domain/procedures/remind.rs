//! `procedures.remind`: the clock reminds whoever holds a case that its limit comes near.

use super::case::{Said, What};
use super::rules::{demand_state, fired};
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines::{self, Kind as DeadlineKind};
use kernel::{Cell, Id};
use serde_json::{Value, json};
use store::Tx;

/// A reminder that is due.
#[derive(Clone, Debug)]
pub struct Remind {
    /// Case.
    pub id: Id,
    /// The deadline.
    pub deadline: String,
}

impl Command for Remind {
    fn name(&self) -> &'static str {
        "procedures.remind"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.deadline])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        write::demand_clock(call)?;
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let due = write::demand_due(tx, call, &self.deadline, &[DeadlineKind::Remind])?;
        demand_state(&loaded.case)?;
        deadlines::settle(tx, call, &self.deadline, "done")?;
        let step = loaded.ground().step(&loaded.case.step)?;
        let slip = usize::try_from(due.part).ok().and_then(|part| step.remind.get(part)?.slip.clone());
        let mut case = loaded.moved(call);
        case.body.fired.push(fired(due.kind, due.part));
        let said = Said {
            word: due.part.to_string(),
            slip,
            told: case.body.holders.clone(),
            ..Said::new(What::Remind, &case.step, &case.step)
        };
        write::write(tx, call, self.name(), loaded.outcome(case, said, None))
    }
}
