//! `GET /ogc/conformance`: what is implemented; nothing else is claimed.

use crate::http::api::shared::answer;
use crate::http::{Kind, Route};
use axum::http::Method;
use axum::response::Response;
use serde_json::json;

/// The conformance classes.
pub const CLASSES: [&str; 7] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
];

/// The route.
pub fn route() -> Route {
    Route::new(Kind::Ogc, "ogc.conformance", Method::GET, "/ogc/conformance", conformance)
        .summary("The conformance classes that are implemented")
        .gives(&[(200, "application/json", "Conformance")])
}

async fn conformance() -> Response {
    answer(&json!({ "conformsTo": CLASSES }))
}
