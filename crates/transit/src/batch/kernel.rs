//! The batch pass: the scan's idea with a row of lanes for a label, and walking done once a grid step.

use super::lanes::{Lanes, One, Row};
use crate::day::{DayIndex, Event};
use crate::scan::kernel::Plain;
use crate::scan::{Access, Query, QueryError, Scenery};

/// Origins of one pass; half as many where each has a lane before and one after a project.
pub const LANES: usize = 64;

/// What a batch is asked.
#[derive(Debug, Clone)]
pub struct BatchQuery {
    /// Window, slack and cutoff; its limit of rides is not looked at. The cutoff is replaced by the greatest
    /// threshold.
    pub query: Query,
    /// An arrival counts for a threshold if it is earlier than departure + threshold. Seconds.
    pub thresholds_s: Vec<u32>,
    /// Grid of boarding, see [`crate::batch`]. Must divide the window's step and every threshold. Seconds.
    pub grid_s: u32,
}

impl BatchQuery {
    /// A minute grid over the window of a query.
    pub fn new(query: Query, thresholds_s: &[u32]) -> Self {
        Self { query, thresholds_s: thresholds_s.to_vec(), grid_s: 60 }
    }

    /// Refuses what does not fit the grid.
    fn check(&self) -> Result<Query, BatchError> {
        let most = self.thresholds_s.iter().copied().max().unwrap_or(0);
        let query = Query { cutoff_s: most, rides: 8, ..self.query };
        query.check()?;
        let fits = |seconds: &u32| self.grid_s > 0 && seconds.is_multiple_of(self.grid_s) && *seconds > 0;
        if !fits(&query.window.step_s) || !self.thresholds_s.iter().all(fits) {
            return Err(BatchError::Grid(self.grid_s));
        }
        Ok(query)
    }
}

