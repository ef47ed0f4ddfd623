//! The charter in force and those before it, with what changed between two of them.

use crate::charter::Charter;
use crate::charter::explain::{self, Change};
use crate::domain::charters;
use crate::domain::registers::store_refusal;
use crate::http::pages::common::Frame;
use crate::http::pages::work::show;
use crate::http::views::{CharterChange, CharterPage, CharterVersion, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Instant, Lang, Refusal};
use serde_json::Value;
use std::sync::Arc;
use store::Ask;

/// Versions listed; a zone that changed its law more often has the rest in the journal.
const VERSIONS_MAX: usize = 50;
/// Longest value of a change that is shown whole, in characters.
const VALUE_MAX: usize = 400;

/// The page; `?compare=` shows what a version changed.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let known = charters::versions(reader).map_err(store_refusal)?;
        let mut versions = Vec::new();
        for (number, digest, at) in known.into_iter().take(VERSIONS_MAX) {
            versions.push(version(&frame, reader, number, digest, at)?);
        }
        if versions.is_empty() {
            return Err(Refusal::not_found());
        }
        let current = versions.remove(0);
        let (compared, changes) = match frame.query.get("compare").and_then(|text| text.parse::<i64>().ok()) {
            Some(number) if number > 1 => compare(&frame, reader, number)?,
            _ => (String::new(), Vec::new()),
        };
        let page = frame.page(Nav::Charter, frame.words().charter_title);
        Ok(CharterPage { page, current, versions, compared, changes })
    })
    .await?;
    show(StatusCode::OK, &page)
}

fn version(
    frame: &Frame,
    ask: &mut dyn Ask,
    number: i64,
    digest: String,
    at: Instant,
) -> Result<CharterVersion, Refusal> {
    let charter = adopted(ask, number)?;
    let (registers, figures) = (charter.registers.len(), charter.figures.len());
    let (posts, units) = (charter.zone.posts.len(), charter.zone.units.len());
    let holds = match frame.lang {
        Lang::Zh => format!("{registers} 份清单、{figures} 个指标、{units} 个单位、{posts} 个职务"),
        Lang::En => format!("{registers} registers, {figures} figures, {units} units, {posts} posts"),
    };
    let compare_href =
        if number > 1 { frame.href(&format!("/admin/charter?compare={number}")) } else { String::new() };
    Ok(CharterVersion {
        version: number.to_string(),
        digest,
        adopted_at: frame.time(at),
        compare_href,
        holds,
    })
}

fn compare(frame: &Frame, ask: &mut dyn Ask, number: i64) -> Result<(String, Vec<CharterChange>), Refusal> {
    let (old, new) = (adopted(ask, number - 1)?, adopted(ask, number)?);
    let before = number - 1;
    let compared = match frame.lang {
        Lang::Zh => format!("第 {number} 版与第 {before} 版"),
        Lang::En => format!("version {number} against version {before}"),
    };
    Ok((compared, explain::diff(&old, &new).into_iter().map(|change| said(frame, change)).collect()))
}

fn said(frame: &Frame, change: Change) -> CharterChange {
    let words = |value: Option<Value>| value.map_or(String::new(), |value| short(frame.lang, &value));
    CharterChange { path: change.path, old: words(change.old), new: words(change.new) }
}

/// A text by itself, an entry by its name, anything else as it is written, cut where it is very long.
fn short(lang: Lang, value: &Value) -> String {
    let in_words = |text: &Value| {
        let language = if lang == Lang::Zh { "zh" } else { "en" };
        text.get(language).or_else(|| text.get("zh")).and_then(Value::as_str).map(str::to_owned)
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(entry) => in_words(value)
            .or_else(|| entry.get("name").and_then(in_words))
            .unwrap_or_else(|| value.to_string()),
        other => other.to_string(),
    };
    if text.chars().count() <= VALUE_MAX {
        return text;
    }
    text.chars().take(VALUE_MAX).chain("…".chars()).collect()
}

fn adopted(ask: &mut dyn Ask, number: i64) -> Result<Charter, Refusal> {
    charters::adopted(ask, number).map_err(store_refusal)?.ok_or_else(Refusal::not_found)
}
