//! Ratios of one run: the scan and its relatives against a plain scalar range-RAPTOR and against what the machine
//! allows. CPU time of this thread, never the clock on the wall.
//!
//! ```text
//! make bench-transit                                   all of it
//! cargo bench -p transit --bench reach -- scan pair    some: load scan batch matrix pair sizes raptor
//! ```

mod oracle;

use cpu_time::ThreadTime;
use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use transit::batch::{BatchQuery, BatchScanner, LANES, along_the_curve, each_batch};
use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network, Timetable};
use transit::feed::{self, Feed, ReadOptions, StopTime};
use transit::scan::{Counters, Query, Scanner, View};
use transit::scenario::{Change, NewCall, Overlay, Run, Scenario, Selection};

/// CPU seconds this thread has used. The scheduler's books under `/proc` are brought up to date at its ticks
/// alone, of several milliseconds each; the thread's own clock is exact.
fn cpu_s() -> f64 {
    ThreadTime::now().as_duration().as_secs_f64()
}

/// Runs something and returns its answer and its CPU seconds.
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let before = cpu_s();
    let answer = black_box(work());
    (answer, cpu_s() - before)
}

/// The least of several runs: the work itself, without what others did to the caches meanwhile.
fn least<T>(runs: usize, mut work: impl FnMut() -> T) -> f64 {
    (0..runs).map(|_| timed(&mut work).1).fold(f64::INFINITY, f64::min)
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn bar(what: &str, value: f64, at_least: f64, unit: &str) {
    let word = if value >= at_least { "reached" } else { "MISSED" };
    println!("  {what}: {value:.1} {unit} (bar ≥ {at_least} {unit}) … {word}");
}

fn bar_most(what: &str, value: f64, at_most: f64, unit: &str) {
    let word = if value <= at_most { "reached" } else { "MISSED" };
    println!("  {what}: {value:.2} {unit} (bar ≤ {at_most} {unit}) … {word}");
}

fn shared() -> Option<PathBuf> {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    while folder.pop() {
        for shared in [folder.join("shared/data/gtfs"), folder.join("../shared/data/gtfs")] {
            if shared.join("reference").is_dir() {
                return Some(shared);
            }
        }
    }
    None
}

fn read(folder: &Path, names: &[&str]) -> Feed {
    let read = |name: &&str| feed::read_path(&folder.join(name), &ReadOptions::default()).expect(name);
    feed::join(names.iter().map(read).collect()).expect("feeds fit")
}

/// The same feed with every run of a template written out as a trip of its own.
fn expanded(feed: &Feed) -> Feed {
    let mut out = Feed { trips: Vec::new(), stop_times: Vec::new(), frequencies: Vec::new(), ..feed.clone() };
    for (at, trip) in feed.trips.iter().enumerate() {
        let rows = &feed.stop_times[trip.rows()];
        let runs: Vec<_> = feed.frequencies.iter().filter(|f| f.trip as usize == at).collect();
        let mut add = |id: String, shift: i64| {
            let first = out.stop_times.len() as u32;
            let moved = |time: u32| (i64::from(time) + shift) as u32;
            out.stop_times.extend(rows.iter().map(|row| StopTime {
                arrival_s: moved(row.arrival_s),
                departure_s: moved(row.departure_s),
                ..*row
            }));
            out.trips.push(feed::Trip { id, first, ..trip.clone() });
        };
        if runs.is_empty() {
            add(trip.id.clone(), 0);
        }
        for (number, run) in runs.iter().enumerate() {
            for (count, start_s) in (run.start_s..run.end_s).step_by(run.headway_s as usize).enumerate() {
                add(
                    format!("{}_{number}_{count}", trip.id),
                    i64::from(start_s) - i64::from(rows[0].departure_s),
                );
            }
        }
    }
    out
}

/// One network of the bench with all that is asked of it.
struct Case {
    name: &'static str,
    day: DayIndex,
    timetable: Timetable,
    footpaths: Footpaths,
    origins: Vec<u32>,
    places: Vec<(f64, f64)>,
    from_s: u32,
}

fn case(name: &'static str, feed: &Feed, date: &str, from_s: u32, origins: Option<Vec<String>>) -> Case {
    let network = Network::new(feed);
    let date = feed::time::parse_date(date.as_bytes()).expect("a date");
    let trips = FeedDay::new(feed, &network, DayOptions::on(date));
    let footpaths = Footpaths::straight(feed, &network, &FootpathOptions::W1);
    let day = DayIndex::new(&network.places, &trips, &footpaths).expect("it fits");
    let origins = match origins {
        Some(ids) => ids.iter().filter_map(|id| network.find(id)).collect(),
        None => (0..20).map(|at| (at * 7_919 % network.len()) as u32).collect(),
    };
    Case { name, day, timetable: Timetable::of(&trips), footpaths, origins, places: network.places, from_s }
}

fn origins_of(folder: &Path, reference: &str) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(folder.join("reference").join(reference)).ok()?;
    Some(text.lines().skip(1).filter_map(|line| Some(line.split(',').next()?.to_owned())).collect())
}

