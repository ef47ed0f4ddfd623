//! Procedures and their cases: ways of working from the charter, and the runs of them.
//!
//! Commands, one file each: open_case, act, pause, resume; the clock's: remind, escalate, follow, settle, decided.
//! Questions: one case, mine, about a record, of a procedure (`find.rs`), the day's digest (`digest.rs`).
//! Decisions without IO: who holds, who may, where to, until when (`rules.rs`); the drawing (`drawing.rs`).
//!
//! A case lives in the cell of the record it is about, keeps the rules of the charter it began under, and is
//! judged by who is who today.

mod act;
mod case;
mod decided;
mod digest;
pub mod drawing;
mod escalate;
mod find;
mod follow;
mod open_case;
mod pause;
mod remind;
mod resume;
pub mod rules;
mod settle;
mod sql;
mod write;

pub use act::Act;
pub use case::{Case, Decided, Event, Held, Mandate, Said, Span, State, What};
pub use decided::Decide;
pub use digest::{Digest, Line, Quiet, digest, line};
pub use escalate::Escalate;
pub use find::{
    LIMIT, Loaded, Relation, about, awaiting, case_id, get, history, knows_decision, mine, of_procedure,
    to_follow,
};
pub use follow::Follow;
pub use open_case::{OpenCase, may_open};
pub use pause::Pause;
pub use remind::Remind;
pub use resume::Resume;
pub use settle::Settle;

use kernel::{Problem, Refusal};
use serde_json::{Map, Value};

/// Longest reason in characters.
pub const WORDS_MAX: usize = 2000;

/// A field that is given as null is a field that is not given.
fn without_nulls(given: &Map<String, Value>) -> Map<String, Value> {
    given
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(id, value)| (id.clone(), value.clone()))
        .collect()
}

/// Refuses words that must be said and are not, are too long, or hold what cannot be seen.
fn demand_words(field: &str, text: &str) -> Result<(), Refusal> {
    let problem = match kernel::clean::lines(text) {
        Err(unclean) => unclean.problem(field),
        Ok(clean) if clean.trim().is_empty() => Problem::new(field, "required"),
        Ok(_) if text.chars().count() > WORDS_MAX => Problem::new(field, "too_long").with("max", WORDS_MAX),
        Ok(_) => return Ok(()),
    };
    Err(Refusal::invalid(vec![problem]))
}
