//! Scan, scalar range-RAPTOR and brute force on thousands of small random networks; the batch beside them.

mod common;
#[path = "../benches/oracle/mod.rs"]
mod oracle;

use common::{Kind, Random, brute_force, query, town};
use transit::batch::{BatchQuery, BatchScanner};
use transit::day::{Call, DayIndex, TripRef, Trips};
use transit::journey::{Leg, Question, journeys};
use transit::scan::{ArriveBy, Query, Scanner, Targets, View, Window};
use transit::scenario::Overlay;

const MORNING: Kind = Kind { grain_s: 30, from_s: 25_200, span_s: 3_600 };
const SECONDS: Kind = Kind { grain_s: 7, from_s: 25_211, span_s: 900 };
const MIDNIGHT: Kind = Kind { grain_s: 60, from_s: 84_600, span_s: 5_400 };

/// How many networks of each kind, and one seed to play again: `TRANSIT_SEED=17 cargo test`.
fn seeds(count: u64) -> std::ops::Range<u64> {
    match std::env::var("TRANSIT_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..count,
    }
}

#[test]
fn scan_raptor_and_brute_force_agree() {
    let mut scanner = Scanner::new();
    let mut memory = oracle::Memory::default();
    let (mut reached, mut all) = (0_u64, 0_u64);
    for kind in [MORNING, SECONDS, MIDNIGHT] {
        for seed in seeds(1_500) {
            let mut random = Random::new(seed);
            let town = town(&mut random, kind);
            let query = query(&mut random, kind, 1..=8);
            let origin = random.below(town.places.len() as u32);
            let access = town.access(origin);
            let expected = brute_force(&town, &query, &access);
            let index = town.index();
            assert_eq!(index.access(origin), access);
            let times = scanner.travel_times(&index, &query, &access).unwrap();
            let plain = oracle::Raptor::new(&town.timetable, &town.footpaths).travel_times(
                &query,
                &access,
                &mut memory,
            );
            for departure in 0..query.window.departures {
                for stop in 0..town.places.len() as u32 {
                    let want = expected[departure as usize][stop as usize];
                    let told = format!(
                        "TRANSIT_SEED={seed} {kind:?} {query:?} origin {origin} departure {departure} stop {stop}"
                    );
                    assert_eq!(times.get(departure, stop), want, "scan: {told}");
                    let cell = plain[departure as usize * town.places.len() + stop as usize];
                    assert_eq!((cell != u16::MAX).then_some(u32::from(cell)), want, "raptor: {told}");
                    reached += u64::from(want.is_some());
                    all += 1;
                }
            }
            // Counters are the matrix counted.
            let thresholds = [query.cutoff_s / 2, query.cutoff_s];
            let counters = scanner.counters(&index, &query, &access, &thresholds).unwrap();
            for stop in 0..town.places.len() as u32 {
                for (at, threshold) in thresholds.iter().enumerate() {
                    assert_eq!(
                        u32::from(counters.of(stop)[at]),
                        times.count_within(stop, *threshold),
                        "seed {seed}"
                    );
                }
            }
        }
    }
    assert!(reached * 20 > all, "only {reached} of {all} cells are reached; the networks ask too little");
}

/// No town of this test lets more than eight rides help within its cutoff, or the oracle of eight would differ.
fn unlimited(query: Query) -> Query {
    Query { rides: 8, ..query }
}

#[test]
fn batch_on_a_grid_of_one_second_is_the_scan_without_a_limit_of_rides() {
    check_batch(SECONDS, 1, 400);
    check_batch(MORNING, 1, 100);
}

#[test]
fn batch_on_a_minute_grid_is_the_scan_where_all_times_are_minutes() {
    check_batch(MIDNIGHT, 60, 1_000);
}

