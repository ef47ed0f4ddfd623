//! What follows from meetings: a decision reaches the case it is about, tasks come onto their list, the period of a
//! written procedure ends.

use super::deadlines::perform;
use crate::desk::Receipt;
use crate::domain::deadlines::Deadline;
use crate::domain::meetings::{CloseWindow, DECISION, Settle, TASK, WINDOW};
use crate::domain::procedures::OpenCase;
use crate::domain::registers::Create;
use crate::house::House;
use anyhow::Result;
use kernel::{Id, Kind as Refused, Refusal};
use serde_json::{Map, Value};

/// Runs what a deadline of a meeting stands for, and notes it in the meeting.
pub(super) fn take_up(
    house: &House,
    due: &Deadline,
    meeting: &Id,
    key: &str,
) -> Result<Result<Receipt, Refusal>> {
    let done = match due.what["kind"].as_str() {
        Some(WINDOW) => perform(house, CloseWindow { meeting: meeting.clone() }, key)?,
        Some(TASK) => task(house, &due.what, key)?,
        Some(DECISION) => decision(house, &due.what, key)?,
        _ => Err(Refusal::not_found()),
    };
    match done {
        Ok(_) => settle(house, due, meeting, "done"),
        // Done before a crash, with a value that has changed since: it was done.
        Err(refusal) if refusal.kind == Refused::KeyReused => settle(house, due, meeting, "done"),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Notes in the meeting what became of it.
pub(super) fn settle(
    house: &House,
    due: &Deadline,
    meeting: &Id,
    outcome: &str,
) -> Result<Result<Receipt, Refusal>> {
    let command = Settle { meeting: meeting.clone(), deadline: due.id.clone(), outcome: outcome.to_owned() };
    perform(house, command, &format!("settle-{}", due.id))
}

/// A task comes onto its list, in the first stage in which it counts, and its leads are asked to acknowledge it.
fn task(house: &House, what: &Value, key: &str) -> Result<Result<Receipt, Refusal>> {
    let law = house.law();
    let register = what["register"].as_str().unwrap_or_default();
    let Some(list) = law.charter.register(register) else { return Ok(Err(Refusal::not_found())) };
    let stage = list.worklist.as_ref().and_then(|law| law.not_started.first().cloned());
    let Some(body) = what["body"].as_object() else { return Ok(Err(Refusal::not_found())) };
    let create = Create {
        register: register.to_owned(),
        id: None,
        beside: None,
        body: body.clone(),
        effective_on: None,
        stage,
        note: String::new(),
    };
    let made = match perform(house, create, key)? {
        Ok(receipt) => receipt,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let procedure = law.charter.zone.meetings.as_ref().and_then(|law| law.receipt.clone());
    let (Some(procedure), Some(subject)) = (procedure, Id::parse(&made.id)) else {
        return Ok(Ok(made));
    };
    perform(house, OpenCase { procedure, subject, given: Map::new() }, &format!("{key}-receipt"))
}

/// The case that waits for the decision goes on by it.
fn decision(house: &House, what: &Value, key: &str) -> Result<Result<Receipt, Refusal>> {
    let _ = (house, what, key);
    Ok(Err(Refusal::new(Refused::Conflict, "meetings.nothing_waits")))
}
