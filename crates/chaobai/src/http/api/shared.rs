//! What the actions of the API share.

use crate::charter::model::Register;
use crate::desk::{Caller, Law, Receipt, RequestKey};
use crate::domain::registers::permits::{self, Scope};
use crate::http::Failure;
use crate::http::openapi::{Param, Shape};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Id, Kind, Problem, Refusal};
use serde_json::{Value, json};

/// Longest note in characters.
pub const NOTE_MAX: usize = 2000;
/// Header with the request key.
pub const KEY: &str = "idempotency-key";

/// The header of every change: the key that makes sending it again safe.
pub const CHANGE: &[Param] = &[KEY_PARAM];
/// The headers of a change to a record that is there.
pub const CHANGE_AT_VERSION: &[Param] = &[KEY_PARAM, VERSION_PARAM];

const KEY_PARAM: Param = Param::required(
    "Idempotency-Key",
    Shape::RequestKey,
    "Made by the caller. Sent again with the same request it gives the same receipt; with another request it is refused.",
);
const VERSION_PARAM: Param = Param::optional(
    "If-Match",
    Shape::Version,
    "The version the caller saw, as in ETag; instead of version in the body.",
);

/// Business day of a question.
pub const AS_OF: Param =
    Param::optional("as_of", Shape::Date, "The state on this business day; left out: now.");
/// Knowledge of a question.
pub const KNOWN_AT: Param =
    Param::optional("known_at", Shape::Instant, "As known at this instant; left out: now.");

/// Part of the map of a question.
pub const BBOX: Param = Param::optional(
    "bbox",
    Shape::Bbox,
    "West, south, east, north: only records whose place meets the box. A west beyond its east reaches across the \
     180th meridian; the two latitudes may stand in either order.",
);

/// The answers of a command: done now, or done before.
pub const DONE: &[(u16, &str, &str)] = &[(200, "application/json", "Receipt")];
/// The answers of a command that makes something.
pub const MADE: &[(u16, &str, &str)] =
    &[(201, "application/json", "Receipt"), (200, "application/json", "Receipt")];

/// A register the caller sees anything of.
pub fn register<'a>(law: &'a Law, caller: &Caller, id: &str) -> Result<&'a Register, Refusal> {
    let register = law.charter.registers.get(id).ok_or_else(Refusal::not_found)?;
    if permits::scope(caller, register) == Scope::Nothing { Err(Refusal::not_found()) } else { Ok(register) }
}

/// A record's id in an address; what is none leads nowhere.
pub fn id(text: &str) -> Result<Id, Refusal> {
    Id::parse(text).ok_or_else(Refusal::not_found)
}

/// The request key of a change; the gate has held it against its form.
pub fn key(headers: &HeaderMap) -> Result<RequestKey, Refusal> {
    let text = headers.get(KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    RequestKey::parse(text)
}

/// The version a change was made for: from the body or from `If-Match`, and the same where both say it.
pub fn version(headers: &HeaderMap, body: Option<i64>) -> Result<i64, Failure> {
    let text = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    match (text.and_then(crate::http::openapi::version), body) {
        (Some(header), Some(body)) if header != body => {
            let problem = Problem::new("version", "differs_from_if_match");
            Err(Refusal::invalid(vec![problem]).into())
        }
        (Some(version), _) | (None, Some(version)) => Ok(version),
        (None, None) => {
            let refusal = Refusal::new(Kind::Invalid, "request.version_needed");
            Err(Failure::with_status(refusal, StatusCode::PRECONDITION_REQUIRED))
        }
    }
}

/// A note or reason as it is kept: several lines, nothing unseen, not too long.
pub fn note(field: &str, text: Option<&str>) -> Result<String, Refusal> {
    let text = text.unwrap_or_default();
    let refused = |problem| Refusal::invalid(vec![problem]);
    if text.chars().count() > NOTE_MAX {
        return Err(refused(Problem::new(field, "too_long").with("max", NOTE_MAX)));
    }
    kernel::clean::lines(text).map_err(|unclean| refused(unclean.problem(field)))
}

/// An answer of JSON.
pub fn answer(body: &Value) -> Response {
    as_media_type("application/json", body)
}

/// An answer of JSON under a media type of its own.
pub fn as_media_type(media_type: &'static str, body: &Value) -> Response {
    ([(header::CONTENT_TYPE, media_type)], body.to_string()).into_response()
}

/// The answer of a command. `made` is the address of what it made, where it made something.
pub fn receipt(receipt: &Receipt, made: Option<String>) -> Response {
    let status = if made.is_some() && !receipt.replayed { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = (status, answer(&receipt_json(receipt))).into_response();
    if let Some(address) = made.and_then(|address| HeaderValue::from_str(&address).ok()) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    if receipt.version > 0 {
        response.headers_mut().insert(header::ETAG, etag(receipt.version));
    }
    response
}

/// The `ETag` of a version.
pub fn etag(version: i64) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).expect("digits in quotes are plain ASCII")
}

/// A receipt for programs.
pub fn receipt_json(receipt: &Receipt) -> Value {
    json!({
        "command": receipt.command,
        "register": receipt.register,
        "id": receipt.id,
        "version": receipt.version,
        "cell": receipt.cell,
        "entry": receipt.entry,
        "hash": receipt.hash,
        "at": receipt.at.to_string(),
        "answer": receipt.answer,
        "replayed": receipt.replayed,
        "proof": format!("/log/proof/{}/{}", receipt.cell, receipt.entry),
    })
}

/// Address of a record.
pub fn record_address(register: &str, id: &str) -> String {
    format!("/api/registers/{register}/records/{id}")
}

/// A download's `Content-Disposition` (RFC 6266): an ASCII name for old programs, the real one beside it.
pub fn download(name: &str) -> (HeaderName, HeaderValue) {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect();
    let encoded = crate::http::query::encode(name);
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}");
    (header::CONTENT_DISPOSITION, HeaderValue::from_str(&text).expect("an encoded name is plain ASCII"))
}
