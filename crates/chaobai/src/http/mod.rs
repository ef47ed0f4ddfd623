//! The door for people and programs.
//!
//! `routes.rs` has the list of everything that can be reached; the router is made from it and from
//! nothing else. Every request passes `gate.rs` before any handler: host, form of the request, origin,
//! who asks, whether they get past the door. Handlers ask (`site::ask`) or have something done
//! (`site::perform`); a refusal is written down as a problem or as a page on its way out.

pub mod api;
pub mod assets;
mod error_page;
pub mod export;
pub mod failure;
mod gate;
pub mod input;
mod listen;
pub mod log;
pub mod ogc;
mod oparl;
pub mod openapi;
pub mod pages;
mod photo;
pub mod problem;
pub mod query;
pub mod routes;
pub mod security;
pub mod session;
pub mod sheets;
pub mod site;
pub mod views;
pub mod visitor;
pub mod words;
pub mod workbook;

pub use failure::Failure;
pub use query::Asked;
pub use routes::{Kind, Route, Who, all_routes, router};
pub use site::{Settings, Site, ask, perform};
pub use visitor::Visitor;

use std::future::Future;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Answers requests until `shutdown` is ready, then lets those under way finish.
///
/// # Errors
/// What the operating system says of the listener.
pub async fn serve(
    site: Arc<Site>,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listen::Bounded::new(listener), router(site)).with_graceful_shutdown(shutdown).await
}
