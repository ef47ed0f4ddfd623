//! Calendars a person reads in a program of their own: an address that can be taken back, and what stands in it.
//!
//! Commands, one file each: issue, revoke. Questions: addresses of an account and whose an address is (`find.rs`),
//! what a person has to keep in mind (`events.rs`). As text by RFC 5545 (`ics.rs`), without IO.

mod events;
mod find;
mod ics;
mod issue;
mod revoke;

pub use events::events;
pub use find::{Feed, feeds, login_of};
pub use ics::{Event, When, calendar};
pub use issue::Issue;
pub use revoke::Revoke;

/// Addresses an account may have at once.
pub const FEEDS_MAX: usize = 5;
