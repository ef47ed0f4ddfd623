//! Reads, checks and explains a charter: the zone's law as data.
//!
//! [`read()`] turns a folder into [`Loaded`], or into every mistake in it. [`model`] has the nouns,
//! [`values`] what a field may hold, [`facts`] the sourced rows, [`explain`] what changed between two
//! charters, [`schema`] the published form of the files. Nothing here knows a database or a page.

pub mod binding;
mod check;
mod check_calendars;
mod check_comparison;
mod check_decisions;
mod check_documents;
mod check_facts;
mod check_fields;
mod check_figures;
mod check_filter;
mod check_meetings;
mod check_notices;
mod check_offered;
mod check_papers;
mod check_people;
mod check_powers;
mod check_procedures;
mod check_projects;
mod check_registers;
mod check_worklist;
mod check_zone;

pub mod decision;
pub mod events;
pub mod explain;
pub mod facts;
mod lookup;
mod mistake;
pub mod model;
mod model_comparison;
mod model_documents;
mod model_meetings;
mod model_notices;
mod model_papers;
mod model_powers;
mod model_projects;
mod offered;
mod problem_words;
pub mod procedure;
mod read;
pub mod schema;
mod standing;
mod suggest;
mod tree;
pub mod values;
mod wkt;
mod worklist;

pub use check_calendars::days_off;
pub use check_fields::RESERVED;
pub use check_figures::QUALIFIERS;
pub(crate) use check_notices::minutes;
pub use explain::{Change, diff};
pub use facts::{Fact, FactsFile};
pub use lookup::{KEPT, minor_digits};
pub use mistake::{Mistake, Severity};
pub use model::Charter;
pub use problem_words::explain as explain_problem;
pub use read::{Checks, Loaded, read, read_with};
pub use standing::Standing;
pub use suggest::nearest;
pub use values::{check_body, check_fields, check_value, doubt, parse_value};
