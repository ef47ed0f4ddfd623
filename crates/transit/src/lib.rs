//! Who gets where in thirty minutes, and what a project changes.
//!
//! A [`feed`] (GTFS) becomes a [`day`]: a [`day::Network`] of stops, the trips of a date, footpaths, and over them a
//! [`day::DayIndex`] of events sorted by second. A [`scan`] answers one origin for every minute of a window in one
//! pass over it; a [`batch`] answers 64 origins in one, with counters alone. A [`scenario`] lays a project over the day,
//! so that both worlds are answered together. [`journey`] tells the legs of one trip; [`access`] makes figures and maps.
//!
//! Seconds are counted from the service day's noon less twelve hours and may pass 86,400; distances are metres,
//! coordinates WGS-84 degrees. Nothing here opens a socket, reads a clock or keeps anything between two questions.
//!
//! # From a feed to an answer
//! ```
//! use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
//! use transit::feed::{self, ReadOptions};
//! use transit::scan::{Query, Scanner};
//!
//! // An invented town: a train from W1 every ten minutes, a bridge one walks over, a bus from E1 to E2.
//! let feed = feed::read_path("tests/town".as_ref(), &ReadOptions::default())?;
//! let network = Network::new(&feed);
//! let monday = FeedDay::new(&feed, &network, DayOptions::on(jiff::civil::date(2026, 9, 21)));
//! let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::default());
//! let day = DayIndex::new(&network.places, &monday, &footpaths)?;
//!
//! // Twelve departures, one a minute from 07:00, at most an hour on the way and four rides.
//! let query = Query::w1(7 * 3600, 12, 60);
//! let home = day.access(network.find("W1").expect("it is there"));
//! let times = Scanner::new().travel_times(&day, &query, &home)?;
//!
//! let east = network.find("E2").expect("it is there");
//! assert_eq!(times.get(0, east), Some(40 * 60), "who leaves at 07:00 is there at 07:40");
//! assert_eq!(times.best_planned(east), Some(32 * 60), "who leaves at 07:08 catches the next train and bus");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod access;
pub mod batch;
pub mod day;
pub mod feed;
pub mod geo;
pub mod journey;
pub mod scan;
pub mod scenario;
