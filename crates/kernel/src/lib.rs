//! The words everyone uses, and no IO: ids, instants and dates, texts in two languages, canonical
//! bytes, refusals; the working calendar, money, quantities, identity numbers and places.
//!
//! Nothing here reads a clock, a random source, a file or a socket. Time and chance arrive as a
//! [`Moment`], made by a door.

pub mod canonical;
pub mod date;
pub mod id;
pub mod moment;
pub mod refusal;
pub mod text;

pub use date::Date;
pub use id::{Cell, Id};
pub use moment::{Instant, Moment};
pub use refusal::{Kind, Problem, Refusal};
pub use text::{Lang, Text};
