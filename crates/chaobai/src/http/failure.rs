//! A refusal on its way out. Handlers return it; the gate writes it down as the kind of route needs:
//! a problem for programs, a page for people. Only this file knows status codes of refusals.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Kind, Refusal};

/// A refusal with the status it is sent under.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What is refused, and why.
    pub refusal: Refusal,
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Failure {
    /// A refusal that the way of asking caused, with a status of its own.
    pub fn with_status(refusal: Refusal, status: StatusCode) -> Failure {
        Failure { status, ..Failure::from(refusal) }
    }

    /// Nothing here for this caller.
    pub fn not_found() -> Failure {
        Refusal::not_found().into()
    }

    /// Adds a header to the answer.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Failure {
        self.headers.push((name, value));
        self
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }
}

/// The status of a refusal.
pub fn status(refusal: &Refusal) -> StatusCode {
    match refusal.kind {
        Kind::Invalid if is_about_form(refusal.code) => StatusCode::BAD_REQUEST,
        Kind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::SignIn => StatusCode::UNAUTHORIZED,
        Kind::NotAllowed => StatusCode::FORBIDDEN,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::Busy | Kind::Closed => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Unknown => StatusCode::GATEWAY_TIMEOUT,
    }
}

/// Whether the request could not even be read (400), as against read and found to break a rule (422).
fn is_about_form(code: &str) -> bool {
    let forms = ["request.", "filter.", "sort.", "request_key", "number", "csrf"];
    forms.iter().any(|form| code.starts_with(form))
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        let status = status(&refusal);
        let mut headers = Vec::new();
        match refusal.kind {
            Kind::Busy => headers.push((header::RETRY_AFTER, HeaderValue::from_static("2"))),
            Kind::Closed => headers.push((header::RETRY_AFTER, HeaderValue::from_static("60"))),
            Kind::SignIn => headers.push((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            _ => {}
        }
        Failure { refusal, status, headers }
    }
}

/// An answer without a body yet; the gate fills it in.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        for (name, value) in &self.headers {
            response.headers_mut().append(name, value.clone());
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_refusal_has_its_status() {
        let cases = [
            (Kind::Invalid, "invalid", 422),
            (Kind::Invalid, "registers.no_such_step", 422),
            (Kind::Invalid, "filter.syntax", 400),
            (Kind::Invalid, "request.query", 400),
            (Kind::NotFound, "not_found", 404),
            (Kind::SignIn, "sign_in", 401),
            (Kind::NotAllowed, "not_allowed", 403),
            (Kind::Conflict, "registers.stale_version", 409),
            (Kind::KeyReused, "key_reused", 422),
            (Kind::TooLarge, "too_large", 413),
            (Kind::Busy, "busy", 503),
            (Kind::Closed, "closed.unproven", 503),
            (Kind::Unknown, "unknown", 504),
        ];
        for (kind, code, expected) in cases {
            assert_eq!(status(&Refusal::new(kind, code)).as_u16(), expected, "{code}");
        }
    }
}
