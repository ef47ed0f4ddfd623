//! `procedures.follow`: a case reads again what it depends on: its record, whose leads may have changed, and the
//! working calendars, whose next year may have been published.

use super::case::{Said, State, What};
use super::write::{self};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A case to bring up to date.
#[derive(Clone, Debug)]
pub struct Follow {
    /// Case.
    pub id: Id,
    /// Version of the record it is brought up to, as the clock saw it.
    pub subject_version: i64,
    /// Charter version it is brought up to.
    pub law: i64,
}

impl Command for Follow {
    fn name(&self) -> &'static str {
        "procedures.follow"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.subject_version, self.law])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        write::demand_clock(call)?;
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let old = &loaded.case;
        let behind = old.subject_version < loaded.record.version
            || (!old.unpublished.is_empty() && old.counted_under < call.law.version);
        if !behind || old.state == State::Ended {
            return Err(Refusal::new(Kind::Conflict, "deadlines.settled").into());
        }
        let mut case = loaded.moved(call);
        case.subject_version = loaded.record.version;
        case.counted_under = call.law.version;
        let planned = loaded.ground().count(&mut case)?;
        let said =
            Said { told: case.body.holders.clone(), ..Said::new(What::Follow, &case.step, &case.step) };
        // While a case is paused, what waits is the end of the pause: it stays.
        let planned = (case.state == State::Open).then_some(planned);
        write::write(tx, call, self.name(), loaded.outcome(case, said, planned))
    }
}
