//! The batch pass: the scan's idea with a row of lanes for a label, and walking done once a grid step.
//!
//! Most of the time goes into moving rows, 64 bytes each, so the pass knows of every row its greatest lane: where
//! that is a departure whose time is up, the row is not touched. A row counts as grown only if a lane grew that is
//! not, and what has grown is counted, and sent on, once a step.

use super::lanes::Lanes;
use super::query::BatchQuery;
use super::scanner::LaneStart;
use crate::day::{DayIndex, Event};
use crate::scan::Query;
use crate::scan::kernel::Scenery;

/// Rows of a place, side by side in memory.
#[derive(Debug, Clone, Copy, Default)]
struct AtPlace<L> {
    arrive: L,
    board: L,
}

/// The greatest lane of each row of a place, or more.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    arrive: u8,
    board: u8,
}

/// A row on its way to a place.
#[derive(Debug, Clone, Copy)]
struct Due {
    place: u32,
    /// Row of the log of the step it set out in.
    row: u32,
    log: u16,
    worlds: u8,
    /// Its greatest lane.
    best: u8,
}

/// Who set out in a step: stops, their rows, and the greatest lane of each.
#[derive(Debug, Default)]
struct Log<L> {
    stops: Vec<(u32, u8)>,
    rows: Vec<L>,
}

impl<L> Log<L> {
    fn clear(&mut self) {
        self.stops.clear();
        self.rows.clear();
    }
}

/// Memory of a pass, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct State<L> {
    trips: Vec<L>,
    best_of_trip: Vec<u8>,
    places: Vec<AtPlace<L>>,
    best_of_place: Vec<Best>,
    /// What of `arrive` has been counted.
    counted: Vec<L>,
    /// A bit for every stop whose row grew in this step.
    grown: Vec<u64>,
    /// The stops that grew, for each of the last steps.
    logs: Vec<Log<L>>,
    due: Vec<Vec<Due>>,
    /// By step: how many departures are too old for an arrival in it.
    floor: Vec<u8>,
    /// By seconds of walk: steps to board.
    to_board: Vec<u32>,
}

/// Steps after which people who got off within a step may board, `walk_s` away.
fn steps_to_board(walk_s: u32, slack_s: u32, grid_s: u32) -> u32 {
    1 + (walk_s + slack_s).div_ceil(grid_s)
}

/// Steps after which people who got off within a step are at a target.
fn steps_to_target(walk_s: u32, grid_s: u32) -> u32 {
    walk_s.div_ceil(grid_s)
}

/// How many departures an arrival in a step comes too late for, within a threshold.
fn too_late(batch: &BatchQuery, query: &Query, step: u32, threshold_s: u32) -> u8 {
    match ((step + 1) * batch.grid_s).checked_sub(threshold_s + 1) {
        Some(since) => (since / query.window.step_s + 1).min(query.window.departures) as u8,
        None => 0,
    }
}

/// One pass. Counters for every place and threshold. Inlined, so that it is compiled for the vector instructions of
/// whoever calls it.
#[inline(always)]
pub(crate) fn run<L: Lanes, C: Scenery>(
    day: &DayIndex,
    scenery: &C,
    batch: &BatchQuery,
    query: &Query,
    starts: &[LaneStart],
    state: &mut State<L>,
) -> Vec<L> {
    let steps = (query.end_s() - query.window.start_s).div_ceil(batch.grid_s);
    let mut pass = Pass::new(day, scenery, batch, query, steps, state);
    for step in 0..steps {
        pass.begin(step);
        pass.arrive_on_foot();
        pass.start(starts);
        pass.ride_all();
        pass.set_out();
    }
    pass.counters
}

struct Pass<'a, L, C> {
    day: &'a DayIndex,
    scenery: &'a C,
    batch: &'a BatchQuery,
    query: &'a Query,
    state: &'a mut State<L>,
    /// Place times thresholds plus threshold.
    counters: Vec<L>,
    /// Departures too late for each threshold, in this step.
    late: Vec<u8>,
    step: u32,
    steps: u32,
    first_slot: u32,
    added_slot: u32,
}

