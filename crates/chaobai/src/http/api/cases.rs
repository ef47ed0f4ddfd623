//! Cases for programs: those the caller holds, those of a procedure, one with everything that happened to it;
//! opened, acted on, paused and resumed under the same rules as on the pages.

use super::shared::{self, CHANGE, CHANGE_AT_VERSION, answer};
use super::view::Fields;
use crate::desk::Receipt;
use crate::domain::procedures::{
    self, Act, Event, Held, Loaded, OpenCase, Pause, Relation, Resume, State, rules,
};
use crate::domain::registers::permits::{self, Access};
use crate::http::input::Json;
use crate::http::openapi::{Param, Shape};
use crate::http::pages::common::cases::as_register;
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::{Path, State as Of};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Id, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Cases of a page where nobody says otherwise.
const PAGE: i64 = 50;

const LIST: &[Param] = &[
    Param::optional(
        "procedure",
        Shape::Line(60),
        "Cases of this procedure; left out: those the caller holds.",
    ),
    Param::optional(
        "state",
        Shape::Choice(&["open", "paused", "ended"]),
        "With procedure: how they stand; left out: open.",
    ),
    Param::optional("limit", Shape::Whole { min: 1, max: 200 }, "Cases of a page; left out: 50."),
    Param::optional("after", Shape::RecordId, "With procedure: the last case of the page before."),
];

/// The routes.
pub fn routes() -> Vec<Route> {
    let change = |route: Route| route.who(Who::SignedIn).refuses(&[403, 409, 422]);
    let at_version = |route: Route| {
        route.who(Who::SignedIn).headers(CHANGE_AT_VERSION).gives(shared::DONE).refuses(&[403, 409, 422, 428])
    };
    vec![
        Route::new(Kind::Api, "procedures.cases", Method::GET, "/api/cases", list)
            .who(Who::SignedIn)
            .summary("Cases the caller holds, the earliest last day first; or the cases of a procedure")
            .query(LIST)
            .gives(&[(200, "application/json", "Cases")]),
        Route::new(Kind::Api, "procedures.case", Method::GET, "/api/cases/{id}", get)
            .who(Who::SignedIn)
            .summary("A case with everything that happened to it: rule, mandate, facts, actor")
            .gives(&[(200, "application/json", "CaseHistory")]),
        change(
            Route::new(Kind::Api, "procedures.open_case", Method::POST, "/api/cases", open)
                .summary("Opens a case about a record"),
        )
        .headers(CHANGE)
        .takes(&[("application/json", "NewCase")])
        .gives(shared::MADE),
        at_version(
            Route::new(Kind::Api, "procedures.act", Method::POST, "/api/cases/{id}/act", act)
                .summary("Does one of the actions of the present step"),
        )
        .takes(&[("application/json", "CaseAction")]),
        at_version(
            Route::new(Kind::Api, "procedures.pause", Method::POST, "/api/cases/{id}/pause", pause)
                .summary("Stops the clock of a case, for one of the procedure's reasons"),
        )
        .takes(&[("application/json", "CasePause")]),
        at_version(
            Route::new(Kind::Api, "procedures.resume", Method::POST, "/api/cases/{id}/resume", resume)
                .summary("Lets the clock of a case go on"),
        )
        .takes(&[("application/json", "CaseResumption")]),
    ]
}

async fn list(Of(site): Of<Arc<Site>>, visitor: Visitor, asked: Asked) -> Result<Response, Failure> {
    let told = ask(&site, move |house, reader| {
        let law = house.law();
        let limit = usize::try_from(asked.number("limit").unwrap_or(PAGE)).unwrap_or(1);
        let (all, next) = match asked.text("procedure") {
            None => {
                let mut all = procedures::mine(reader, &law, &visitor.caller, Relation::Holds)?;
                all.truncate(limit);
                (all, None)
            }
            Some(procedure) => {
                let state = asked.text("state").and_then(State::parse).unwrap_or(State::Open);
                let after = asked.text("after").and_then(Id::parse);
                let caller = &visitor.caller;
                let which = (procedure, state);
                let mut all =
                    procedures::of_procedure(reader, &law, caller, which, after.as_ref(), limit + 1)?;
                let more = all.len() > limit;
                all.truncate(limit);
                let next = all.last().filter(|_| more).map(|one| one.case.id.to_string());
                (all, next)
            }
        };
        let cases: Vec<Value> = all.iter().map(|one| case_json(one, &visitor)).collect();
        Ok(json!({ "cases": cases, "next": next }))
    })
    .await?;
    Ok(answer(&told))
}

async fn get(Of(site): Of<Arc<Site>>, visitor: Visitor, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = shared::id(&id)?;
    let (told, version) = ask(&site, move |house, reader| {
        let law = house.law();
        let loaded = procedures::get(reader, &law, &visitor.caller, &id)?;
        let history = procedures::history(reader, &law.charter.zone.id, &id)?;
        let mut told = case_json(&loaded, &visitor);
        told["fields"] = json!(loaded.case.body.facts);
        told["paused"] = json!(loaded.case.body.paused);
        let cell = kernel::Cell::of(&law.charter.zone.id, &id);
        told["events"] =
            history.iter().map(|event| event_json(&loaded, cell.as_str(), event)).collect::<Vec<_>>().into();
        Ok((told, loaded.case.version))
    })
    .await?;
    let mut response = answer(&told);
    response.headers_mut().insert(axum::http::header::ETAG, shared::etag(version));
    Ok(response)
}

