//! The plain scalar range-RAPTOR the scan is measured against, of the same semantics (workload W1).
//!
//! Built as the paper and the well-known engines build it: trips grouped into patterns of the same stops in which
//! no trip overtakes another, times in flat arrays by position, departures from the last to the first with all
//! state kept, marked stops in a bit set, only stops improved in the last round boarded, arrivals pruned by those
//! with as many or fewer rides and by the cutoff.
#![allow(dead_code, reason = "the bench and the tests each use a part")]

use std::collections::HashMap;

use transit::day::{Call, Footpaths, Timetable};
use transit::scan::Query;

const NEVER: u32 = u32::MAX;

/// Trips over the same stops, none overtaking another, in order of departure.
struct Pattern {
    stops: Vec<u32>,
    board: Vec<bool>,
    alight: Vec<bool>,
    trips: usize,
    /// Position times trips plus trip.
    arrival_s: Vec<u32>,
    departure_s: Vec<u32>,
}

/// The network as RAPTOR likes it.
pub struct Raptor {
    stops: usize,
    patterns: Vec<Pattern>,
    /// For every stop the patterns that call there: (pattern, position), compressed rows.
    first: Vec<u32>,
    calls: Vec<(u32, u32)>,
    footpaths: Footpaths,
}

/// Memory of a search, kept from one to the next.
#[derive(Default)]
pub struct Memory {
    /// Rides times stops: earliest arrival in a vehicle with at most so many rides.
    vehicle: Vec<u32>,
    /// Rides times stops: earliest time one is at the stop, walked or ridden.
    ready: Vec<u32>,
    marked: Bits,
    next_marked: Bits,
    alighted: Bits,
    /// First marked position of every pattern, or the maximum.
    from_position: Vec<u32>,
    touched: Vec<u32>,
}

