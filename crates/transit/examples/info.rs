//! What is in a feed: counts, span, problems by file and line.
//!
//! ```text
//! cargo run --release -p transit --example info -- --feed A.zip [--date 2026-09-23] [--datum gcj02]
//! ```

mod common;

use std::path::PathBuf;

use clap::Parser;
use transit::day::{DayIndex, DayOptions, FeedDay, FootpathOptions, Footpaths, Network};
use transit::feed::{Datum, datum};

use common::Outcome;

#[derive(Parser)]
#[command(about = "Counts, span and problems of feeds")]
struct Arguments {
    /// A GTFS zip or folder; several are joined in this order.
    #[arg(long = "feed", required = true)]
    feeds: Vec<PathBuf>,
    /// A day to index as well.
    #[arg(long, value_parser = common::date)]
    date: Option<jiff::civil::Date>,
    /// The datum of the coordinates: wgs84, gcj02 or bd09; one for all feeds, or one for each in their order.
    #[arg(long = "datum", default_value = "wgs84", value_parser = common::datum)]
    datums: Vec<Datum>,
    /// A CSV with the columns name, lat, lon of places whose WGS-84 position is known; tells whether the feed's
    /// coordinates look shifted.
    #[arg(long)]
    known: Option<PathBuf>,
    /// How many problems to print.
    #[arg(long, default_value_t = 20)]
    problems: usize,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let mut feed = common::read_feeds(&arguments.feeds, &arguments.datums)?;
    if let Some(path) = &arguments.known {
        let mut known = Vec::new();
        for record in csv::Reader::from_path(path)?.deserialize() {
            let (name, lat, lon): (String, f64, f64) = record?;
            known.push((name, lat, lon));
        }
        let known: Vec<_> = known.iter().map(|(name, lat, lon)| (name.as_str(), *lat, *lon)).collect();
        match datum::suspect(&mut feed, &known) {
            Some(datum) => println!("coordinates look like {datum:?}; read with --datum"),
            None => println!("coordinates do not look shifted (or too few of the known places are stops)"),
        }
    }
    println!("{:<22}{:>10}{:>10}", "file", "rows", "left out");
    for (file, (rows, dropped)) in &feed.report.rows {
        println!("{file:<22}{rows:>10}{dropped:>10}");
    }
    if let Some((first, last)) = feed.report.span {
        println!("services run between {first} and {last}");
    }
    println!("{} stop times have no time of their own and are interpolated", feed.report.untimed);
    if !feed.report.unread.is_empty() {
        println!("not read: {}", feed.report.unread.join(", "));
    }
    if let Some(date) = arguments.date {
        let network = Network::new(&feed);
        let footpaths = Footpaths::straight(&feed, &network, &FootpathOptions::default());
        let day = FeedDay::new(&feed, &network, DayOptions::on(date));
        let index = DayIndex::new(&network.places, &day, &footpaths)?;
        println!(
            "{date}: {} stops, {} trips, {} events, {} footpaths, {:.1} MB",
            index.stops(),
            index.trips(),
            index.events(),
            index.footpaths(),
            index.bytes() as f64 / 1e6
        );
    }
    let total = feed.report.problem_total();
    println!("{total} problems");
    for problem in feed.report.problems.iter().take(arguments.problems) {
        println!("  {problem}");
    }
    let shown = feed.report.problems.len().min(arguments.problems) as u64;
    if total > shown {
        println!("  … and {} more", total - shown);
    }
    Ok(())
}