fn check_batch(kind: Kind, grid_s: u32, count: u64) {
    let (mut scanner, mut batches) = (Scanner::new(), BatchScanner::new());
    let mut reached = 0_u64;
    for seed in seeds(count) {
        let mut random = Random::new(seed);
        let town = town(&mut random, kind);
        let mut query = unlimited(query(&mut random, kind, 8..=8));
        if grid_s > 1 {
            query.slack_s = 60 * random.below(3);
        }
        let index = town.index();
        let origins: Vec<_> = (0..town.places.len() as u32).map(|stop| town.access(stop)).collect();
        let half = (query.cutoff_s / 120 * 60).max(60);
        let batch = BatchQuery { grid_s, ..BatchQuery::new(query, &[half, query.cutoff_s]) };
        let told = batches.counters(&index, &batch, &origins).unwrap();
        for (lane, access) in origins.iter().enumerate() {
            let counters = scanner.counters(&index, &query, access, &batch.thresholds_s).unwrap();
            for place in 0..town.places.len() as u32 {
                for threshold in 0..2 {
                    let count = told.get(lane, place, threshold);
                    reached += u64::from(count);
                    assert_eq!(
                        count,
                        counters.of(place)[threshold],
                        "TRANSIT_SEED={seed} grid {grid_s} {query:?} lane {lane} place {place} threshold {threshold}"
                    );
                }
            }
        }
        // The same with places walked to, some of them right beside a stop.
        let walks: Vec<_> = (0..random.below(12))
            .map(|_| {
                (random.below(town.places.len() as u32), random.below(3), random.below(3) * kind.grain_s)
            })
            .collect();
        let targets = Targets::new(&index, town.places.len(), 3, walks);
        let view = View::of(&index).towards(&targets);
        let all: Vec<_> = (0..town.places.len() as u32).map(|stop| view.at_stop(stop)).collect();
        let told = batches.view_counters(view, &batch, &all).unwrap();
        for (lane, origin) in all.iter().enumerate() {
            let counters = &scanner.view_counters(view, &query, origin, &batch.thresholds_s).unwrap()[0];
            for (place, threshold) in (0..view.places() as u32).flat_map(|place| [(place, 0), (place, 1)]) {
                assert_eq!(
                    told.get(lane, place, threshold),
                    counters.of(place)[threshold],
                    "TRANSIT_SEED={seed} grid {grid_s} {query:?} targets, lane {lane} place {place} threshold {threshold}"
                );
            }
        }
    }
    assert!(reached > count * 10, "only {reached}; the networks ask too little");
}

#[test]
fn batch_is_its_scalar_twin_and_never_above_the_scan() {
    let (mut scanner, mut batches) = (Scanner::new(), BatchScanner::new());
    let mut below = 0_u64;
    for seed in seeds(400) {
        let mut random = Random::new(seed);
        let kind = if seed % 2 == 0 { MORNING } else { SECONDS };
        let town = town(&mut random, kind);
        let query = unlimited(query(&mut random, kind, 8..=8));
        let index = town.index();
        // Every lane is used, so that none can leak into another unseen.
        let origins: Vec<_> = (0..64).map(|_| town.access(random.below(town.places.len() as u32))).collect();
        let grid_s = [60, 30, 20][random.below(3) as usize];
        let batch = BatchQuery { grid_s, ..BatchQuery::new(query, &[query.cutoff_s]) };
        let wide = batches.counters(&index, &batch, &origins).unwrap();
        let narrow = batches.counters_scalar(&index, &batch, &origins).unwrap();
        for (lane, access) in origins.iter().enumerate() {
            let counters = scanner.counters(&index, &query, access, &batch.thresholds_s).unwrap();
            for place in 0..town.places.len() as u32 {
                let count = wide.get(lane, place, 0);
                assert_eq!(
                    count,
                    narrow.get(lane, place, 0),
                    "TRANSIT_SEED={seed} lane {lane} place {place}"
                );
                assert!(count <= counters.of(place)[0], "TRANSIT_SEED={seed} lane {lane} place {place}");
                below += u64::from(count < counters.of(place)[0]);
            }
        }
    }
    assert!(below > 0, "the grid never cost anything; the networks ask too little");
}

