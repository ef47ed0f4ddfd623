//! The day index: every call of the day as an 8-byte event, sorted by second.

use super::footpaths::Footpaths;
use super::hilbert;
use super::timetable::{TripRef, Trips};

/// One call: who stops where, and whether one may get off or on. 8 bytes.
///
/// A call whose arrival and departure differ is two events, one to get off and one to get on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct Event {
    /// Stop in the index's own order, with [`Event::ALIGHT`], [`Event::BOARD`] and [`Event::AGAIN`] on top.
    pub(crate) stop: u32,
    /// Trip slot.
    pub(crate) slot: u32,
}

impl Event {
    /// One may get off.
    pub(crate) const ALIGHT: u32 = 1 << 31;
    /// One may get on.
    pub(crate) const BOARD: u32 = 1 << 30;
    /// The trip has another event before it in the same second: a ride that takes no time.
    pub(crate) const AGAIN: u32 = 1 << 29;
    /// What remains is the stop.
    pub(crate) const STOP: u32 = Self::AGAIN - 1;
}

/// Why a day cannot be indexed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// More than the index counts.
    #[error("too large for a day index: {0}")]
    TooLarge(String),
    /// Footpaths over another number of stops.
    #[error("footpaths over {footpaths} stops, but there are {stops}")]
    Footpaths {
        /// Stops of the footpaths.
        footpaths: usize,
        /// Stops of the network.
        stops: usize,
    },
}

/// A service day ready to be scanned. About 8 bytes a call, 16 a trip, 8 a footpath.
///
/// Stops are numbered in the index's own order, along a space-filling curve; [`DayIndex::inner`] and
/// [`DayIndex::outer`] translate. Trips have slots numbered by first departure, so those alive in a window lie
/// together.
#[derive(Debug, Clone)]
pub struct DayIndex {
    /// Kept stop → own order.
    pub(crate) order: Vec<u32>,
    /// Own order → kept stop.
    pub(crate) back: Vec<u32>,
    pub(crate) events: Vec<Event>,
    /// First event of every second; one more at the end.
    pub(crate) by_second: Vec<u32>,
    /// Slot → where the trip comes from.
    pub(crate) trips: Vec<TripRef>,
    /// Slot → second of its first departure. Sorted.
    pub(crate) first_s: Vec<u32>,
    /// Slot → latest second of an event of this or an earlier slot. Sorted.
    pub(crate) latest_s: Vec<u32>,
    /// In the index's own order of stops.
    pub(crate) footpaths: Footpaths,
    longest_s: u32,
}

