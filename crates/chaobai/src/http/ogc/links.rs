//! Links as OGC API wants them: with the whole address.

use crate::http::Site;
use crate::http::security;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::Arc;

/// What addresses of this site begin with, as the caller reached it: `https://zone.example`.
#[derive(Clone, Debug)]
pub struct Base(String);

impl Base {
    /// A whole address.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A link.
    pub fn link(&self, path: &str, rel: &str, media_type: &str, title: &str) -> Value {
        json!({ "href": self.address(path), "rel": rel, "type": media_type, "title": title })
    }
}

impl FromRequestParts<Arc<Site>> for Base {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Base, Infallible> {
        Ok(Base(security::origin(&site.settings, &parts.headers, &parts.uri)))
    }
}