/// A random project over a town: trips go, trips come, stops and footpaths are new or gone.
fn project(random: &mut Random, kind: Kind, town: &common::Town, index: &DayIndex) -> Overlay {
    let stops = town.places.len() as u32;
    let mut removed = Vec::new();
    town.timetable.each_trip(&mut |trip, _| {
        if random.chance(30) {
            removed.push(trip);
        }
    });
    let new: Vec<(String, (f64, f64))> =
        (0..random.below(3)).map(|at| (format!("new {at}"), (0.5, f64::from(at) / 10.0))).collect();
    let all = stops + new.len() as u32;
    let mut added = Vec::new();
    for _ in 0..random.below(8) {
        let mut clock = kind.from_s + random.below(kind.span_s / kind.grain_s + 1) * kind.grain_s;
        let mut calls = Vec::new();
        for _ in 0..random.within(2, 5) {
            calls.push(Call {
                stop: random.below(all),
                arrival_s: clock,
                departure_s: clock,
                board: true,
                alight: true,
            });
            clock += random.below(10) * kind.grain_s;
        }
        added.push(calls);
    }
    let footpaths: Vec<_> = (0..random.below(8))
        .map(|_| {
            let pair = (random.below(all), random.below(all));
            (pair, (!random.chance(30)).then(|| random.below(8) * kind.grain_s))
        })
        .collect();
    Overlay::from_parts(index, removed, added, new, footpaths)
}

#[test]
fn both_worlds_of_a_pair_are_the_scans_of_either_alone() {
    let (mut scanner, mut batches) = (Scanner::new(), BatchScanner::new());
    let mut differ = 0;
    for kind in [MORNING, SECONDS, MIDNIGHT] {
        for seed in seeds(500) {
            let mut random = Random::new(seed);
            let town = town(&mut random, kind);
            let query = query(&mut random, kind, 1..=8);
            let index = town.index();
            let overlay = project(&mut random, kind, &town, &index);
            let after = overlay.after(&index, &town.places, &town.timetable).unwrap();
            let view = View::of(&index).with(&overlay);
            let origin = random.below(town.places.len() as u32);
            let pair = scanner.view_times(view, &query, &view.at_stop(origin)).unwrap();
            let before = scanner.travel_times(&index, &query, &index.access(origin)).unwrap();
            let alone = scanner.travel_times(&after, &query, &after.access(origin)).unwrap();
            for stop in 0..after.stops() as u32 {
                let told = format!("TRANSIT_SEED={seed} {kind:?} {query:?} origin {origin} stop {stop}");
                if (stop as usize) < index.stops() {
                    assert_eq!(pair[0].of(stop), before.of(stop), "before: {told}");
                } else {
                    assert!((0..query.window.departures).all(|d| pair[0].get(d, stop).is_none()), "{told}");
                }
                assert_eq!(pair[1].of(stop), alone.of(stop), "after: {told}");
                differ += u32::from(pair[0].of(stop) != pair[1].of(stop));
            }
            // The same pair in a batch: even lanes before, odd lanes after.
            let batch = BatchQuery { grid_s: 30, ..BatchQuery::new(query, &[query.cutoff_s]) };
            let lanes = batches.view_counters(view, &batch, &[view.at_stop(origin)]).unwrap();
            let one = batches.counters(&index, &batch, &[index.access(origin)]).unwrap();
            let two = batches.counters(&after, &batch, &[after.access(origin)]).unwrap();
            for stop in 0..after.stops() as u32 {
                if (stop as usize) < index.stops() {
                    assert_eq!(lanes.get(0, stop, 0), one.get(0, stop, 0), "TRANSIT_SEED={seed} stop {stop}");
                }
                assert_eq!(lanes.get(1, stop, 0), two.get(0, stop, 0), "TRANSIT_SEED={seed} stop {stop}");
            }
        }
    }
    assert!(differ > 500, "projects changed only {differ} rows");
}

#[test]
fn adding_service_never_lowers_reach_and_an_empty_project_changes_nothing() {
    let mut scanner = Scanner::new();
    let mut batches = BatchScanner::new();
    let mut raised = 0_u32;
    for seed in seeds(500) {
        let mut random = Random::new(seed);
        let town = town(&mut random, MORNING);
        let query = query(&mut random, MORNING, 1..=4);
        let index = town.index();
        let extra = common::town(&mut random, MORNING);
        let stops = town.places.len() as u32;
        let mut added = Vec::new();
        extra.timetable.each_trip(&mut |_, calls| {
            added.push(calls.iter().map(|call| Call { stop: call.stop % stops, ..*call }).collect());
        });
        let origin = random.below(stops);
        for (more, trips) in [(true, added), (false, Vec::new())] {
            let overlay = Overlay::from_parts(&index, Vec::<TripRef>::new(), trips, Vec::new(), []);
            let view = View::of(&index).with(&overlay);
            let pair = scanner.view_times(view, &query, &view.at_stop(origin)).unwrap();
            let batch = BatchQuery::new(query, &[query.cutoff_s]);
            let lanes = batches.view_counters(view, &batch, &[view.at_stop(origin)]).unwrap();
            for stop in 0..stops {
                for (before, after) in pair[0].of(stop).iter().zip(pair[1].of(stop)) {
                    assert!(after <= before, "TRANSIT_SEED={seed} stop {stop}: {before} became {after}");
                    assert!(more || after == before, "TRANSIT_SEED={seed}: nothing was added");
                    raised += u32::from(after < before);
                }
                assert!(lanes.get(1, stop, 0) >= lanes.get(0, stop, 0), "TRANSIT_SEED={seed} stop {stop}");
                assert!(more || lanes.get(1, stop, 0) == lanes.get(0, stop, 0));
            }
        }
    }
    assert!(raised > 500, "added trips helped only {raised} times");
}

