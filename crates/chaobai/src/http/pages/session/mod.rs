//! Signing in and out, and the one-time link with which a person sets a password.

mod link;
mod sign_in;
mod sign_out;

use crate::domain::people::Token;
use crate::http::routes::Route;
use crate::http::{Failure, Site, session};
use axum::http::{HeaderValue, header};
use axum::response::Response;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("people.sign_in_form", "/sign-in", sign_in::form).summary("The form to sign in"),
        Route::form("people.sign_in", "/sign-in", sign_in::post).summary("A session begins"),
        Route::page("people.use_link_form", "/sign-in/link", link::form)
            .summary("The form to set a password"),
        Route::form("people.use_link", "/sign-in/link", link::post)
            .summary("A one-time link is used up: password set, session begun"),
        Route::form("people.sign_out", "/sign-out", sign_out::post).summary("A session ends"),
    ]
}

/// A page that no cache may keep.
fn unkept(response: Result<Response, Failure>) -> Result<Response, Failure> {
    response.map(|mut response| {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    })
}

/// An answer with which a session begins.
fn with_session(site: &Site, session: &Token, mut response: Response) -> Response {
    response.headers_mut().append(header::SET_COOKIE, session::set_cookie(site, session));
    response
}
