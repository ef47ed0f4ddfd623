//! Figures: numbers the zone stands behind, each with where it comes from.
//!
//! Commands: report (a source says so; a second report of the same day is a correction), publish (a
//! computed value is put on record with the version of its definition).
//! Questions: answer, history. A figure's answer cannot be made without its provenance.

mod answer;
mod compute;
mod find;
mod publish;
mod reconcile;
mod report;
mod sql;

pub use answer::{Basis, Completion, Computed, FigureAnswer, Reported};
pub use find::{Asked, History, answer, find, history, loaded_reports};
pub use publish::Publish;
pub use reconcile::{Agreement, completion};
pub use report::Report;

use kernel::Cell;

/// The cell of a figure.
pub fn figure_cell(zone: &str, figure: &str) -> Cell {
    Cell::of_name(zone, &format!("figure/{figure}"))
}
