//! Pages for people: server-rendered, each at its path and at `/en` before its path.

mod admin;
pub mod common;
mod portal;
mod session;
pub(in crate::http) mod work;

use super::Route;

/// Every page.
pub fn routes() -> Vec<Route> {
    [portal::routes(), session::routes(), work::routes(), admin::routes()].concat()
}
