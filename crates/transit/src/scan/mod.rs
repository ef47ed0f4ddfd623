//! The scan: one forward pass over the day's events answers every departure of a window at once.

mod arrive;
pub(crate) mod kernel;
pub(crate) mod label;
mod outputs;
mod query;
mod scanner;
mod targets;
mod view;

pub use arrive::ArriveBy;
pub use kernel::Sink;
pub use outputs::{Counters, Percentiles, TravelTimes};
pub use query::{Access, Query, QueryError, Window};
pub use scanner::Scanner;
pub(crate) use scanner::{starts, view_starts};
pub use targets::Targets;
pub(crate) use view::Seen;
pub use view::{Origin, View};