/// Streams 8-byte words and touches a table of the size of the labels at random: what the machine allows.
fn limits() -> (f64, f64) {
    let words = vec![1_u64; 16 << 20];
    let stream = least(5, || words.iter().fold(0_u64, |sum, word| sum.wrapping_add(*word)));
    let bytes_a_second = (words.len() * 8) as f64 / stream;
    let mut table = vec![0_u8; 657 << 10];
    let lines = (table.len() / 64) as u64;
    let touches = 4_000_000_u64;
    let random = least(3, || {
        let mut at = 1_u64;
        for _ in 0..touches {
            at ^= at << 13;
            at ^= at >> 7;
            at ^= at << 17;
            let cell = &mut table[(at % lines) as usize * 64];
            *cell = (*cell).max(at as u8);
        }
        table[0]
    });
    (bytes_a_second, random / touches as f64)
}

struct Measured {
    raptor_ms: Vec<f64>,
    scan_ms: Vec<f64>,
}

/// Every origin through both, taking turns; answers must be equal.
fn scan_against_raptor(case: &Case, raptor: &oracle::Raptor, cutoff_min: u32) -> Measured {
    let query = Query::w1(case.from_s, 120, cutoff_min);
    let (mut scanner, mut memory) = (Scanner::new(), oracle::Memory::default());
    let mut measured = Measured { raptor_ms: Vec::new(), scan_ms: Vec::new() };
    let first = case.day.access(case.origins[0]);
    let mut times = scanner.travel_times(&case.day, &query, &first).expect("in range");
    for origin in &case.origins {
        let access = case.day.access(*origin);
        let plain = raptor.travel_times(&query, &access, &mut memory);
        measured.raptor_ms.push(1e3 * least(2, || raptor.travel_times(&query, &access, &mut memory)));
        measured.scan_ms.push(
            1e3 * least(3, || scanner.refill(&case.day, &query, &access, &mut times).expect("in range")),
        );
        for stop in 0..case.places.len() as u32 {
            for (departure, value) in times.of(stop).iter().enumerate() {
                assert_eq!(*value, plain[departure * case.places.len() + stop as usize], "they must agree");
            }
        }
    }
    measured
}

fn main() {
    let Some(folder) = shared() else {
        println!("note: SKIPPED, there is no shared/data/gtfs beside the repository");
        return;
    };
    // Cargo adds `--bench`; every other word is a part to measure.
    let parts: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|word| word == part);
    println!("CPU time of one thread; per origin unless it says otherwise; W1 semantics\n");
    let machine = limits();
    println!(
        "machine: {:.1} GB/s streamed, {:.2} ns a random touch of 657 kB\n",
        machine.0 / 1e9,
        machine.1 * 1e9
    );
    let compact = read(&folder, &["synth_city.zip", "beijing_subway_2026.zip"]);
    if wanted("load") {
        load(&folder, &compact);
    }
    let s1 = case("S1", &compact, "20260923", 25_200, origins_of(&folder, "s1_60.csv"));
    if wanted("scan") {
        scans(&folder, &s1, machine);
    }
    if wanted("batch") {
        batches(&s1);
    }
    if wanted("matrix") {
        matrix(&s1);
    }
    if wanted("pair") {
        pair(&compact, &s1);
    }
    if wanted("sizes") {
        sizes(&compact, &s1);
    }
    if wanted("raptor") {
        when_raptor_wins(&s1);
    }
}