impl<'a, L: Lanes, C: Scenery> Pass<'a, L, C> {
    #[inline(always)]
    fn new(
        day: &'a DayIndex,
        scenery: &'a C,
        batch: &'a BatchQuery,
        query: &'a Query,
        steps: u32,
        state: &'a mut State<L>,
    ) -> Self {
        let alive = day.alive(query.window.start_s, query.end_s());
        let places = scenery.stops() + scenery.targets();
        renew(&mut state.trips, alive.len() + scenery.added_slots());
        renew(&mut state.best_of_trip, alive.len() + scenery.added_slots());
        renew(&mut state.places, places);
        renew(&mut state.best_of_place, places);
        renew(&mut state.counted, scenery.stops());
        renew(&mut state.grown, scenery.stops().div_ceil(64));
        let longest_s = day.footpaths_longest_s().max(scenery.longest_s());
        state.to_board.clear();
        let steps_of = |walk_s| steps_to_board(walk_s, query.slack_s, batch.grid_s);
        state.to_board.extend((0..=longest_s).map(steps_of));
        // A power of two, so that a place in the ring is found without a division.
        let ring = (steps_of(longest_s) as usize + 1).next_power_of_two();
        state.logs.iter_mut().for_each(Log::clear);
        state.due.iter_mut().for_each(Vec::clear);
        state.logs.resize_with(ring, Log::default);
        state.due.resize_with(ring, Vec::new);
        state.floor.clear();
        state.floor.extend((0..steps).map(|step| too_late(batch, query, step, query.cutoff_s)));
        let thresholds = batch.thresholds_s.len();
        let counters = vec![L::default(); places * thresholds];
        let (first_slot, added_slot) = (alive.start as u32, alive.len() as u32);
        let late = vec![0; thresholds];
        Self { day, scenery, batch, query, state, counters, late, step: 0, steps, first_slot, added_slot }
    }

    #[inline(always)]
    fn floor(&self) -> u8 {
        self.state.floor[self.step as usize]
    }

    #[inline(always)]
    fn begin(&mut self, step: u32) {
        self.step = step;
        for (late, threshold_s) in self.late.iter_mut().zip(&self.batch.thresholds_s) {
            *late = too_late(self.batch, self.query, step, *threshold_s);
        }
    }

    /// What has been walked to by the beginning of the step.
    #[inline(always)]
    fn arrive_on_foot(&mut self) {
        let floor = self.floor();
        if let Some(step) = self.step.checked_sub(self.steps_to_board(0)) {
            let State { logs, places, best_of_place, .. } = &mut *self.state;
            let log = &logs[step as usize & (logs.len() - 1)];
            for ((stop, best), row) in log.stops.iter().zip(&log.rows) {
                let board = &mut places[*stop as usize].board;
                *board = board.max(*row);
                let most = &mut best_of_place[*stop as usize].board;
                *most = (*most).max(*best);
            }
        }
        let at = self.step as usize & (self.state.due.len() - 1);
        let mut due = std::mem::take(&mut self.state.due[at]);
        for item in due.drain(..) {
            if item.best <= floor {
                continue;
            }
            let row = self.state.logs[usize::from(item.log)].rows[item.row as usize];
            let row = if C::PAIRED { row.only(item.worlds) } else { row };
            self.stand_at(item.place, row, item.best);
        }
        self.state.due[at] = due;
    }

    /// Those who set out from an origin and are there by the beginning of the step.
    #[inline(always)]
    fn start(&mut self, starts: &[LaneStart]) {
        let (grid_s, window) = (self.batch.grid_s, self.query.window);
        let step_of_departure = window.step_s / grid_s;
        for start in starts {
            let target = C::TARGETS && start.place as usize >= self.scenery.stops();
            // Departures are at the beginning of a step, so nothing is rounded twice.
            let walk = match target {
                true => start.walk_s / grid_s,
                false => (start.walk_s + self.query.slack_s + 1).div_ceil(grid_s),
            };
            let Some(since) = self.step.checked_sub(walk) else { continue };
            if since % step_of_departure == 0 && since / step_of_departure < window.departures {
                let departure = (since / step_of_departure + 1) as u8;
                let mut row = L::default();
                row.raise(start.lane, departure);
                self.stand_at(start.place, row, departure);
            }
        }
    }

    /// People are at a stop and may board, or at a target.
    #[inline(always)]
    fn stand_at(&mut self, place: u32, row: L, best: u8) {
        let at = &mut self.state.places[place as usize];
        if C::TARGETS && place as usize >= self.scenery.stops() {
            let before = at.arrive;
            at.arrive = before.max(row);
            let now = at.arrive;
            self.count(place, now, before);
        } else {
            at.board = at.board.max(row);
            let most = &mut self.state.best_of_place[place as usize].board;
            *most = best.max(*most);
        }
    }

    /// The events of the step. What trips do within it cannot matter to each other.
    #[inline(always)]
    fn ride_all(&mut self) {
        let begin_s = self.query.window.start_s + self.step * self.batch.grid_s;
        let end_s = begin_s + self.batch.grid_s;
        let day = self.day;
        let last = day.by_second.len() - 1;
        let first = day.by_second[(begin_s as usize).min(last)] as usize;
        let end = day.by_second[(end_s as usize).min(last)] as usize;
        self.ride(&day.events[first..end], self.first_slot, false);
        if C::PAIRED {
            for second in begin_s..end_s {
                let events = self.scenery.added_events(second);
                self.ride(events, 0_u32.wrapping_sub(self.added_slot), true);
            }
        }
    }

