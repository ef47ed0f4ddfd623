//! Real networks: a few origins of every reference file of workload W1 (the `w1` example takes all of them).

mod common;

use std::path::Path;

use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{self, ReadOptions};
use transit::scan::{Query, Scanner};

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
