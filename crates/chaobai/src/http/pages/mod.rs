//! Pages for people: server-rendered, each at its path and at `/en` before its path.

pub mod common;
mod portal;

use super::Route;

/// Every page.
pub fn routes() -> Vec<Route> {
    portal::routes()
}
