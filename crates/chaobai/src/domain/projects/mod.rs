//! Projects: lists whose records are projects, with sections, approvals, milestones, investment and problems beside
//! them.
//!
//! Command: approve_plan. Everything else is done with the commands of `registers`. Questions: dossier (one project
//! with all that stands beside it), bars (a whole list on the timeline), may_be_same (`find.rs`, `bars.rs`).
//! Decisions without IO: `rules.rs`. In other words: `oc4ids.rs`.

mod approve_plan;
mod bars;
mod find;
pub mod oc4ids;
mod read;
pub mod rules;
mod sql;

pub use approve_plan::ApprovePlan;
pub use bars::{Bar, bars};
pub use find::{
    ApprovalAt, Baseline, Cost, Dossier, Drift, DriftItem, MilestoneAt, ProblemAt, baselines, dossier,
    may_be_same,
};
pub use read::{date, days, decimal, section};
