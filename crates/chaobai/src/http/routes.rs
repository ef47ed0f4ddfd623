//! The list of everything that can be reached. The router, the gate, the OpenAPI document, the map and
//! the tests of strangers are all made from this list: what is not on it does not exist.

use super::gate::{Doors, gate};
use super::openapi::{Doc, Param, Shape};
use super::site::Site;
use super::{api, assets, log, ogc, oparl, pages};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;

/// Largest body in bytes where a route does not say otherwise: 64 KiB.
pub const BODY_MAX: usize = 64 * 1024;
/// Longest time until an answer begins where a route does not say otherwise.
const TIME: Duration = Duration::from_secs(30);

/// Who gets past the door. What a person may do with one record is judged behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anyone.
    Anyone,
    /// Anyone, in nobody's name: whatever says who asks is not looked at, so that nothing is written about a session.
    Nobody,
    /// Anyone who is signed in.
    SignedIn,
    /// Runs the machine.
    SystemAdmin,
    /// Gives and takes posts.
    SecurityAdmin,
    /// Reads the journal of everything.
    AuditAdmin,
}

/// What sort of door it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page for people; there is one in English behind `/en`.
    Page,
    /// The JSON API.
    Api,
    /// OGC API Features.
    Ogc,
    /// The zone's log.
    Log,
    /// A file the pages need.
    Asset,
}

/// A route.
#[derive(Clone)]
pub struct Route {
    /// Area and verb, as everywhere: `registers.list`.
    pub name: &'static str,
    /// Method; GET answers HEAD too.
    pub method: Method,
    /// Address, `{name}` for its changing parts.
    pub path: &'static str,
    /// Who gets past the door.
    pub who: Who,
    /// What sort of door it is.
    pub kind: Kind,
    /// What it does, in one line.
    pub summary: &'static str,
    /// What goes in and what comes out.
    pub doc: Doc,
    /// Largest body in bytes.
    pub body_max: usize,
    /// Longest time until an answer begins.
    pub time: Duration,
    handler: MethodRouter<Arc<Site>>,
}

impl Route {
    /// A route that anyone may use, without parameters or body.
    pub fn new<H, T>(kind: Kind, name: &'static str, method: Method, path: &'static str, handler: H) -> Route
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone()).expect("routes use the usual methods");
        Route {
            name,
            method,
            path,
            who: Who::Anyone,
            kind,
            summary: "",
            doc: Doc::default(),
            body_max: BODY_MAX,
            time: TIME,
            handler: on(filter, handler),
        }
    }

    /// A page to read.
    pub fn page<H, T>(name: &'static str, path: &'static str, handler: H) -> Route
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        Route::new(Kind::Page, name, Method::GET, path, handler)
    }

    /// A form that is posted.
    pub fn form<H, T>(name: &'static str, path: &'static str, handler: H) -> Route
    where
        H: Handler<T, Arc<Site>>,
        T: 'static,
    {
        Route::new(Kind::Page, name, Method::POST, path, handler)
    }

    /// Who gets past the door.
    pub fn who(self, who: Who) -> Route {
        Route { who, ..self }
    }

    /// What it does, in one line.
    pub fn summary(self, summary: &'static str) -> Route {
        Route { summary, ..self }
    }

    /// Parameters after the question mark. Where these are the only ones, others are refused: everywhere
    /// but on pages.
    pub fn query(mut self, params: &'static [Param]) -> Route {
        self.doc.query = params;
        self
    }

    /// Headers that mean something.
    pub fn headers(mut self, params: &'static [Param]) -> Route {
        self.doc.headers = params;
        self
    }

    /// Bodies it takes: media type and schema.
    pub fn takes(mut self, bodies: &'static [(&'static str, &'static str)]) -> Route {
        self.doc.bodies = bodies;
        self
    }

    /// Answers it gives: status, media type, schema.
    pub fn gives(mut self, answers: &'static [(u16, &'static str, &'static str)]) -> Route {
        self.doc.answers = answers;
        self
    }

    /// Refusals beside those every route of its sort has.
    pub fn refuses(mut self, statuses: &'static [u16]) -> Route {
        self.doc.refusals = statuses;
        self
    }

    /// Largest body in bytes.
    pub fn body_max(self, body_max: usize) -> Route {
        Route { body_max, ..self }
    }

    /// Longest time until an answer begins.
    pub fn time(self, seconds: u64) -> Route {
        Route { time: Duration::from_secs(seconds), ..self }
    }

    /// Addresses it is reached under.
    pub fn paths(&self) -> Vec<String> {
        match (self.kind, self.path) {
            (Kind::Page, "/") => vec!["/".into(), "/en".into()],
            (Kind::Page, path) => vec![path.into(), format!("/en{path}")],
            (_, path) => vec![path.into()],
        }
    }

    /// Names of the changing parts of the address, in order, with their form.
    pub fn path_params(&self) -> Vec<(&'static str, Shape)> {
        let parts = self.path.split('{').skip(1).filter_map(|part| part.split_once('}'));
        parts.map(|(name, _)| (name.trim_start_matches('*'), Shape::of_path(self.path, name))).collect()
    }
}

/// Everything that can be reached.
pub fn all_routes() -> Vec<Route> {
    [assets::routes(), pages::routes(), api::routes(), oparl::routes(), ogc::routes(), log::routes()].concat()
}

/// The router, made from the list.
pub fn router(site: Arc<Site>) -> Router {
    let routes = all_routes();
    let doors = Arc::new(Doors::of(&routes));
    let mut router = Router::new();
    for route in routes {
        let handler = route.handler.clone().layer(DefaultBodyLimit::max(route.body_max));
        for path in route.paths() {
            router = router.route(&path, handler.clone());
        }
    }
    router
        .fallback(async || super::failure::Failure::not_found())
        .layer(axum::middleware::from_fn_with_state((site.clone(), doors), gate))
        .layer(CompressionLayer::new())
        .with_state(site)
}
