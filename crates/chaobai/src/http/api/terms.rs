//! `GET /api/terms`: who holds which post on a day, as far as the caller sees the records of it.

use super::shared::{AS_OF, answer};
use crate::domain::meetings::{Seat, SeatState, seats_on};
use crate::domain::people::{self, terms_on};
use crate::domain::registers::get;
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::State;
use axum::http::Method;
use axum::response::Response;
use kernel::Kind as No;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "people.terms", Method::GET, "/api/terms", terms)
        .summary("Who holds which post on a day, as far as the caller sees it")
        .query(&[AS_OF])
        .gives(&[(200, "application/json", "Terms")])
}

async fn terms(State(site): State<Arc<Site>>, visitor: Visitor, asked: Asked) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let day = asked.date("as_of").unwrap_or_else(|| house.clock.today());
        let people = &charter.zone.people;
        let lists = charter.registers.get(&people.terms).zip(charter.registers.get(&people.persons));
        let mut shown = Vec::new();
        let Some((terms, persons)) = lists else {
            return Ok(json!({ "as_of": day.to_string(), "terms": [], "seats": [] }));
        };
        for term in terms_on(reader, charter, day)? {
            // What a caller sees of a term is what they see of its record; nobody learns more here.
            let seen = match get(reader, charter, caller, terms, &term.id) {
                Ok((record, _)) => record.body,
                Err(refusal) if refusal.kind == No::NotFound => continue,
                Err(refusal) => return Err(refusal),
            };
            let person = match get(reader, charter, caller, persons, &term.person) {
                Ok((record, _)) => record.body,
                Err(refusal) if refusal.kind == No::NotFound => Map::new(),
                Err(refusal) => return Err(refusal),
            };
            let field = |body: &Map<String, Value>, name: &str| body.get(name).cloned().unwrap_or_default();
            shown.push(json!({
                "id": term.id.as_str(),
                "post": field(&seen, "post"),
                "person": field(&seen, "person"),
                "name": field(&person, "name"),
                "since": field(&seen, "since"),
                "until": field(&seen, "until"),
                "kind": term.standing.id(),
                "home_unit": field(&seen, "home_unit"),
                "in_place_of": field(&seen, "in_place_of"),
                "reason": field(&seen, "reason"),
                "sample": term.sample,
            }));
        }
        let all = people::terms(reader, charter)?;
        let seen: Vec<&str> = shown.iter().filter_map(|term| term["id"].as_str()).collect();
        let seats = charter.zone.bodies.iter().flat_map(|body| {
            let seats = body.rules.as_ref().map(|rules| seats_on(charter, rules, &all, day));
            seats.unwrap_or_default().into_iter().map(|seat| seat_json(&body.id, &seat, &seen))
        });
        let seats: Vec<Value> = seats.collect();
        Ok(json!({ "as_of": day.to_string(), "terms": shown, "seats": seats }))
    })
    .await?;
    Ok(answer(&body))
}

/// A seat of a body whose rules are known: whose vote it is that day, by the term; a term the caller does not see is
/// not named.
fn seat_json(body: &str, seat: &Seat, seen: &[&str]) -> Value {
    let known = |term: &str| if seen.contains(&term) { json!(term) } else { Value::Null };
    let (state, term) = match &seat.state {
        SeatState::Held(holder) => ("held", known(holder.term.as_str())),
        SeatState::Vacant { .. } => ("vacant", Value::Null),
        SeatState::Uncertain(_) => ("uncertain", Value::Null),
    };
    json!({ "body": body, "post": seat.post, "side": seat.side, "state": state, "term": term })
}
