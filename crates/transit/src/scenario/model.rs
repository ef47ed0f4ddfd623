//! A project's effect on the timetable, as it is written down.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A project's changes and the day from which they hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The zone's id of the project.
    pub project: String,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// First day on which the changes hold, written 2026-12-31. Before it the overlay is empty.
    #[serde(with = "date")]
    pub opens: Date,
    /// What the figures rest on, told along with every result.
    #[serde(default)]
    pub assumptions: Vec<String>,
    /// In this order. A change to trips sees the trips as earlier changes left them; trips that a change adds are
    /// not changed by later ones.
    pub changes: Vec<Change>,
}

/// One change. Times are seconds of the service day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// A stop that was not there. It gets straight-line footpaths like any other.
    AddStop {
        /// An id no stop has.
        id: String,
        /// Its name.
        #[serde(default)]
        name: String,
        /// Degrees north, WGS-84.
        lat: f64,
        /// Degrees east, WGS-84.
        lon: f64,
    },
    /// A footpath that was not there, or takes another time now: a bridge, a passage.
    AddFootpath {
        /// A stop's id.
        from: String,
        /// A stop's id.
        to: String,
        /// Seconds on foot, at most [`crate::day::LONGEST_WALK_S`].
        seconds: u32,
        /// Whether it can be walked back as well.
        #[serde(default)]
        both_ways: bool,
    },
    /// A footpath that is no more.
    RemoveFootpath {
        /// A stop's id.
        from: String,
        /// A stop's id.
        to: String,
    },
    /// Trips that were not there.
    AddTrips {
        /// A name for people.
        line: String,
        /// In the order of travel.
        calls: Vec<NewCall>,
        /// When they run.
        runs: Vec<Run>,
    },
    /// Trips that run no more.
    RemoveTrips {
        /// Which.
        trips: Selection,
    },
    /// Trips that run earlier or later.
    Retime {
        /// Which.
        trips: Selection,
        /// Seconds later; negative for earlier.
        shift_s: i32,
    },
    /// Another headway: the chosen trips are replaced, by line, direction and stops, with runs every so many
    /// seconds. Each run takes the running times of the replaced trip that last left before it.
    Headway {
        /// Which; `from_s` and `to_s` must be given.
        trips: Selection,
        /// Seconds between runs.
        headway_s: u32,
    },
    /// Faster or slower running. Dwell stays.
    Speed {
        /// Which.
        trips: Selection,
        /// 1.25 is a quarter faster; 0.1 to 10.
        factor: f64,
    },
}

/// Which trips a change is about: those that fit everything that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Selection {
    /// Ids of routes; any if empty.
    pub routes: Vec<String>,
    /// Ids of trips (templates included); any if empty.
    pub trips: Vec<String>,
    /// `direction_id`.
    pub direction: Option<u8>,
    /// First departure not before.
    pub from_s: Option<u32>,
    /// First departure before.
    pub to_s: Option<u32>,
}

/// A call of a new trip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewCall {
    /// A stop's id.
    pub stop: String,
    /// Arrival, seconds after the first departure. 0 at the first.
    pub after_s: u32,
    /// Seconds of dwell; of the first call it is not looked at.
    #[serde(default)]
    pub dwell_s: u32,
}

/// A run every so many seconds: at `from_s`, then while before `to_s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// First departure.
    pub from_s: u32,
    /// Runs start before this.
    pub to_s: u32,
    /// Seconds between them, at least 1.
    pub headway_s: u32,
}

impl Scenario {
    /// Reads a scenario from JSON.
    ///
    /// # Errors
    /// Where the text is no scenario; the message names line and column.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

/// Dates as ISO text.
mod date {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
