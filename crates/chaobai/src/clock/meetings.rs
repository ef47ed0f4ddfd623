//! What follows from meetings: a decision reaches the case it is about, tasks come onto their list, the period of a
//! written procedure ends.

use super::deadlines::perform;
use crate::charter::model::Verdict;
use crate::desk::Receipt;
use crate::domain::deadlines::Deadline;
use crate::domain::meetings::{CloseWindow, DECISION, Settle, TASK, WINDOW};
use crate::domain::procedures::{self, Decided, OpenCase};
use crate::domain::registers::Create;
use crate::house::House;
use anyhow::Result;
use kernel::{Date, Id, Kind as Refused, Refusal};
use serde_json::{Map, Value};

/// Runs what a deadline of a meeting stands for, and notes it in the meeting.
pub(super) fn take_up(
    house: &House,
    due: &Deadline,
    meeting: &Id,
    key: &str,
) -> Result<Result<Receipt, Refusal>> {
    let done = match due.what["kind"].as_str() {
        Some(WINDOW) => perform(house, CloseWindow { meeting: meeting.clone() }, key)?.map(drop),
        Some(TASK) => task(house, &due.what, key)?,
        Some(DECISION) => decision(house, &due.what, key)?,
        _ => Err(Refusal::not_found()),
    };
    match done {
        Ok(()) => settle(house, due, meeting, "done"),
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
fn task(house: &House, what: &Value, key: &str) -> Result<Result<(), Refusal>> {
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
        return Ok(Ok(()));
    };
    let open = OpenCase { procedure, subject, given: Map::new() };
    Ok(perform(house, open, &format!("{key}-receipt"))?.map(drop))
}

/// The case that waits for the decision goes on by it.
fn decision(house: &House, what: &Value, key: &str) -> Result<Result<(), Refusal>> {
    let word = |name: &str| what[name].as_str().unwrap_or_default();
    let nothing = || Refusal::new(Refused::Conflict, "meetings.nothing_waits");
    let (Some(record), Some(item), Some(meeting)) =
        (Id::parse(word("record")), Id::parse(word("item")), Id::parse(word("meeting")))
    else {
        return Ok(Err(nothing()));
    };
    let (Some(verdict), Some(on)) = (Verdict::find(word("verdict")), Date::parse(word("on"))) else {
        return Ok(Err(nothing()));
    };
    let body = word("body").to_owned();
    let law = house.law();
    let Some(id) = procedures::awaiting(&mut house.reader()?, &law, &record, &body)? else {
        // After a crash between the case and its meeting, the case knows.
        let zone = &law.charter.zone.id;
        let known = procedures::knows_decision(&mut house.reader()?, zone, &record, &item)?;
        return Ok(if known { Ok(()) } else { Err(nothing()) });
    };
    let wording = word("wording").to_owned();
    let decision = Decided { item, meeting, body, verdict, wording, on, spent: false };
    Ok(perform(house, procedures::Decide { id, decision }, key)?.map(drop))
}
