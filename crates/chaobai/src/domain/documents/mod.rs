//! Official documents written from the zone's figures, by the templates of the charter.
//!
//! Question: compose (a template and a day give a [`document::Document`] in which every number leads to
//! its figure, with a list of where each comes from). [`Printer`] makes PDF and .docx of it.
//!
//! Papers of meetings ([`meeting`]) and supervision slips ([`slip`]) are written by templates of the charter too,
//! from plain data that whoever holds a meeting or a case hands in.

mod compose;
pub mod meeting;
mod printer;
pub mod slip;
mod template;

pub use compose::{Bound, Composed, Wanted, compose, find};
pub use printer::Printer;
