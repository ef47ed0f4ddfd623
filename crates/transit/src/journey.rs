//! Journeys with their legs: one start, one goal, one departure. For people, and to check a scan by hand.
//!
//! The day's events are gone through once, as in the scan, but with parents kept for every number of rides. The
//! result is what RAPTOR's rounds give: for each number of rides the earliest arrival.
//!
//! ```
//! # use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
//! # use transit::feed::{self, ReadOptions};
//! # let feed = feed::read_path("tests/town".as_ref(), &ReadOptions::default())?;
//! # let network = Network::new(&feed);
//! # let date = jiff::civil::date(2026, 9, 21);
//! # let monday = FeedDay::new(&feed, &network, DayOptions::on(date));
//! # let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::default());
//! # let day = DayIndex::new(&network.places, &monday, &footpaths)?;
//! use transit::journey::{Leg, Question, journeys};
//!
//! let question = Question { leave_s: 7 * 3600, cutoff_s: 3_600, rides: 4, slack_s: 60 };
//! let [west, east] = ["W1", "E2"].map(|id| network.find(id).expect("it is there"));
//! let found = journeys(&day, &question, &[(west, 0)], &[(east, 0)])?;
//! assert_eq!((found[0].rides, found[0].arrive_s), (2, 7 * 3600 + 40 * 60));
//! assert!(matches!(found[0].legs[1], Leg::Walk { seconds: 400, .. }), "over the bridge");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::collections::HashMap;

use crate::day::{DayIndex, Event, LONGEST_WALK_S, TripRef};
use crate::scan::{Access, Query, QueryError, Window};

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Departure, seconds of the day.
    pub leave_s: u32,
    /// An arrival this long after, or later, does not count. Seconds.
    pub cutoff_s: u32,
    /// At most so many rides, 1 to 8.
    pub rides: u8,
    /// As in [`crate::scan::Query::slack_s`].
    pub slack_s: u32,
}

/// One way from start to goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// Number of rides.
    pub rides: u8,
    /// When one sets out.
    pub leave_s: u32,
    /// When one is there, the last walk included.
    pub arrive_s: u32,
    /// Staying at a stop is no leg.
    pub legs: Vec<Leg>,
}

/// A part of a journey. Stops are kept stops, times seconds of the service day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// On foot. `None` is the start or the goal where that is no stop.
    Walk {
        /// Where from.
        from: Option<u32>,
        /// Where to.
        to: Option<u32>,
        /// Setting out.
        start_s: u32,
        /// On the way.
        seconds: u32,
    },
    /// In a vehicle.
    Ride {
        /// Which trip of the day.
        trip: TripRef,
        /// Where one gets on.
        from: u32,
        /// Where one gets off.
        to: u32,
        /// Departure.
        board_s: u32,
        /// Arrival.
        alight_s: u32,
    },
}

/// A boarding: where and when.
#[derive(Clone, Copy)]
struct Boarded {
    stop: u32,
    second: u32,
}

/// A ride that ended at a stop.
#[derive(Clone, Copy)]
struct Ridden {
    slot: u32,
    from: Boarded,
    second: u32,
}

/// How one came to be ready to board: from the start, or from a stop after a ride.
#[derive(Clone, Copy)]
struct Ready {
    due_s: u32,
    from: Option<u32>,
    walk_s: u32,
}

const NOT_READY: Ready = Ready { due_s: u32::MAX, from: None, walk_s: 0 };

