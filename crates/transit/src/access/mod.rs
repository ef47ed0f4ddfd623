//! Access figures: how many people, jobs or places are within so many minutes, and the pictures of it.
//!
//! ```
//! # use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
//! # use transit::feed::{self, ReadOptions};
//! # let feed = feed::read_path("tests/town".as_ref(), &ReadOptions::default())?;
//! # let network = Network::new(&feed);
//! # let date = jiff::civil::date(2026, 9, 21);
//! # let monday = FeedDay::new(&feed, &network, DayOptions::on(date));
//! # let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::default());
//! # let day = DayIndex::new(&network.places, &monday, &footpaths)?;
//! use transit::access::reach;
//! use transit::scan::{Query, Scanner, Targets, View};
//!
//! // A school a few steps from E2 with 600 pupils, walked to from the stops around it.
//! let targets = Targets::straight(&day, &network.places, &[(40.001, 116.15)], &FootpathOptions::default());
//! let view = View::of(&day).towards(&targets);
//! let here = view.at_stop(network.find("W1").expect("it is there"));
//! let counters = Scanner::new().view_counters(view, &Query::w1(7 * 3600, 12, 60), &here, &[3_600])?;
//! let pupils = reach(&counters[0], view.first_target(), &[600.0]);
//! assert_eq!((pupils[0].mean, pupils[0].always), (600.0, 600.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod figures;
pub mod geojson;
#[cfg(feature = "hexagons")]
pub mod hexagons;
mod opportunities;

pub use figures::{Reach, compare, difference, reach, write_table};
pub use opportunities::{Opportunities, PlaceError};
