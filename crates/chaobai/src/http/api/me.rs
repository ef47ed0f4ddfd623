//! `GET /api/me`: who I am here today.

use super::shared::answer;
use crate::http::{Kind, Route, Visitor, Who};
use axum::http::Method;
use axum::response::Response;
use serde_json::{Value, json};

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Api, "people.me", Method::GET, "/api/me", me)
        .who(Who::SignedIn)
        .summary("Who the caller is today: posts, roles, units")
        .gives(&[(200, "application/json", "Me")])
}

async fn me(visitor: Visitor) -> Response {
    let caller = &visitor.caller;
    let posts: Vec<Value> = caller
        .posts
        .iter()
        .map(|held| {
            json!({ "post": held.post, "name": held.name, "unit": held.unit, "body": held.body, "side": held.side })
        })
        .collect();
    answer(&json!({
        "person": caller.person.as_ref().map(|id| id.as_str()),
        "name": caller.name,
        "login": caller.login,
        "posts": posts,
        "roles": caller.roles,
        "units": caller.units,
    }))
}
