//! Chapters in an invented world: two provinces, one bridge, every answer known from arithmetic.
//!
//! West: a train from W1 every ten minutes from 06:00, five minutes to W2 (untimed, interpolated), ten to W3. On
//! foot over the bridge to E1: 400 s. East: a bus from E1 every fifteen minutes from 06:00, ten minutes to E2; E3
//! is a walk away. A night bus runs E1 23:55 → W3 24:10 → W1 24:30.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use transit::access::{compare, difference, reach};
use transit::batch::{BatchQuery, BatchScanner};
use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{self, Feed, ReadOptions};
use transit::journey::{Leg, Question, journeys};
use transit::scan::{ArriveBy, Percentiles, Query, Scanner, Targets, View};
use transit::scenario::{Overlay, Scenario};

const SEVEN: u32 = 7 * 3600;

fn town_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/town")
}

struct World {
    feed: Feed,
    network: Network,
    options: DayOptions,
    index: DayIndex,
}

impl World {
    fn on(day: jiff::civil::Date) -> Self {
        let feed = feed::read_path(&town_folder(), &ReadOptions::default()).unwrap();
        let network = Network::new(&feed);
        let options = DayOptions::on(day);
        let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::W1);
        let index =
            DayIndex::new(&network.places, &FeedDay::new(&feed, &network, options), &footpaths).unwrap();
        Self { feed, network, options, index }
    }

    fn day(&self) -> FeedDay<'_> {
        FeedDay::new(&self.feed, &self.network, self.options)
    }

    fn stop(&self, id: &str) -> u32 {
        self.network.find(id).unwrap()
    }

    fn access(&self, id: &str) -> Vec<(u32, u32)> {
        self.index.access(self.stop(id))
    }
}

fn monday() -> World {
    World::on(date(2026, 9, 21))
}

#[test]
fn a01_the_feed_is_what_it_says() {
    let world = monday();
    assert_eq!(world.feed.report.problems.len(), 1, "{:?}", world.feed.report.problems);
    assert!(world.feed.report.problems[0].reason.contains("headway only"));
    assert_eq!(world.feed.report.untimed, 1);
    assert_eq!(world.network.ids, ["W1", "W2", "W3", "E1", "E2", "E3", "LONELY"], "the station is no stop");
    // 24 trains of three calls, 16 buses of two, and the night bus that waits five minutes before it leaves.
    assert_eq!((world.index.trips(), world.index.events()), (24 + 16 + 1, 24 * 3 + 16 * 2 + 3));
}

#[test]
fn a02_one_line_and_the_strict_minute_before_boarding() {
    let world = monday();
    let times =
        Scanner::new().travel_times(&world.index, &Query::w1(SEVEN, 12, 60), &world.access("W1")).unwrap();
    let (middle, bridge) = (world.stop("W2"), world.stop("W3"));
    // At 07:00 the train of 07:00 is gone, one takes that of 07:10.
    assert_eq!(times.get(0, middle), Some(900));
    assert_eq!(times.get(0, bridge), Some(1_200));
    assert_eq!(times.get(8, middle), Some(420), "07:08 is more than a minute before 07:10");
    assert_eq!(times.get(9, middle), Some(960), "07:09 is exactly a minute before, and that is not enough");
    assert_eq!(times.best_planned(middle), Some(420));
    assert_eq!(times.get(0, world.stop("W1")), None, "no vehicle comes back to where one starts");
    assert_eq!(times.get(0, world.stop("LONELY")), None);
    let few = Percentiles::of(&times, &[50, 100]);
    // Waits are 15, 14, … 7, then 16 minutes and down again: of twelve values the sixth and the last.
    assert_eq!(few.values[middle as usize], [Some(720), Some(960)]);
}

#[test]
fn a03_over_the_bridge_on_foot_into_the_other_province() {
    let world = monday();
    let times =
        Scanner::new().travel_times(&world.index, &Query::w1(SEVEN, 1, 60), &world.access("W1")).unwrap();
    // 07:20 at W3, 07:26:40 over the bridge, 07:30 bus, 07:40 at E2.
    assert_eq!(times.get(0, world.stop("E2")), Some(2_400));
    assert_eq!(times.get(0, world.stop("E3")), None, "no walk after the last ride is counted for stops");
    let one_ride = Query { rides: 1, ..Query::w1(SEVEN, 1, 60) };
    let times = Scanner::new().travel_times(&world.index, &one_ride, &world.access("W1")).unwrap();
    assert_eq!(times.get(0, world.stop("E2")), None);
    let cutoff = |minutes| Query::w1(SEVEN, 1, minutes);
    let mut scanner = Scanner::new();
    let mut reached = |query| {
        scanner.travel_times(&world.index, &query, &world.access("W1")).unwrap().get(0, world.stop("E2"))
    };
    assert_eq!(reached(cutoff(40)), None, "an arrival at the cutoff does not count");
    assert_eq!(reached(cutoff(41)), Some(2_400));
}

