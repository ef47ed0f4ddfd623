//! Real networks: a few origins of every reference file of workload W1 (the `w1` example takes all of them).

mod common;

use std::path::Path;

use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{self, ReadOptions};
use transit::scan::{Query, Scanner, View};
use transit::scenario::{Overlay, Scenario};

fn check(folder: &Path, feeds: &[&str], reference: &str, date: jiff::civil::Date, origins: usize) {
    let read = |name: &&str| feed::read_path(&folder.join(name), &ReadOptions::default()).unwrap();
    let feed = feed::join(feeds.iter().map(read).collect()).unwrap();
    let network = Network::new(&feed);
    let day = FeedDay::new(&feed, &network, DayOptions::on(date));
    let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::W1);
    let index = DayIndex::new(&network.places, &day, &footpaths).unwrap();
    let text = std::fs::read_to_string(folder.join("reference").join(reference)).unwrap();
    let mut scanner = Scanner::new();
    for line in text.lines().skip(1).take(origins) {
        let fields: Vec<&str> = line.trim().split(',').collect();
        let cutoff_min: u32 = fields[1].parse().unwrap();
        let access = index.access(network.find(fields[0]).unwrap());
        let times = scanner.travel_times(&index, &Query::w1(25_200, 120, cutoff_min), &access).unwrap();
        let (reached, sum, hash) = times.digest();
        assert_eq!(
            format!("{},{cutoff_min},{reached},{sum},{hash:016x}", fields[0]),
            line.trim(),
            "{reference}"
        );
    }
}

#[test]
fn c01_beijing_subway() {
    let Some(folder) = common::feeds_or_skip("the Beijing subway reference") else { return };
    let date = jiff::civil::date(2026, 9, 23);
    check(&folder, &["beijing_subway_2026.zip"], "beijing_subway_60.csv", date, 5);
}

#[test]
fn c02_vilnius() {
    let Some(folder) = common::feeds_or_skip("the Vilnius reference") else { return };
    check(&folder, &["vilnius_2015.zip"], "vilnius_60.csv", jiff::civil::date(2015, 11, 18), 5);
}

#[test]
fn c03_two_feeds_of_six_million_calls() {
    let Some(folder) = common::feeds_or_skip("the S1 reference") else { return };
    let feeds = ["synth_city.zip", "beijing_subway_2026.zip"];
    check(&folder, &feeds, "s1_60.csv", jiff::civil::date(2026, 9, 23), 4);
}

#[test]
fn c04_untimed_calls_and_streets_of_porto_alegre() {
    let Some(folder) = common::feeds_or_skip("Porto Alegre") else { return };
    let read = |name: &&str| feed::read_path(&folder.join(name), &ReadOptions::default()).unwrap();
    let feed = feed::join(["poa_eptc.zip", "poa_trensurb.zip"].iter().map(read).collect()).unwrap();
    let network = Network::new(&feed);
    let day = FeedDay::new(&feed, &network, DayOptions::on(jiff::civil::date(2019, 5, 13)));
    let straight = Footpaths::straight(&feed, &network, &FootpathOptions::W1);
    let timetable = transit::day::Timetable::of(&day);
    // Counts as published with the data.
    assert_eq!((network.len(), timetable.len(), timetable.call_count()), (4_010, 2_903, 136_366));
    assert_eq!(straight.len(), 74_134);
    #[cfg(feature = "streets")]
    {
        use transit::day::streets::{Streets, WalkOptions};
        let streets = Streets::read(&folder.join("poa_osm.pbf")).unwrap();
        let some = &network.places[..400];
        let walks = streets.walks(some, some, &WalkOptions::default(), || ());
        let plane = transit::geo::Plane::at_mean(network.places.iter().map(|place| place.0));
        assert!(walks.len() > 400, "{} walks", walks.len());
        for (from, to, seconds) in walks {
            let metres = plane.distance_m(some[from as usize], some[to as usize]);
            // To and from the street it may be shorter than straight only by the planes' difference.
            assert!(
                from == to || f64::from(seconds) * 1.2 + 3.0 >= metres * 0.995,
                "{from} {to} {seconds} {metres}"
            );
        }
    }
}

#[test]
fn c05_a_sample_line_laid_over_a_real_network() {
    let Some(folder) = common::feeds_or_skip("the sample line") else { return };
    let feed = feed::read_path(&folder.join("beijing_subway_2026.zip"), &ReadOptions::default()).unwrap();
    let (network, date) = (Network::new(&feed), jiff::civil::date(2026, 9, 23));
    let day = FeedDay::new(&feed, &network, DayOptions::on(date));
    let options = FootpathOptions { radius_m: 1_000.0, ..FootpathOptions::default() };
    let footpaths = Footpaths::straight(&feed, &network, &options);
    let index = DayIndex::new(&network.places, &day, &footpaths).unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/scenarios/sample-line-22.json");
    let scenario = Scenario::from_json(&std::fs::read_to_string(sample).unwrap()).unwrap();
    assert!(scenario.project.starts_with("sample") && scenario.assumptions.len() == 6);

    let overlay = Overlay::new(&scenario, &day, &index, date, &options).unwrap();
    // A train every 164 s from 05:00 to 23:00, each way.
    assert_eq!((overlay.trip_counts(), overlay.new_stops()), ((0, 2 * 64_800_usize.div_ceil(164)), 5));
    let view = View::of(&index).with(&overlay);
    let (query, mut scanner) = (Query::w1(25_200, 120, 60), Scanner::new());
    let (first_new, last_new) = (network.len() as u32, view.stops() as u32 - 1);
    for origin in (0..first_new).step_by(29).chain(first_new..=last_new) {
        let pair = scanner.view_counters(view, &query, &view.at_stop(origin), &[1_800, 3_600]).unwrap();
        for place in 0..=last_new {
            let (before, after) = (pair[0].of(place), pair[1].of(place));
            assert!(before.iter().zip(after).all(|(before, after)| before <= after), "{origin} to {place}");
        }
        if origin == last_new {
            let far = (0..first_new).filter(|stop| pair[1].of(*stop)[1] == 120).count();
            assert!((0..=last_new).all(|place| pair[0].of(place) == [0, 0]), "nothing runs there before");
            assert!(far > 20, "every departure gets to {far} old stops within the hour");
        }
    }
}