impl DayIndex {
    /// Sorts the calls of a day. `places` are latitude and longitude of every stop, used only for the order in
    /// memory; trips are gone through three times.
    ///
    /// # Errors
    /// [`IndexError`] past 2²⁹ stops or 2³² calls, or if the footpaths are of another network.
    pub fn new(places: &[(f64, f64)], trips: &dyn Trips, footpaths: &Footpaths) -> Result<Self, IndexError> {
        let stops = places.len();
        if stops >= Event::STOP as usize {
            return Err(IndexError::TooLarge(format!("{stops} stops")));
        }
        if footpaths.stops() != stops {
            return Err(IndexError::Footpaths { footpaths: footpaths.stops(), stops });
        }
        let order = hilbert::order(places);
        let mut back = vec![0; stops];
        for (stop, position) in order.iter().enumerate() {
            back[*position as usize] = stop as u32;
        }

        // First time through: trips by first departure, and how far the day reaches.
        let mut spans: Vec<(u32, u32, TripRef)> = Vec::new();
        trips.each_trip(&mut |trip, calls| {
            let (first, last) = (calls.first(), calls.last());
            let (first_s, last_s) =
                (first.map_or(0, |call| call.departure_s), last.map_or(0, |call| call.arrival_s));
            spans.push((first_s, last_s, trip));
        });
        if spans.len() >= u32::MAX as usize {
            return Err(IndexError::TooLarge(format!("{} trips", spans.len())));
        }
        let mut by_departure: Vec<u32> = (0..spans.len() as u32).collect();
        by_departure.sort_by_key(|at| spans[*at as usize].0);
        let mut slot_of = vec![0_u32; spans.len()];
        for (slot, at) in by_departure.iter().enumerate() {
            slot_of[*at as usize] = slot as u32;
        }
        let first_s = by_departure.iter().map(|at| spans[*at as usize].0).collect();
        let mut latest = 0;
        let latest_s = by_departure
            .iter()
            .map(|at| {
                latest = latest.max(spans[*at as usize].1);
                latest
            })
            .collect();
        let slot_trips = by_departure.iter().map(|at| spans[*at as usize].2).collect();
        let seconds = latest as usize + 2;
        drop(spans);

        // Second time: how many events every second has. Third time: each into its place, trip by trip, so that
        // a trip's events of one second stay in the order of travel.
        let mut by_second = vec![0_u32; seconds + 1];
        let mut total = 0_u64;
        trips.each_trip(&mut |_, calls| {
            each_event(calls, &mut |second, _| {
                by_second[second as usize + 1] += 1;
                total += 1;
            });
        });
        if total >= u64::from(u32::MAX) {
            return Err(IndexError::TooLarge(format!("{total} events")));
        }
        for at in 0..seconds {
            by_second[at + 1] += by_second[at];
        }
        let mut next = by_second.clone();
        let mut events = vec![Event { stop: 0, slot: 0 }; total as usize];
        let mut at = 0;
        trips.each_trip(&mut |_, calls| {
            let slot = slot_of[at];
            at += 1;
            let mut before_s = None;
            each_event(calls, &mut |second, stop_flags| {
                let place = &mut next[second as usize];
                let (stop, flags) = (stop_flags & Event::STOP, stop_flags & !Event::STOP);
                let again = if before_s.replace(second) == Some(second) { Event::AGAIN } else { 0 };
                events[*place as usize] = Event { stop: order[stop as usize] | flags | again, slot };
                *place += 1;
            });
        });
        Ok(Self {
            footpaths: footpaths.renumbered(&order),
            order,
            back,
            events,
            by_second,
            trips: slot_trips,
            first_s,
            latest_s,
            longest_s: footpaths.longest_s(),
        })
    }

    /// Number of stops.
    pub fn stops(&self) -> usize {
        self.order.len()
    }

    /// Number of events of the day.
    pub fn events(&self) -> usize {
        self.events.len()
    }

    /// Number of trips of the day.
    pub fn trips(&self) -> usize {
        self.trips.len()
    }

    /// Number of footpaths.
    pub fn footpaths(&self) -> usize {
        self.footpaths.len()
    }

    /// The index's own number of a kept stop.
    ///
    /// # Panics
    /// If there is no such stop, as everything here that takes one.
    pub fn inner(&self, stop: u32) -> u32 {
        self.order[stop as usize]
    }

    /// The kept stop of the index's own number.
    ///
    /// # Panics
    /// If there is no such number.
    pub fn outer(&self, inner: u32) -> u32 {
        self.back[inner as usize]
    }

    /// A kept stop and its footpath neighbours with seconds: how a traveller who stands at the stop starts. The stop
    /// itself comes first, with 0.
    ///
    /// # Panics
    /// If there is no such stop.
    pub fn access(&self, stop: u32) -> Vec<(u32, u32)> {
        let walks =
            self.footpaths.from(self.inner(stop)).iter().map(|(to, seconds)| (self.outer(*to), *seconds));
        let mut access: Vec<(u32, u32)> = std::iter::once((stop, 0)).chain(walks).collect();
        access[1..].sort_unstable();
        access
    }

    /// The second after the last one a table of seconds is kept for: nothing happens from here on.
    pub fn end_s(&self) -> u32 {
        self.by_second.len() as u32 - 1
    }

    /// Events from one second up to, and without, another.
    pub fn events_between(&self, from_s: u32, to_s: u32) -> usize {
        let at = |second: u32| self.by_second[(second as usize).min(self.by_second.len() - 1)] as usize;
        at(to_s.max(from_s)) - at(from_s)
    }

