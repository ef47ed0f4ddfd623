//! Lamps 红黄绿: whether a matter of a work list is in order, and why.
//!
//! Decisions without IO: what the charter's rule says of a matter on a day, and how long that will hold if
//! nothing happens (`rules.rs`), in words (`words.rs`).
//! Command: give a lamp by hand, with a reason and a last day (`give.rs`). Question: the lamps a matter has
//! had (`find.rs`). The lamp of today is kept beside the matter by `worklists`.

mod find;
mod give;
mod rules;
#[cfg(test)]
mod rules_tests;
mod sql;
mod words;

pub use find::{Change, Given, changes, given};
pub use give::Give;
pub use rules::{Case, Facts, Hand, Held, Judged, hundredths};
pub use words::{judged, rule};
