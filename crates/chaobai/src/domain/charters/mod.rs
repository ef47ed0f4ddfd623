//! The charter in force: adopting one, and loading the facts it brings.

mod adopt;
mod find;
mod load;

pub use adopt::Adopt;
pub use find::{adopted, in_force, versions};
pub use load::{LoadFact, LoadedFacts, fact_id, fact_id_beside};
