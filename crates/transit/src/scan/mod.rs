//! The scan: one forward pass over the day's events answers every departure of a window at once.

pub(crate) mod kernel;
pub(crate) mod label;
mod outputs;
mod query;
mod scanner;

pub use kernel::{Scenery, Sink, World};
pub use outputs::{Counters, Percentiles, TravelTimes};
pub use query::{Access, Query, QueryError, Window};
pub use scanner::Scanner;
pub(crate) use scanner::starts;
