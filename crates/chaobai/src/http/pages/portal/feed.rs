//! `/calendar/{token}.ics`: a person's calendar for the program they read it in. Whoever has the address reads it;
//! an address that was taken back, or never was one, is not found.

use crate::domain::feeds;
use crate::domain::people::{self, Token};
use crate::http::ogc::Base;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Lang, Refusal};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The calendar; 304 where the reader has it already.
pub async fn send(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    base: Base,
    Path(token): Path<String>,
) -> Result<Response, Failure> {
    let token = token.strip_suffix(".ics").and_then(Token::parse).ok_or_else(Refusal::not_found)?;
    let lang = visitor.lang;
    let address = base.address(if lang == Lang::En { "/en" } else { "" });
    let text = ask(&site, move |house, reader| {
        let law = house.law();
        let zone = &law.charter.zone;
        let account = feeds::login_of(reader, &zone.id, &token)?.ok_or_else(Refusal::not_found)?;
        let today = house.clock.today();
        let caller = people::caller(reader, &law.charter, &account.login, &account.person, today)?;
        let events = feeds::events(reader, &law, &caller, today, lang, &address)?;
        Ok(feeds::calendar(zone.short_name.get(lang), &events))
    })
    .await?;
    let tag = format!("\"{}\"", &hex::encode(Sha256::digest(text.as_bytes()))[..32]);
    let same = headers.get(header::IF_NONE_MATCH).and_then(|sent| sent.to_str().ok()).is_some_and(|sent| {
        sent.split(',').map(|one| one.trim().trim_start_matches("W/")).any(|one| one == tag || one == "*")
    });
    let tag = HeaderValue::from_str(&tag).map_err(|_| Failure::from(Refusal::not_found()))?;
    let common = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ];
    if same {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let kind = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("inline; filename=\"calendar.ics\"")),
    ];
    Ok((common, kind, text).into_response())
}
