//! The OpenAPI document, made from the list of routes and the charter in force, for what one caller sees.
//! A route of a register is printed once for each register, because fields, stages and sort orders differ.

pub mod datetime;
mod doc;
pub mod document;
pub mod fields;
mod meeting_schemas;
mod register_schemas;
mod schemas;
mod shape;
mod work_schemas;

pub use doc::{Doc, Param};
pub use shape::{ID_PATTERN, Shape, bbox, version};