#[test]
fn arrive_by_is_the_mirror_of_depart_at() {
    let mut scanner = Scanner::new();
    let mut reached = 0;
    for seed in seeds(800) {
        let mut random = Random::new(seed);
        let town = town(&mut random, SECONDS);
        let mut query = query(&mut random, SECONDS, 1..=4);
        query.window = Window { start_s: SECONDS.from_s / 60 * 60 + random.below(1_800), ..query.window };
        let goal = random.below(town.places.len() as u32);
        let index = town.index();
        let arrive = ArriveBy::new(&index, query.window.second(query.window.departures));
        let egress = arrive.day().access(goal);
        let times = arrive.travel_times(&mut scanner, &query, &egress).unwrap();
        // By definition: every trip turned round, and the deadline turned into a departure.
        let mirror = arrive.mirror_s();
        let mut turned = transit::day::Timetable::default();
        town.timetable.each_trip(&mut |trip, calls| {
            let calls: Vec<Call> = calls
                .iter()
                .rev()
                .map(|call| Call {
                    stop: call.stop,
                    // Nobody leaves from the last call, which may be after the mirror.
                    arrival_s: mirror.saturating_sub(call.departure_s),
                    departure_s: mirror - call.arrival_s,
                    board: call.alight,
                    alight: call.board,
                })
                .collect();
            turned.push(trip, &calls);
        });
        let back = common::Town {
            places: town.places.clone(),
            timetable: turned,
            footpaths: town.footpaths.reversed(),
        };
        for deadline in 0..query.window.departures {
            let leave = mirror - query.window.second(deadline);
            let one = Query { window: Window { start_s: leave, departures: 1, step_s: 60 }, ..query };
            let expected = brute_force(&back, &one, &back.access(goal));
            for stop in 0..town.places.len() as u32 {
                let want = expected[0][stop as usize];
                assert_eq!(
                    times.get(deadline, stop),
                    want,
                    "TRANSIT_SEED={seed} deadline {deadline} stop {stop}"
                );
                reached += u32::from(want.is_some());
            }
        }
    }
    assert!(reached > 5_000, "only {reached}");
}

#[test]
fn targets_are_reached_by_the_best_of_their_stops() {
    let (mut scanner, mut batches) = (Scanner::new(), BatchScanner::new());
    let mut reached = 0;
    for seed in seeds(500) {
        let mut random = Random::new(seed);
        let town = town(&mut random, SECONDS);
        let query = query(&mut random, SECONDS, 1..=4);
        let stops = town.places.len();
        let walks: Vec<(u32, u32, u32)> = (0..random.below(12))
            .map(|_| (random.below(stops as u32), random.below(3), random.below(500)))
            .collect();
        let index = town.index();
        let targets = Targets::new(&index, stops, 3, walks.clone());
        let view = View::of(&index).towards(&targets);
        let mut origin = view.at_stop(random.below(stops as u32));
        if random.chance(50) {
            origin.targets.clear();
        }
        let times = &scanner.view_times(view, &query, &origin).unwrap()[0];
        for target in 0..3 {
            for departure in 0..query.window.departures {
                let ride = walks
                    .iter()
                    .filter(|walk| walk.1 == target)
                    .filter_map(|walk| Some(times.get(departure, walk.0)? + walk.2));
                let walk = origin.targets.iter().filter(|walk| walk.0 == target).map(|walk| walk.1);
                let want = ride.chain(walk).min().filter(|seconds| *seconds < query.cutoff_s);
                assert_eq!(
                    times.get(departure, stops as u32 + target),
                    want,
                    "TRANSIT_SEED={seed} target {target}"
                );
                reached += u32::from(want.is_some());
            }
        }
        // The batch on a grid of a second, where eight rides are as good as any number.
        let query = unlimited(query);
        let batch = BatchQuery { grid_s: 1, ..BatchQuery::new(query, &[query.cutoff_s]) };
        let lanes = batches.view_counters(view, &batch, std::slice::from_ref(&origin)).unwrap();
        let counters = &scanner.view_counters(view, &query, &origin, &[query.cutoff_s]).unwrap()[0];
        for place in 0..view.places() as u32 {
            assert_eq!(lanes.get(0, place, 0), counters.of(place)[0], "TRANSIT_SEED={seed} place {place}");
        }
    }
    assert!(reached > 5_000, "only {reached}");
}

