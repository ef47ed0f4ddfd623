//! Stories through the desk, each on every engine there is: SQLite always, PostgreSQL with
//! `scripts/with-postgres cargo test -p chaobai --test stories`.
//!
//! The world is two provinces, three towns and a bridge (`tests/fixtures/three-towns`), founded as an
//! operator founds a zone, with a clock that stands until it is moved.

mod audit;
mod chance;
mod sinks;
mod steps;
mod world;
mod year;

mod both_engines;
mod bulk;
mod charter_changes;
mod comments;
mod decisions;
mod documents;
mod drafts;
mod feeds;
mod figures;
mod input;
mod input_types;
mod journal;
mod life;
mod lists;
mod meeting_races;
mod meetings;
mod notices;
mod oc4ids;
mod paging;
mod papers;
mod people;
mod permits;
mod powers;
mod procedure_races;
mod procedures;
mod projects;
mod races;
mod retries;
mod rounds;
mod simulation;
mod supervision;
mod topics;
mod unified;
