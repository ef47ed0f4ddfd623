//! More origins than lanes: one batch after the other, neighbours together.

use super::query::{BatchError, BatchQuery};
use super::scanner::{BatchScanner, LANES, LaneCounters};
use crate::day::{DayIndex, order_along_curve};
use crate::scan::Access;

/// An order in which neighbours follow each other: positions into `places` (latitude, longitude in degrees).
pub fn along_the_curve(places: &[(f64, f64)]) -> Vec<u32> {
    let order = order_along_curve(places);
    let mut sorted: Vec<u32> = (0..places.len() as u32).collect();
    sorted.sort_by_key(|at| order[*at as usize]);
    sorted
}

/// Counters from many origins, 64 at a time in the order given. The visitor gets the positions of the origins of
/// a batch and their counters.
///
/// # Errors
/// As [`BatchScanner::counters`].
pub fn each_batch<A: AsRef<Access>>(
    day: &DayIndex,
    batch: &BatchQuery,
    origins: &[A],
    order: &[u32],
    mut visit: impl FnMut(&[u32], &LaneCounters),
) -> Result<(), BatchError> {
    let mut scanner = BatchScanner::new();
    for some in order.chunks(LANES) {
        let access: Vec<&Access> = some.iter().map(|at| origins[*at as usize].as_ref()).collect();
        visit(some, &scanner.counters(day, batch, &access)?);
    }
    Ok(())
}
