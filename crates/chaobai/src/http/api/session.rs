//! `POST /api/session` and `DELETE /api/session`: a program signs in and out.

use super::shared::answer;
use crate::domain::people::{IDLE_US, SESSION_US};
use crate::http::input::Json;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, session};
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "people.sign_in", Method::POST, "/api/session", sign_in)
            .summary("Begins a session; the token goes into Authorization: Bearer")
            .takes(&[("application/json", "SignIn")])
            .gives(&[(200, "application/json", "Session")])
            .refuses(&[403]),
        Route::new(Kind::Api, "people.sign_out", Method::DELETE, "/api/session", sign_out)
            .who(Who::SignedIn)
            .summary("Ends the session, on the server, for good")
            .gives(&[(204, "", "")]),
    ]
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    login: String,
    password: String,
}

async fn sign_in(State(site): State<Arc<Site>>, Json(body): Json<Body>) -> Result<Response, Failure> {
    let token = session::sign_in(&site, &body.login, body.password).await?;
    let mut response = answer(&json!({
        "token": token.secret(),
        "expires_s": SESSION_US / 1_000_000,
        "idle_s": IDLE_US / 1_000_000,
    }));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

async fn sign_out(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    if let Some(token) = visitor.token {
        session::sign_out(&site, visitor.caller, token).await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