/// What it costs to get ready.
fn load(folder: &Path, compact: &Feed) {
    let mut archive = Cursor::new(Vec::new());
    feed::write_zip(&expanded(compact), &mut archive).expect("memory takes it");
    println!("S1 expanded: {} MB of zip", archive.get_ref().len() / 1_000_000);
    let (s1, load_s) = timed(|| {
        archive.set_position(0);
        feed::read_zip(&mut archive, &ReadOptions::default()).expect("what was written can be read")
    });
    println!("  {} trips, {} stop times", s1.trips.len(), s1.stop_times.len());
    bar_most("loads in", load_s, 3.0, "s");
    let (_, compact_s) = timed(|| read(folder, &["synth_city.zip", "beijing_subway_2026.zip"]));
    println!("  with frequencies it loads in {compact_s:.2} s");
    let network = Network::new(compact);
    let date = feed::time::parse_date(b"20260923").expect("a date");
    let trips = FeedDay::new(compact, &network, DayOptions::on(date));
    let (footpaths, walk_s) = timed(|| Footpaths::straight(compact, &network, &FootpathOptions::W1));
    let (index, index_s) = timed(|| DayIndex::new(&network.places, &trips, &footpaths).expect("it fits"));
    println!("  footpaths {walk_s:.2} s, day index {index_s:.2} s, {} events", index.events());
    bar_most("the index holds", index.bytes() as f64 / 1e6, 100.0, "MB");
}

