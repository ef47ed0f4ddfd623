//! Meetings for programs: one with everything beside it, and every command of the house about it, under the same rules
//! as on the pages.

mod prepare;
mod resolve;
mod sit;
mod view;
mod vote;

use super::shared::{self, CHANGE, CHANGE_AT_VERSION, DONE};
use crate::desk::{Command, Receipt};
use crate::http::{Failure, Kind, Route, Site, Visitor, Who, perform};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use std::sync::Arc;

/// The routes.
pub fn routes() -> Vec<Route> {
    [questions(), prepare::routes(), sit::routes(), vote::routes(), resolve::routes()].concat()
}

fn questions() -> Vec<Route> {
    vec![
        Route::new(Kind::Api, "meetings.get", Method::GET, "/api/meetings/{id}", view::get)
            .who(Who::SignedIn)
            .summary(
                "A meeting: agenda with papers, recusals and votes, attendance, resolutions, what happened",
            )
            .gives(&[(200, "application/json", "Meeting")]),
        Route::new(Kind::Api, "meetings.recount", Method::GET, "/api/ballots/{id}/recount", view::recount)
            .who(Who::Nobody)
            .summary("The slips of a counted secret ballot, for everybody to recount")
            .gives(&[(200, "application/json", "Recount")]),
    ]
}

/// A change; the command says who may.
fn change<H, T>(
    name: &'static str,
    path: &'static str,
    takes: &'static [(&'static str, &'static str)],
    handler: H,
) -> Route
where
    H: Handler<T, Arc<Site>>,
    T: 'static,
{
    Route::new(Kind::Api, name, Method::POST, path, handler)
        .who(Who::SignedIn)
        .headers(CHANGE)
        .takes(takes)
        .gives(DONE)
        .refuses(&[403, 409, 422])
}

/// The same for a change of what the caller saw in a version.
fn change_at_version<H, T>(
    name: &'static str,
    path: &'static str,
    takes: &'static [(&'static str, &'static str)],
    handler: H,
) -> Route
where
    H: Handler<T, Arc<Site>>,
    T: 'static,
{
    change(name, path, takes, handler).headers(CHANGE_AT_VERSION).refuses(&[403, 409, 422, 428])
}

/// Has a command performed for whoever asks.
async fn done(
    site: &Arc<Site>,
    visitor: Visitor,
    headers: &HeaderMap,
    command: impl Command + 'static,
) -> Result<Receipt, Failure> {
    perform(site, visitor.caller, command, shared::key(headers)?).await
}

/// The answer of a command that makes nothing with an address of its own.
fn told(receipt: &Receipt) -> Response {
    shared::receipt(receipt, None)
}
