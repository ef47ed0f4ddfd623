//! The pass itself.
//!
//! State: one label per trip slot, two per stop (`arrive`: got off here; `board`: may get on here by now). At every
//! second, first what people have walked to becomes boardable, then each event is taken: getting off raises
//! `arrive` to the trip's label and, if it grew, sends the label with one ride more to the stop itself and its
//! neighbours, due after walk, slack and one second; getting on raises the trip's label to `board`.
//!
//! Most events of a second concern nobody: the trip carries no label, and nobody can board where it stops. Two bits, one
//! for the trip and one for the stop, tell; they lie in the first cache, and the events for which one is set are
//! gathered without a branch before labels are touched.
//!
//! Nothing that happens at a second can matter to another trip at the same second, because every way from getting
//! off to getting on takes at least one second. So the order of trips within a second is free, and no trip is ever
//! looked for: overtaking, loops and equal times need no special case.

use super::label::Label;
use super::query::Query;
use crate::day::{DayIndex, Event};

/// Receives what the scan finds.
pub trait Sink {
    /// At second `at_s`, departures `after + 1 ..= upto` (counted from 1) first get to a place. `place` is a stop in
    /// the index's own order, or a target after the stops.
    fn grew(&mut self, world: usize, place: u32, at_s: u32, after: u8, upto: u8);
}

/// What a pass sees besides the day: the second world of a pair, and places walked to at the end.
pub trait Scenery {
    /// Whether there is anything that differs between worlds.
    const PAIRED: bool;
    /// Whether there are targets.
    const TARGETS: bool;
    /// Number of stops, new ones included.
    fn stops(&self) -> usize;
    /// Number of places walked to at the end; they are numbered after the stops.
    fn targets(&self) -> usize;
    /// Slots of added trips begin here; there are so many.
    fn added_slots(&self) -> usize;
    /// Events of added trips at a second. Their slots count from 0.
    fn added_events(&self, second: u32) -> &[Event];
    /// In which worlds a slot of the day may be boarded (bit 0 before, bit 1 after).
    fn worlds_of(&self, slot: u32) -> u8;
    /// Footpaths of a stop that replace the day's own, with the worlds they are in.
    fn footpaths(&self, stop: u32) -> Option<&[(u32, u32, u8)]>;
    /// Targets near a stop: (target, seconds).
    fn near(&self, stop: u32) -> &[(u32, u32)];
    /// The longest walk to a target or over a footpath of its own.
    fn longest_s(&self) -> u32;
}

/// A day and nothing else.
pub(crate) struct Plain {
    pub(crate) stops: usize,
}

impl Scenery for Plain {
    const PAIRED: bool = false;
    const TARGETS: bool = false;
    fn stops(&self) -> usize {
        self.stops
    }
    fn targets(&self) -> usize {
        0
    }
    fn added_slots(&self) -> usize {
        0
    }
    fn added_events(&self, _: u32) -> &[Event] {
        &[]
    }
    fn worlds_of(&self, _: u32) -> u8 {
        3
    }
    fn footpaths(&self, _: u32) -> Option<&[(u32, u32, u8)]> {
        None
    }
    fn near(&self, _: u32) -> &[(u32, u32)] {
        &[]
    }
    fn longest_s(&self) -> u32 {
        0
    }
}

/// Labels of a stop, side by side in memory.
#[derive(Debug, Clone, Copy, Default)]
struct AtStop<L> {
    arrive: L,
    board: L,
}

/// Memory of a pass, kept from one to the next.
#[derive(Debug, Default)]
pub(crate) struct State<L> {
    trips: Vec<L>,
    stops: Vec<AtStop<L>>,
    /// Labels on their way, by the second they are due, modulo the ring's length.
    ring: Vec<Vec<(u32, L)>>,
    /// By second since the window began: how many departures are too old to count.
    floor: Vec<u8>,
    /// A bit for every trip slot that ever had a label.
    ridden: Bits,
    /// A bit for every stop where somebody could ever board.
    boardable: Bits,
    /// Events of a second for which one of the two is set.
    sieved: Vec<u32>,
    /// Stops whose label may grow in this second, and to what.
    growing: Vec<(u32, L)>,
}

/// Bits in words.
#[derive(Debug, Default)]
struct Bits(Vec<u32>);

impl Bits {
    fn clear(&mut self, count: usize) {
        self.0.clear();
        self.0.resize(count / 32 + 1, 0);
    }

    /// Sets a bit if asked to, and never takes it away.
    #[inline(always)]
    fn add(&mut self, at: u32, set: bool) {
        self.0[(at >> 5) as usize] |= u32::from(set) << (at & 31);
    }
}