/// Scan against RAPTOR on four networks.
fn scans(folder: &Path, s1: &Case, (bytes_a_second, touch_s): (f64, f64)) {
    println!("\nscan against scalar range-RAPTOR, one-to-all, 120 departures, 20 origins (median / mean ms)");
    println!(
        "| network | cutoff | range-RAPTOR | scan | ratio of means | ratio of medians | limit ms | scan / limit |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    let subway = read(folder, &["beijing_subway_2026.zip"]);
    let vilnius = read(folder, &["vilnius_2015.zip"]);
    let porto = read(folder, &["poa_eptc.zip", "poa_trensurb.zip"]);
    let cases = [
        case("Beijing subway", &subway, "20260923", 25_200, origins_of(folder, "beijing_subway_60.csv")),
        case("Vilnius", &vilnius, "20151118", 25_200, origins_of(folder, "vilnius_60.csv")),
        case("Porto Alegre", &porto, "20190513", 50_400, None),
    ];
    let mut bars = Vec::new();
    for case in cases.iter().chain([s1]) {
        let raptor = oracle::Raptor::new(&case.timetable, &case.footpaths);
        for cutoff_min in [60, 90] {
            let mut m = scan_against_raptor(case, &raptor, cutoff_min);
            let (raptor_mean, scan_mean) = (mean(&m.raptor_ms), mean(&m.scan_ms));
            let (raptor_median, scan_median) = (median(&mut m.raptor_ms), median(&mut m.scan_ms));
            let events = case.day.events_between(case.from_s, case.from_s + 7_140 + cutoff_min * 60);
            let limit_ms = 1e3 * (events as f64 * 8.0 / bytes_a_second + 2.0 * events as f64 * touch_s);
            println!(
                "| {} | {cutoff_min} | {raptor_median:.1} / {raptor_mean:.1} | {scan_median:.2} / {scan_mean:.2} | {:.1} | {:.1} | {limit_ms:.2} | {:.2} |",
                case.name,
                raptor_mean / scan_mean,
                raptor_median / scan_median,
                scan_mean / limit_ms
            );
            bars.push((case.name, cutoff_min, raptor_mean / scan_mean));
        }
    }
    for (name, cutoff_min, ratio) in bars.into_iter().filter(|(name, ..)| *name == s1.name) {
        let at_least = if cutoff_min == 60 { 5.0 } else { 8.0 };
        bar(&format!("{name} {cutoff_min} min, scan over RAPTOR"), ratio, at_least, "×");
    }
}

/// What every batch of the bench is asked.
fn batch_query() -> BatchQuery {
    BatchQuery::new(Query::w1(25_200, 120, 60), &[1_800, 3_600])
}

/// 64 origins at once against RAPTOR one by one: anywhere, and side by side.
fn batches(s1: &Case) {
    let batch = batch_query();
    let mut scanner = BatchScanner::new();
    println!("\nbatch of 64 on S1, thresholds 30 and 60 min");
    let raptor = oracle::Raptor::new(&s1.timetable, &s1.footpaths);
    let curve = along_the_curve(&s1.places);
    let random: Vec<u32> = (0..LANES).map(|at| (at * 7_919 % s1.places.len()) as u32).collect();
    let middle = curve.iter().position(|stop| *stop == s1.origins[2]).unwrap_or(0).min(curve.len() - LANES);
    let together: Vec<u32> = curve[middle..middle + LANES].to_vec();
    let mut memory = oracle::Memory::default();
    for (name, origins) in [("random", &random), ("neighbours", &together)] {
        let access: Vec<_> = origins.iter().map(|stop| s1.day.access(*stop)).collect();
        // Both take turns, so that what else the machine does meets both.
        let (mut batch_ms, mut each) = (f64::INFINITY, Vec::new());
        for (at, one) in access.iter().enumerate() {
            each.push(1e3 * least(2, || raptor.travel_times(&batch.query, one, &mut memory)));
            if at % 4 == 0 {
                let all = least(2, || scanner.counters(&s1.day, &batch, &access).expect("in range"));
                batch_ms = batch_ms.min(1e3 * all / LANES as f64);
            }
        }
        println!("  {name} origins: {batch_ms:.3} ms, range-RAPTOR {:.1} ms", mean(&each));
        bar(&format!("batch over RAPTOR, {name}, per origin"), mean(&each) / batch_ms, 80.0, "×");
        println!("    target 150×: {}", if mean(&each) / batch_ms >= 150.0 { "reached" } else { "MISSED" });
    }
}

/// From ten thousand origins to every stop.
fn matrix(s1: &Case) {
    let origins: Vec<Vec<(u32, u32)>> =
        (0..10_000).map(|at| s1.day.access((at % s1.places.len()) as u32)).collect();
    let places: Vec<(f64, f64)> = (0..10_000).map(|at| s1.places[at % s1.places.len()]).collect();
    let (sum, matrix_s) = timed(|| {
        let order = along_the_curve(&places);
        let mut sum = 0_u64;
        each_batch(&s1.day, &batch_query(), &origins, &order, |_, counters| {
            // Lane 0 of every batch, every stop, the wider threshold: nothing of the work can be left out unseen.
            sum += (0..counters.places() as u32).map(|stop| u64::from(counters.get(0, stop, 1))).sum::<u64>();
        })
        .expect("in range");
        sum
    });
    println!(
        "\n10,000 origins × all {} stops of S1, thresholds 30 and 60 min (checksum {sum})",
        s1.places.len()
    );
    bar_most("takes", matrix_s, 15.0, "CPU s");
}

/// Before and after a project in one pass, beside one scan of the day and two: a new line across the middle, a train
/// every four minutes, and every trip of one line two minutes later.
fn pair(compact: &Feed, s1: &Case) {
    let network = Network::new(compact);
    let date = feed::time::parse_date(b"20260923").expect("a date");
    let trips = FeedDay::new(compact, &network, DayOptions::on(date));
    let curve = along_the_curve(&s1.places);
    let stop = |part: usize| network.ids[curve[curve.len() * part / 7] as usize].clone();
    let calls =
        (1..7).map(|part| NewCall { stop: stop(part), after_s: part as u32 * 240 - 240, dwell_s: 30 });
    let runs = vec![Run { from_s: 18_000, to_s: 79_200, headway_s: 240 }];
    let later = Selection { routes: vec![compact.routes[0].id.clone()], ..Selection::default() };
    let scenario = Scenario {
        project: "bench".into(),
        name: String::new(),
        opens: date,
        assumptions: Vec::new(),
        changes: vec![
            Change::AddTrips { line: "new".into(), calls: calls.collect(), runs },
            Change::Retime { trips: later, shift_s: 120 },
        ],
    };
    let overlay = Overlay::new(&scenario, &trips, &s1.day, date, &FootpathOptions::W1).expect("it fits");
    let (gone, come) = overlay.trip_counts();
    println!(
        "\nbefore and after in one pass on S1: {gone} trips go, {come} come; 20 origins, counters at 30 and 60 min"
    );
    let view = View::of(&s1.day).with(&overlay);
    let (mut scanner, thresholds) = (Scanner::new(), [1_800, 3_600]);
    for cutoff_min in [60, 90] {
        let query = Query::w1(25_200, 120, cutoff_min);
        let (mut one, mut both) = (Vec::new(), Vec::new());
        for origin in &s1.origins {
            let access = s1.day.access(*origin);
            let here = view.at_stop(*origin);
            one.push(
                1e3 * least(3, || scanner.counters(&s1.day, &query, &access, &thresholds).expect("in range")),
            );
            both.push(
                1e3 * least(3, || scanner.view_counters(view, &query, &here, &thresholds).expect("in range")),
            );
        }
        println!("  {cutoff_min} min: one scan {:.2} ms, the pair {:.2} ms", mean(&one), mean(&both));
        bar_most(&format!("pair over one scan, {cutoff_min} min"), mean(&both) / mean(&one), 1.3, "×");
    }
}

/// Where plain range-RAPTOR is the better choice: few departures, little to reach.
fn when_raptor_wins(s1: &Case) {
    let raptor = oracle::Raptor::new(&s1.timetable, &s1.footpaths);
    println!(
        "\nrange-RAPTOR over scan on S1 by departures and cutoff, mean of 10 origins (below 1: RAPTOR is faster)"
    );
    println!("| departures | 15 min | 30 min | 60 min | 90 min |");
    println!("|--:|--:|--:|--:|--:|");
    let (mut scanner, mut memory) = (Scanner::new(), oracle::Memory::default());
    for departures in [1, 5, 15, 30, 60, 120] {
        let cells = [15, 30, 60, 90].map(|cutoff_min| {
            let query = Query::w1(25_200, departures, cutoff_min);
            let (mut plain, mut scan) = (0.0, 0.0);
            for origin in &s1.origins[..10] {
                let access = s1.day.access(*origin);
                plain += least(2, || raptor.travel_times(&query, &access, &mut memory));
                let mut times = scanner.travel_times(&s1.day, &query, &access).expect("in range");
                scan += least(2, || scanner.refill(&s1.day, &query, &access, &mut times).expect("in range"));
            }
            format!("{:.1}", plain / scan)
        });
        println!("| {departures} | {} |", cells.join(" | "));
    }
}

/// Cost against network size and window length.
fn sizes(compact: &Feed, s1: &Case) {
    println!(
        "\nscan against network size (S1 thinned to a part of its lines; 120 departures, 60 min) and window"
    );
    println!("| lines | events in window | departures | scan ms | batch ms per origin |");
    println!("|--:|--:|--:|--:|--:|");
    let network = Network::new(compact);
    let date = feed::time::parse_date(b"20260923").expect("a date");
    let (mut scanner, mut batches) = (Scanner::new(), BatchScanner::new());
    let thresholds = [1_800, 3_600];
    let mut row = |lines: &str, day: &DayIndex, departures: u32| {
        let query = Query::w1(25_200, departures, 60);
        let each: Vec<f64> = s1.origins[..10]
            .iter()
            .map(|origin| {
                let access = day.access(*origin);
                1e3 * least(2, || -> Counters {
                    scanner.counters(day, &query, &access, &thresholds).expect("in range")
                })
            })
            .collect();
        let random: Vec<_> = (0..LANES).map(|at| day.access((at * 7_919 % s1.places.len()) as u32)).collect();
        let batch = BatchQuery::new(query, &thresholds);
        let batch_ms =
            1e3 * least(2, || batches.counters(day, &batch, &random).expect("in range")) / LANES as f64;
        let events = day.events_between(25_200, query.end_s());
        println!("| {lines} | {events} | {departures} | {:.2} | {batch_ms:.3} |", mean(&each));
    };
    for keep in [8, 4, 2] {
        let mut thin = compact.clone();
        // Every `keep`-th line stays; the trips of the others lose their calls.
        for trip in thin.trips.iter_mut().filter(|trip| trip.route % keep != 0) {
            trip.count = 0;
        }
        let trips = FeedDay::new(&thin, &network, DayOptions::on(date));
        let day = DayIndex::new(&network.places, &trips, &s1.footpaths).expect("it fits");
        row(&format!("1/{keep}"), &day, 120);
    }
    for departures in [30, 60, 120, 240] {
        row("all", &s1.day, departures);
    }
}
