//! The door to the batch: gives every origin a lane, keeps the memory.

use fearless_simd::{Level, dispatch};

use super::kernel::{self, State};
use super::lanes::{Lanes, One, Row};
use super::query::{BatchError, BatchQuery};
use crate::day::DayIndex;
use crate::scan::kernel::{Plain, Scenery};
use crate::scan::{Access, Origin, Seen, View, view_starts};

/// Origins of one pass; half as many where each has a lane before and one after a project.
pub const LANES: usize = 64;

/// Counters of a batch: for every lane, place and threshold the departures that make it.
#[derive(Debug, Clone)]
pub struct LaneCounters {
    lanes: usize,
    departures: u32,
    thresholds: usize,
    /// Place of the index times thresholds plus threshold.
    rows: Vec<Row>,
    order: Vec<u32>,
}

impl LaneCounters {
    /// Origins, or origins times two for a pair.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// Departures asked about.
    pub fn departures(&self) -> u32 {
        self.departures
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.order.len()
    }

    /// Departures of a lane that get to a place within a threshold (by its position, from 0).
    ///
    /// # Panics
    /// If there is no such lane, place or threshold.
    pub fn get(&self, lane: usize, place: u32, threshold: usize) -> u8 {
        self.rows[self.order[place as usize] as usize * self.thresholds + threshold].lane(lane)
    }
}

/// Memory for batches, used again from one to the next. One per thread.
#[derive(Debug, Default)]
pub struct BatchScanner {
    state: State<Row>,
    twin: State<One>,
}

impl BatchScanner {
    /// A scanner; it grows to what the first batch needs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Up to 64 origins at once. Neighbours together are faster, see [`super::along_the_curve`].
    ///
    /// # Errors
    /// [`BatchError`] for a question out of range.
    pub fn counters<A: AsRef<Access>>(
        &mut self,
        day: &DayIndex,
        batch: &BatchQuery,
        origins: &[A],
    ) -> Result<LaneCounters, BatchError> {
        let starts = lane_starts(day, origins)?;
        self.run(day, &Plain { stops: day.stops() }, batch, origins.len(), &starts, day.order.clone())
    }

    /// The same through the scalar twin, one origin after the other. For tests: it must be equal.
    ///
    /// # Errors
    /// As [`BatchScanner::counters`].
    pub fn counters_scalar<A: AsRef<Access>>(
        &mut self,
        day: &DayIndex,
        batch: &BatchQuery,
        origins: &[A],
    ) -> Result<LaneCounters, BatchError> {
        if origins.len() > LANES {
            return Err(BatchError::Origins(origins.len()));
        }
        let mut all: Option<LaneCounters> = None;
        let query = batch.check()?;
        let plain = Plain { stops: day.stops() };
        for (lane, origin) in origins.iter().enumerate() {
            let starts = lane_starts(day, std::slice::from_ref(origin))?;
            let rows = kernel::run(day, &plain, batch, &query, &starts, &mut self.twin);
            let all = all.get_or_insert_with(|| LaneCounters {
                lanes: origins.len(),
                departures: query.window.departures,
                thresholds: batch.thresholds_s.len(),
                rows: vec![Row::default(); rows.len()],
                order: day.order.clone(),
            });
            for (to, from) in all.rows.iter_mut().zip(&rows) {
                to.raise(lane, from.lane(0));
            }
        }
        all.ok_or(BatchError::Origins(0))
    }

    /// Origins over a view with targets and perhaps a project. Without a project lane `i` is origin `i`, at most 64;
    /// with one, lane `2 i` is origin `i` before and lane `2 i + 1` after, at most 32.
    ///
    /// # Errors
    /// [`BatchError`] for a question out of range.
    pub fn view_counters(
        &mut self,
        view: View,
        batch: &BatchQuery,
        origins: &[Origin],
    ) -> Result<LaneCounters, BatchError> {
        view.check()?;
        let paired = view.overlay.is_some();
        let lanes = origins.len() * if paired { 2 } else { 1 };
        if lanes > LANES || lanes == 0 {
            return Err(BatchError::Origins(origins.len()));
        }
        let mut starts = Vec::new();
        for (number, origin) in origins.iter().enumerate() {
            for start in view_starts(&view, origin)? {
                for world in 0..if paired { 2 } else { 1 } {
                    if !paired || start.worlds >> world & 1 == 1 {
                        let lane = if paired { 2 * number + world } else { number };
                        starts.push(LaneStart { lane, place: start.place, walk_s: start.walk_s });
                    }
                }
            }
        }
        let order = view.order();
        match (paired, view.targets.is_some()) {
            (false, false) => self.run(view.day, &Seen::<false, false>(view), batch, lanes, &starts, order),
            (false, true) => self.run(view.day, &Seen::<false, true>(view), batch, lanes, &starts, order),
            (true, false) => self.run(view.day, &Seen::<true, false>(view), batch, lanes, &starts, order),
            (true, true) => self.run(view.day, &Seen::<true, true>(view), batch, lanes, &starts, order),
        }
    }

    fn run<C: Scenery>(
        &mut self,
        day: &DayIndex,
        scenery: &C,
        batch: &BatchQuery,
        lanes: usize,
        starts: &[LaneStart],
        order: Vec<u32>,
    ) -> Result<LaneCounters, BatchError> {
        let query = batch.check()?;
        let state = &mut self.state;
        let rows = dispatch!(Level::new(), _ => kernel::run(day, scenery, batch, &query, starts, state));
        let (departures, thresholds) = (query.window.departures, batch.thresholds_s.len());
        Ok(LaneCounters { lanes, departures, thresholds, rows, order })
    }
}

/// How a lane starts: (lane, place in the index's own order or target after the stops, seconds).
pub(crate) struct LaneStart {
    pub(crate) lane: usize,
    pub(crate) place: u32,
    pub(crate) walk_s: u32,
}

fn lane_starts<A: AsRef<Access>>(day: &DayIndex, origins: &[A]) -> Result<Vec<LaneStart>, BatchError> {
    if origins.len() > LANES || origins.is_empty() {
        return Err(BatchError::Origins(origins.len()));
    }
    let mut all = Vec::new();
    for (lane, origin) in origins.iter().enumerate() {
        for start in crate::scan::starts(day, origin.as_ref())? {
            all.push(LaneStart { lane, place: start.place, walk_s: start.walk_s });
        }
    }
    Ok(all)
}