#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn reset(&mut self, length: usize) {
        self.0.clear();
        self.0.resize(length.div_ceil(64), 0);
    }
    #[inline]
    fn set(&mut self, at: u32) {
        self.0[at as usize / 64] |= 1 << (at % 64);
    }
    #[inline]
    fn has(&self, at: u32) -> bool {
        self.0[at as usize / 64] >> (at % 64) & 1 == 1
    }
    fn each(&self, mut visit: impl FnMut(u32)) {
        for (at, word) in self.0.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                visit(at as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
    }
    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

impl Raptor {
    /// Groups trips into patterns.
    pub fn new(timetable: &Timetable, footpaths: &Footpaths) -> Self {
        let stops = footpaths.stops();
        type Key = Vec<(u32, bool, bool)>;
        let mut groups: HashMap<Key, Vec<Vec<&[Call]>>> = HashMap::new();
        let mut keys: Vec<Key> = Vec::new();
        let mut all: Vec<&[Call]> = (0..timetable.len()).map(|at| timetable.get(at).1).collect();
        all.retain(|calls| calls.len() > 1);
        all.sort_by_key(|calls| (calls[0].departure_s, calls[calls.len() - 1].arrival_s));
        for calls in all {
            let key: Key = calls.iter().map(|call| (call.stop, call.board, call.alight)).collect();
            if !groups.contains_key(&key) {
                keys.push(key.clone());
            }
            let lanes = groups.entry(key).or_default();
            // A trip joins the first group whose last trip it does not overtake anywhere.
            let follows = |last: &[Call]| {
                last.iter()
                    .zip(calls)
                    .all(|(a, b)| a.arrival_s <= b.arrival_s && a.departure_s <= b.departure_s)
            };
            match lanes.iter_mut().find(|lane| lane.last().is_some_and(|last| follows(last))) {
                Some(lane) => lane.push(calls),
                None => lanes.push(vec![calls]),
            }
        }
        let mut patterns = Vec::new();
        for key in keys {
            for lane in &groups[&key] {
                let mut pattern = Pattern {
                    stops: key.iter().map(|(stop, _, _)| *stop).collect(),
                    board: key.iter().map(|(_, board, _)| *board).collect(),
                    alight: key.iter().map(|(_, _, alight)| *alight).collect(),
                    trips: lane.len(),
                    arrival_s: Vec::with_capacity(lane.len() * key.len()),
                    departure_s: Vec::with_capacity(lane.len() * key.len()),
                };
                for position in 0..key.len() {
                    pattern.arrival_s.extend(lane.iter().map(|calls| calls[position].arrival_s));
                    pattern.departure_s.extend(lane.iter().map(|calls| calls[position].departure_s));
                }
                patterns.push(pattern);
            }
        }
        let mut by_stop: Vec<Vec<(u32, u32)>> = vec![Vec::new(); stops];
        for (number, pattern) in patterns.iter().enumerate() {
            for (position, stop) in pattern.stops.iter().enumerate() {
                by_stop[*stop as usize].push((number as u32, position as u32));
            }
        }
        let mut first = vec![0];
        let mut calls = Vec::new();
        for some in by_stop {
            calls.extend(some);
            first.push(calls.len() as u32);
        }
        Self { stops, patterns, first, calls, footpaths: footpaths.clone() }
    }

    /// Travel times in seconds, departure by departure, stop by stop; 65,535 where there is none.
    pub fn travel_times(&self, query: &Query, access: &[(u32, u32)], memory: &mut Memory) -> Vec<u16> {
        let (stops, rides) = (self.stops, usize::from(query.rides));
        let mut answer = vec![u16::MAX; stops * query.window.departures as usize];
        memory.vehicle.clear();
        memory.vehicle.resize(stops * (rides + 1), NEVER);
        memory.ready.clear();
        memory.ready.resize(stops * (rides + 1), NEVER);
        memory.from_position.clear();
        memory.from_position.resize(self.patterns.len(), NEVER);
        for departure in (0..query.window.departures).rev() {
            let leave_s = query.window.second(departure);
            let limit_s = leave_s + query.cutoff_s;
            memory.marked.reset(stops);
            for (stop, walk_s) in access {
                let ready = &mut memory.ready[*stop as usize];
                if leave_s + walk_s < *ready {
                    *ready = leave_s + walk_s;
                    memory.marked.set(*stop);
                }
            }
            for ride in 1..=rides {
                if memory.marked.is_empty() {
                    break;
                }
                self.round(ride, rides, query.slack_s, limit_s, memory);
            }
            let best = &memory.vehicle[rides * stops..];
            let row = &mut answer[departure as usize * stops..][..stops];
            for (cell, arrival_s) in row.iter_mut().zip(best) {
                if *arrival_s < limit_s {
                    *cell = (arrival_s - leave_s) as u16;
                }
            }
        }
        answer
    }

    fn round(&self, ride: usize, rides: usize, slack_s: u32, limit_s: u32, memory: &mut Memory) {
        let stops = self.stops;
        let Memory { vehicle, ready, marked, next_marked, alighted, from_position, touched } = memory;
        touched.clear();
        marked.each(|stop| {
            let range = self.first[stop as usize] as usize..self.first[stop as usize + 1] as usize;
            for (pattern, position) in &self.calls[range] {
                let from = &mut from_position[*pattern as usize];
                if *from == NEVER {
                    touched.push(*pattern);
                }
                *from = (*from).min(*position);
            }
        });
        alighted.reset(stops);
        next_marked.reset(stops);
        for number in touched.iter() {
            let pattern = &self.patterns[*number as usize];
            let from = std::mem::replace(&mut from_position[*number as usize], NEVER) as usize;
            let mut trip = pattern.trips;
            for position in from..pattern.stops.len() {
                let stop = pattern.stops[position];
                let column = position * pattern.trips;
                if trip < pattern.trips && pattern.alight[position] {
                    let arrival_s = pattern.arrival_s[column + trip];
                    if arrival_s < limit_s && arrival_s < vehicle[ride * stops + stop as usize] {
                        // What is reached with so many rides is reached with more allowed.
                        for more in ride..=rides {
                            let cell = &mut vehicle[more * stops + stop as usize];
                            *cell = (*cell).min(arrival_s);
                        }
                        alighted.set(stop);
                    }
                }
                if pattern.board[position] && marked.has(stop) {
                    let earliest_s = ready[(ride - 1) * stops + stop as usize] + slack_s;
                    let times = &pattern.departure_s[column..column + pattern.trips];
                    if trip == pattern.trips {
                        trip = times.partition_point(|time| *time <= earliest_s);
                    } else {
                        while trip > 0 && times[trip - 1] > earliest_s {
                            trip -= 1;
                        }
                    }
                }
            }
        }
        let mut reach = |stop: u32, time_s: u32| {
            if time_s < limit_s && time_s < ready[ride * stops + stop as usize] {
                for more in ride..=rides {
                    let cell = &mut ready[more * stops + stop as usize];
                    *cell = (*cell).min(time_s);
                }
                next_marked.set(stop);
            }
        };
        alighted.each(|stop| {
            let arrival_s = vehicle[ride * stops + stop as usize];
            reach(stop, arrival_s);
            for (to, walk_s) in self.footpaths.from(stop) {
                reach(*to, arrival_s + walk_s);
            }
        });
        std::mem::swap(marked, next_marked);
    }
}
