//! The zone's work, one folder per area; the same names inside each (nouns, rules, one command per
//! file, `find.rs`, `sql.rs`). Nothing here knows HTTP, a clock or a random source.

pub mod charters;
pub mod comments;
pub mod deadlines;
pub mod documents;
pub mod feeds;
pub mod figures;
pub mod files;
pub mod lamps;
pub mod meetings;
pub mod notices;
pub mod people;
pub mod powers;
pub mod procedures;
pub mod projects;
pub mod registers;
pub mod rounds;
pub mod sheets;
pub mod worklists;