/// A batch that cannot be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// As for a scan.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Grid, step and thresholds do not go together.
    #[error("a grid of {0} s must divide the step of the window and every threshold, none of them 0")]
    Grid(u32),
    /// More origins than lanes.
    #[error("{0} origins; at most 64 in one batch, or 32 pairs")]
    Origins(usize),
}

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

    /// Departures of a lane that get to a place within a threshold.
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
        let mut all: Option<LaneCounters> = None;
        let query = batch.check()?;
        let plain = Plain { stops: day.stops() };
        for (lane, origin) in origins.iter().enumerate() {
            let starts = lane_starts(day, std::slice::from_ref(origin))?;
            let rows = run(day, &plain, batch, &query, &starts, &mut self.twin);
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

    pub(crate) fn run<C: Scenery>(
        &mut self,
        day: &DayIndex,
        scenery: &C,
        batch: &BatchQuery,
        lanes: usize,
        starts: &[LaneStart],
        order: Vec<u32>,
    ) -> Result<LaneCounters, BatchError> {
        let query = batch.check()?;
        let rows = run(day, scenery, batch, &query, starts, &mut self.state);
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

/// Rows of a place, side by side in memory.
#[derive(Debug, Clone, Copy, Default)]
struct AtPlace<L> {
    arrive: L,
    board: L,
}

/// A row on its way to a place: which row of which step's log.
#[derive(Debug, Clone, Copy)]
struct Due {
    place: u32,
    row: u32,
    log: u16,
    worlds: u8,
}

#[derive(Debug, Default)]
pub(crate) struct State<L> {
    trips: Vec<L>,
    /// Whether any lane of a trip is on board.
    trip_live: Vec<bool>,
    places: Vec<AtPlace<L>>,
    /// Bits of [`BOARD_LIVE`], [`ARRIVE_LIVE`], [`DIRTY`] for every place.
    flags: Vec<u8>,
    /// Rows of the stops that grew in each of the last steps.
    logs: Vec<Vec<L>>,
    due: Vec<Vec<Due>>,
}

const BOARD_LIVE: u8 = 1;
const ARRIVE_LIVE: u8 = 2;
const DIRTY: u8 = 4;

/// Steps after which people who got off within a step may board, `walk_s` away.
fn steps_to_board(walk_s: u32, slack_s: u32, grid_s: u32) -> u32 {
    1 + (walk_s + slack_s).div_ceil(grid_s)
}

/// Steps after which people who got off within a step are at a target.
fn steps_to_target(walk_s: u32, grid_s: u32) -> u32 {
    walk_s.div_ceil(grid_s)
}

fn run<L: Lanes, C: Scenery>(
    day: &DayIndex,
    scenery: &C,
    batch: &BatchQuery,
    query: &Query,
    starts: &[LaneStart],
    state: &mut State<L>,
) -> Vec<L> {
    let (grid_s, slack_s, window) = (batch.grid_s, query.slack_s, query.window);
    let (from_s, to_s) = (window.start_s, query.end_s());
    let stop_count = scenery.stops();
    let place_count = stop_count + scenery.targets();
    let alive = day.alive(from_s, to_s);
    let (base, added_base) = (alive.start as u32, alive.len());
    let thresholds = batch.thresholds_s.len();
    let mut counters = vec![L::default(); place_count * thresholds];

    state.trips.clear();
    state.trips.resize(alive.len() + scenery.added_slots(), L::default());
    state.trip_live.clear();
    state.trip_live.resize(state.trips.len(), false);
    state.places.clear();
    state.places.resize(place_count, AtPlace::default());
    state.flags.clear();
    state.flags.resize(place_count, 0);
    let longest_s = day.footpaths_longest_s().max(scenery.longest_s());
    let ring = steps_to_board(longest_s, slack_s, grid_s) as usize + 1;
    state.logs.iter_mut().for_each(Vec::clear);
    state.due.iter_mut().for_each(Vec::clear);
    state.logs.resize_with(ring, Vec::new);
    state.due.resize_with(ring, Vec::new);
    let State { trips, trip_live, places, flags, logs, due } = state;

    let steps = (to_s - from_s).div_ceil(grid_s);
    let step_of_departure = window.step_s / grid_s;
    for step in 0..steps {
        let (begin_s, end_s) = (from_s + step * grid_s, from_s + (step + 1) * grid_s);
        // 1. What has been walked to by the beginning of the step.
        let mut bucket = std::mem::take(&mut due[step as usize % ring]);
        for item in bucket.drain(..) {
            let row = logs[usize::from(item.log)][item.row as usize];
            let row = if C::PAIRED { row.only(item.worlds) } else { row };
            let place = item.place as usize;
            if C::TARGETS && place >= stop_count {
                places[place].arrive = places[place].arrive.max(row);
                flags[place] |= ARRIVE_LIVE;
            } else {
                places[place].board = places[place].board.max(row);
                flags[place] |= BOARD_LIVE;
            }
        }
        due[step as usize % ring] = bucket;
        for start in starts {
            let place = start.place as usize;
            let target = C::TARGETS && place >= stop_count;
            // Departures are at the beginning of a step, so nothing is rounded twice.
            let walk =
                if target { start.walk_s / grid_s } else { (start.walk_s + slack_s + 1).div_ceil(grid_s) };
            let Some(since) = step.checked_sub(walk) else { continue };
            if since % step_of_departure == 0 && since / step_of_departure < window.departures {
                let departure = (since / step_of_departure + 1) as u8;
                if target {
                    places[place].arrive.raise(start.lane, departure);
                    flags[place] |= ARRIVE_LIVE;
                } else {
                    places[place].board.raise(start.lane, departure);
                    flags[place] |= BOARD_LIVE;
                }
            }
        }

        // 2. The events of the step. What trips do within it cannot matter to each other.
        let mut ride = |events: &[Event], base: u32, added: bool| {
            for event in events {
                let slot = event.slot.wrapping_sub(base) as usize;
                let stop = (event.stop & Event::STOP) as usize;
                if event.stop & Event::ALIGHT != 0 && trip_live[slot] {
                    let at = &mut places[stop].arrive;
                    let grown = at.max(trips[slot]);
                    if grown != *at {
                        *at = grown;
                        flags[stop] |= DIRTY | ARRIVE_LIVE;
                    }
                }
                if event.stop & Event::BOARD != 0 && flags[stop] & BOARD_LIVE != 0 {
                    let mut board = places[stop].board;
                    if C::PAIRED {
                        board = board.only(if added { 2 } else { scenery.worlds_of(event.slot) });
                    }
                    trips[slot] = trips[slot].max(board);
                    trip_live[slot] = true;
                }
            }
        };
        let last = day.by_second.len() - 1;
        let range = day.by_second[(begin_s as usize).min(last)] as usize
            ..day.by_second[(end_s as usize).min(last)] as usize;
        ride(&day.events[range], base, false);
        if C::PAIRED {
            for second in begin_s..end_s {
                ride(scenery.added_events(second), 0_u32.wrapping_sub(added_base as u32), true);
            }
        }

        // 3. Those who got off set out; nobody who is too late already.
        let dead = dead_by(query, end_s);
        let log = step as usize % ring;
        logs[log].clear();
        for stop in 0..stop_count {
            if flags[stop] & DIRTY == 0 {
                continue;
            }
            flags[stop] &= !DIRTY;
            let row = places[stop].arrive;
            if !row.any_above(dead) {
                continue;
            }
            let number = logs[log].len() as u32;
            logs[log].push(row);
            let mut send = |place: u32, steps: u32, worlds: u8| {
                let item = Due { place, row: number, log: log as u16, worlds };
                due[(step + steps) as usize % ring].push(item);
            };
            send(stop as u32, steps_to_board(0, slack_s, grid_s), 3);
            match if C::PAIRED { scenery.footpaths(stop as u32) } else { None } {
                Some(paths) => {
                    for (to, walk_s, worlds) in paths {
                        send(*to, steps_to_board(*walk_s, slack_s, grid_s), *worlds);
                    }
                }
                None => {
                    for (to, walk_s) in day.footpaths.from(stop as u32) {
                        send(*to, steps_to_board(*walk_s, slack_s, grid_s), 3);
                    }
                }
            }
            if C::TARGETS {
                for (target, walk_s) in scenery.near(stop as u32) {
                    let target = stop_count + *target as usize;
                    match steps_to_target(*walk_s, grid_s) {
                        0 => {
                            places[target].arrive = places[target].arrive.max(row);
                            flags[target] |= ARRIVE_LIVE;
                        }
                        steps => send(target as u32, steps, 3),
                    }
                }
            }
        }

        // 4. Departures whose time is up: they made it where the label is at least theirs, for leaving later and
        // being here by now means that leaving earlier and waiting does it too.
        for (number, threshold_s) in batch.thresholds_s.iter().enumerate() {
            let Some(since) = (end_s - from_s).checked_sub(*threshold_s) else { continue };
            if !since.is_multiple_of(window.step_s) || since / window.step_s >= window.departures {
                continue;
            }
            let departure = (since / window.step_s + 1) as u8;
            for place in 0..place_count {
                if flags[place] & ARRIVE_LIVE != 0 {
                    places[place]
                        .arrive
                        .count_at_least(departure, &mut counters[place * thresholds + number]);
                }
            }
        }
    }
    counters
}

/// How many departures no arrival at a second counts for.
fn dead_by(query: &Query, second: u32) -> u8 {
    let since = second - query.window.start_s;
    if since < query.cutoff_s {
        return 0;
    }
    ((since - query.cutoff_s) / query.window.step_s + 1).min(query.window.departures) as u8
}
