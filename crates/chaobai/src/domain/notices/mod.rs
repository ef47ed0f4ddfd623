//! Notices: who is told of what happened, by the templates of the charter.
//!
//! A command calls [`raise`]: rows of the outbox are written in its own transaction, in its own cell; nothing
//! is sent there. The door for time sends (`clock/delivery.rs`) and has done what it did put on record.
//! Commands: mark read (a reader's own), claim and close a digest, log an attempt (the door for time).
//! Questions: unread, list, what waits to be sent, and the delivery log (`find.rs`).

mod claim_digest;
mod close_digest;
mod find;
mod log_attempt;
mod mark_read;
mod raise;
mod rules;
mod sql;

pub use claim_digest::ClaimDigest;
pub use close_digest::CloseDigest;
pub use find::{
    Attempt, DigestState, Logged, Notice, SentDigest, Waiting, attempts, digest, due, latest_attempts,
    latest_digests, list, texts, unread, waiting,
};
pub use log_attempt::LogAttempt;
pub use mark_read::MarkRead;
pub use raise::{About, Facts, raise, raise_round};
pub use rules::{TRIES_MAX, holders, pause_after, recipients_of};

use kernel::{Cell, Id};

/// The cell of what a person has read and been sent.
pub fn reader_cell(zone: &str, person: &Id) -> Cell {
    Cell::of_name(zone, &format!("reader/{person}"))
}