/// The best journeys for every number of rides that arrives earlier than all with fewer, fewest rides first.
///
/// `access` and `egress` are stops with walks in seconds; a start or goal that is a stop is in it with 0.
///
/// # Errors
/// [`QueryError`] for numbers out of range or stops that are not there.
pub fn journeys(
    day: &DayIndex,
    question: &Question,
    access: &Access,
    egress: &Access,
) -> Result<Vec<Journey>, QueryError> {
    let window = Window { start_s: question.leave_s, departures: 1, step_s: 1 };
    let Question { cutoff_s, rides, slack_s, .. } = *question;
    Query { window, cutoff_s, rides, slack_s }.check()?;
    let most = usize::from(question.rides);
    if let Some((_, walk_s)) = access.iter().chain(egress).find(|(_, walk_s)| *walk_s > LONGEST_WALK_S) {
        return Err(QueryError::Walk(*walk_s));
    }
    if let Some((stop, _)) = access.iter().chain(egress).find(|(stop, _)| *stop as usize >= day.stops()) {
        return Err(QueryError::Stop(*stop));
    }
    let (from_s, to_s) = (question.leave_s, question.leave_s.saturating_add(question.cutoff_s));
    let alive = day.alive(from_s, to_s);
    let base = alive.start;
    // Bit r of a slot: boarded after r rides.
    let mut on_board = vec![0_u8; alive.len()];
    let mut boarded: HashMap<(u32, u8), Boarded> = HashMap::new();
    let mut ready = vec![vec![NOT_READY; day.stops()]; most];
    let mut ridden: Vec<Vec<Option<Ridden>>> = vec![vec![None; day.stops()]; most];
    for (stop, walk_s) in access {
        let cell = &mut ready[0][day.inner(*stop) as usize];
        let due_s = from_s + walk_s + question.slack_s + 1;
        if due_s < cell.due_s {
            *cell = Ready { due_s, from: None, walk_s: *walk_s };
        }
    }
    for second in from_s..to_s.min(day.end_s()) {
        let range = day.by_second[second as usize] as usize..day.by_second[second as usize + 1] as usize;
        for event in &day.events[range] {
            let (slot, stop) = (event.slot as usize - base, (event.stop & Event::STOP) as usize);
            if event.stop & Event::ALIGHT != 0 {
                for rides in 0..most {
                    if on_board[slot] >> rides & 1 == 0 || ridden[rides][stop].is_some() {
                        continue;
                    }
                    let from = boarded[&(event.slot, rides as u8)];
                    ridden[rides][stop] = Some(Ridden { slot: event.slot, from, second });
                    if rides + 1 == most {
                        continue;
                    }
                    let own = std::iter::once((stop as u32, 0));
                    for (to, walk_s) in own.chain(day.footpaths.from(stop as u32).iter().copied()) {
                        let due_s = second + walk_s + question.slack_s + 1;
                        let cell = &mut ready[rides + 1][to as usize];
                        if due_s < cell.due_s {
                            *cell = Ready { due_s, from: Some(stop as u32), walk_s };
                        }
                    }
                }
            }
            if event.stop & Event::BOARD != 0 {
                for (rides, ready) in ready.iter().enumerate() {
                    if on_board[slot] >> rides & 1 == 0 && ready[stop].due_s <= second {
                        on_board[slot] |= 1 << rides;
                        boarded.insert((event.slot, rides as u8), Boarded { stop: stop as u32, second });
                    }
                }
            }
        }
    }
    let mut found: Vec<Journey> = Vec::new();
    for rides in 0..most {
        let arrivals = egress.iter().filter_map(|(stop, walk_s)| {
            let ride = ridden[rides][day.inner(*stop) as usize]?;
            Some((ride.second + walk_s, *stop, *walk_s))
        });
        let Some((arrive_s, stop, walk_s)) = arrivals.min() else { continue };
        if arrive_s >= to_s || found.last().is_some_and(|fewer| fewer.arrive_s <= arrive_s) {
            continue;
        }
        let mut legs = Vec::new();
        if walk_s > 0 {
            legs.push(Leg::Walk { from: Some(stop), to: None, start_s: arrive_s - walk_s, seconds: walk_s });
        }
        let mut at = day.inner(stop);
        for ride in (0..=rides).rev() {
            let Some(last) = ridden[ride][at as usize] else { break };
            legs.push(Leg::Ride {
                trip: day.trips[last.slot as usize],
                from: day.outer(last.from.stop),
                to: day.outer(at),
                board_s: last.from.second,
                alight_s: last.second,
            });
            let start = ready[ride][last.from.stop as usize];
            let start_s = start.due_s - question.slack_s - 1 - start.walk_s;
            if start.walk_s > 0 || start.from.is_some_and(|from| from != last.from.stop) {
                let (from, to) = (start.from.map(|from| day.outer(from)), Some(day.outer(last.from.stop)));
                legs.push(Leg::Walk { from, to, start_s, seconds: start.walk_s });
            }
            at = start.from.unwrap_or(last.from.stop);
        }
        legs.reverse();
        found.push(Journey { rides: rides as u8 + 1, leave_s: from_s, arrive_s, legs });
    }
    Ok(found)
}
