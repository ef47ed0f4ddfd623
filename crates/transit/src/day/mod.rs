//! One service day made ready to be scanned: which trips run, where one can walk, and all calls as 8-byte events
//! sorted by second.

mod footpaths;
mod hilbert;
mod index;
mod network;
mod pathways;
#[cfg(feature = "streets")]
pub mod streets;
mod timetable;

pub use footpaths::{FootpathOptions, Footpaths, LONGEST_WALK_S};
pub(crate) use hilbert::order as order_along_curve;
pub(crate) use index::each_event;
pub use index::{DayIndex, Event, IndexError};
pub use network::Network;
pub use timetable::{Call, DayOptions, FeedDay, Timetable, TripRef, Trips};
