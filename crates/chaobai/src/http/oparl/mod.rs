//! The bodies, meetings and agendas of the zone as OParl 1.1: what programs that follow councils read. Everything is
//! what anyone may see, whoever asks. Dates, names and addresses of objects follow the specification
//! (<https://oparl.org>); what it has no word for begins with `chaobai:`.
//!
//! `objects.rs` makes the objects from records and charter, `lists.rs` pages them, `routes.rs` answers.

mod lists;
mod objects;
mod routes;

pub use routes::routes;

/// What types of objects begin with.
pub const SCHEMA: &str = "https://schema.oparl.org/1.1/";
