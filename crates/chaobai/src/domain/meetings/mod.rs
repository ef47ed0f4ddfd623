//! Meetings of the bodies that decide together: agenda, papers, who is there, votes, decisions, resolutions, tasks.
//!
//! A meeting, its agenda items and its resolutions are records of the lists the charter names (`[meetings]`); what
//! stands beside them (attendance, papers as read, ballots, what happened in order) lives in the same cell. All
//! meetings of a body share one cell, so that its numbers are issued there. A body meets by the rules of the charter;
//! one without rules has a history but cannot be convened.
//!
//! Decisions without IO: quorum and majority (`voting.rs`), who sits where (`seats.rs`), periods and names
//! (`rules.rs`). Commands: one file each. What a decision brings about in other cells is left to the clock
//! (`carry.rs`), so that nothing decided gets lost.

mod attend;
mod ballot;
mod call;
mod cancel;
mod carry;
mod cast;
mod cast_slip;
mod close;
mod close_window;
mod count;
mod decide;
mod file_paper;
mod find;
mod give_notice;
mod issue_resolution;
mod issue_tasks;
mod meeting;
mod merge_items;
mod move_meeting;
mod open;
mod open_ballot;
mod order_agenda;
mod place_item;
mod recuse;
mod roll;
mod room;
mod rules;
mod seats;
mod slips;
mod sql;
mod void_ballot;
pub mod voting;
mod write;

pub use attend::Attend;
pub use ballot::{Ballot, BallotState, Base, Way};
pub use call::CallMeeting;
pub use cancel::Cancel;
pub use carry::{DECISION, Settle, TASK, WINDOW};
pub use cast::{Cast, vote_state};
pub use cast_slip::{CastSlip, slip_state, slip_subject};
pub use close::Close;
pub use close_window::CloseWindow;
pub use count::{Count, result, slips_digest};
pub use decide::Decide;
pub use file_paper::FilePaper;
pub use find::{Item, Sitting, Vote, ballot, load_of_units, recount, sitting};
pub use give_notice::GiveNotice;
pub use issue_resolution::IssueResolution;
pub use issue_tasks::{IssueTasks, TaskPlan};
pub use meeting::{Attendee, Event, Paper, Presence, Recusal};
pub use merge_items::MergeItems;
pub use move_meeting::MoveMeeting;
pub use open::Open;
pub use open_ballot::OpenBallot;
pub use order_agenda::{OrderAgenda, Ordered};
pub use place_item::PlaceItem;
pub use recuse::Recuse;
pub use room::{demand_free, demand_free_to_advance, is_by_its_commands, law_of, rules_of};
pub use rules::{notice_due, paper_due, series_name, subject_fields};
pub use seats::{Holder, Seat, SeatState, holders_on, seats_on};
pub use slips::{Slip, slip_digest};
pub use sql::{ballot as ballot_in, events};
pub use void_ballot::VoidBallot;
pub use voting::{Choice, Measure, Outcome, Tally, Voter};
pub use write::event_state;

use kernel::{Cell, Id};

/// The id that all meetings of a body share their bucket with.
fn anchor(body: &str) -> Id {
    Id::from_key(0, &format!("meetings/{body}"))
}

/// The cell of all meetings of a body.
pub fn body_cell(zone: &str, body: &str) -> Cell {
    Cell::of(zone, &anchor(body))
}
