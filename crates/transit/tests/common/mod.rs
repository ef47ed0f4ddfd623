//! Small random networks and the plainest possible answer to every question.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::PathBuf;

use transit::day::{Call, DayIndex, Footpaths, Timetable, TripRef};
use transit::scan::{Query, Window};

/// A folder of benchmark feeds beside the repository, if there is one. Says so where there is none.
pub fn feeds_or_skip(what: &str) -> Option<PathBuf> {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    while folder.pop() {
        for shared in [folder.join("shared/data/gtfs"), folder.join("../shared/data/gtfs")] {
            if shared.join("reference").is_dir() {
                return Some(shared);
            }
        }
    }
    println!("note: SKIPPED {what}, there is no shared/data/gtfs beside the repository");
    eprintln!("note: SKIPPED {what}, there is no shared/data/gtfs beside the repository");
    None
}

/// Numbers that come out the same for the same seed (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
    /// 0 to below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        ((self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % u64::from(bound.max(1))) as u32
    }
    pub fn within(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }
}

/// A network small enough to think about.
#[derive(Debug, Clone)]
pub struct Town {
    pub places: Vec<(f64, f64)>,
    pub timetable: Timetable,
    pub footpaths: Footpaths,
}

impl Town {
    pub fn index(&self) -> DayIndex {
        DayIndex::new(&self.places, &self.timetable, &self.footpaths).unwrap()
    }

    /// Stop and neighbours, as [`DayIndex::access`].
    pub fn access(&self, stop: u32) -> Vec<(u32, u32)> {
        std::iter::once((stop, 0)).chain(self.footpaths.from(stop).iter().copied()).collect()
    }
}

/// How a random town is made.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// All times are multiples of this.
    pub grain_s: u32,
    /// Times lie between these.
    pub from_s: u32,
    pub span_s: u32,
}

/// A random town: overtaking, loops, repeated stops, zero-length rides, equal times, dwell, calls that cannot be
/// boarded or left, stops no trip serves, footpaths one way only.
pub fn town(random: &mut Random, kind: Kind) -> Town {
    let stops = random.within(2, 9);
    let places: Vec<(f64, f64)> = (0..stops)
        .map(|_| (f64::from(random.below(100)) / 100.0, f64::from(random.below(100)) / 100.0))
        .collect();
    let mut timetable = Timetable::default();
    let lines = random.within(1, 5);
    for _ in 0..lines {
        let length = random.within(2, 6);
        let mut route: Vec<u32> = (0..length).map(|_| random.below(stops)).collect();
        if random.chance(20) {
            // A loop line calls at its first stop again.
            let first = route[0];
            route.push(first);
        }
        let rules: Vec<(bool, bool)> = route.iter().map(|_| (!random.chance(8), !random.chance(8))).collect();
        for _ in 0..random.within(1, 6) {
            let mut clock = kind.from_s + random.below(kind.span_s / kind.grain_s + 1) * kind.grain_s;
            let mut calls = Vec::new();
            for (stop, (board, alight)) in route.iter().zip(&rules) {
                let arrival_s = clock;
                if random.chance(25) {
                    clock += random.below(4) * kind.grain_s;
                }
                calls.push(Call {
                    stop: *stop,
                    arrival_s,
                    departure_s: clock,
                    board: *board,
                    alight: *alight,
                });
                // Now and then no time passes between two stops.
                clock += if random.chance(15) { 0 } else { random.within(1, 10) * kind.grain_s };
            }
            timetable.push(TripRef { trip: timetable.len() as u32, shift_s: 0 }, &calls);
        }
    }
    let mut triples = Vec::new();
    for from in 0..stops {
        for to in 0..stops {
            if from != to && random.chance(20) {
                triples.push((from, to, random.below(8) * kind.grain_s));
            }
        }
    }
    Town { places, timetable, footpaths: Footpaths::new(stops as usize, triples) }
}

/// A random question to a town of a kind.
pub fn query(random: &mut Random, kind: Kind, rides: std::ops::RangeInclusive<u32>) -> Query {
    let departures = random.within(1, 20);
    let step_s = 60 * random.within(1, 3);
    let lead = random.below(20) * 60;
    Query {
        window: Window { start_s: (kind.from_s / 60 * 60).saturating_sub(lead), departures, step_s },
        cutoff_s: random.within(1, 60) * 60,
        rides: random.within(*rides.start(), *rides.end()) as u8,
        slack_s: [0, 60, 60, 60, 30][random.below(5) as usize],
    }
}

/// Every trip, every pair of its calls, ride after ride, departure after departure: nothing kept, nothing pruned.
pub fn brute_force(town: &Town, query: &Query, access: &[(u32, u32)]) -> Vec<Vec<Option<u32>>> {
    let stops = town.places.len();
    (0..query.window.departures)
        .map(|departure| {
            let leave = query.window.second(departure);
            let mut ready: Vec<Option<u32>> = vec![None; stops];
            for (stop, walk) in access {
                lower(&mut ready[*stop as usize], leave + walk);
            }
            let mut best: Vec<Option<u32>> = vec![None; stops];
            for _ in 0..query.rides {
                let mut arrived: Vec<Option<u32>> = vec![None; stops];
                for trip in 0..town.timetable.len() {
                    let (_, calls) = town.timetable.get(trip);
                    for from in 0..calls.len() {
                        for to in from + 1..calls.len() {
                            let at = ready[calls[from].stop as usize];
                            let boards = calls[from].board
                                && at.is_some_and(|at| calls[from].departure_s > at + query.slack_s);
                            if boards && calls[to].alight {
                                lower(&mut arrived[calls[to].stop as usize], calls[to].arrival_s);
                            }
                        }
                    }
                }
                ready = vec![None; stops];
                for stop in 0..stops {
                    let Some(at) = arrived[stop] else { continue };
                    lower(&mut best[stop], at);
                    lower(&mut ready[stop], at);
                    for (to, walk) in town.footpaths.from(stop as u32) {
                        lower(&mut ready[*to as usize], at + walk);
                    }
                }
            }
            best.into_iter().map(|at| at.map(|at| at - leave).filter(|time| *time < query.cutoff_s)).collect()
        })
        .collect()
}

fn lower(cell: &mut Option<u32>, value: u32) {
    *cell = Some(cell.map_or(value, |old| old.min(value)));
}
