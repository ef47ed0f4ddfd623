//! The door to the scan: checks the question, picks the label, keeps the memory.

use super::kernel::{self, Plain, Sink, Start, State};
use super::label::{Eight, Four, Pair, PairEight};
use super::outputs::{Counters, Counting, Matrices, TravelTimes};
use super::query::{Access, Query, QueryError};
use super::view::{Origin, Seen, View};
use crate::day::{DayIndex, LONGEST_WALK_S};

/// Memory for scans, used again from one to the next. One per thread.
#[derive(Debug, Default)]
pub struct Scanner {
    four: State<Four>,
    eight: State<Eight>,
    pair: State<Pair>,
    pair_eight: State<PairEight>,
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
        self.scan(day, query, access, &mut Counting::new(std::slice::from_mut(&mut counters)))?;
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

    /// Travel times from an origin to every place of a view: one matrix, or two (before, after) where the view has
    /// a project. Both worlds come from one pass.
    ///
    /// # Errors
    /// [`QueryError`] for a question out of range.
    pub fn view_times(
        &mut self,
        view: View,
        query: &Query,
        origin: &Origin,
    ) -> Result<Vec<TravelTimes>, QueryError> {
        query.check()?;
        let worlds = if view.overlay.is_some() { 2 } else { 1 };
        let mut times = vec![TravelTimes::new(query.window, view.order()); worlds];
        self.scan_view(view, query, origin, &mut Matrices(&mut times))?;
        Ok(times)
    }

    /// Counters of an origin for every place of a view, one or two as in [`Scanner::view_times`].
    ///
    /// # Errors
    /// [`QueryError`] for a question out of range.
    pub fn view_counters(
        &mut self,
        view: View,
        query: &Query,
        origin: &Origin,
        thresholds_s: &[u32],
    ) -> Result<Vec<Counters>, QueryError> {
        query.check()?;
        let worlds = if view.overlay.is_some() { 2 } else { 1 };
        let mut counters = vec![Counters::new(query.window, thresholds_s, view.order()); worlds];
        self.scan_view(view, query, origin, &mut Counting::new(&mut counters))?;
        Ok(counters)
    }

    /// Runs a scan over a view into any sink. A sink of a view with a project is told of worlds 0 and 1.
    ///
    /// # Errors
    /// [`QueryError`] for a question out of range.
    pub fn scan_view<S: Sink>(
        &mut self,
        view: View,
        query: &Query,
        origin: &Origin,
        sink: &mut S,
    ) -> Result<(), QueryError> {
        query.check()?;
        view.check()?;
        let starts = &view_starts(&view, origin)?;
        let day = view.day;
        match (view.overlay.is_some(), view.targets.is_some(), query.rides <= 4) {
            (false, false, true) => {
                kernel::run(day, &Seen::<false, false>(view), query, starts, &mut self.four, sink)
            }
            (false, true, true) => {
                kernel::run(day, &Seen::<false, true>(view), query, starts, &mut self.four, sink)
            }
            (true, false, true) => {
                kernel::run(day, &Seen::<true, false>(view), query, starts, &mut self.pair, sink)
            }
            (true, true, true) => {
                kernel::run(day, &Seen::<true, true>(view), query, starts, &mut self.pair, sink)
            }
            (false, _, false) => {
                kernel::run(day, &Seen::<false, true>(view), query, starts, &mut self.eight, sink)
            }
            (true, _, false) => {
                kernel::run(day, &Seen::<true, true>(view), query, starts, &mut self.pair_eight, sink)
            }
        }
        Ok(())
    }
}

/// An origin in the scan's own order of places.
pub(crate) fn view_starts(view: &View, origin: &Origin) -> Result<Vec<Start>, QueryError> {
    let walk = |walk_s: u32| if walk_s > LONGEST_WALK_S { Err(QueryError::Walk(walk_s)) } else { Ok(walk_s) };
    let mut starts = Vec::new();
    for (stop, walk_s, worlds) in &origin.stops {
        let place = match *stop as usize {
            at if at < view.day.stops() => view.day.inner(*stop),
            at if at < view.stops() => *stop,
            _ => return Err(QueryError::Stop(*stop)),
        };
        starts.push(Start { place, walk_s: walk(*walk_s)?, worlds: *worlds });
    }
    for (target, walk_s) in &origin.targets {
        let place = view.first_target() + target;
        if place as usize >= view.places() {
            return Err(QueryError::Stop(place));
        }
        starts.push(Start { place, walk_s: walk(*walk_s)?, worlds: 3 });
    }
    Ok(starts)
}

/// Access in the index's own order.
pub(crate) fn starts(day: &DayIndex, access: &Access) -> Result<Vec<Start>, QueryError> {
    access
        .iter()
        .map(|(stop, walk_s)| {
            let place = *day.order.get(*stop as usize).ok_or(QueryError::Stop(*stop))?;
            if *walk_s > LONGEST_WALK_S {
                return Err(QueryError::Walk(*walk_s));
            }
            Ok(Start { place, walk_s: *walk_s, worlds: 3 })
        })
        .collect()
}