#[test]
fn journeys_are_as_early_as_the_scan_and_can_be_travelled() {
    let mut scanner = Scanner::new();
    let mut found = 0;
    for seed in seeds(1_000) {
        let mut random = Random::new(seed);
        let town = town(&mut random, MORNING);
        let mut query = query(&mut random, MORNING, 1..=8);
        query.window.departures = 1;
        let index = town.index();
        let stops = town.places.len() as u32;
        let access = town.access(random.below(stops));
        let question = Question {
            leave_s: query.window.start_s,
            cutoff_s: query.cutoff_s,
            rides: query.rides,
            slack_s: query.slack_s,
        };
        for goal in 0..stops {
            let all = journeys(&index, &question, &access, &[(goal, 0)]).unwrap();
            for rides in 1..=query.rides {
                let some = Query { rides, ..query };
                let want = scanner.travel_times(&index, &some, &access).unwrap().get(0, goal);
                let best = all.iter().rfind(|journey| journey.rides <= rides).map(|j| j.arrive_s - j.leave_s);
                assert_eq!(best, want, "TRANSIT_SEED={seed} goal {goal} rides {rides}");
            }
            for journey in &all {
                travel(&town, &query, &access, goal, journey, seed);
                found += 1;
            }
        }
    }
    assert!(found > 1_000, "only {found} journeys");
}

/// Goes through a journey leg by leg, with nothing but the timetable in hand.
fn travel(
    town: &common::Town,
    query: &Query,
    access: &[(u32, u32)],
    goal: u32,
    journey: &transit::journey::Journey,
    seed: u64,
) {
    let mut at: Option<u32> = None;
    let mut clock = journey.leave_s;
    let mut rides = 0;
    for leg in &journey.legs {
        match *leg {
            Leg::Walk { from, to, start_s, seconds } => {
                assert_eq!((start_s, from), (clock, at), "TRANSIT_SEED={seed} {journey:?}");
                let to = to.unwrap();
                let paths = match from {
                    None => access,
                    Some(from) => town.footpaths.from(from),
                };
                assert!(paths.contains(&(to, seconds)), "TRANSIT_SEED={seed} {journey:?}");
                (at, clock) = (Some(to), clock + seconds);
            }
            Leg::Ride { trip, from, to, board_s, alight_s } => {
                if let Some(at) = at {
                    assert_eq!(at, from, "TRANSIT_SEED={seed} {journey:?}");
                } else {
                    assert!(access.contains(&(from, 0)), "TRANSIT_SEED={seed} {journey:?}");
                }
                assert!(board_s > clock + query.slack_s, "TRANSIT_SEED={seed} {journey:?}");
                let mut calls: Vec<Call> = Vec::new();
                town.timetable.each_trip(&mut |other, some| {
                    if other == trip {
                        calls = some.to_vec();
                    }
                });
                let on = calls.iter().position(|c| (c.stop, c.departure_s, c.board) == (from, board_s, true));
                let off = calls.iter().rposition(|c| (c.stop, c.arrival_s, c.alight) == (to, alight_s, true));
                assert!(on.zip(off).is_some_and(|(on, off)| on < off), "TRANSIT_SEED={seed} {journey:?}");
                (at, clock) = (Some(to), alight_s);
                rides += 1;
            }
        }
    }
    assert_eq!((at, clock, rides), (Some(goal), journey.arrive_s, journey.rides), "TRANSIT_SEED={seed}");
}
