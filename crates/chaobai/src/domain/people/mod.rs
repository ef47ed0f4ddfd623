//! People: accounts, sessions, and what a person may do through the posts held today.
//!
//! Persons and their terms in posts are registers of the charter, with the history, journal and as-of
//! date every register has; this folder keeps what must never be on a list: logins, passwords
//! (Argon2id), sessions, one-time sign-in links. All rows of an account live in the account's cell.

mod close_account;
mod find;
mod issue_link;
mod open_account;
mod password;
mod sign_in;
mod sign_out;
mod sql;
mod standing;
mod token;
mod use_link;

pub use close_account::CloseAccount;
pub use find::{Account, Term, account, accounts, caller, chair_on, login_of_link, session, terms, terms_on};
pub use issue_link::IssueLink;
pub use open_account::OpenAccount;
pub use password::{check_strength, hash, verify};
pub use sign_in::{SignIn, SignInFailed};
pub use sign_out::SignOut;
pub use standing::check;

pub use crate::charter::Standing;
pub use token::Token;
pub use use_link::UseLink;

use kernel::{Cell, Instant};

/// A session ends this long after it began, whatever happens: 12 hours (OWASP ASVS V7).
pub const SESSION_US: i64 = 12 * 3600 * 1_000_000;
/// A session that nobody used for this long is over: 30 minutes.
pub const IDLE_US: i64 = 30 * 60 * 1_000_000;
/// A one-time link works for this long: 30 minutes.
pub const LINK_US: i64 = 30 * 60 * 1_000_000;
/// Wrong passwords in a row before the account rests (GB/T 22239 practice).
pub const FAILURES_MAX: i64 = 5;
/// How long it rests: 15 minutes.
pub const LOCK_US: i64 = 15 * 60 * 1_000_000;

/// The cell of an account.
pub fn account_cell(zone: &str, login: &str) -> Cell {
    Cell::of_name(zone, &format!("account/{login}"))
}

/// Whether an instant lies in the past of another.
fn over(until: Instant, now: Instant) -> bool {
    until <= now
}
