//! What the example programs share: reading feeds, dates and times from the command line, a progress bar.
#![allow(dead_code, reason = "each example uses its own part")]

use std::fmt;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use transit::day::streets::{Streets, WalkOptions};
use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{self, Feed, ReadOptions};
use transit::geo::Plane;
use transit::scan::{Query, Targets, Window};

/// What goes wrong in an example is told in its own words and ends it.
pub struct Failure(String);

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: fmt::Display> From<E> for Failure {
    fn from(cause: E) -> Self {
        Self(cause.to_string())
    }
}

/// What an example comes to.
pub type Outcome<T> = Result<T, Failure>;

/// Reads feeds and joins them in the order given. One datum holds for all, or there is one for each.
pub fn read_feeds(paths: &[PathBuf], datums: &[feed::Datum]) -> Outcome<Feed> {
    if datums.len() > 1 && datums.len() != paths.len() {
        return Err(format!(
            "{} feeds and {} datums; give one for all or one for each",
            paths.len(),
            datums.len()
        )
        .into());
    }
    let mut feeds = Vec::new();
    for (path, datum) in paths.iter().zip(datums.iter().cycle()) {
        let options = ReadOptions { datum: *datum, ..ReadOptions::default() };
        feeds.push(feed::read_path(path, &options).map_err(|cause| format!("{}: {cause}", path.display()))?);
    }
    Ok(feed::join(feeds)?)
}

/// A date written 2026-09-23 or 20260923.
pub fn date(text: &str) -> Result<jiff::civil::Date, String> {
    let plain = text.replace('-', "");
    feed::time::parse_date(plain.as_bytes()).ok_or_else(|| format!("{text} is not a date such as 2026-09-23"))
}

/// A time written 07:00 or 07:00:00, in seconds.
pub fn time(text: &str) -> Result<u32, String> {
    let whole = if text.matches(':').count() == 1 { format!("{text}:00") } else { text.to_owned() };
    feed::time::parse_time(whole.as_bytes()).ok_or_else(|| format!("{text} is not a time such as 07:00"))
}

/// A bar on the terminal for work that takes long; silent where nobody looks.
pub struct Progress {
    what: &'static str,
    done: usize,
    all: usize,
    shown: usize,
    visible: bool,
}

impl Progress {
    /// A bar over so many steps.
    pub fn new(what: &'static str, all: usize) -> Self {
        Self { what, done: 0, all, shown: usize::MAX, visible: std::io::stderr().is_terminal() }
    }

    /// So many steps more.
    pub fn step(&mut self, steps: usize) {
        self.done += steps;
        let percent = self.done * 100 / self.all.max(1);
        if self.visible && percent != self.shown {
            self.shown = percent;
            let bar: String = (0..40).map(|at| if at * 100 < percent * 40 { '#' } else { '.' }).collect();
            eprint!("\r{} [{bar}] {percent:3} %", self.what);
            if self.done >= self.all {
                eprintln!();
            }
            let _ = std::io::stderr().flush();
        }
    }
}

/// The window and thresholds of a question, on the command line.
#[derive(clap::Args)]
pub struct WindowArguments {
    /// First departure (with --arrive-by: first deadline), such as 07:00.
    #[arg(long, value_parser = time)]
    pub from: u32,
    /// Departures, one a minute.
    #[arg(long, default_value_t = 120)]
    pub departures: u32,
    /// A threshold in minutes; may be given several times.
    #[arg(long = "within", default_values_t = [30, 60])]
    pub within: Vec<u32>,
}

impl WindowArguments {
    /// The window.
    pub fn window(&self) -> Window {
        Window::minutes(self.from, self.departures)
    }

    /// The thresholds in seconds.
    pub fn thresholds_s(&self) -> Vec<u32> {
        self.within.iter().map(|minutes| minutes * 60).collect()
    }
}

/// A datum by name.
pub fn datum(text: &str) -> Result<feed::Datum, String> {
    match text {
        "wgs84" => Ok(feed::Datum::Wgs84),
        "gcj02" => Ok(feed::Datum::Gcj02),
        "bd09" => Ok(feed::Datum::Bd09),
        _ => Err("a datum is wgs84, gcj02 or bd09".to_owned()),
    }
}

/// Latitude and longitude written 39.9,116.7.
pub fn point(text: &str) -> Result<(f64, f64), String> {
    let pair = text
        .split_once(',')
        .and_then(|(lat, lon)| Some((lat.trim().parse().ok()?, lon.trim().parse().ok()?)));
    pair.ok_or_else(|| format!("{text} is not a point such as 39.9,116.7"))
}

/// What every question needs to know of the world.
#[derive(clap::Args)]
pub struct WorldArguments {
    /// A GTFS zip or folder; several are joined in this order.
    #[arg(long = "feed", required = true)]
    pub feeds: Vec<PathBuf>,
    /// Service day, such as 2026-09-23.
    #[arg(long, value_parser = date)]
    pub date: jiff::civil::Date,
    /// Whether trips of the day before that run past midnight are there as well.
    #[arg(long)]
    pub day_before: bool,
    /// Leave out boarding that must be booked.
    #[arg(long)]
    pub without_booking: bool,
    /// The datum of the coordinates: wgs84, gcj02 or bd09; one for all feeds, or one for each in their order.
    #[arg(long = "datum", default_value = "wgs84", value_parser = datum)]
    pub datums: Vec<feed::Datum>,
    /// Walk along the streets of an OpenStreetMap extract instead of straight lines.
    #[arg(long)]
    pub streets: Option<PathBuf>,
    /// Straight-line metres between stops that are walked.
    #[arg(long, default_value_t = 500.0)]
    pub walk_radius: f64,
    /// At most so many rides.
    #[arg(long, default_value_t = 4)]
    pub rides: u8,
}

