//! Scan, scalar range-RAPTOR and brute force on thousands of small random networks; the batch beside them.

mod common;
#[path = "../benches/oracle/mod.rs"]
mod oracle;

use common::{Kind, Random, brute_force, query, town};
use transit::batch::{BatchQuery, BatchScanner};
use transit::scan::{Query, Scanner};

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
