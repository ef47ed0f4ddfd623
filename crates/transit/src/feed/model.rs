//! What a feed holds, close to the files it came from. Everything refers by position (`u32`), not by id.

use jiff::civil::Date;

use super::report::FeedReport;

/// A reference that is not there: no parent station, no agency, no booking rule.
pub const NONE: u32 = u32::MAX;

/// The time of a stop that has none of its own; the day index interpolates it.
pub const UNTIMED: u32 = u32::MAX;

/// A whole feed in memory. Positions in the vectors are the references between them.
#[derive(Debug, Clone, Default)]
pub struct Feed {
    /// `agency.txt`.
    pub agencies: Vec<Agency>,
    /// `stops.txt`, every location type, in file order.
    pub stops: Vec<Stop>,
    /// `routes.txt`.
    pub routes: Vec<Route>,
    /// `calendar.txt` and `calendar_dates.txt` together, one per `service_id`.
    pub services: Vec<Service>,
    /// `trips.txt`.
    pub trips: Vec<Trip>,
    /// `stop_times.txt`, grouped by trip and in the order of `stop_sequence`; [`Trip::first`] and [`Trip::count`]
    /// say where a trip's rows are.
    pub stop_times: Vec<StopTime>,
    /// `frequencies.txt`, sorted by trip.
    pub frequencies: Vec<Frequency>,
    /// `transfers.txt`.
    pub transfers: Vec<Transfer>,
    /// `pathways.txt`.
    pub pathways: Vec<Pathway>,
    /// `booking_rules.txt`.
    pub booking_rules: Vec<BookingRule>,
    /// `feed_info.txt`, one per joined feed.
    pub info: Vec<FeedInfo>,
    /// What was met on reading.
    pub report: FeedReport,
}

/// `agency.txt`: who runs the service and in which time zone its times are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agency {
    /// `agency_id`, may be empty.
    pub id: String,
    /// `agency_name`.
    pub name: String,
    /// `agency_url`.
    pub url: String,
    /// `agency_timezone`, a name of the time zone database.
    pub timezone: String,
    /// `agency_lang`.
    pub lang: String,
}

/// `stops.txt`: a platform, a station, an entrance, a node or a boarding area.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stop {
    /// `stop_id`.
    pub id: String,
    /// `stop_name`.
    pub name: String,
    /// Degrees north, WGS-84. NaN where the feed gives none.
    pub lat: f64,
    /// Degrees east, WGS-84. NaN where the feed gives none.
    pub lon: f64,
    /// `location_type`: 0 stop or platform, 1 station, 2 entrance, 3 node, 4 boarding area.
    pub location_type: u8,
    /// `parent_station` as a position in [`Feed::stops`], or [`NONE`].
    pub parent: u32,
}

/// `routes.txt`: a line as riders know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// `route_id`.
    pub id: String,
    /// Position in [`Feed::agencies`], or [`NONE`].
    pub agency: u32,
    /// `route_short_name`.
    pub short_name: String,
    /// `route_long_name`.
    pub long_name: String,
    /// `route_type`: 0 tram, 1 metro, 2 rail, 3 bus, …
    pub route_type: u16,
    /// `route_color`, six hexadecimal digits or empty.
    pub color: String,
}

/// The days a service runs: a weekly pattern between two dates, then exceptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// `service_id`.
    pub id: String,
    /// Monday first. All false where the service is known from `calendar_dates.txt` only.
    pub weekdays: [bool; 7],
    /// First and last day of the weekly pattern, both included; `None` without a row in `calendar.txt`.
    pub span: Option<(Date, Date)>,
    /// `exception_type` 1, sorted.
    pub added: Vec<Date>,
    /// `exception_type` 2, sorted.
    pub removed: Vec<Date>,
}

impl Service {
    /// Whether the service runs on a day: an exception decides, then the weekly pattern.
    pub fn runs_on(&self, date: Date) -> bool {
        if self.removed.binary_search(&date).is_ok() {
            return false;
        }
        if self.added.binary_search(&date).is_ok() {
            return true;
        }
        let weekday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
        self.span.is_some_and(|(first, last)| first <= date && date <= last) && self.weekdays[weekday]
    }
}

