//! Powers that one unit gives to another (赋权): whether somebody has the one a decision needs, here and today.
//!
//! The powers are records of lists with a `[powers]` section. Decisions are without IO (`rules.rs`); what they are
//! made from is read at the moment of deciding (`find.rs`), from the cells of the powers, as a caller's posts are.

mod find;
mod rules;
mod words;

pub use find::{demand, judge_action};
pub use rules::{Answer, Asked, Power, Used, Wanting, judge};
pub use words::{asked, name_of, used_words, wanting};
