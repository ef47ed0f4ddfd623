//! The words everyone uses, and no IO: ids, instants and dates, texts in two languages, canonical
//! bytes, refusals; the working calendar, money, quantities, identity numbers and places.
//!
//! Nothing here reads a clock, a random source, a file or a socket. Time and chance arrive as a
//! [`Moment`], made by a door.

pub mod calendar;
pub mod canonical;
mod chinese_number;
pub mod clean;
pub mod codes;
pub mod date;
pub mod decimal;
pub mod difference;
mod document_number;
pub mod id;
pub mod moment;
pub mod money;
pub mod place;
pub mod quantity;
pub mod refusal;
pub mod secrecy;
pub mod text;
pub mod unit;

pub use calendar::{Counted, Unpublished, WorkingCalendar};
pub use chinese_number::chinese_number;
pub use date::Date;
pub use decimal::{Decimal, parse_decimal};
pub use document_number::{
    PatternFault, check_number_pattern, check_number_words, is_document_number, number_by,
};
pub use id::{Cell, Id};
pub use moment::{Instant, Moment};
pub use money::{Currency, Money};
pub use quantity::{Qualifier, Quantity};
pub use refusal::{Kind, Problem, Refusal};
pub use text::{Lang, Text};
pub use unit::Unit;