    #[inline(always)]
    fn ride(&mut self, events: &[Event], base: u32, added: bool) {
        let floor = self.floor();
        let State { trips, best_of_trip, places, best_of_place, grown, .. } = &mut *self.state;
        // Slices stay in registers, vectors would be looked up again after every store.
        let (trips, best_of_trip) = (&mut trips[..], &mut best_of_trip[..]);
        let (places, best_of_place, grown) = (&mut places[..], &mut best_of_place[..], &mut grown[..]);
        for event in events {
            let slot = event.slot.wrapping_sub(base) as usize;
            let stop = event.stop & Event::STOP;
            let best = &mut best_of_place[stop as usize];
            if event.stop & Event::ALIGHT != 0 && best_of_trip[slot] > floor {
                // Whether a row grows is hard to foretell, so this does not branch.
                let at = &mut places[stop as usize].arrive;
                let was = *at;
                *at = was.max(trips[slot]);
                grown[stop as usize / 64] |= u64::from(at.grew(was, floor)) << (stop % 64);
                best.arrive = best.arrive.max(best_of_trip[slot]);
            }
            if event.stop & Event::BOARD != 0 && best.board > floor {
                let mut board = places[stop as usize].board;
                if C::PAIRED {
                    board = board.only(if added { 2 } else { self.scenery.worlds_of(event.slot) });
                }
                trips[slot] = trips[slot].max(board);
                best_of_trip[slot] = best_of_trip[slot].max(best.board);
            }
        }
    }

    /// Those who got off are counted and set out; nobody who is too late already.
    #[inline(always)]
    fn set_out(&mut self) {
        let number_of_log = self.step as usize & (self.state.logs.len() - 1);
        let next = self.state.floor.get(self.step as usize + 1).copied().unwrap_or(u8::MAX);
        let mut log = std::mem::take(&mut self.state.logs[number_of_log]);
        log.clear();
        for word in 0..self.state.grown.len() {
            let mut bits = std::mem::take(&mut self.state.grown[word]);
            while bits != 0 {
                let stop = (word * 64) as u32 + bits.trailing_zeros();
                bits &= bits - 1;
                let row = self.state.places[stop as usize].arrive;
                let before = std::mem::replace(&mut self.state.counted[stop as usize], row);
                self.count(stop, row, before);
                let best = self.state.best_of_place[stop as usize].arrive;
                if C::TARGETS {
                    self.stand_beside(stop, row, best);
                }
                if best > next {
                    self.set_out_from(stop, row, best, number_of_log, &mut log);
                }
            }
        }
        self.state.logs[number_of_log] = log;
    }

    /// Targets right beside a stop are reached in the step the stop is, be it the last that counts.
    #[inline(always)]
    fn stand_beside(&mut self, stop: u32, row: L, best: u8) {
        for (target, walk_s) in self.scenery.near(stop) {
            if steps_to_target(*walk_s, self.batch.grid_s) == 0 {
                self.stand_at(self.scenery.stops() as u32 + target, row, best);
            }
        }
    }

    #[inline(always)]
    fn set_out_from(&mut self, stop: u32, row: L, best: u8, number_of_log: usize, log: &mut Log<L>) {
        let item =
            Due { place: stop, row: log.rows.len() as u32, log: number_of_log as u16, worlds: 3, best };
        log.stops.push((stop, best));
        log.rows.push(row);
        match if C::PAIRED { self.scenery.footpaths(stop) } else { None } {
            Some(paths) => {
                for (to, walk_s, worlds) in paths {
                    let item = Due { place: *to, worlds: *worlds, ..item };
                    self.queue(item, self.steps_to_board(*walk_s));
                }
            }
            None => {
                let day = self.day;
                for (to, walk_s) in day.footpaths.from(stop) {
                    self.queue(Due { place: *to, ..item }, self.steps_to_board(*walk_s));
                }
            }
        }
        if C::TARGETS {
            for (target, walk_s) in self.scenery.near(stop) {
                let steps = steps_to_target(*walk_s, self.batch.grid_s);
                if steps > 0 {
                    let place = self.scenery.stops() as u32 + target;
                    self.queue(Due { place, ..item }, steps);
                }
            }
        }
    }

    #[inline(always)]
    fn steps_to_board(&self, walk_s: u32) -> u32 {
        self.state.to_board[walk_s as usize]
    }

    /// A row sets out, if it gets there in time.
    #[inline(always)]
    fn queue(&mut self, item: Due, steps: u32) {
        if self.step + steps < self.steps {
            let mask = self.state.due.len() - 1;
            self.state.due[(self.step + steps) as usize & mask].push(item);
        }
    }

    /// A place's row grew in this step: the departures that are there now, and were not.
    #[inline(always)]
    fn count(&mut self, place: u32, now: L, before: L) {
        let thresholds = self.late.len();
        let counters = &mut self.counters[place as usize * thresholds..(place as usize + 1) * thresholds];
        for (counter, late) in counters.iter_mut().zip(&self.late) {
            counter.count_above(now, before, *late);
        }
    }
}

/// All anew, so many.
fn renew<T: Clone + Default>(all: &mut Vec<T>, count: usize) {
    all.clear();
    all.resize(count, T::default());
}
