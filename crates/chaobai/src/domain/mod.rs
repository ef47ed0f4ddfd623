//! What the zone works on, one folder each.

pub mod registers;