/// Gathers the places of the events that may concern somebody: how many there are. A function of its own, so that all
/// it needs stays in registers.
#[inline(never)]
fn sieve(events: &[Event], base: u32, ridden: &Bits, boardable: &Bits, into: &mut [u32]) -> usize {
    let (ridden, boardable) = (&ridden.0[..], &boardable.0[..]);
    let get = |bits: &[u32], at: u32| bits[(at >> 5) as usize] >> (at & 31);
    let mut count = 0;
    for (at, event) in events.iter().enumerate() {
        let rides = get(ridden, event.slot.wrapping_sub(base));
        let boards = get(boardable, event.stop & Event::STOP);
        // A trip that is boarded in this very second may be left in it.
        let again = event.stop / Event::AGAIN;
        into[count] = at as u32;
        count += ((rides | boards | again) & 1) as usize;
    }
    count
}

/// What the events of a second move. Whether somebody gets off or on is hard to foretell, so nothing here branches
/// on it: where a stop's label may grow is noted, and done afterwards.
struct Riders<'a, L, C> {
    scenery: &'a C,
    trips: &'a mut [L],
    stops: &'a [AtStop<L>],
    ridden: &'a mut Bits,
    growing: &'a mut Vec<(u32, L)>,
    dead: u8,
}

impl<L: Label, C: Scenery> Riders<'_, L, C> {
    /// Takes events in the order of travel. Stops that may grow are noted from `count` on; how many there are then.
    #[inline(never)]
    fn ride<'e>(
        &mut self,
        events: impl ExactSizeIterator<Item = &'e Event>,
        base: u32,
        added: bool,
        mut count: usize,
    ) -> usize {
        let enough = count + events.len();
        if self.growing.len() < enough {
            self.growing.resize(enough, (0, L::default()));
        }
        let (trips, stops, growing) = (&mut self.trips[..], self.stops, &mut self.growing[..enough]);
        for event in events {
            let slot = event.slot.wrapping_sub(base) as usize;
            let stop = event.stop & Event::STOP;
            let (trip, at) = (trips[slot], stops[stop as usize]);
            if event.stop & Event::ALIGHT != 0 {
                growing[count] = (stop, trip);
                let grows = at.arrive.max(trip) != at.arrive;
                count += usize::from(grows & (trip.best_of_all() > self.dead));
            }
            if event.stop & Event::BOARD != 0 {
                let mut board = at.board;
                let lives = board.best_of_all() > self.dead;
                if C::PAIRED {
                    board = board.only(if added { 2 } else { self.scenery.worlds_of(event.slot) });
                }
                trips[slot] = trip.max(board);
                self.ridden.add(slot as u32, lives);
            }
        }
        count
    }
}

/// How a traveller starts: a place in the index's own order, or a target after the stops, and seconds to it.
pub(crate) struct Start {
    pub(crate) place: u32,
    pub(crate) walk_s: u32,
    /// In which worlds (bit 0 before, bit 1 after).
    pub(crate) worlds: u8,
}

