//! Before and after: a project written as changes to a day, laid over the day's index and not into it.
//!
//! A [`Scenario`] is data (JSON) with an opening date. [`Overlay::new`] compiles it for one day; its size is that of
//! the change, not of the network. Scans and batches then see both worlds in one pass: the trips a project takes
//! away can be boarded in the world before only, those it adds in the world after only.

mod compile;
mod model;
mod overlay;

pub use compile::ScenarioError;
pub use model::{Change, NewCall, Run, Scenario, Selection};
pub use overlay::Overlay;
