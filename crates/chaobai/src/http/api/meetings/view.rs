//! What a meeting looks like in JSON.

use super::super::shared::{self, answer};
use super::super::view;
use crate::charter::model::Charter;
use crate::desk::Caller;
use crate::domain::deadlines::{Deadline, Due};
use crate::domain::meetings::{self, Attendee, Ballot, Event, Item, Paper, Presence, Sitting, Vote};
use crate::domain::registers;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::Response;
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use std::sync::Arc;
use store::Ask;

/// A meeting.
pub(super) async fn get(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = shared::id(&id)?;
    let (told, version) = ask(&site, move |house, reader| {
        let law = house.law();
        let sitting = meetings::sitting(reader, &law.charter, &visitor.caller, &id)?;
        let mut told = meeting(&law.charter, &sitting);
        told["office"] = json!(sitting.is_office(&visitor.caller));
        told["own_seats"] =
            sitting.own_seats(&visitor.caller).filter_map(Attendee::post).collect::<Vec<_>>().into();
        Ok((told, sitting.meeting.version))
    })
    .await?;
    let mut response = answer(&told);
    response.headers_mut().insert(header::ETAG, shared::etag(version));
    Ok(response)
}

/// The slips of a counted secret ballot.
pub(super) async fn recount(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = shared::id(&id)?;
    let told = ask(&site, move |house, reader| {
        let (ballot, slips) = meetings::recount(reader, &house.law().charter.zone.id, &id)?;
        let digest = meetings::slips_digest(&slips);
        let slips =
            slips.iter().map(|(slip, side, choice)| json!({ "slip": slip, "side": side, "choice": choice }));
        Ok(json!({
            "ballot": ballot.id.as_str(),
            "question": ballot.question,
            "outcome": ballot.outcome,
            "slips": slips.collect::<Vec<_>>(),
            "digest": digest,
        }))
    })
    .await?;
    Ok(answer(&told))
}

/// The meeting of an item, for those who may see all of it.
pub(super) fn sitting_of_item<'a>(
    ask: &mut dyn Ask,
    charter: &'a Charter,
    caller: &Caller,
    item: &Id,
) -> Result<Sitting<'a>, Refusal> {
    let law = meetings::law_of(charter)?;
    let item = registers::find(ask, &charter.zone.id, item)?.filter(|item| item.register == law.agenda);
    let meeting = item.and_then(|item| Id::parse(item.body.get("meeting")?.as_str()?));
    meetings::sitting(ask, charter, caller, &meeting.ok_or_else(Refusal::not_found)?)
}

/// A meeting with everything beside it, but for what is the caller's own.
fn meeting(charter: &Charter, sitting: &Sitting<'_>) -> Value {
    let held_on = sitting.meeting.body.get("held_on").and_then(Value::as_str).and_then(kernel::Date::parse);
    let rules = sitting.rules.zip(held_on).map(|(rules, day)| {
        json!({
            "basis": rules.basis,
            "notice_due": due(&meetings::notice_due(charter, rules, day)),
            "paper_due": due(&meetings::paper_due(charter, rules, day)),
        })
    });
    let cell = Cell::of(&charter.zone.id, &sitting.meeting.id);
    let record = |register, record| view::record(register, record);
    let resolutions = charter.zone.meetings.as_ref().and_then(|law| charter.register(&law.resolutions));
    json!({
        "meeting": record(sitting.register, &sitting.meeting),
        "body": { "id": sitting.body.id, "name": sitting.body.name, "sample": sitting.body.sample },
        "rules": rules,
        "items": sitting.items.iter().map(|one| item(sitting, one)).collect::<Vec<_>>(),
        "dropped": sitting.dropped.iter().map(|one| record(sitting.agenda, one)).collect::<Vec<_>>(),
        "attendance": sitting.attendance.iter().map(attendee).collect::<Vec<_>>(),
        "resolutions": resolutions.map_or_else(Vec::new, |register| {
            sitting.resolutions.iter().map(|one| record(register, one)).collect()
        }),
        "events": sitting.events.iter().map(|one| event(cell.as_str(), one)).collect::<Vec<_>>(),
        "follows": sitting.follows.iter().map(follows).collect::<Vec<_>>(),
    })
}

fn due(due: &Due) -> Value {
    json!({ "on": due.on.to_string(), "unpublished": due.unpublished })
}

fn item(sitting: &Sitting<'_>, item: &Item) -> Value {
    let mut told = view::record(sitting.agenda, &item.record);
    told["papers"] = item.papers.iter().map(paper).collect::<Vec<_>>().into();
    told["recusals"] = item
        .recusals
        .iter()
        .map(|one| json!({ "post": one.post, "reason": one.reason }))
        .collect::<Vec<_>>()
        .into();
    told["ballots"] = item.ballots.iter().map(|(one, votes)| ballot(one, votes)).collect::<Vec<_>>().into();
    told
}

fn paper(paper: &Paper) -> Value {
    json!({
        "number": paper.number, "name": paper.name, "digest": paper.digest, "size": paper.size,
        "subject": paper.subject, "version": paper.version, "filed_at": paper.filed_at.to_string(),
        "late": paper.late, "let_in": paper.let_in,
    })
}

/// A ballot. How anybody votes is told once it is counted, not while it runs.
fn ballot(ballot: &Ballot, votes: &[Vote]) -> Value {
    let over = ballot.state != meetings::BallotState::Open;
    let vote = |vote: &Vote| {
        json!({
            "post": vote.post,
            "person": vote.person.as_ref().map(Id::as_str),
            "choice": over.then_some(vote.choice),
            "entered_by": vote.entered_by,
            "at": vote.at.to_string(),
        })
    };
    json!({
        "id": ballot.id.as_str(), "number": ballot.number, "way": ballot.way.id(), "question": ballot.question,
        "state": ballot.state.id(), "opened_at": ballot.opened_at.to_string(),
        "until": ballot.until.map(|day| day.to_string()), "base": ballot.base, "outcome": ballot.outcome,
        "votes": votes.iter().map(vote).collect::<Vec<_>>(),
    })
}

fn attendee(one: &Attendee) -> Value {
    json!({
        "attendee": one.attendee, "votes": one.votes, "side": one.side,
        "person": one.person.as_ref().map(Id::as_str), "standing": one.standing,
        "presence": Presence::id(one.presence),
    })
}

fn event(cell: &str, event: &Event) -> Value {
    json!({
        "number": event.number, "at": event.at.to_string(), "command": event.command,
        "item": event.item.as_ref().map(Id::as_str), "actor_post": event.actor_post, "said": event.said,
        "entry": event.entry, "proof": format!("/log/proof/{cell}/{}", event.entry),
    })
}

fn follows(one: &Deadline) -> Value {
    json!({
        "id": one.id, "what": one.what, "falls_on": one.falls_on.to_string(), "state": one.state,
        "settled_at": one.settled_at.map(|at| at.to_string()),
    })
}