/// Feeds read and a day indexed.
pub struct World {
    pub feed: Feed,
    pub network: Network,
    pub options: DayOptions,
    pub walking: FootpathOptions,
    pub streets: Option<Streets>,
    /// Walking along streets, as far as the straight lines would be.
    pub walk: WalkOptions,
    pub index: DayIndex,
}

impl World {
    /// Reads what the arguments name.
    pub fn read(arguments: &WorldArguments) -> Outcome<Self> {
        let feed = read_feeds(&arguments.feeds, &arguments.datums)?;
        let network = Network::new(&feed);
        let options = DayOptions {
            day_before: arguments.day_before,
            booked: !arguments.without_booking,
            ..DayOptions::on(arguments.date)
        };
        let walking = FootpathOptions { radius_m: arguments.walk_radius, ..FootpathOptions::default() };
        let streets = arguments.streets.as_deref().map(Streets::read).transpose()?;
        let most_m = walking.radius_m * walking.detour;
        let walk = WalkOptions { speed_m_s: walking.speed_m_s, most_m, ..WalkOptions::default() };
        let footpaths = match &streets {
            Some(streets) => {
                let mut progress = Progress::new("walking", network.len());
                let walks = streets.walks(&network.places, &network.places, &walk, || progress.step(1));
                Footpaths::with_feed(walks, &feed, &network, &walking)
            }
            None => Footpaths::straight(&feed, &network, &walking),
        };
        let index = DayIndex::new(&network.places, &FeedDay::new(&feed, &network, options), &footpaths)?;
        let problems = feed.report.problem_total();
        if problems > 0 {
            eprintln!("{problems} problems in the feeds; the example info tells them");
        }
        Ok(Self { feed, network, options, walking, streets, walk, index })
    }

    /// Walks to targets from the stops at these places, along streets where they are known.
    pub fn targets(&self, day: &DayIndex, stops: &[(f64, f64)], targets: &[(f64, f64)]) -> Targets {
        let Some(streets) = &self.streets else {
            return Targets::straight(day, stops, targets, &self.walking);
        };
        let mut progress = Progress::new("walking to places", stops.len());
        let walks = streets.walks(stops, targets, &self.walk, || progress.step(1));
        Targets::new(day, stops.len(), targets.len(), walks)
    }

    /// The day again, trip by trip.
    pub fn day(&self) -> FeedDay<'_> {
        FeedDay::new(&self.feed, &self.network, self.options)
    }

    /// What every figure of this world rests on, one line each.
    pub fn assumptions(&self, query: &Query, arrive_by: bool) -> Vec<String> {
        let FootpathOptions { radius_m, detour, speed_m_s, .. } = self.walking;
        let Window { start_s, departures, step_s } = query.window;
        let show = feed::time::show_time;
        let straight = format!("straight lines times {detour} at {speed_m_s} m/s, at most {radius_m} m");
        let way = match self.streets {
            Some(_) => format!(
                "walking along streets at {speed_m_s} m/s, at most {} m; from points and new stops {straight}",
                self.walk.most_m
            ),
            None => format!("walking in {straight}"),
        };
        let mut all = vec![
            format!("timetable of {}", self.options.date),
            format!(
                "{departures} {}, one every {step_s} s, {} to {}; waiting counts",
                if arrive_by { "deadlines" } else { "departures" },
                show(start_s),
                show(query.window.second(departures - 1))
            ),
            way,
            "stops are those vehicles call at, not stations; one walk between two rides, none after the last to a stop"
                .to_owned(),
            "only what the feeds hold: a line that is in none of them does not run".to_owned(),
            format!(
                "boarding more than {} s after getting there, at most {} rides",
                query.slack_s, query.rides
            ),
        ];
        if self.feed.frequencies.iter().any(|frequency| !frequency.exact) {
            all.push("lines that give a headway only run from the start of their span".to_owned());
        }
        if !self.options.booked {
            all.push("nothing that must be booked".to_owned());
        }
        all
    }

    /// Why nobody can set out from a point: the nearest stop is too far.
    pub fn too_far(&self, point: (f64, f64)) -> String {
        let plane = Plane::at(point.0);
        let metres = |place: &(f64, f64)| plane.distance_m(point, *place);
        let nearest = (0..self.network.len())
            .filter(|stop| metres(&self.network.places[*stop]).is_finite())
            .min_by(|a, b| metres(&self.network.places[*a]).total_cmp(&metres(&self.network.places[*b])));
        let radius = self.walking.radius_m;
        match nearest {
            Some(stop) => format!(
                "no stop within {radius} m of {},{}; the nearest is {} ({}), {:.0} m away: give --walk-radius",
                point.0,
                point.1,
                self.network.ids[stop],
                self.feed.stops[self.network.feed_stop[stop] as usize].name,
                metres(&self.network.places[stop])
            ),
            None => "the feeds have no stop with coordinates".to_owned(),
        }
    }

    /// A stop by its id.
    pub fn stop(&self, id: &str) -> Outcome<u32> {
        self.network.find(id).ok_or_else(|| format!("{id} is not a stop of the feeds").into())
    }
}