    /// The longest footpath in seconds.
    pub(crate) fn footpaths_longest_s(&self) -> u32 {
        self.longest_s
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.events.len() * 8
            + self.by_second.len() * 4
            + self.trips.len() * (8 + 4 + 4)
            + self.order.len() * 8
            + self.footpaths.len() * 8
            + self.order.len() * 4
    }

    /// Slots of the trips that may be on their way in a window of seconds, bounds included.
    pub(crate) fn alive(&self, from_s: u32, to_s: u32) -> std::ops::Range<usize> {
        let end = self.first_s.partition_point(|first| *first <= to_s);
        let start = self.latest_s.partition_point(|latest| *latest < from_s);
        start.min(end)..end
    }

    /// The same day run backwards: getting off becomes getting on, and the second `t` becomes `mirror_s − t`. Scanned
    /// from a place, it answers who can *reach* it. What happens after the mirror is not in it.
    pub(crate) fn reversed(&self, mirror_s: u32) -> Self {
        let seconds = mirror_s as usize + 1;
        let mut by_second = Vec::with_capacity(seconds + 1);
        let mut events = Vec::with_capacity(self.events.len());
        let mut first_s = vec![u32::MAX; self.trips.len()];
        let mut last_s = vec![0; self.trips.len()];
        for second in 0..seconds as u32 {
            by_second.push(events.len() as u32);
            let original = (mirror_s - second) as usize;
            if original + 1 >= self.by_second.len() {
                continue;
            }
            let range = self.by_second[original] as usize..self.by_second[original + 1] as usize;
            for event in self.events[range].iter().rev() {
                let mut stop = event.stop & Event::STOP;
                if event.stop & Event::ALIGHT != 0 {
                    stop |= Event::BOARD;
                }
                if event.stop & Event::BOARD != 0 {
                    stop |= Event::ALIGHT;
                }
                let slot = event.slot as usize;
                if first_s[slot] != u32::MAX && last_s[slot] == second {
                    stop |= Event::AGAIN;
                }
                events.push(Event { stop, slot: event.slot });
                first_s[slot] = first_s[slot].min(second);
                last_s[slot] = second;
            }
        }
        by_second.push(events.len() as u32);
        // Slots anew, by first departure of the reversed day.
        let mut by_departure: Vec<u32> = (0..self.trips.len() as u32).collect();
        by_departure.sort_by_key(|slot| first_s[*slot as usize]);
        let mut slot_of = vec![0_u32; self.trips.len()];
        for (slot, old) in by_departure.iter().enumerate() {
            slot_of[*old as usize] = slot as u32;
        }
        for event in &mut events {
            event.slot = slot_of[event.slot as usize];
        }
        let mut latest = 0;
        Self {
            order: self.order.clone(),
            back: self.back.clone(),
            events,
            by_second,
            trips: by_departure.iter().map(|slot| self.trips[*slot as usize]).collect(),
            first_s: by_departure.iter().map(|slot| first_s[*slot as usize]).collect(),
            latest_s: by_departure
                .iter()
                .map(|slot| {
                    latest = latest.max(last_s[*slot as usize]);
                    latest
                })
                .collect(),
            footpaths: self.footpaths.reversed(),
            longest_s: self.longest_s,
        }
    }
}

/// Goes through the events of one trip: (second, stop with flags).
pub(crate) fn each_event(calls: &[super::timetable::Call], visit: &mut impl FnMut(u32, u32)) {
    let last = calls.len().saturating_sub(1);
    for (at, call) in calls.iter().enumerate() {
        let alight = if call.alight && at > 0 { Event::ALIGHT } else { 0 };
        let board = if call.board && at < last { Event::BOARD } else { 0 };
        if call.arrival_s == call.departure_s {
            if alight | board != 0 {
                visit(call.arrival_s, call.stop | alight | board);
            }
            continue;
        }
        if alight != 0 {
            visit(call.arrival_s, call.stop | alight);
        }
        if board != 0 {
            visit(call.departure_s, call.stop | board);
        }
    }
}
