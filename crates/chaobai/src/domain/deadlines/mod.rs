//! What falls due when, counted in working days by the calendar of the right place.
//!
//! Decisions without IO: which calendar counts (`calendar.rs`), on which days a limit reminds, ends and
//! escalates (`plan.rs`). Rows: made, settled and let lapse by the commands of whoever has a limit
//! (`sql.rs`); asked by the clock (`find.rs`).

mod calendar;
mod find;
mod plan;
mod sql;

pub use calendar::{calendar_of, in_working_hours, unit_calendar, working_calendar};
pub use find::{due, find, of_subject};
pub use plan::{Due, Kind, Planned, plan};
pub use sql::{insert, lapse, settle};

use kernel::{Date, Instant};
use serde_json::Value;

/// A deadline as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// Cell of its subject.
    pub cell: String,
    /// Id; request keys of the clock follow from it.
    pub id: String,
    /// What it is about: a case.
    pub subject: String,
    /// What happens.
    pub kind: Kind,
    /// Which of several of that kind, from 0.
    pub part: i64,
    /// Day on which it happens.
    pub falls_on: Date,
    /// Years whose calendar was not published when it was counted. Nothing happens while there are any.
    pub unpublished: Vec<i16>,
    /// `waiting`, `done`, `lapsed`, or the code of the refusal it met.
    pub state: String,
    /// When it was settled.
    pub settled_at: Option<Instant>,
    /// More for what happens.
    pub what: Value,
}