/// `trips.txt`: one run of a vehicle, or the template of many where `frequencies.txt` names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trip {
    /// `trip_id`.
    pub id: String,
    /// Position in [`Feed::routes`].
    pub route: u32,
    /// Position in [`Feed::services`].
    pub service: u32,
    /// `trip_headsign`.
    pub headsign: String,
    /// `direction_id`: 0, 1, or 255 where not given.
    pub direction: u8,
    /// Position of the first row in [`Feed::stop_times`].
    pub first: u32,
    /// Number of rows in [`Feed::stop_times`].
    pub count: u32,
}

impl Trip {
    /// The range of this trip's rows in [`Feed::stop_times`].
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.first as usize..self.first as usize + self.count as usize
    }
}

/// `stop_times.txt`: one call of one trip. 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StopTime {
    /// Position in [`Feed::stops`].
    pub stop: u32,
    /// `stop_sequence`.
    pub sequence: u32,
    /// Seconds after noon minus twelve hours of the service day, or [`UNTIMED`]. May pass 24:00.
    pub arrival_s: u32,
    /// As [`StopTime::arrival_s`].
    pub departure_s: u32,
    /// `pickup_type`: 0 regular, 1 none, 2 phone, 3 ask the driver.
    pub pickup: u8,
    /// `drop_off_type`, same codes.
    pub drop_off: u8,
    /// `timepoint`: 0 approximate, 1 exact, 255 not given.
    pub timepoint: u8,
    /// `pickup_booking_rule_id` as a position in [`Feed::booking_rules`] plus one; 0 where there is none.
    pub booking: u16,
}

/// `frequencies.txt`: a template trip repeated at a headway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frequency {
    /// Position in [`Feed::trips`].
    pub trip: u32,
    /// First departure of the first run, seconds of the service day.
    pub start_s: u32,
    /// Runs start while earlier than this.
    pub end_s: u32,
    /// Seconds between runs, at least 1.
    pub headway_s: u32,
    /// `exact_times`: true for a timetable written short, false for a headway only. Both are expanded from
    /// `start_s`; for a headway that is one of the possible timetables, and the report says how many there are.
    pub exact: bool,
}

/// `transfers.txt`: what is known about changing between two stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// Position in [`Feed::stops`].
    pub from: u32,
    /// Position in [`Feed::stops`].
    pub to: u32,
    /// `transfer_type`: 0 recommended, 1 timed, 2 needs `min_transfer_time`, 3 impossible, 4 and 5 in-seat.
    pub kind: u8,
    /// `min_transfer_time` in seconds.
    pub min_s: Option<u32>,
}

/// `pathways.txt`: a way inside a station.
#[derive(Debug, Clone, PartialEq)]
pub struct Pathway {
    /// `pathway_id`.
    pub id: String,
    /// Position in [`Feed::stops`].
    pub from: u32,
    /// Position in [`Feed::stops`].
    pub to: u32,
    /// `pathway_mode`: 1 walkway, 2 stairs, 3 moving walkway, 4 escalator, 5 lift, 6 and 7 gates.
    pub mode: u8,
    /// `is_bidirectional`.
    pub both_ways: bool,
    /// `length` in metres.
    pub length_m: Option<f64>,
    /// `traversal_time` in seconds.
    pub traversal_s: Option<u32>,
}

/// `booking_rules.txt`: how a seat must be asked for. 定制快巴 are fixed trips with a rule of type 2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookingRule {
    /// `booking_rule_id`.
    pub id: String,
    /// `booking_type`: 0 real time, 1 same day, 2 up to prior days.
    pub kind: u8,
    /// `prior_notice_duration_min` in minutes.
    pub notice_min: Option<u32>,
    /// `prior_notice_last_day` in days.
    pub last_day: Option<u32>,
    /// `prior_notice_last_time`, seconds of that day.
    pub last_time_s: Option<u32>,
    /// `message`.
    pub message: String,
    /// `info_url`.
    pub info_url: String,
}

/// `feed_info.txt`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedInfo {
    /// `feed_publisher_name`.
    pub publisher: String,
    /// `feed_publisher_url`.
    pub url: String,
    /// `feed_lang`.
    pub lang: String,
    /// `feed_start_date`.
    pub start: Option<Date>,
    /// `feed_end_date`.
    pub end: Option<Date>,
    /// `feed_version`.
    pub version: String,
}