#[test]
fn a04_past_midnight_and_on_other_days() {
    let world = monday();
    let late = Query::w1(23 * 3600 + 50 * 60, 1, 60);
    let times = Scanner::new().travel_times(&world.index, &late, &world.access("E1")).unwrap();
    assert_eq!(times.get(0, world.stop("W1")), Some(2_400), "24:30 is forty minutes after 23:50");
    // The same night bus seen from Tuesday, if the day before is asked for.
    let tuesday = DayOptions { day_before: true, ..DayOptions::on(date(2026, 9, 22)) };
    for (options, expected) in [(tuesday, Some(1_740)), (DayOptions::on(tuesday.date), None)] {
        let day = FeedDay::new(&world.feed, &world.network, options);
        let footpaths = Footpaths::straight(&world.feed, &world.network, &FootpathOptions::W1);
        let index = DayIndex::new(&world.network.places, &day, &footpaths).unwrap();
        let query = Query::w1(60, 1, 60);
        let access = index.access(world.stop("W3"));
        let times = Scanner::new().travel_times(&index, &query, &access).unwrap();
        assert_eq!(times.get(0, world.stop("W1")), expected);
    }
    let sunday = World::on(date(2026, 9, 20));
    assert_eq!(sunday.index.trips(), 0);
    let feast = World::on(date(2026, 10, 1));
    assert_eq!(feast.index.trips(), 1, "an exception takes the weekday away and brings the feast");
}

#[test]
fn a05_who_can_be_here_by_eight() {
    let world = monday();
    let arrive = ArriveBy::new(&world.index, 0);
    let east = arrive.day().access(world.stop("E2"));
    let deadlines = Query::w1(8 * 3600, 2, 90);
    let times = arrive.travel_times(&mut Scanner::new(), &deadlines, &east).unwrap();
    // The bus that is at E2 at 07:55 left at 07:45; over the bridge by 07:43:59; train there 07:30, left W1 07:20.
    assert_eq!(times.get(0, world.stop("E1")), Some(15 * 60));
    assert_eq!(times.get(0, world.stop("W1")), Some(40 * 60));
    assert_eq!(times.get(0, world.stop("W2")), Some(35 * 60));
    assert_eq!(times.get(1, world.stop("W1")), Some(41 * 60), "deadlines are told in their own order");
}

#[test]
fn a06_legs_for_people() {
    let world = monday();
    let question = Question { leave_s: SEVEN, cutoff_s: 3_600, rides: 4, slack_s: 60 };
    let goal = [(world.stop("E2"), 0)];
    for wrong in [
        Question { slack_s: u32::MAX, ..question },
        Question { cutoff_s: 0, ..question },
        Question { leave_s: u32::MAX, ..question },
        Question { rides: 9, ..question },
    ] {
        assert!(journeys(&world.index, &wrong, &world.access("W1"), &goal).is_err(), "{wrong:?}");
    }
    assert!(journeys(&world.index, &question, &[(0, 14_401)], &goal).is_err());
    let found = journeys(&world.index, &question, &world.access("W1"), &goal).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].rides, found[0].arrive_s), (2, SEVEN + 2_400));
    let legs: Vec<_> = found[0]
        .legs
        .iter()
        .map(|leg| match *leg {
            Leg::Ride { from, to, board_s, alight_s, .. } => (true, Some(from), Some(to), board_s, alight_s),
            Leg::Walk { from, to, start_s, seconds } => (false, from, to, start_s, start_s + seconds),
        })
        .collect();
    let stop = |id: &str| Some(world.stop(id));
    assert_eq!(
        legs,
        [
            (true, stop("W1"), stop("W3"), SEVEN + 600, SEVEN + 1_200),
            (false, stop("W3"), stop("E1"), SEVEN + 1_200, SEVEN + 1_600),
            (true, stop("E1"), stop("E2"), SEVEN + 1_800, SEVEN + 2_400),
        ]
    );
}

