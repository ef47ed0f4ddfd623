//! Accounts, for the system administrator: list, open, one-time link, close.

use super::shared::{self, CHANGE, DONE, MADE, answer};
use crate::domain::people::{self, CloseAccount, IssueLink, LINK_US, OpenAccount, Token};
use crate::http::input::Json;
use crate::http::site::fresh_key;
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use kernel::Id;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The routes.
pub fn routes() -> Vec<Route> {
    let route = |name, method, path| Route::new(Kind::Api, name, method, path, list).who(Who::SystemAdmin);
    vec![
        route("people.accounts", Method::GET, "/api/accounts").summary("All accounts").gives(&[(
            200,
            "application/json",
            "Accounts",
        )]),
        Route::new(Kind::Api, "people.open_account", Method::POST, "/api/accounts", open)
            .who(Who::SystemAdmin)
            .summary("A person gets a login; a one-time link sets the first password")
            .headers(CHANGE)
            .takes(&[("application/json", "NewAccount")])
            .gives(MADE)
            .refuses(&[409, 422]),
        Route::new(Kind::Api, "people.issue_link", Method::POST, "/api/accounts/{login}/links", link)
            .who(Who::SystemAdmin)
            .summary("A one-time link with which a person sets a password; shown once")
            .gives(&[(200, "application/json", "SignInLink")])
            .refuses(&[409, 422]),
        Route::new(Kind::Api, "people.close_account", Method::POST, "/api/accounts/{login}/close", close)
            .who(Who::SystemAdmin)
            .summary("A login stops working and its sessions end")
            .headers(CHANGE)
            .gives(DONE)
            .refuses(&[409, 422]),
    ]
}

async fn list(State(site): State<Arc<Site>>) -> Result<Response, Failure> {
    let accounts = ask(&site, |_, reader| people::accounts(reader)).await?;
    let accounts: Vec<Value> = accounts
        .into_iter()
        .map(|account| {
            json!({
                "login": account.login,
                "person": account.person.as_str(),
                "has_password": account.password.is_some(),
                "locked_until": Some(account.locked_until).filter(|at| at.0 > 0).map(|at| at.to_string()),
                "created_at": account.created_at.to_string(),
                "closed_at": account.closed_at.map(|at| at.to_string()),
            })
        })
        .collect();
    Ok(answer(&json!({ "accounts": accounts })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAccount {
    login: String,
    person: Id,
}

async fn open(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    headers: HeaderMap,
    Json(body): Json<NewAccount>,
) -> Result<Response, Failure> {
    let command = OpenAccount { login: body.login, person: body.person };
    let receipt = perform(&site, visitor.caller, command, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, Some("/api/accounts".into())))
}

async fn link(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(login): Path<String>,
) -> Result<Response, Failure> {
    let cell = people::account_cell(&site.house.law().charter.zone.id, &login);
    let moment = site.house.moment();
    let token = Token::new(&cell, &moment, "link");
    let command = IssueLink { login, token: token.clone() };
    perform(&site, visitor.caller, command, fresh_key(&site)).await?;
    Ok(answer(&json!({
        "path": format!("/sign-in/link?token={}", token.secret()),
        "expires_at": kernel::Instant(moment.at.0 + LINK_US).to_string(),
    })))
}

async fn close(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(login): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let receipt = perform(&site, visitor.caller, CloseAccount { login }, shared::key(&headers)?).await?;
    Ok(shared::receipt(&receipt, None))
}
