//! Rounds: once a month every open matter of some lists is reported by the unit that leads it.
//!
//! Commands, one file each: `open_round` and `close_round` (the office; a round lives in a cell of its own);
//! `save_draft`, `submit_row` (the unit), `return_row`, `accept_row` (the office). A report lives in the cell
//! of its matter, so that accepting it amends the matter and settles the report in one transaction.
//! Every version of a report is kept. Questions: `find.rs`; decisions without IO: `rules.rs`.
//!
//! Whether a round is open is read from its own cell. That is a read across cells, and a safe one: a round
//! closes once and never opens again, and closing decides nothing from the reports; a report that was
//! written while its round was being closed stands before the closing.

mod accept_row;
mod close_round;
mod find;
mod open_round;
mod return_row;
mod row;
mod rules;
mod save_draft;
mod sql;
mod submit_row;

pub use accept_row::AcceptRow;
pub use close_round::CloseRound;
pub use find::{
    Entry, Progress, Report, Round, Waiting, entries, list, open_round as current, progress, reasons, report,
    reports_of_unit, round, submitted, waiting,
};
pub use open_round::OpenRound;
pub use return_row::ReturnRow;
pub use row::Row;
pub use row::state as report_state;
pub use rules::{Month, State, behind, changed, goes_public, reported_body};
pub use save_draft::SaveDraft;
pub use submit_row::SubmitRow;

use kernel::Cell;

/// The cell of a round.
pub fn round_cell(zone: &str, round: &str) -> Cell {
    Cell::of_name(zone, &format!("round/{round}"))
}