/// A through train over the bridge, every ten minutes at five past, twelve minutes to the east and on to a new stop.
const PROJECT: &str = r#"{
  "project": "demo-22", "name": "Train over the bridge", "opens": "2026-09-22",
  "assumptions": ["headway as planned"],
  "changes": [
    { "change": "add_stop", "id": "NEW", "name": "New Town", "lat": 40.0, "lon": 116.2 },
    { "change": "add_trips", "line": "22",
      "calls": [ { "stop": "W1", "after_s": 0 }, { "stop": "E2", "after_s": 720, "dwell_s": 60 },
                 { "stop": "NEW", "after_s": 1080 } ],
      "runs": [ { "from_s": 21900, "to_s": 36000, "headway_s": 600 } ] },
    { "change": "remove_trips", "trips": { "routes": ["B"], "from_s": 28800 } }
  ]
}"#;

#[test]
fn a07_before_and_after_a_project_in_one_pass() {
    let scenario = Scenario::from_json(PROJECT).unwrap();
    let mut scanner = Scanner::new();
    for (day, open) in [(date(2026, 9, 21), false), (date(2026, 9, 22), true)] {
        let world = World::on(day);
        let overlay = Overlay::new(&scenario, &world.day(), &world.index, day, &FootpathOptions::W1).unwrap();
        assert_eq!(overlay.is_empty(), !open);
        let view = View::of(&world.index).with(&overlay);
        let pair =
            scanner.view_times(view, &Query::w1(SEVEN, 3, 60), &view.at_stop(world.stop("W1"))).unwrap();
        let (before, after) = (&pair[0], &pair[1]);
        let east = world.stop("E2");
        assert_eq!(before.get(0, east), Some(2_400));
        // Before the opening day nothing differs. After it: 07:05 and twelve minutes.
        assert_eq!(after.get(0, east), Some(if open { 1_020 } else { 2_400 }));
        if open {
            let new = world.network.len() as u32;
            assert_eq!(overlay.stop_ids, ["NEW"]);
            assert_eq!((before.get(0, new), after.get(0, new)), (None, Some(300 + 1_080)));
            let query = Query::w1(SEVEN, 2, 60);
            let counters = scanner
                .view_counters(view, &query, &view.at_stop(world.stop("W1")), &[1_020, 1_080])
                .unwrap();
            // At 07:00 it takes 17 minutes, at 07:01 sixteen: the first is not within 17.
            let shares = difference(&counters[0], &counters[1], east);
            assert_eq!(shares, [[0.0, 0.5, 0.5], [0.0, 1.0, 1.0]]);
            // From the east at eight the bus is gone, in the world after only.
            let late = view.at_stop(world.stop("E1"));
            let pair = scanner.view_times(view, &Query::w1(8 * 3600, 1, 60), &late).unwrap();
            assert_eq!((pair[0].get(0, east), pair[1].get(0, east)), (Some(1_500), None));
        }
    }
}

