//! `GET /api/registers/{register}/records`: a page of a list.

use super::shared::{AS_OF, BBOX, KNOWN_AT, answer, register};
use super::view;
use crate::charter::model::Register;
use crate::domain::registers::{Count, ListQuery, Sort, count, list};
use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::Method;
use axum::response::Response;
use kernel::{Kind as No, Problem, Refusal};
use serde_json::{Value, json};
use std::sync::Arc;

/// Records of a page where the caller does not say.
const LIMIT: i64 = 100;

const QUERY: &[Param] = &[
    Param::optional("filter", Shape::Filter, "CQL2 text over the fields the caller sees."),
    Param::optional(
        "sort",
        Shape::Sort,
        "A field, - before it for descending; left out: the list's own order.",
    ),
    Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, "Records of a page; left out: 100."),
    Param::optional("after", Shape::Cursor, "next of the page before, asked with the same sort."),
    AS_OF,
    KNOWN_AT,
    Param::optional("stage", Shape::Stage, "Only records in this stage."),
    BBOX,
    Param::optional(
        "withdrawn",
        Shape::Choice(&["true", "false"]),
        "true: also records that were taken back.",
    ),
    Param::optional(
        "count",
        Shape::Choice(&["none", "some", "exact"]),
        "How many there are: some counts to 1000, exact to the end; left out: none.",
    ),
];

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "registers.list", Method::GET, "/api/registers/{register}/records", records)
        .summary("Records of a list: filtered, sorted, page by page, as of a day, as known at an instant")
        .query(QUERY)
        .gives(&[(200, "application/json", "Page")])
        .refuses(&[409])
}

async fn records(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Failure> {
    let body = ask(&site, move |house, reader| {
        let law = house.law();
        let register = register(&law, &visitor.caller, &id)?;
        let mut query = query(register, &asked)?;
        query.today = Some(house.clock.today());
        let page = list(reader, &visitor.caller, register, &query)?;
        let count = match asked.text("count") {
            Some(way @ ("some" | "exact")) => {
                Some(count(reader, &visitor.caller, register, &query, way == "exact")?)
            }
            _ => None,
        };
        let records: Vec<Value> = page.records.iter().map(|record| view::record(register, record)).collect();
        Ok(json!({ "records": records, "next": page.next, "count": count.map(count_json) }))
    })
    .await?;
    Ok(answer(&body))
}

/// The question to a register that the parameters make.
pub fn query(register: &Register, asked: &Asked) -> Result<ListQuery, Refusal> {
    let stage = asked.text("stage");
    if let Some(given) = stage
        && !register.stages.iter().any(|stage| stage.id == given)
    {
        let allowed: Vec<&str> = register.stages.iter().map(|stage| stage.id.as_str()).collect();
        let problem = Problem::new("stage", "not_a_choice").with("allowed", allowed.join(", "));
        return Err(Refusal { problems: vec![problem], ..Refusal::new(No::Invalid, "request.parameters") });
    }
    Ok(ListQuery {
        filter: asked.text("filter").map(str::to_owned),
        today: None,
        sort: asked.text("sort").map(Sort::parse),
        limit: usize::try_from(asked.number("limit").unwrap_or(LIMIT)).unwrap_or(1),
        after: asked.text("after").map(str::to_owned),
        as_of: asked.date("as_of"),
        known_at: asked.instant("known_at"),
        bbox: asked.text("bbox").and_then(crate::http::openapi::bbox),
        stage: stage.map(str::to_owned),
        withdrawn: asked.text("withdrawn") == Some("true"),
    })
}

fn count_json(count: Count) -> Value {
    match count {
        Count::Exactly(number) => json!({ "number": number, "exact": true }),
        Count::MoreThan(number) => json!({ "number": number, "exact": false }),
    }
}
