//! The door to the scan: checks the question, picks the label, keeps the memory.

use super::kernel::{self, Plain, Sink, Start, State};
use super::label::{Eight, Four};
use super::outputs::{Counters, Counting, Matrices, TravelTimes};
use super::query::{Access, Query, QueryError};
use crate::day::DayIndex;

/// Memory for scans, used again from one to the next. One per thread.
#[derive(Debug, Default)]
pub struct Scanner {
    four: State<Four>,
    eight: State<Eight>,
}

impl Scanner {
    /// A scanner; it grows to what the first scan needs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Travel times from a place to every stop, for every departure of the window.
    ///
    /// # Errors
    /// [`QueryError`] for a question out of range.
    pub fn travel_times(
        &mut self,
        day: &DayIndex,
        query: &Query,
        access: &Access,
    ) -> Result<TravelTimes, QueryError> {
        query.check()?;
        let mut times = TravelTimes::new(query.window, day.order.clone());
        self.fill(day, query, access, &mut times)?;
        Ok(times)
    }

    /// As [`Scanner::travel_times`], into a matrix of an earlier answer to the same query on the same day.
    ///
    /// # Errors
    /// As [`Scanner::travel_times`].
    pub fn refill(
        &mut self,
        day: &DayIndex,
        query: &Query,
        access: &Access,
        times: &mut TravelTimes,
    ) -> Result<(), QueryError> {
        if times.window() != query.window || times.places() != day.stops() {
            *times = TravelTimes::new(query.window, day.order.clone());
        } else {
            times.clear();
        }
        self.fill(day, query, access, times)
    }

    fn fill(
        &mut self,
        day: &DayIndex,
        query: &Query,
        access: &Access,
        times: &mut TravelTimes,
    ) -> Result<(), QueryError> {
        self.scan(day, query, access, &mut Matrices(std::slice::from_mut(times)))
    }

    /// For every stop, how many departures get there within each threshold (seconds; those above the cutoff count
    /// as the cutoff).
    ///
    /// # Errors
    /// As [`Scanner::travel_times`].
    pub fn counters(
        &mut self,
        day: &DayIndex,
        query: &Query,
        access: &Access,
        thresholds_s: &[u32],
    ) -> Result<Counters, QueryError> {
        query.check()?;
        let mut counters = Counters::new(query.window, thresholds_s, day.order.clone());
        self.scan(day, query, access, &mut Counting(std::slice::from_mut(&mut counters)))?;
        Ok(counters)
    }

    /// Runs a scan into any sink.
    ///
    /// # Errors
    /// As [`Scanner::travel_times`].
    pub fn scan<S: Sink>(
        &mut self,
        day: &DayIndex,
        query: &Query,
        access: &Access,
        sink: &mut S,
    ) -> Result<(), QueryError> {
        query.check()?;
        let starts = starts(day, access)?;
        let plain = Plain { stops: day.stops() };
        if query.rides <= 4 {
            kernel::run(day, &plain, query, &starts, &mut self.four, sink);
        } else {
            kernel::run(day, &plain, query, &starts, &mut self.eight, sink);
        }
        Ok(())
    }
}

/// Access in the index's own order.
pub(crate) fn starts(day: &DayIndex, access: &Access) -> Result<Vec<Start>, QueryError> {
    access
        .iter()
        .map(|(stop, walk_s)| {
            let place = *day.order.get(*stop as usize).ok_or(QueryError::Stop(*stop))?;
            if *walk_s > 14_400 {
                return Err(QueryError::Walk(*walk_s));
            }
            Ok(Start { place, walk_s: *walk_s })
        })
        .collect()
}