#[test]
fn a08_a_scenario_that_fits_nothing_is_refused_by_number() {
    let world = monday();
    let told = |changes: &str| {
        let text = format!(r#"{{"project":"p","opens":"2026-01-01","changes":[{changes}]}}"#);
        let scenario = Scenario::from_json(&text).unwrap();
        let date = date(2026, 9, 21);
        Overlay::new(&scenario, &world.day(), &world.index, date, &FootpathOptions::W1)
            .map(|_| ())
            .unwrap_err()
    };
    assert_eq!(
        told(r#"{"change":"remove_trips","trips":{"routes":["X"]}}"#).to_string(),
        "change 1: the route X is unknown"
    );
    assert_eq!(
        told(r#"{"change":"remove_trips","trips":{"routes":["R"],"from_s":90000}}"#).to_string(),
        "change 1: no trip of the day fits"
    );
    assert!(
        told(r#"{"change":"retime","trips":{"trips":["X"]},"shift_s":1}"#).to_string().contains("trip X")
    );
    // The train of 06:00, so much earlier that its first call falls before the day: it runs from the second. Of three
    // calls one left is no trip.
    for (shift_s, left) in [(-(6 * 3600 + 300), 1), (-(6 * 3600 + 600), 0)] {
        let text = format!(
            r#"{{"project":"p","opens":"2026-01-01","changes":[{{"change":"retime",
               "trips":{{"routes":["R"],"to_s":21601}},"shift_s":{shift_s}}}]}}"#
        );
        let scenario = Scenario::from_json(&text).unwrap();
        let day = date(2026, 9, 21);
        let overlay = Overlay::new(&scenario, &world.day(), &world.index, day, &FootpathOptions::W1).unwrap();
        assert_eq!(overlay.trip_counts(), (1, left), "{shift_s}");
    }
    let endless = r#"{"change":"headway","trips":{"from_s":0,"to_s":4294967295},"headway_s":3000000000}"#;
    assert!(told(endless).to_string().contains("within a week"));
    assert!(
        told(r#"{"change":"add_footpath","from":"W1","to":"?","seconds":1}"#).to_string().contains("unknown")
    );
    assert!(told(r#"{"change":"speed","trips":{},"factor":0}"#).to_string().contains("factor"));
    assert!(told(r#"{"change":"headway","trips":{},"headway_s":60}"#).to_string().contains("from_s"));
    assert!(Scenario::from_json(r#"{"project":"p","opens":"2026-01-01","changes":[],"typo":1}"#).is_err());
}

#[test]
fn a09_other_headways_times_and_speeds() {
    let world = monday();
    let mut scanner = Scanner::new();
    let mut middle = |change: &str| {
        let text = format!(r#"{{"project":"p","opens":"2026-01-01","changes":[{change}]}}"#);
        let scenario = Scenario::from_json(&text).unwrap();
        let overlay =
            Overlay::new(&scenario, &world.day(), &world.index, date(2026, 9, 21), &FootpathOptions::W1)
                .unwrap();
        let view = View::of(&world.index).with(&overlay);
        let pair =
            scanner.view_times(view, &Query::w1(SEVEN, 1, 60), &view.at_stop(world.stop("W1"))).unwrap();
        assert_eq!(pair[0].get(0, world.stop("W2")), Some(900), "the world before is untouched");
        pair[1].get(0, world.stop("W2"))
    };
    let rail = r#""trips":{"routes":["R"],"from_s":21600,"to_s":36000}"#;
    assert_eq!(middle(&format!(r#"{{"change":"headway",{rail},"headway_s":120}}"#)), Some(120 + 300));
    assert_eq!(middle(&format!(r#"{{"change":"retime",{rail},"shift_s":-300}}"#)), Some(300 + 300));
    assert_eq!(middle(&format!(r#"{{"change":"speed",{rail},"factor":2.0}}"#)), Some(600 + 150));
    assert_eq!(middle(r#"{"change":"remove_trips","trips":{"trips":["R-template"]}}"#), None);
    // Two changes to the same trips: earlier by five minutes, then twice as fast.
    let both = format!(
        r#"{{"change":"retime",{rail},"shift_s":-300}},{{"change":"speed","trips":{{"routes":["R"]}},"factor":2.0}}"#
    );
    assert_eq!(middle(&both), Some(300 + 150));
}

#[test]
fn a10_people_near_a_stop_are_reached_on_foot() {
    let world = monday();
    // A school 0.002 degrees north of E2: 222.39 m, times 1.3, at 1.2 m/s: 240.9 s, so 241. And one nowhere near.
    let places = [(40.002, 116.15), (41.0, 117.0)];
    let targets = Targets::straight(&world.index, &world.network.places, &places, &FootpathOptions::W1);
    let view = View::of(&world.index).towards(&targets);
    let query = Query::w1(SEVEN, 1, 60);
    let origin = view.at_stop(world.stop("W1"));
    let mut scanner = Scanner::new();
    let times = scanner.view_times(view, &query, &origin).unwrap();
    assert_eq!(times[0].get(0, view.first_target()), Some(2_400 + 241));
    assert_eq!(times[0].get(0, view.first_target() + 1), None);
    let near = view.at_stop(world.stop("E2"));
    let times = scanner.view_times(view, &query, &near).unwrap();
    assert_eq!(times[0].get(0, view.first_target()), Some(241), "on foot all the way");
    let counters = scanner.view_counters(view, &query, &origin, &[2_640, 2_700]).unwrap();
    let people = reach(&counters[0], view.first_target(), &[100.0, 7.0]);
    assert_eq!(
        (people[0].mean, people[1].mean, people[1].always, people[1].ever),
        (0.0, 100.0, 100.0, 100.0)
    );
    assert_eq!(compare(&people[..1], &people[1..])[0].mean, 100.0);
    // The batch: everything here is whole minutes but two walks. That of 241 s it takes for five minutes, so one is
    // there in the minute that begins 45 minutes after setting out, and that counts for 46 minutes.
    let batch = BatchQuery::new(query, &[2_700, 2_760]);
    let told = BatchScanner::new().view_counters(view, &batch, &[origin]).unwrap();
    assert_eq!((told.get(0, view.first_target(), 0), told.get(0, view.first_target(), 1)), (0, 1));
}
