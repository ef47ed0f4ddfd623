//! The OpenAPI document, made from the list of routes and the charter in force.

pub mod datetime;
mod doc;
mod shape;

pub use doc::{Doc, Param};
pub use shape::{ID_PATTERN, Shape, bbox, version};
