//! Rounds for programs: which there are, one with how far it is, a unit's rows, rows saved and handed in, rows
//! accepted and returned. Every row is answered for itself, in the words of the page; the same key sent again
//! does nothing twice.

use super::shared::{self, CHANGE, answer};
use super::sheet;
use super::view::Fields;
use crate::charter::model::Register;
use crate::desk::Command;
use crate::domain::registers;
use crate::domain::rounds::{
    self, AcceptRow, CloseRound, OpenRound, Report, ReturnRow, Round, Row, SaveDraft, SubmitRow,
};
use crate::domain::worklists;
use crate::http::input::Json;
use crate::http::openapi::{Param, Shape};
use crate::http::pages::work::rounds::{Answer, perform_rows, report_cells};
use crate::http::sheets::say;
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, Who, ask, perform, words};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::{Date, Id, Kind as No, Lang, Refusal};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most rows of one request.
const ROWS_MAX: usize = 1000;
/// Largest body in bytes.
const SIZE_MAX: usize = 4 * 1024 * 1024;
/// Rows of a page where nobody says otherwise.
const PAGE_ROWS: i64 = 50;

const ROWS: &[Param] = &[
    Param::optional("unit", Shape::Line(60), "Whose rows; left out: the caller's own unit."),
    Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, "Rows of a page; left out: 50."),
    Param::optional("after", Shape::RecordId, "The last matter of the page before."),
];

/// The routes.
pub fn routes() -> Vec<Route> {
    let get = |route: Route| route.who(Who::SignedIn).refuses(&[403]);
    let change = |route: Route| {
        route.who(Who::SignedIn).headers(CHANGE).refuses(&[403, 409, 413, 422]).body_max(SIZE_MAX)
    };
    let rows = &[(200, "application/json", "RoundResults")];
    vec![
        get(Route::new(Kind::Api, "rounds.list", Method::GET, "/api/rounds", list)
            .summary("All rounds, the latest month first"))
        .gives(&[(200, "application/json", "Rounds")]),
        get(Route::new(Kind::Api, "rounds.get", Method::GET, "/api/rounds/{round}", get_round)
            .summary("A round; for who reviews, how far each unit is"))
        .gives(&[(200, "application/json", "Round")]),
        change(
            Route::new(Kind::Api, "rounds.open_round", Method::POST, "/api/rounds", open)
                .summary("Opens the round of a month over some work lists"),
        )
        .takes(&[("application/json", "NewRound")])
        .gives(shared::DONE),
        change(
            Route::new(Kind::Api, "rounds.close_round", Method::POST, "/api/rounds/{round}/close", close)
                .summary("Closes a round: nothing is reported or reviewed in it any more"),
        )
        .gives(shared::DONE),
        get(Route::new(
            Kind::Api,
            "rounds.rows",
            Method::GET,
            "/api/rounds/{round}/{register}/rows",
            own_rows,
        )
        .summary("A unit's rows: its open matters with drafts, or for who reviews what was handed in"))
        .query(ROWS)
        .gives(&[(200, "application/json", "RoundRows")]),
        Route::new(Kind::Api, "rounds.check", Method::POST, "/api/rounds/{round}/{register}/check", check)
            .who(Who::SignedIn)
            .summary("What cells of a report as people write them would say; every row told, nothing written")
            .query(sheet::CHECK)
            .takes(&[("application/json", "SheetRows")])
            .gives(&[(200, "application/json", "SheetCheck")])
            .refuses(&[403, 413, 422])
            .body_max(SIZE_MAX),
        change(
            Route::new(Kind::Api, "rounds.save", Method::POST, "/api/rounds/{round}/{register}/rows", save)
                .summary("Drafts, each row told by itself"),
        )
        .takes(&[("application/json", "ReportRows")])
        .gives(rows),
        change(
            Route::new(
                Kind::Api,
                "rounds.submit",
                Method::POST,
                "/api/rounds/{round}/{register}/submit",
                submit,
            )
            .summary("Hands rows in, each told by itself"),
        )
        .takes(&[("application/json", "ReportRows")])
        .gives(rows),
        change(
            Route::new(
                Kind::Api,
                "rounds.accept",
                Method::POST,
                "/api/rounds/{round}/{register}/accept",
                accept,
            )
            .summary("Accepts rows: their values become the matters', each told by itself"),
        )
        .takes(&[("application/json", "ReviewRows")])
        .gives(rows),
        change(
            Route::new(
                Kind::Api,
                "rounds.return",
                Method::POST,
                "/api/rounds/{round}/{register}/return",
                give_back,
            )
            .summary("Returns rows with a remark, each told by itself"),
        )
        .takes(&[("application/json", "ReviewRows")])
        .gives(rows),
    ]
}

