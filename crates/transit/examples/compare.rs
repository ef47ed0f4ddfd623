//! Before and after a project: who gets where, in one pass for both worlds.
//!
//! ```text
//! cargo run --release -p transit --example compare -- --feed A.zip --date 2026-09-23 --from 07:00 \
//!     --scenario project.json --origins origins.txt --within 30 --within 60 [--places P.csv --weight population]
//! ```

mod common;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use transit::access::{Opportunities, compare, difference, reach};
use transit::scan::{Query, Scanner, View};
use transit::scenario::{Overlay, Scenario};

use common::{Outcome, Progress, World};

#[derive(Parser)]
#[command(about = "What a project changes, origin by origin")]
struct Arguments {
    #[command(flatten)]
    world: common::WorldArguments,
    #[command(flatten)]
    window: common::WindowArguments,
    /// The project as JSON.
    #[arg(long)]
    scenario: PathBuf,
    /// A file with one stop_id a line.
    #[arg(long)]
    origins: PathBuf,
    /// Write shares before and after for every stop and place that any departure gets to.
    #[arg(long)]
    table: Option<PathBuf>,
    /// A CSV with id, lat, lon and weights: places walked to.
    #[arg(long)]
    places: Option<PathBuf>,
    /// A column of the places that counts people, jobs or places.
    #[arg(long = "weight")]
    weights: Vec<String>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let world = World::read(&arguments.world)?;
    let scenario = Scenario::from_json(&std::fs::read_to_string(&arguments.scenario)?)?;
    let overlay = Overlay::new(&scenario, &world.day(), &world.index, arguments.world.date, &world.walking)?;
    let (gone, come) = overlay.trip_counts();
    eprintln!(
        "{} {}, opens {}: {gone} trips go, {come} come, {} stops are new{}",
        scenario.project,
        scenario.name,
        scenario.opens,
        overlay.new_stops(),
        if overlay.is_empty() { " (nothing differs on this day)" } else { "" }
    );
    for assumption in &scenario.assumptions {
        eprintln!("assumed: {assumption}");
    }
    let opportunities = match &arguments.places {
        Some(path) => Opportunities::read(File::open(path)?, &arguments.weights)?,
        None => Opportunities::default(),
    };
    let mut stop_places = world.network.places.clone();
    stop_places.extend_from_slice(&overlay.stop_places);
    let targets = world.targets(&world.index, &stop_places, &opportunities.places);
    let view = View::of(&world.index).with(&overlay).towards(&targets);
    let thresholds_s = arguments.window.thresholds_s();
    let query = Query {
        window: arguments.window.window(),
        cutoff_s: thresholds_s.iter().copied().max().unwrap_or(3_600),
        rides: arguments.world.rides,
        slack_s: 60,
    };
    for assumption in world.assumptions(&query, false) {
        eprintln!("assumed: {assumption}");
    }
    let text = std::fs::read_to_string(&arguments.origins)?;
    let origins: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut scanner = Scanner::new();
    let mut progress = Progress::new("comparing", origins.len());
    let ids: Vec<&String> =
        world.network.ids.iter().chain(&overlay.stop_ids).chain(&opportunities.ids).collect();
    let mut table = match &arguments.table {
        Some(path) => Some(BufWriter::new(File::create(path)?)),
        None => None,
    };
    if let Some(table) = &mut table {
        writeln!(table, "origin_stop_id,id,threshold_min,before,after,difference")?;
    }
    println!("origin_stop_id,what,threshold_min,before,after,difference");
    for id in origins {
        let new = overlay.stop_ids.iter().position(|new| new == id);
        let stop = match new {
            Some(at) => (world.network.len() + at) as u32,
            None => world.stop(id)?,
        };
        let pair = scanner.view_counters(view, &query, &view.at_stop(stop), &thresholds_s)?;
        if let Some(table) = &mut table {
            for (place, to) in (0..).zip(&ids) {
                let shares = difference(&pair[0], &pair[1], place);
                for ([before, after, difference], minutes) in shares.iter().zip(&arguments.window.within) {
                    if *before > 0.0 || *after > 0.0 {
                        writeln!(table, "{id},{to},{minutes},{before:.4},{after:.4},{difference:+.4}")?;
                    }
                }
            }
        }
        let stops = vec![1.0; view.stops()];
        let columns = opportunities.names.iter().enumerate().map(|(at, name)| {
            let column: Vec<f64> = opportunities.weights.iter().map(|row| row[at]).collect();
            (name.as_str(), view.first_target(), column)
        });
        for (what, first, weights) in std::iter::once(("stops", 0, stops)).chain(columns) {
            let (before, after) = (reach(&pair[0], first, &weights), reach(&pair[1], first, &weights));
            let differences = compare(&before, &after);
            for ((before, after), difference) in before.iter().zip(&after).zip(differences) {
                let minutes = before.threshold_s / 60;
                println!(
                    "{id},{what},{minutes},{:.1},{:.1},{:+.1}",
                    before.mean, after.mean, difference.mean
                );
            }
        }
        progress.step(1);
    }
    if let Some(mut table) = table {
        table.flush()?;
    }
    Ok(())
}
