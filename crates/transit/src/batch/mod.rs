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
//!    there is no difference; nor is there one where all times, walks and the slack are multiples of the grid.
//!
//! Therefore, for every place and threshold: batch ≤ scan without a limit of rides, with equality in the two
//! cases named.

mod kernel;
mod lanes;
mod matrix;

pub use kernel::{BatchError, BatchQuery, BatchScanner, LANES, LaneCounters};
pub use matrix::{along_the_curve, each_batch};
