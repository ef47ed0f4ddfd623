//! Workload W1: one-to-all over a window, with a hash over the whole answer.
//!
//! ```text
//! cargo run --release -p transit --example w1 -- --feed A.zip --feed B.zip --date 2026-09-23 \
//!     --from 07:00 --departures 120 --cutoff 60 --origins origins.txt
//! ```

mod common;

use std::path::PathBuf;

use clap::Parser;
use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::Datum;
use transit::scan::{Query, Scanner};

use common::{Outcome, Progress};

#[derive(Parser)]
#[command(about = "Travel times from stops to all stops for every minute of a window, as a hash")]
struct Arguments {
    /// A GTFS zip or folder; several are joined in this order.
    #[arg(long = "feed", required = true)]
    feeds: Vec<PathBuf>,
    /// Service day, such as 2026-09-23.
    #[arg(long, value_parser = common::date)]
    date: jiff::civil::Date,
    /// First departure, such as 07:00.
    #[arg(long, value_parser = common::time)]
    from: u32,
    /// Departures, one a minute.
    #[arg(long, default_value_t = 120)]
    departures: u32,
    /// Minutes after which an arrival does not count.
    #[arg(long)]
    cutoff: u32,
    /// A file with one stop_id a line.
    #[arg(long)]
    origins: PathBuf,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let feed = common::read_feeds(&arguments.feeds, &[Datum::Wgs84])?;
    let network = Network::new(&feed);
    let day = FeedDay::new(&feed, &network, DayOptions::on(arguments.date));
    let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::W1);
    let index = DayIndex::new(&network.places, &day, &footpaths)?;
    let text = std::fs::read_to_string(&arguments.origins)
        .map_err(|cause| format!("{}: {cause}", arguments.origins.display()))?;
    let origins: Vec<&str> =
        text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|l| !l.is_empty()).collect();

    let query = Query::w1(arguments.from, arguments.departures, arguments.cutoff);
    let mut scanner = Scanner::new();
    let mut progress = Progress::new("scanning", origins.len());
    println!("origin_stop_id,cutoff_min,reached_cells,sum_travel_seconds,fnv1a64");
    for id in origins {
        let stop = network.find(id).ok_or_else(|| format!("{id} is not a stop of the feeds"))?;
        let times = scanner.travel_times(&index, &query, &index.access(stop))?;
        let (reached, sum, hash) = times.digest();
        println!("{id},{},{reached},{sum},{hash:016x}", arguments.cutoff);
        progress.step(1);
    }
    Ok(())
}
