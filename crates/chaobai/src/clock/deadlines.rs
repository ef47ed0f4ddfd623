//! What is due: asks which days have come and runs the same commands a person or an operator would, each with
//! a request key that follows from the deadline. So a crash between two steps, two programs at once, or a week in
//! which nothing ran, come to the same: everything happens once, in order.

use crate::desk::{Caller, Command, Receipt, RequestKey};
use crate::domain::deadlines::{self, Deadline, Kind};
use crate::domain::figures::{self, Asked, Publish};
use crate::domain::procedures::{Escalate, Follow, OpenCase, Remind, Resume, Settle, to_follow};
use crate::house::House;
use anyhow::{Result, anyhow};
use kernel::{Cell, Id, Kind as Refused, Refusal};
use serde_json::Map;
use std::sync::Arc;
use store::StoreError;

/// Deadlines taken up at once; the rest are next.
const AT_ONCE: i64 = 200;
/// Rounds of taking up in one run, so that a program that was off for a week still publishes its log between.
const ROUNDS_MAX: usize = 50;

/// What one run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Commands that changed something.
    pub done: usize,
    /// Deadlines whose command was refused; the code stands in the case.
    pub refused: usize,
}

/// Does everything that is due now.
pub fn run_due(house: &House) -> Result<Ran> {
    let mut ran = Ran::default();
    for _ in 0..ROUNDS_MAX {
        let (law, before) = (house.law(), ran);
        let behind = to_follow(&mut house.reader()?, &law, AT_ONCE)?;
        for case in &behind {
            let record = crate::domain::registers::current(
                &mut house.reader()?,
                &Cell::of(&law.charter.zone.id, &case.subject),
                &case.subject,
            )?;
            let subject_version = record.map_or(case.subject_version, |record| record.version);
            let command = Follow { id: case.id.clone(), subject_version, law: law.version };
            let key = format!("follow-{}-{}", case.id, case.version);
            ran.done += usize::from(perform(house, command, &key)?.is_ok());
        }
        let due = deadlines::due(&mut house.reader()?, house.clock.today(), AT_ONCE)?;
        for deadline in &due {
            match take_up(house, deadline)? {
                Ok(_) => ran.done += 1,
                Err(refusal) if refusal.code == "deadlines.settled" => {}
                Err(refusal) => {
                    tracing::warn!(deadline = deadline.id, code = refusal.code, "what was due was refused");
                    settle(house, deadline, refusal.code)?.map_err(|refusal| anyhow!("{refusal}"))?;
                    ran.refused += 1;
                }
            }
        }
        if ran == before {
            break;
        }
    }
    Ok(ran)
}

/// Runs the command a deadline stands for.
fn take_up(house: &House, due: &Deadline) -> Result<Result<Receipt, Refusal>> {
    let id = Id::parse(&due.subject).ok_or_else(|| StoreError::damaged("deadline"))?;
    let key = format!("deadline-{}", due.id);
    let deadline = due.id.clone();
    match due.kind {
        Kind::Remind => perform(house, Remind { id, deadline }, &key),
        Kind::Escalate | Kind::Silence => perform(house, Escalate { id, deadline }, &key),
        Kind::Resume => {
            perform(house, Resume { id, version: 0, note: String::new(), deadline: Some(deadline) }, &key)
        }
        Kind::Effect if due.what["kind"].as_str().is_some_and(|kind| kind.starts_with("meetings.")) => {
            super::meetings::take_up(house, due, &id, &key)
        }
        Kind::Effect => match bring_about(house, due, &id, &key)? {
            Ok(_) => settle(house, due, "done"),
            // Done before a crash, with a value that has changed since: it was done.
            Err(refusal) if refusal.kind == Refused::KeyReused => settle(house, due, "done"),
            Err(refusal) => Ok(Err(refusal)),
        },
    }
}

/// Runs the ordinary command that an action of a case brings about.
fn bring_about(house: &House, due: &Deadline, case: &Id, key: &str) -> Result<Result<Receipt, Refusal>> {
    let law = house.law();
    let word = |name: &str| due.what[name].as_str().unwrap_or_default().to_owned();
    match due.what["kind"].as_str() {
        Some("open_case") => {
            let clock = Caller::clock();
            let loaded = crate::domain::procedures::get(&mut house.reader()?, &law, &clock, case);
            let subject = match loaded {
                Ok(loaded) => loaded.case.subject,
                Err(refusal) => return Ok(Err(refusal)),
            };
            perform(house, OpenCase { procedure: word("procedure"), subject, given: Map::new() }, key)
        }
        Some("publish") => {
            let Some(figure) = law.charter.figure(&word("figure")) else {
                return Ok(Err(Refusal::not_found()));
            };
            let asked = Asked { as_of: due.falls_on, known_at: None, today: house.clock.today() };
            let answer = figures::answer(&mut house.reader()?, &law.charter, figure, asked);
            match answer {
                Ok(answer) => perform(house, Publish::new(&answer), key),
                Err(refusal) => Ok(Err(refusal)),
            }
        }
        _ => Ok(Err(Refusal::not_found())),
    }
}

fn settle(house: &House, due: &Deadline, outcome: &str) -> Result<Result<Receipt, Refusal>> {
    let id = Id::parse(&due.subject).ok_or_else(|| StoreError::damaged("deadline"))?;
    if due.what["kind"].as_str().is_some_and(|kind| kind.starts_with("meetings.")) {
        return super::meetings::settle(house, due, &id, outcome);
    }
    let command = Settle { id, deadline: due.id.clone(), outcome: outcome.to_owned() };
    perform(house, command, &format!("settle-{}", due.id))
}

/// Performs a command as the house itself. What is no answer (the desk is busy or closed) is an error: the next
/// round tries again.
pub(super) fn perform(
    house: &House,
    command: impl Command + 'static,
    key: &str,
) -> Result<Result<Receipt, Refusal>> {
    let key = RequestKey::parse(key).map_err(|refusal| anyhow!("{refusal}"))?;
    match house.desk.perform(Arc::new(Caller::clock()), command, key, house.moment()) {
        Err(refusal) if matches!(refusal.kind, Refused::Busy | Refused::Closed | Refused::Unknown) => {
            Err(anyhow!("{refusal}"))
        }
        answer => Ok(answer),
    }
}
