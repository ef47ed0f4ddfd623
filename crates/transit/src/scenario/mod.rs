//! Before and after: a project written as changes to a day, laid over the day's index and not into it.
//!
//! A [`Scenario`] is data (JSON) with an opening date. [`Overlay::new`] compiles it for one day; its size is that of
//! the change, not of the network. Scans and batches then see both worlds in one pass: the trips a project takes
//! away can be boarded in the world before only, those it adds in the world after only.
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
//! use transit::scan::{Query, Scanner, View};
//! use transit::scenario::{Overlay, Scenario};
//!
//! let bridge = Scenario::from_json(
//!     r#"{ "project": "bridge", "opens": "2026-09-01", "assumptions": ["as fast as the train before it"],
//!          "changes": [{ "change": "add_trips", "line": "through train",
//!                        "calls": [{ "stop": "W1", "after_s": 0 }, { "stop": "E2", "after_s": 900 }],
//!                        "runs": [{ "from_s": 25200, "to_s": 36000, "headway_s": 600 }] }] }"#,
//! )?;
//! let after = Overlay::new(&bridge, &monday, &day, date, &FootpathOptions::default())?;
//! let view = View::of(&day).with(&after);
//!
//! // Both worlds in one pass: [before, after], for every place and threshold.
//! let here = view.at_stop(network.find("W1").expect("it is there"));
//! let pair = Scanner::new().view_counters(view, &Query::w1(7 * 3600, 12, 60), &here, &[1_800])?;
//! let east = network.find("E2").expect("it is there");
//! assert_eq!((pair[0].of(east)[0], pair[1].of(east)[0]), (0, 12));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod model;
mod overlay;

pub use compile::ScenarioError;
pub use model::{Change, NewCall, Run, Scenario, Selection};
pub use overlay::Overlay;
