//! Access figures: how many people, jobs or places are within so many minutes, and the pictures of it.

mod figures;
pub mod geojson;
#[cfg(feature = "hexagons")]
pub mod hexagons;
mod opportunities;

pub use figures::{Reach, compare, reach, write_table};
pub use opportunities::{Opportunities, PlaceError};
