//! Official documents written from the zone's figures, by the templates of the charter.
//!
//! Question: compose (a template and a day give a [`document::Document`] in which every number leads to
//! its figure, with a list of where each comes from). [`Printer`] makes PDF and .docx of it.

mod compose;
mod printer;

pub use compose::{Bound, Composed, Wanted, compose, find};
pub use printer::Printer;
