//! Counters between many stops, 64 origins a pass.
//!
//! ```text
//! cargo run --release -p transit --example matrix -- --feed A.zip --date 2026-09-23 --from 07:00 \
//!     --within 30 --within 60 [--origins origins.txt] [--pairs out.csv] [--grid 60]
//! ```

mod common;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use transit::batch::{BatchQuery, along_the_curve, each_batch};
use transit::scan::Query;

use common::{Outcome, Progress, World};

#[derive(Parser)]
#[command(about = "How many departures make it from every origin to every stop within thresholds")]
struct Arguments {
    #[command(flatten)]
    world: common::WorldArguments,
    #[command(flatten)]
    window: common::WindowArguments,
    /// A file with one stop_id a line; all stops if not given.
    #[arg(long)]
    origins: Option<PathBuf>,
    /// Write one line per pair that any departure makes.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Grid of boarding in seconds: 60 is fast, 1 exact. See the documentation of the batch.
    #[arg(long, default_value_t = 60)]
    grid: u32,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let world = World::read(&arguments.world)?;
    let stops: Vec<u32> = match &arguments.origins {
        Some(path) => {
            let text = std::fs::read_to_string(path)?;
            let ids = text.lines().map(str::trim).filter(|line| !line.is_empty());
            ids.map(|id| world.stop(id)).collect::<Outcome<_>>()?
        }
        None => (0..world.network.len() as u32).collect(),
    };
    let thresholds_s = arguments.window.thresholds_s();
    let query = Query {
        window: arguments.window.window(),
        cutoff_s: thresholds_s.iter().copied().max().unwrap_or(3_600),
        rides: 8,
        slack_s: 60,
    };
    for assumption in world.assumptions(&query, false) {
        eprintln!("assumed: {assumption}");
    }
    eprintln!("assumed: of the rides no limit, and boarding known once every {} s", arguments.grid);
    let batch = BatchQuery { grid_s: arguments.grid, ..BatchQuery::new(query, &thresholds_s) };
    let origins: Vec<_> = stops.iter().map(|stop| world.index.access(*stop)).collect();
    let places: Vec<(f64, f64)> = stops.iter().map(|stop| world.network.places[*stop as usize]).collect();
    let order = along_the_curve(&places);
    let mut pairs = match &arguments.pairs {
        Some(path) => Some(BufWriter::new(std::fs::File::create(path)?)),
        None => None,
    };
    let minutes: Vec<String> =
        arguments.window.within.iter().map(|minutes| format!("within_{minutes}_min")).collect();
    if let Some(pairs) = &mut pairs {
        writeln!(pairs, "origin_stop_id,stop_id,{}", minutes.join(","))?;
    }
    println!("origin_stop_id,{}", minutes.join(","));
    let mut progress = Progress::new("matrix", origins.len());
    let mut failed = Ok(());
    each_batch(&world.index, &batch, &origins, &order, |some, counters| {
        for (lane, at) in some.iter().enumerate() {
            let id = &world.network.ids[stops[*at as usize] as usize];
            let mut sums = vec![0_u64; thresholds_s.len()];
            for place in 0..counters.places() as u32 {
                let each: Vec<u8> =
                    (0..sums.len()).map(|threshold| counters.get(lane, place, threshold)).collect();
                sums.iter_mut().zip(&each).for_each(|(sum, count)| *sum += u64::from(*count));
                if let Some(pairs) = pairs.as_mut().filter(|_| each.iter().any(|count| *count > 0)) {
                    let shown: Vec<String> = each.iter().map(u8::to_string).collect();
                    let line =
                        writeln!(pairs, "{id},{},{}", world.network.ids[place as usize], shown.join(","));
                    failed = std::mem::replace(&mut failed, Ok(())).and(line);
                }
            }
            // Stops reached, as the mean over departures.
            let means: Vec<String> = sums
                .iter()
                .map(|sum| format!("{:.2}", *sum as f64 / f64::from(arguments.window.departures)))
                .collect();
            println!("{id},{}", means.join(","));
        }
        progress.step(some.len());
    })?;
    failed?;
    if let Some(pairs) = &mut pairs {
        pairs.flush()?;
    }
    Ok(())
}
