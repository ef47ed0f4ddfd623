//! The one way in. Every request passes here before any handler: host, route, form of the request,
//! origin, who is asking and whether they get past the door. Every answer passes here on its way out:
//! refusals are written down, protecting headers put on, one line is logged without anybody's data.

use super::failure::Failure;
use super::query::{self, Asked};
use super::routes::{Kind, Route, Who};
use super::session::{self, Credential};
use super::site::Site;
use super::visitor::{Visitor, language};
use super::{error_page, openapi::Param, openapi::Shape, problem, security};
use crate::charter::model::RoleKind;
use crate::desk::Caller;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::{Kind as No, Refusal};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Longest address with its query, in bytes.
const ADDRESS_MAX: usize = 16 * 1024;
/// Header with the number of the request.
const NUMBER: HeaderName = HeaderName::from_static("x-request-id");

/// What the gate knows of a route.
struct Door {
    name: &'static str,
    method: Method,
    who: Who,
    kind: Kind,
    path: Vec<(&'static str, Shape)>,
    query: &'static [Param],
    headers: &'static [Param],
    body_max: usize,
    time: Duration,
}

/// All doors, by address.
pub struct Doors(HashMap<String, Vec<Door>>);

impl Doors {
    /// The doors of a list of routes.
    pub fn of(routes: &[Route]) -> Doors {
        let mut doors: HashMap<String, Vec<Door>> = HashMap::new();
        for route in routes {
            for path in route.paths() {
                doors.entry(path).or_default().push(Door {
                    name: route.name,
                    method: route.method.clone(),
                    who: route.who,
                    kind: route.kind,
                    path: route.path_params(),
                    query: route.doc.query,
                    headers: route.doc.headers,
                    body_max: route.body_max,
                    time: route.time,
                });
            }
        }
        Doors(doors)
    }

    fn find(&self, matched: &str, method: &Method) -> Result<&Door, Failure> {
        let here = self.0.get(matched).ok_or_else(Failure::not_found)?;
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        here.iter().find(|door| door.method == *method).ok_or_else(|| {
            let mut allowed: Vec<&str> = here.iter().map(|door| door.method.as_str()).collect();
            if allowed.contains(&"GET") {
                allowed.push("HEAD");
            }
            let allowed = allowed.join(", ");
            let refusal = Refusal::new(No::Invalid, "request.method").with("allowed", &allowed);
            let allow = HeaderValue::from_str(&allowed).expect("methods are plain ASCII");
            Failure::with_status(refusal, StatusCode::METHOD_NOT_ALLOWED).header(header::ALLOW, allow)
        })
    }
}

/// The gate.
pub async fn gate(
    State((site, doors)): State<(Arc<Site>, Arc<Doors>)>,
    request: Request,
    next: Next,
) -> Response {
    let number = hex::encode(&site.house.moment().random("request")[..8]);
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    let (lang, rest) = language(&path);
    let mut visitor = Visitor {
        caller: Arc::new(Caller::public()),
        lang,
        path: rest.to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        token: None,
        number: number.clone(),
    };
    let matched = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    let door = doors.find(matched.as_deref().unwrap_or_default(), &method);
    let kind = door.as_ref().map_or_else(|_| kind_of(&path), |door| door.kind);
    let name = door.as_ref().map_or("none", |door| door.name);
    let begun = tokio::time::Instant::now();
    let mut response = match pass(&site, door, &mut visitor, request, next).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    };
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        response = match kind {
            Kind::Page => error_page::response(&site, &visitor, failure),
            _ => problem::response(failure, &number),
        };
    }
    let signed_in = visitor.caller.is_signed_in();
    security::protect(response.headers_mut(), &site.settings, kind, signed_in);
    if let Ok(number) = HeaderValue::from_str(&number) {
        response.headers_mut().insert(NUMBER, number);
    }
    let (status, took) = (response.status().as_u16(), begun.elapsed().as_micros());
    tracing::info!(target: "chaobai::http", number, method = method.as_str(), route = name, status, took_us = took, "answered");
    response
}