/// One pass. `starts` are stops and, where direct walks count, targets.
pub(crate) fn run<L: Label, C: Scenery, S: Sink>(
    day: &DayIndex,
    scenery: &C,
    query: &Query,
    starts: &[Start],
    state: &mut State<L>,
    sink: &mut S,
) {
    let stop_count = scenery.stops() as u32;
    let (from_s, to_s) = (query.window.start_s, query.end_s());
    let alive = day.alive(from_s, to_s);
    let base = alive.start as u32;
    let added = alive.len() as u32;
    state.trips.clear();
    state.trips.resize(alive.len() + scenery.added_slots(), L::default());
    state.ridden.clear(state.trips.len());
    state.boardable.clear(scenery.stops());
    state.stops.clear();
    state.stops.resize(scenery.stops() + scenery.targets(), AtStop::default());
    let longest = starts.iter().map(|start| start.walk_s).max().unwrap_or(0);
    let longest = longest.max(day.footpaths_longest_s()).max(scenery.longest_s());
    let ring_len = (longest as usize + query.slack_s as usize + 2).next_power_of_two();
    for bucket in &mut state.ring {
        bucket.clear();
    }
    state.ring.resize_with(ring_len.max(state.ring.len()), Vec::new);
    let mask = state.ring.len() - 1;
    fill_floor(&mut state.floor, query);

    let State { trips, stops, ring, floor, ridden, boardable, sieved, growing } = state;
    // Slices stay in registers, vectors would be looked up again after every store.
    let (trips, stops) = (&mut trips[..], &mut stops[..]);
    let window = query.window;
    let (mut next_departure, mut departure) = (from_s, 0_u8);
    for now in from_s..to_s {
        if now == next_departure && u32::from(departure) < window.departures {
            departure += 1;
            next_departure += window.step_s;
            let seed = L::seed(departure, query.rides);
            for start in starts {
                let ready = if start.place < stop_count { query.slack_s + 1 } else { 0 };
                let due = now + start.walk_s + ready;
                ring[due as usize & mask]
                    .push((start.place, if C::PAIRED { seed.only(start.worlds) } else { seed }));
            }
        }
        let mut bucket = std::mem::take(&mut ring[now as usize & mask]);
        for (place, label) in bucket.drain(..) {
            let at = &mut stops[place as usize];
            if C::TARGETS && place >= stop_count {
                let grown = at.arrive.max(label);
                if grown != at.arrive {
                    let dead = floor[(now - from_s) as usize];
                    tell(sink, place, now, dead, at.arrive, grown);
                    at.arrive = grown;
                }
            } else {
                at.board = at.board.max(label);
                boardable.add(place, true);
            }
        }
        ring[now as usize & mask] = bucket;

        // Labels of departures that are too old move nobody any more.
        let dead = floor[(now - from_s) as usize];
        let range = match (now as usize) + 1 < day.by_second.len() {
            true => day.by_second[now as usize] as usize..day.by_second[now as usize + 1] as usize,
            false => 0..0,
        };
        let events = &day.events[range];
        if sieved.len() < events.len() {
            sieved.resize(events.len(), 0);
        }
        let count = sieve(events, base, ridden, boardable, &mut sieved[..events.len()]);
        let mut riders = Riders { scenery, trips, stops, ridden, growing, dead };
        let taken = sieved[..count].iter().map(|at| &events[*at as usize]);
        let mut count = riders.ride(taken, base, false, 0);
        if C::PAIRED {
            let events = scenery.added_events(now);
            count = riders.ride(events.iter(), 0_u32.wrapping_sub(added), true, count);
        }

        let due = now + query.slack_s + 1;
        for (stop, label) in &growing[..count] {
            let at = &mut stops[*stop as usize];
            let (old, grown) = (at.arrive, at.arrive.max(*label));
            if grown == old {
                continue;
            }
            at.arrive = grown;
            tell(sink, *stop, now, dead, old, grown);
            let onward = grown.ride();
            if onward != L::default() {
                if at.board.max(onward) != at.board {
                    ring[due as usize & mask].push((*stop, onward));
                }
                match if C::PAIRED { scenery.footpaths(*stop) } else { None } {
                    Some(paths) => {
                        for (to, walk_s, worlds) in paths {
                            ring[(due + walk_s) as usize & mask].push((*to, onward.only(*worlds)));
                        }
                    }
                    None => {
                        for (to, walk_s) in day.footpaths.from(*stop) {
                            let there = stops[*to as usize].board;
                            if there.max(onward) != there {
                                ring[(due + walk_s) as usize & mask].push((*to, onward));
                            }
                        }
                    }
                }
            }
            if C::TARGETS {
                for (target, walk_s) in scenery.near(*stop) {
                    let place = stop_count + target;
                    if *walk_s > 0 {
                        ring[(now + walk_s) as usize & mask].push((place, grown));
                        continue;
                    }
                    // This second's queue has been taken already.
                    let at = &mut stops[place as usize].arrive;
                    let old = std::mem::replace(at, at.max(grown));
                    tell(sink, place, now, dead, old, *at);
                }
            }
        }
    }
    // Walks to targets may be due at the very end; the loop has taken all that count.
}

/// Tells the sink what grew, without the departures that are too old.
#[inline(always)]
fn tell<L: Label, S: Sink>(sink: &mut S, place: u32, now: u32, dead: u8, old: L, grown: L) {
    for world in 0..L::WORLDS {
        let (after, upto) = (old.best(world).max(dead), grown.best(world));
        if upto > after {
            sink.grew(world, place, now, after, upto);
        }
    }
}

/// How many departures an arrival at each second of the scan comes too late for.
fn fill_floor(floor: &mut Vec<u8>, query: &Query) {
    let seconds = query.end_s() - query.window.start_s;
    floor.clear();
    floor.extend((0..seconds).map(|after| {
        if after < query.cutoff_s {
            return 0;
        }
        ((after - query.cutoff_s) / query.window.step_s + 1).min(query.window.departures) as u8
    }));
}
