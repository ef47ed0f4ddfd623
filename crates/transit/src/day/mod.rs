//! One service day made ready to be scanned: which trips run, where one can walk, and all calls as 8-byte events
//! sorted by second.

mod footpaths;
mod hilbert;
mod index;
mod network;
mod timetable;

pub use footpaths::{FootpathOptions, Footpaths};
pub(crate) use hilbert::order as order_along_curve;
pub use index::{DayIndex, Event, IndexError};
pub use network::Network;
pub use timetable::{Call, DayOptions, FeedDay, Timetable, TripRef, Trips};