fn round_json(round: &Round) -> Value {
    json!({
        "id": round.id,
        "lists": round.lists,
        "as_of": round.as_of.to_string(),
        "due": round.due.to_string(),
        "open": round.open,
        "note": round.note,
        "opened_at": round.opened_at.to_string(),
        "closed_at": round.closed_at.map(|at| at.to_string()),
    })
}

async fn list(State(site): State<Arc<Site>>, _: Visitor) -> Result<Response, Failure> {
    let all = ask(&site, |_, reader| rounds::list(reader)).await?;
    Ok(answer(&json!({ "rounds": all.iter().map(round_json).collect::<Vec<_>>() })))
}

async fn get_round(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let told = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let round = rounds::round(reader, &charter.zone.id, &id)?;
        let waiting = rounds::waiting(reader, charter, caller, &round)?;
        let mut units = Vec::new();
        for ((list, unit), progress) in rounds::progress(reader, charter, &round)? {
            let register = charter.register(&list);
            if register.is_some_and(|register| worklists::may_review(caller, register)) {
                units.push(json!({
                    "list": list, "unit": unit, "missing": progress.missing, "submitted": progress.submitted,
                    "returned": progress.returned, "accepted": progress.accepted,
                }));
            }
        }
        let mut told = round_json(&round);
        told["waiting"] = json!({ "to_report": waiting.to_report, "returned": waiting.returned });
        told["units"] = json!(units);
        Ok(told)
    })
    .await?;
    Ok(answer(&told))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRound {
    month: String,
    lists: Vec<String>,
    due: Date,
    note: Option<String>,
}

async fn open(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<NewRound>,
) -> Result<Response, Failure> {
    let note = shared::note("note", body.note.as_deref())?;
    let command = OpenRound { month: body.month, lists: body.lists, due: body.due, note };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}

async fn close(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(round): Path<String>,
) -> Result<Response, Failure> {
    let receipt = perform(&site, visitor.caller, CloseRound { round }, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}

/// The list of an address, if it is a work list of the round.
fn list_of<'a>(
    charter: &'a crate::charter::Charter,
    round: &Round,
    register: &str,
) -> Result<&'a Register, Refusal> {
    let found = charter.register(register).filter(|r| r.worklist.is_some() && round.lists.contains(&r.id));
    found.ok_or_else(Refusal::not_found)
}