fn held_json(held: &Held) -> Value {
    json!({ "relation": held.relation, "holder": held.holder })
}

fn case_json(loaded: &Loaded<'_>, visitor: &Visitor) -> Value {
    let (case, ground) = (&loaded.case, loaded.ground());
    let actions = rules::may_do(&ground, case, &visitor.caller);
    let seen = permits::access(&visitor.caller, loaded.register, &loaded.record) != Access::None;
    json!({
        "id": case.id.as_str(),
        "procedure": case.procedure,
        "register": case.register,
        "subject": case.subject.as_str(),
        "title": if seen { loaded.record.title(loaded.register) } else { String::new() },
        "version": case.version,
        "charter_version": case.charter_version,
        "state": case.state.as_str(),
        "step": case.step,
        "step_name": loaded.procedure.step_name(&case.step),
        "since": case.body.since.to_string(),
        "due_on": case.due_on.map(|day| day.to_string()),
        "unpublished": case.unpublished,
        "holders": case.body.holders.iter().map(held_json).collect::<Vec<_>>(),
        "awaited": case.awaited().collect::<Vec<_>>(),
        "told": case.body.told.iter().map(held_json).collect::<Vec<_>>(),
        "opened_at": case.opened_at.to_string(),
        "moved_at": case.moved_at.to_string(),
        "decision": case.body.decision,
        "actions": actions.iter().map(|action| action.id.as_str()).collect::<Vec<_>>(),
    })
}

/// An event with its rule (procedure, charter version, step, action), mandate, facts and actor.
fn event_json(loaded: &Loaded<'_>, cell: &str, event: &Event) -> Value {
    let said = &event.said;
    json!({
        "number": event.number,
        "at": event.at.to_string(),
        "command": event.command,
        "what": said.what,
        "rule": {
            "procedure": loaded.case.procedure,
            "charter_version": loaded.case.charter_version,
            "step": said.from,
            "word": said.word,
        },
        "mandate": said.mandate,
        "facts": said.given,
        "actor_post": event.actor_post,
        "from": said.from,
        "to": said.to,
        "slip": said.slip,
        "told": said.told.iter().map(held_json).collect::<Vec<_>>(),
        "decision": said.decision,
        "answered": said.answered,
        "silent": said.silent,
        "due_on": event.due_on.map(|day| day.to_string()),
        "entry": event.entry,
        "proof": format!("/log/proof/{cell}/{}", event.entry),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCase {
    procedure: String,
    subject: Id,
    fields: Option<Fields>,
}

async fn open(
    Of(site): Of<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<NewCase>,
) -> Result<Response, Failure> {
    let law = site.house.law();
    let procedure = law.charter.procedure(&body.procedure).ok_or_else(Refusal::not_found)?;
    let given = body.fields.unwrap_or_default().kept(&as_register(procedure, &procedure.fields))?;
    let command = OpenCase { procedure: body.procedure, subject: body.subject, given };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    let address = format!("/api/cases/{}", receipt.id);
    Ok(shared::receipt(&receipt, Some(address)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseAction {
    version: Option<i64>,
    action: String,
    fields: Option<Fields>,
}

async fn act(
    Of(site): Of<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<CaseAction>,
) -> Result<Response, Failure> {
    let id = shared::id(&id)?;
    let version = shared::version(&headers, body.version)?;
    let (who, at) = (visitor.clone(), id.clone());
    let fields = ask(&site, move |house, reader| {
        let law = house.law();
        let loaded = procedures::get(reader, &law, &who.caller, &at)?;
        let known: Vec<_> = loaded.procedure.known_fields().cloned().collect();
        Ok(as_register(&loaded.procedure, &known))
    })
    .await?;
    let given = body.fields.unwrap_or_default().kept(&fields)?;
    let command = Act { id, version, action: body.action, given };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(done(&receipt))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasePause {
    version: Option<i64>,
    reason: String,
    note: String,
}

async fn pause(
    Of(site): Of<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<CasePause>,
) -> Result<Response, Failure> {
    let command = Pause {
        id: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        reason: body.reason,
        note: body.note,
    };
    Ok(done(&perform(&site, visitor.caller, command, shared::key(&headers)?).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseResumption {
    version: Option<i64>,
    note: String,
}

async fn resume(
    Of(site): Of<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(body): Json<CaseResumption>,
) -> Result<Response, Failure> {
    let command = Resume {
        id: shared::id(&id)?,
        version: shared::version(&headers, body.version)?,
        note: body.note,
        deadline: None,
    };
    Ok(done(&perform(&site, visitor.caller, command, shared::key(&headers)?).await?))
}

fn done(receipt: &Receipt) -> Response {
    shared::receipt(receipt, None)
}
