//! A scenario ready to be scanned beside a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::compile::{Compiled, ScenarioError, compile};
use super::model::Scenario;
use crate::day::{
    Call, DayIndex, Event, FeedDay, FootpathOptions, Footpaths, IndexError, LONGEST_WALK_S, Timetable,
    TripRef, Trips,
};
use crate::feed::NONE;

/// What differs after a project, by the numbers of one day's index.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// Ids of new stops; they are numbered after the day's.
    pub stop_ids: Vec<String>,
    /// Latitude and longitude of the new stops in degrees.
    pub stop_places: Vec<(f64, f64)>,
    stops: usize,
    /// One bit a slot of the day: it runs in the world before only.
    removed: Vec<u64>,
    removed_trips: Vec<TripRef>,
    added: Vec<Vec<Call>>,
    /// Sorted by second; a trip's events of one second in the order of travel.
    events: Vec<Event>,
    /// First event of every second from `first_s` on; one more at the end.
    by_second: Vec<u32>,
    first_s: u32,
    /// Stop of the index's own order → its row in `paths`, or [`NONE`]. Empty where no footpath differs.
    row_of: Vec<u32>,
    paths: Vec<Vec<(u32, u32, u8)>>,
    longest_s: u32,
}

impl Overlay {
    /// Lays a scenario over a day. Before its opening date the overlay is empty.
    ///
    /// # Errors
    /// [`ScenarioError`] names the change that cannot be understood.
    pub fn new(
        scenario: &Scenario,
        day: &FeedDay,
        index: &DayIndex,
        date: Date,
        options: &FootpathOptions,
    ) -> Result<Self, ScenarioError> {
        Ok(Self::of(compile(scenario, day, date, options)?, index))
    }

    /// Laid over a day from its parts: trips of the day that go, calls of trips that come, new stops (id, latitude and
    /// longitude in degrees) numbered after the day's, footpaths (from, to, seconds after, or `None` where it goes). For
    /// tests and programs that know what they want: a call at a stop that is nowhere makes a scan panic.
    pub fn from_parts(
        index: &DayIndex,
        removed: impl IntoIterator<Item = TripRef>,
        added: Vec<Vec<Call>>,
        new_stops: Vec<(String, (f64, f64))>,
        footpaths: impl IntoIterator<Item = ((u32, u32), Option<u32>)>,
    ) -> Self {
        let compiled = Compiled {
            removed: removed.into_iter().collect(),
            added,
            stops: new_stops,
            footpaths: footpaths.into_iter().collect(),
        };
        Self::of(compiled, index)
    }

    fn of(compiled: Compiled, index: &DayIndex) -> Self {
        let base = index.stops();
        let inner = |stop: u32| if (stop as usize) < base { index.inner(stop) } else { stop };
        let mut overlay = Self {
            stops: base,
            stop_ids: compiled.stops.iter().map(|(id, _)| id.clone()).collect(),
            stop_places: compiled.stops.iter().map(|(_, place)| *place).collect(),
            removed: vec![0; if compiled.removed.is_empty() { 0 } else { index.trips().div_ceil(64) }],
            ..Self::default()
        };
        if !compiled.removed.is_empty() {
            for (slot, trip) in index.trips.iter().enumerate() {
                if compiled.removed.contains(trip) {
                    overlay.removed[slot / 64] |= 1 << (slot % 64);
                }
            }
        }
        let mut events: Vec<(u32, Event)> = Vec::new();
        for (slot, calls) in compiled.added.iter().enumerate() {
            crate::day::each_event(calls, &mut |second, stop_flags| {
                let (stop, flags) = (stop_flags & Event::STOP, stop_flags & !Event::STOP);
                events.push((second, Event { stop: inner(stop) | flags, slot: slot as u32 }));
            });
        }
        events.sort_by_key(|(second, _)| *second);
        overlay.lay_seconds(&events);
        overlay.events = events.into_iter().map(|(_, event)| event).collect();
        overlay.added = compiled.added;
        overlay.removed_trips = compiled.removed.into_iter().collect();
        overlay.removed_trips.sort_unstable();
        overlay.lay_footpaths(index, compiled.footpaths, inner);
        overlay
    }

    /// Where the events of every second begin.
    fn lay_seconds(&mut self, events: &[(u32, Event)]) {
        let Some(((first_s, _), (last_s, _))) = events.first().zip(events.last()) else { return };
        self.first_s = *first_s;
        self.by_second = vec![0; (last_s - first_s) as usize + 2];
        for (second, _) in events {
            self.by_second[(second - first_s) as usize + 1] += 1;
        }
        for at in 1..self.by_second.len() {
            self.by_second[at] += self.by_second[at - 1];
        }
    }

