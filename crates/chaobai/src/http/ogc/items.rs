//! `GET /ogc/collections/{register}/items` and `…/items/{id}`: records as features.

use super::CRS84;
use super::feature;
use super::links::Base;
use crate::domain::registers::{Count, ListQuery, count, get, list};
use crate::http::api::list::query as list_query;
use crate::http::api::shared::{BBOX, etag, id, register};
use crate::http::openapi::datetime::{self, Until};
use crate::http::openapi::{Param, Shape};
use crate::http::query::encode;
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use kernel::Refusal;
use serde_json::{Value, json};
use std::sync::Arc;

const GEOJSON: &str = "application/geo+json";
const QUERY: &[Param] = &[
    BBOX,
    Param::optional(
        "datetime",
        Shape::Datetime,
        "A day or an instant: records as they stood then. An interval is answered for its end.",
    ),
    Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, "Features of a page; left out: 100."),
    Param::optional("filter", Shape::Filter, "CQL2 text over the queryables."),
    Param::optional("filter-lang", Shape::Choice(&["cql2-text"]), "Language of the filter."),
    Param::optional(
        "filter-crs",
        Shape::Choice(&[CRS84]),
        "Coordinates in the filter: longitude, latitude, WGS 84.",
    ),
    Param::optional("after", Shape::Cursor, "From the link next of the page before."),
];

/// The route of all.
pub fn route() -> Route {
    Route::new(Kind::Ogc, "ogc.items", Method::GET, "/ogc/collections/{register}/items", items)
        .summary("Records of a list as features")
        .query(QUERY)
        .gives(&[(200, GEOJSON, "FeatureCollection")])
        .refuses(&[409])
}

/// The route of one.
pub fn item_route() -> Route {
    Route::new(Kind::Ogc, "ogc.item", Method::GET, "/ogc/collections/{register}/items/{id}", item)
        .summary("A record as a feature")
        .gives(&[(200, GEOJSON, "Feature")])
}

async fn items(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list_id): Path<String>,
    asked: Asked,
    base: Base,
) -> Result<Response, Failure> {
    let text = ask(&site, move |house, reader| {
        let law = house.law();
        let register = register(&law, &visitor.caller, &list_id)?;
        let today = house.clock.today();
        let mut query = ListQuery { today: Some(today), ..list_query(register, &asked)? };
        match asked.text("datetime").and_then(datetime::parse) {
            Some(Until::Day(day)) => query.as_of = Some(day),
            Some(Until::Instant(at)) => query.as_of = Some(at.date_in(&law.charter.zone.time_zone)),
            Some(Until::Open) | None => {}
        }
        let page = list(reader, &visitor.caller, register, &query)?;
        let own = format!("/ogc/collections/{}/items", register.id);
        let here = if visitor.query.is_empty() { own.clone() } else { format!("{own}?{}", visitor.query) };
        let collection = format!("/ogc/collections/{}", register.id);
        let mut links = vec![
            base.link(&here, "self", GEOJSON, "This page"),
            base.link(&collection, "collection", "application/json", "The collection"),
        ];
        if let Some(next) = &page.next {
            let kept =
                visitor.query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("after="));
            let after = format!("after={}", encode(next));
            let query: Vec<&str> = kept.chain([after.as_str()]).collect();
            links.push(base.link(&format!("{own}?{}", query.join("&")), "next", GEOJSON, "Next page"));
        }
        let mut members: Vec<(&str, Value)> = vec![("links", json!(links))];
        let whole = ListQuery { after: None, ..query.clone() };
        if let Count::Exactly(number) = count(reader, &visitor.caller, register, &whole, false)? {
            members.push(("numberMatched", json!(number)));
        }
        let as_of = query.as_of.unwrap_or(today);
        feature::collection(house, &law, &visitor.caller, register, &page.records, as_of, &members)
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, GEOJSON)], text).into_response())
}

async fn item(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list_id, record)): Path<(String, String)>,
    base: Base,
) -> Result<Response, Failure> {
    let (version, text) = ask(&site, move |house, reader| {
        let law = house.law();
        let register = register(&law, &visitor.caller, &list_id)?;
        let (record, _) = get(reader, &law.charter, &visitor.caller, register, &id(&record)?)?;
        if record.withdrawn {
            return Err(Refusal::not_found());
        }
        let collection = format!("/ogc/collections/{}", register.id);
        let links = json!([
            base.link(&format!("{collection}/items/{}", record.id), "self", GEOJSON, "This feature"),
            base.link(&collection, "collection", "application/json", "The collection"),
        ]);
        let text = feature::feature(house, &law, &visitor.caller, register, &record, &[("links", links)])?;
        Ok((record.version, text))
    })
    .await?;
    let mut response = ([(header::CONTENT_TYPE, GEOJSON)], text).into_response();
    response.headers_mut().insert(header::ETAG, etag(version));
    Ok(response)
}
