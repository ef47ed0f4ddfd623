//! `procedures.escalate`: a limit is over, and the next rung is reached: somebody is told, a note is issued, the
//! case moves; or, where several answer, it goes on without those who stayed silent.

use super::case::{Said, What};
use super::rules::{demand_state, fired};
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::deadlines::{self, Kind as DeadlineKind};
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A rung, or silence, that is due.
#[derive(Clone, Debug)]
pub struct Escalate {
    /// Case.
    pub id: Id,
    /// The deadline.
    pub deadline: String,
}

impl Command for Escalate {
    fn name(&self) -> &'static str {
        "procedures.escalate"
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
        let kinds = [DeadlineKind::Escalate, DeadlineKind::Silence];
        let due = write::demand_due(tx, call, &self.deadline, &kinds)?;
        demand_state(&loaded.case)?;
        deadlines::settle(tx, call, &self.deadline, "done")?;
        let ground = loaded.ground();
        let step = ground.step(&loaded.case.step)?;
        let mut case = loaded.moved(call);
        case.body.fired.push(fired(due.kind, due.part));
        let mut said =
            Said { word: due.part.to_string(), ..Said::new(What::Escalate, &case.step, &case.step) };
        let to = if due.kind == DeadlineKind::Silence {
            said.what = What::Silence;
            said.silent = case.awaited().map(str::to_owned).collect();
            step.silence.clone()
        } else {
            let rung = usize::try_from(due.part).ok().and_then(|part| step.escalate.get(part));
            let rung = rung.ok_or_else(Refusal::not_found)?;
            said.slip.clone_from(&rung.slip);
            said.told = ground.who(&rung.to, &case.body.opener, &case.body.facts);
            rung.step.clone()
        };
        for held in &said.told {
            if !case.body.told.iter().any(|other| other.holder == held.holder) {
                case.body.told.push(held.clone());
            }
        }
        let planned = match &to {
            Some(to) => {
                said.to.clone_from(to);
                case.subject_version = loaded.record.version;
                case.counted_under = call.law.version;
                Some(ground.enter(&mut case, to, call.moment.today)?)
            }
            None => None,
        };
        write::write(tx, call, self.name(), loaded.outcome(case, said, planned))
    }
}