    fn lay_footpaths(
        &mut self,
        index: &DayIndex,
        changes: BTreeMap<(u32, u32), Option<u32>>,
        inner: impl Fn(u32) -> u32,
    ) {
        let all = self.stops + self.stop_ids.len();
        if changes.is_empty() && self.stop_ids.is_empty() {
            return;
        }
        self.row_of = vec![NONE; all];
        // New stops have a row even where it is empty: the day knows nothing of them.
        for stop in self.stops..all {
            self.row_of[stop] = self.paths.len() as u32;
            self.paths.push(Vec::new());
        }
        for ((from, to), seconds) in changes {
            if from == to || from as usize >= all || to as usize >= all {
                continue;
            }
            let (from, to) = (inner(from), inner(to));
            if self.row_of[from as usize] == NONE {
                self.row_of[from as usize] = self.paths.len() as u32;
                self.paths.push(index.footpaths.from(from).iter().map(|(to, s)| (*to, *s, 3)).collect());
            }
            let row = &mut self.paths[self.row_of[from as usize] as usize];
            // What was there stays in the world before.
            for path in row.iter_mut().filter(|path| path.0 == to) {
                path.2 &= 1;
            }
            if let Some(seconds) = seconds.filter(|seconds| *seconds <= LONGEST_WALK_S) {
                row.push((to, seconds, 2));
            }
        }
        self.longest_s = self.paths.iter().flatten().map(|path| path.1).max().unwrap_or(0);
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed_trips.is_empty() && self.row_of.is_empty()
    }

    /// Number of new stops.
    pub fn new_stops(&self) -> usize {
        self.stop_ids.len()
    }

    /// Trips of the day that run no more (changed ones included), and trips that come (changed ones included).
    pub fn trip_counts(&self) -> (usize, usize) {
        (self.removed_trips.len(), self.added.len())
    }

    /// The world after as an index of its own: for arrive-by questions, and to check the paired pass. `trips` and
    /// `places` are those the day's index was made of. Costs as much as the day's index.
    ///
    /// # Errors
    /// As [`DayIndex::new`].
    pub fn after(
        &self,
        index: &DayIndex,
        places: &[(f64, f64)],
        trips: &dyn Trips,
    ) -> Result<DayIndex, IndexError> {
        let mut timetable = Timetable::default();
        trips.each_trip(&mut |trip, calls| {
            if self.removed_trips.binary_search(&trip).is_err() {
                timetable.push(trip, calls);
            }
        });
        for (number, calls) in self.added.iter().enumerate() {
            timetable.push(TripRef { trip: NONE, shift_s: number as i32 }, calls);
        }
        let mut places = places.to_vec();
        places.extend_from_slice(&self.stop_places);
        let outer = |inner: u32| if (inner as usize) < self.stops { index.outer(inner) } else { inner };
        let mut triples = Vec::new();
        for from in 0..places.len() as u32 {
            match self.footpaths(from) {
                Some(paths) => triples.extend(
                    paths
                        .iter()
                        .filter(|path| path.2 & 2 != 0)
                        .map(|(to, s, _)| (outer(from), outer(*to), *s)),
                ),
                None => {
                    triples.extend(
                        index.footpaths.from(from).iter().map(|(to, s)| (outer(from), outer(*to), *s)),
                    );
                }
            }
        }
        DayIndex::new(&places, &timetable, &Footpaths::new(places.len(), triples))
    }

    pub(crate) fn added_slots(&self) -> usize {
        self.added.len()
    }

    #[inline]
    pub(crate) fn events(&self, second: u32) -> &[Event] {
        let at = second.wrapping_sub(self.first_s) as usize;
        match self.by_second.get(at..at.saturating_add(2)) {
            Some(&[from, to]) => &self.events[from as usize..to as usize],
            _ => &[],
        }
    }

    #[inline]
    pub(crate) fn worlds_of(&self, slot: u32) -> u8 {
        match self.removed.get(slot as usize / 64) {
            Some(word) if word >> (slot % 64) & 1 == 1 => 1,
            _ => 3,
        }
    }

    #[inline]
    pub(crate) fn footpaths(&self, inner: u32) -> Option<&[(u32, u32, u8)]> {
        match self.row_of.get(inner as usize) {
            Some(&row) if row != NONE => Some(&self.paths[row as usize]),
            _ => None,
        }
    }

    pub(crate) fn longest_s(&self) -> u32 {
        self.longest_s
    }
}