async fn pass(
    site: &Arc<Site>,
    door: Result<&Door, Failure>,
    visitor: &mut Visitor,
    mut request: Request,
    next: Next,
) -> Result<Response, Failure> {
    let (uri, headers) = (request.uri().clone(), request.headers());
    if !security::is_our_host(&site.settings, headers, &uri) {
        let refusal = Refusal::new(No::Invalid, "request.host");
        return Err(Failure::with_status(refusal, StatusCode::MISDIRECTED_REQUEST));
    }
    if uri.path().len() + visitor.query.len() > ADDRESS_MAX {
        let refusal = Refusal::new(No::Invalid, "request.address_too_long").with("max", ADDRESS_MAX);
        return Err(Failure::with_status(refusal, StatusCode::URI_TOO_LONG));
    }
    let door = door?;
    query::check_path(&door.path, &uri)?;
    if !security::is_safe(request.method()) && !security::is_same_origin(&site.settings, headers, &uri) {
        return Err(Failure::with_status(Refusal::new(No::NotAllowed, "csrf"), StatusCode::FORBIDDEN));
    }
    identify(site, door, visitor, headers).await?;
    let_in(door, &visitor.caller)?;
    if door.kind != Kind::Page {
        let asked = Asked::read(&visitor.query, door.query)?;
        query::check_headers(headers, door.headers)?;
        request.extensions_mut().insert(asked);
    }
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    if length.and_then(|text| text.parse::<u64>().ok()).is_some_and(|bytes| bytes > door.body_max as u64) {
        return Err(Refusal::new(No::TooLarge, "too_large").with("max", door.body_max).into());
    }
    let changes = !security::is_safe(request.method());
    request.extensions_mut().insert(visitor.clone());
    request.extensions_mut().insert(super::input::BodyMax(door.body_max));
    match tokio::time::timeout(door.time, next.run(request)).await {
        Ok(response) => Ok(response),
        Err(_) if changes => Err(Refusal::new(No::Unknown, "unknown").into()),
        Err(_) => Err(Refusal::new(No::Busy, "busy").into()),
    }
}

/// Finds out who asks. A page shown to somebody whose session is over is shown to the public; a program
/// that names a session which is over is told so.
async fn identify(
    site: &Arc<Site>,
    door: &Door,
    visitor: &mut Visitor,
    headers: &axum::http::HeaderMap,
) -> Result<(), Failure> {
    if door.kind == Kind::Asset || door.who == Who::Nobody {
        return Ok(());
    }
    let over = || Failure::from(Refusal::new(No::SignIn, "session_over"));
    let (token, program) = match session::credential(site, headers) {
        Credential::None => return Ok(()),
        Credential::Cookie(token) => (token, false),
        Credential::Bearer(token) => (token.ok_or_else(over)?, true),
    };
    match session::caller(site, &token).await? {
        Some(caller) => {
            visitor.caller = Arc::new(caller);
            visitor.token = Some(token);
            Ok(())
        }
        None if program => Err(over()),
        None => Ok(()),
    }
}

/// Whether a caller gets past the door. To those without the office an administrator's door is not there.
fn let_in(door: &Door, caller: &Caller) -> Result<(), Failure> {
    let office = match door.who {
        Who::Anyone | Who::Nobody => return Ok(()),
        Who::SignedIn => None,
        Who::SystemAdmin => Some(RoleKind::SystemAdmin),
        Who::SecurityAdmin => Some(RoleKind::SecurityAdmin),
        Who::AuditAdmin => Some(RoleKind::AuditAdmin),
    };
    if !caller.is_signed_in() {
        return Err(Refusal::new(No::SignIn, "sign_in").into());
    }
    if office.is_some_and(|office| !caller.is(office)) {
        return Err(Failure::not_found());
    }
    Ok(())
}

/// The sort of door an address without a route belongs to.
fn kind_of(path: &str) -> Kind {
    let under = |prefix: &str| path.strip_prefix(prefix).is_some_and(|r| r.is_empty() || r.starts_with('/'));
    match () {
        () if under("/api") || under("/oparl") => Kind::Api,
        () if under("/ogc") => Kind::Ogc,
        () if under("/log") => Kind::Log,
        () => Kind::Page,
    }
}
