//! Arrive-by: who can reach a place in time. The same scan on the day run backwards.

use super::outputs::TravelTimes;
use super::query::{Access, Query, QueryError, Window};
use super::scanner::Scanner;
use crate::day::DayIndex;

/// A day ready for arrive-by questions. Holds a second index.
///
/// Mirrored rules: a vehicle counts if it arrives earlier than the deadline by more than the slack (and the walk
/// from it); between two rides the slack is as ever; at the first stop nobody needs any. The answer is the time
/// from the departure of the first vehicle to the deadline.
#[derive(Debug, Clone)]
pub struct ArriveBy {
    day: DayIndex,
    mirror_s: u32,
}

impl ArriveBy {
    /// Turns a day round. Deadlines up to `latest_s` (seconds of the service day) can be asked about, and any within the
    /// day.
    pub fn new(day: &DayIndex, latest_s: u32) -> Self {
        // No window ends later, see [`Query::check`].
        let mirror_s = day.end_s().max(latest_s.min(1 << 22));
        Self { day: day.reversed(mirror_s), mirror_s }
    }

    /// The reversed day. Second `t` of the day is second [`ArriveBy::mirror_s`] − `t` of it.
    pub fn day(&self) -> &DayIndex {
        &self.day
    }

    /// The second of the day that is second 0 of the reversed one.
    pub fn mirror_s(&self) -> u32 {
        self.mirror_s
    }

    /// The question about the reversed day that answers a question about deadlines. Its departures run backwards:
    /// the first is the last deadline.
    ///
    /// # Errors
    /// [`QueryError::Window`] if the last deadline is later than the day was made for.
    pub fn mirrored(&self, deadlines: &Query) -> Result<Query, QueryError> {
        deadlines.check()?;
        let last = deadlines.window.second(deadlines.window.departures - 1);
        let start_s = self.mirror_s.checked_sub(last).ok_or(QueryError::Window)?;
        Ok(Query { window: Window { start_s, ..deadlines.window }, ..*deadlines })
    }

    /// For every stop and deadline of the window, the least seconds before the deadline at which one must leave
    /// the stop (in a vehicle) to be at the place in time. `egress` are stops and walks from them to the place; a
    /// place that is a stop is in it with 0, see [`DayIndex::access`] of [`ArriveBy::day`].
    ///
    /// # Errors
    /// [`QueryError`] for a question out of range.
    pub fn travel_times(
        &self,
        scanner: &mut Scanner,
        deadlines: &Query,
        egress: &Access,
    ) -> Result<TravelTimes, QueryError> {
        let query = self.mirrored(deadlines)?;
        Ok(scanner.travel_times(&self.day, &query, egress)?.turned(deadlines.window))
    }
}