async fn own_rows(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((round, list)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Failure> {
    let told = ask(&site, move |house, reader| {
        let law = house.law();
        let (charter, caller) = (&law.charter, &visitor.caller);
        let round = rounds::round(reader, &charter.zone.id, &round)?;
        let register = list_of(charter, &round, &list)?;
        let limit = usize::try_from(asked.number("limit").unwrap_or(PAGE_ROWS)).unwrap_or(1);
        let after = asked.text("after").and_then(Id::parse);
        let unit = match asked.text("unit") {
            Some(unit) => unit.to_owned(),
            None => caller.units.iter().next().cloned().ok_or_else(Refusal::not_allowed)?,
        };
        let mut told = Vec::new();
        let mut last = None;
        if caller.units.contains(&unit) {
            let items = worklists::open_of_unit(reader, register, &unit, after.as_ref(), limit + 1)?;
            last = items.get(limit - 1).filter(|_| items.len() > limit).map(|item| item.id.to_string());
            for item in items.into_iter().take(limit) {
                let report = rounds::report(reader, charter, caller, &item.id, &round.id)?;
                let Some(record) = registers::find(reader, &charter.zone.id, &item.id)? else { continue };
                let now = record.body.clone();
                told.push(row_json(register, &item.id, report.as_ref(), Some((&record.stage, now))));
            }
        } else {
            let reports =
                rounds::submitted(reader, caller, register, &round.id, &unit, after.as_ref(), limit + 1)?;
            last =
                reports.get(limit - 1).filter(|_| reports.len() > limit).map(|r| r.item.to_string()).or(last);
            for report in reports.iter().take(limit) {
                told.push(row_json(register, &report.item, Some(report), None));
            }
        }
        Ok(json!({ "round": round.id, "list": register.id, "unit": unit, "rows": told, "next": last }))
    })
    .await?;
    Ok(answer(&told))
}

fn row_json(
    register: &Register,
    id: &Id,
    report: Option<&Report>,
    now: Option<(&str, serde_json::Map<String, Value>)>,
) -> Value {
    let asked = register.worklist.as_ref().map_or(&[][..], |law| &law.reported);
    let only = |all: &serde_json::Map<String, Value>| -> serde_json::Map<String, Value> {
        all.iter().filter(|(id, _)| asked.contains(id)).map(|(id, v)| (id.clone(), v.clone())).collect()
    };
    let (stage, before) = match now {
        Some((stage, body)) => (Some(stage.to_owned()), only(&body)),
        None => (None, report.map(|report| report.before.clone()).unwrap_or_default()),
    };
    json!({
        "id": id.as_str(),
        "version": report.map_or(0, |report| report.version),
        "state": report.map_or("none", |report| report.state.id()),
        "fields": report.map(|report| report.fields.clone()).unwrap_or_default(),
        "to_stage": report.map(|report| report.stage.clone()).filter(|stage| !stage.is_empty()),
        "remark": report.map(|report| report.remark.clone()).unwrap_or_default(),
        "before": before,
        "stage": stage,
    })
}

async fn check(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((round, list)): Address,
    asked: Asked,
    Json(body): Json<sheet::Body>,
) -> Result<Response, Failure> {
    demand_few(body.rows.len())?;
    let told = ask(&site, move |house, reader| {
        let frame = sheet::frame(house, &visitor, &asked);
        let told = report_cells::check(&frame, reader, &round, &list, body.sent())?;
        Ok(json!({ "rows": told.iter().map(|row| say::row(row, frame.lang)).collect::<Vec<_>>() }))
    })
    .await?;
    Ok(answer(&told))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportRows {
    rows: Vec<ReportRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportRow {
    id: Id,
    version: Option<i64>,
    fields: Option<Fields>,
    to_stage: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewRows {
    rows: Vec<ReviewRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewRow {
    id: Id,
    version: i64,
    remark: Option<String>,
}

fn demand_few(rows: usize) -> Result<(), Refusal> {
    if rows > ROWS_MAX {
        return Err(Refusal::new(No::TooLarge, "registers.too_many_rows").with("max", ROWS_MAX));
    }
    Ok(())
}

type Address = Path<(String, String)>;
type Commands = Vec<(String, Box<dyn Command>)>;

async fn save(
    state: State<Arc<Site>>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    Json(body): Json<ReportRows>,
) -> Result<Response, Failure> {
    report(state, visitor, address, headers, body, |row, fields, stage| {
        Box::new(SaveDraft { row, fields: fields.unwrap_or_default(), stage })
    })
    .await
}

async fn submit(
    state: State<Arc<Site>>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    Json(body): Json<ReportRows>,
) -> Result<Response, Failure> {
    report(state, visitor, address, headers, body, |row, fields, stage| {
        Box::new(SubmitRow { row, fields, stage })
    })
    .await
}

async fn report(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((round, list)): Address,
    headers: HeaderMap,
    body: ReportRows,
    make: impl Fn(Row, Option<serde_json::Map<String, Value>>, Option<String>) -> Box<dyn Command>,
) -> Result<Response, Failure> {
    let key = shared::key(&headers)?;
    demand_few(body.rows.len())?;
    let law = site.house.law();
    demand_round(&site, &round, &list).await?;
    let register = law.charter.register(&list).ok_or_else(Refusal::not_found)?;
    let mut commands: Commands = Vec::with_capacity(body.rows.len());
    for row in body.rows {
        let fields = row.fields.map(|fields| fields.kept(register)).transpose()?;
        let id = row.id.to_string();
        let place = Row {
            register: list.clone(),
            item: row.id,
            round: round.clone(),
            version: row.version.unwrap_or(0),
        };
        commands.push((id, make(place, fields, row.to_stage)));
    }
    Ok(told(&site, &visitor, key.as_str(), commands).await)
}

async fn accept(
    state: State<Arc<Site>>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    Json(body): Json<ReviewRows>,
) -> Result<Response, Failure> {
    review(state, visitor, address, headers, body, |row, _| Box::new(AcceptRow { row })).await
}

async fn give_back(
    state: State<Arc<Site>>,
    visitor: Visitor,
    address: Address,
    headers: HeaderMap,
    Json(body): Json<ReviewRows>,
) -> Result<Response, Failure> {
    review(state, visitor, address, headers, body, |row, remark| Box::new(ReturnRow { row, remark })).await
}

async fn review(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((round, list)): Address,
    headers: HeaderMap,
    body: ReviewRows,
    make: impl Fn(Row, String) -> Box<dyn Command>,
) -> Result<Response, Failure> {
    let key = shared::key(&headers)?;
    demand_few(body.rows.len())?;
    demand_round(&site, &round, &list).await?;
    let mut commands: Commands = Vec::with_capacity(body.rows.len());
    for row in body.rows {
        let (id, version) = (row.id.to_string(), row.version);
        let place = Row { register: list.clone(), item: row.id, round: round.clone(), version };
        commands.push((id, make(place, shared::note("remark", row.remark.as_deref())?)));
    }
    Ok(told(&site, &visitor, key.as_str(), commands).await)
}

/// Refuses a round or a list that is not there, before any row is looked at.
async fn demand_round(site: &Arc<Site>, round: &str, list: &str) -> Result<(), Failure> {
    let (round, list) = (round.to_owned(), list.to_owned());
    ask(site, move |house, reader| {
        let law = house.law();
        let round = rounds::round(reader, &law.charter.zone.id, &round)?;
        list_of(&law.charter, &round, &list).map(|_| ())
    })
    .await
}

/// Has every row done by itself and tells what became of each.
async fn told(site: &Arc<Site>, visitor: &Visitor, key: &str, commands: Commands) -> Response {
    let ids: Vec<String> = commands.iter().map(|(id, _)| id.clone()).collect();
    let answers = perform_rows(site, visitor, key, commands).await;
    let rows: Vec<Value> = ids.iter().zip(&answers).map(|(id, answer)| result_json(id, answer)).collect();
    answer(&json!({ "rows": rows }))
}

fn result_json(id: &str, answer: &Answer) -> Value {
    let message = |code: &str, params: &BTreeMap<&'static str, String>| json!({ "zh": words::refusal(code, Lang::Zh, params), "en": words::refusal(code, Lang::En, params) });
    match answer {
        Ok(receipt) => json!({
            "id": id, "done": true, "receipt": shared::receipt_json(receipt), "refusal": null,
        }),
        Err(refusal) => {
            let problems: Vec<Value> = refusal
                .problems
                .iter()
                .map(|problem| {
                    json!({
                        "field": problem.field, "code": problem.code, "params": problem.params,
                        "message": message(problem.code, &problem.params),
                    })
                })
                .collect();
            json!({
                "id": id, "done": false, "receipt": null,
                "refusal": {
                    "code": refusal.code, "params": refusal.params,
                    "message": message(refusal.code, &refusal.params), "problems": problems,
                },
            })
        }
    }
}
