//! Refusals as `application/problem+json` (RFC 9457), the same shape everywhere.

use super::failure::Failure;
use super::words;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A failure as a problem. `instance` is the number of the request, to quote when asking.
pub fn response(failure: Failure, instance: &str) -> Response {
    let body = to_json(&failure, instance).to_string();
    let mut response = failure.into_response();
    *response.body_mut() = Body::from(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    response
}

/// The members of a problem: `type`, `title`, `status`, `instance` as in the RFC; `code` and `params` for
/// programs, `message` for people in both languages, `problems` for the fields concerned.
pub fn to_json(failure: &Failure, instance: &str) -> Value {
    let refusal = &failure.refusal;
    let problems: Vec<Value> = refusal
        .problems
        .iter()
        .map(|problem| {
            json!({
                "field": problem.field,
                "code": problem.code,
                "params": problem.params,
                "message": message(problem.code, &problem.params),
            })
        })
        .collect();
    json!({
        "type": format!("urn:chaobai:refusal:{}", refusal.code),
        "title": words::refusal(refusal.code, Lang::En, &refusal.params),
        "status": failure.status().as_u16(),
        "instance": format!("urn:chaobai:request:{instance}"),
        "code": refusal.code,
        "params": refusal.params,
        "message": message(refusal.code, &refusal.params),
        "problems": problems,
    })
}

fn message(code: &str, params: &BTreeMap<&'static str, String>) -> Value {
    json!({
        "zh": words::refusal(code, Lang::Zh, params),
        "en": words::refusal(code, Lang::En, params),
    })
}
