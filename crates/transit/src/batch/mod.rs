//! Many origins in one pass: 64 byte lanes move through the day together.
//!
//! The batch answers counters only (how many departures of the window get to a place within each threshold), the
//! stuff of isochrones and cumulative access. It differs from the scan in two ways, both said here and tested:
//!
//! 1. **No limit of rides.** Where a fifth ride (or whatever the scan's limit is) would help within the threshold,
//!    the batch counts it.
//! 2. **Boarding is known once a grid step.** People who got off during a step of the grid (a minute, by default)
//!    are taken to have got off at its end, and those who walk to a stop during a step may board from the next. So
//!    a change may cost up to twice the grid step more than in the scan, never less. With a grid of one second
//!    there is no difference; nor is there one where all times, counted from the start of the window, walks and the slack
//!    are multiples of the grid.
//!
//! Therefore, for every place and threshold: batch ≤ scan without a limit of rides, with equality in the two
//! cases named.
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
//! use transit::batch::{BatchQuery, BatchScanner};
//! use transit::scan::Query;
//!
//! // Two origins, twelve departures, within half an hour and within an hour.
//! let question = BatchQuery::new(Query::w1(7 * 3600, 12, 60), &[1_800, 3_600]);
//! let [west, middle, east] = ["W1", "W2", "E2"].map(|id| network.find(id).expect("it is there"));
//! let counters = BatchScanner::new().counters(&day, &question, &[day.access(west), day.access(middle)])?;
//!
//! // (lane, place, threshold): from the west nobody is in the east within half an hour, everybody within an hour.
//! assert_eq!((counters.get(0, east, 0), counters.get(0, east, 1)), (0, 12));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod kernel;
mod lanes;
mod matrix;
mod query;
mod scanner;

pub use matrix::{along_the_curve, each_batch};
pub use query::{BatchError, BatchQuery};
pub use scanner::{BatchScanner, LANES, LaneCounters};
