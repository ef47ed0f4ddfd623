//! Where one gets from a stop or point, as figures, a table, GeoJSON, or legs to one goal.
//!
//! ```text
//! cargo run --release -p transit --example reach -- --feed A.zip --date 2026-09-23 --from 07:00 --origin STOP \
//!     --within 30 --within 60 [--places P.csv --weight population] [--hexagons 8] [--streets S.osm.pbf] \
//!     [--arrive-by] [--to STOP] [--table out.csv] [--geojson out.geojson]
//! ```

mod common;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;
use serde_json::{Map, Value, json};
use transit::access::hexagons::Hexagons;
use transit::access::{Opportunities, geojson, reach, write_table};
use transit::journey::{Leg, Question, journeys};
use transit::scan::{ArriveBy, Origin, Query, Scanner, View};

use common::{Outcome, World};

#[derive(Parser)]
#[command(about = "Who gets where: figures, a table, a map, or a journey")]
struct Arguments {
    #[command(flatten)]
    world: common::WorldArguments,
    #[command(flatten)]
    window: common::WindowArguments,
    /// Start at a stop (with --arrive-by: get to it).
    #[arg(long)]
    origin: Option<String>,
    /// Start at a point, latitude and longitude: 39.9,116.7.
    #[arg(long, value_parser = common::point)]
    point: Option<(f64, f64)>,
    /// Deadlines instead of departures: who can reach the origin.
    #[arg(long)]
    arrive_by: bool,
    /// A stop to tell the journeys to, for the first departure.
    #[arg(long, conflicts_with = "arrive_by")]
    to: Option<String>,
    /// A CSV with id, lat, lon and weights: places walked to.
    #[arg(long)]
    places: Option<PathBuf>,
    /// A column of the places that counts people, jobs or places.
    #[arg(long = "weight")]
    weights: Vec<String>,
    /// Hexagons of an H3 resolution around the stops as targets.
    #[arg(long)]
    hexagons: Option<u8>,
    /// Write shares of departures as CSV.
    #[arg(long)]
    table: Option<PathBuf>,
    /// Write stops, hexagons and isochrones.
    #[arg(long)]
    geojson: Option<PathBuf>,
}

fn main() -> Outcome<()> {
    let arguments = Arguments::parse();
    let world = World::read(&arguments.world)?;
    let thresholds_s = arguments.window.thresholds_s();
    let cutoff_s = thresholds_s.iter().copied().max().unwrap_or(3_600);
    let window = arguments.window.window();
    let query = Query { window, cutoff_s, rides: arguments.world.rides, slack_s: 60 };

    let opportunities = match &arguments.places {
        Some(path) => Opportunities::read(File::open(path)?, &arguments.weights)?,
        None => Opportunities::default(),
    };
    let hexagons = arguments
        .hexagons
        .map(|level| Hexagons::around(&world.network.places, world.walking.radius_m + 100.0, level))
        .transpose()?;
    let mut places = opportunities.places.clone();
    places.extend(hexagons.iter().flat_map(Hexagons::centres));
    let mut ids = opportunities.ids.clone();
    ids.extend(hexagons.iter().flat_map(Hexagons::ids));

    let arrive = arguments.arrive_by.then(|| ArriveBy::new(&world.index, window.second(window.departures)));
    let day = arrive.as_ref().map_or(&world.index, ArriveBy::day);
    let query = arrive.as_ref().map_or(Ok(query), |arrive| arrive.mirrored(&query))?;
    let targets = world.targets(day, &world.network.places, &places);
    let view = View { day, overlay: None, targets: Some(&targets) };
    let origin: Origin = match (&arguments.origin, arguments.point) {
        (Some(id), _) => view.at_stop(world.stop(id)?),
        (None, Some(point)) => view.at_point(point, &world.network.places, &places, &world.walking),
        (None, None) => return Err("give --origin or --point".into()),
    };
    if let (None, Some(point), true) = (&arguments.origin, arguments.point, origin.stops.is_empty()) {
        return Err(world.too_far(point).into());
    }
    let mut assumptions = world.assumptions(&Query { window, ..query }, arguments.arrive_by);
    if hexagons.is_some() && arguments.geojson.is_some() {
        assumptions.push("an isochrone holds what at least half of the departures get to in time".to_owned());
    }
    for assumption in &assumptions {
        eprintln!("assumed: {assumption}");
    }

    let counters = &Scanner::new().view_counters(view, &query, &origin, &thresholds_s)?[0];
    let stops_in: Vec<f64> = vec![1.0; world.network.len()];
    println!("what,threshold_min,mean_over_departures,every_departure,some_departure");
    let tell = |what: &str, first: u32, weights: &[f64]| {
        for figure in reach(counters, first, weights) {
            println!(
                "{what},{},{:.1},{:.1},{:.1}",
                figure.threshold_s / 60,
                figure.mean,
                figure.always,
                figure.ever
            );
        }
    };
    tell("stops", 0, &stops_in);
    for (at, name) in opportunities.names.iter().enumerate() {
        let column: Vec<f64> = opportunities.weights.iter().map(|row| row[at]).collect();
        tell(name, view.first_target(), &column);
    }

    if let Some(goal) = &arguments.to {
        let question = Question {
            leave_s: arguments.window.from,
            cutoff_s,
            rides: arguments.world.rides,
            slack_s: query.slack_s,
        };
        let access: Vec<(u32, u32)> = origin.stops.iter().map(|(stop, walk, _)| (*stop, *walk)).collect();
        for journey in journeys(&world.index, &question, &access, &[(world.stop(goal)?, 0)])? {
            tell_journey(&world, &journey);
        }
    }
    if let Some(path) = &arguments.table {
        let all = world.network.ids.iter().chain(&ids).map(String::as_str);
        write_table(BufWriter::new(File::create(path)?), counters, 0, all)?;
    }
    if let Some(path) = &arguments.geojson {
        let mut features = Vec::new();
        let shares = |place: u32| -> Map<String, Value> {
            let each = arguments.window.within.iter().enumerate();
            each.map(|(at, minutes)| {
                (format!("share_within_{minutes}_min"), json!(counters.share(place, at)))
            })
            .collect()
        };
        let known = world.network.places.iter().enumerate().filter(|(_, place)| place.0.is_finite());
        for (stop, place) in known {
            let mut properties = shares(stop as u32);
            properties.insert("stop_id".to_owned(), json!(world.network.ids[stop]));
            features.push(geojson::point(*place, properties));
        }
        if let Some(hexagons) = &hexagons {
            let first = view.first_target() + opportunities.places.len() as u32;
            for (cell, id) in hexagons.ids().iter().enumerate() {
                let place = first + cell as u32;
                if counters.of(place).iter().any(|count| *count > 0) {
                    let mut properties = shares(place);
                    properties.insert("h3".to_owned(), json!(id));
                    features.push(geojson::polygon(&[hexagons.boundary(cell)], properties));
                }
            }
            for (at, minutes) in arguments.window.within.iter().enumerate() {
                // An isochrone: cells that at least half of the departures get to in time.
                let outline = hexagons.outline(|cell| counters.share(first + cell as u32, at) >= 0.5);
                let mut properties = Map::new();
                properties.insert("isochrone_min".to_owned(), json!(minutes));
                features.push(geojson::multi_polygon(&outline, properties));
            }
        }
        let mut file = BufWriter::new(File::create(path)?);
        let mut map = geojson::collection(features);
        map["assumptions"] = json!(assumptions);
        serde_json::to_writer(&mut file, &map)?;
        file.flush()?;
    }
    Ok(())
}

fn tell_journey(world: &World, journey: &transit::journey::Journey) {
    let time = transit::feed::time::show_time;
    let name = |stop: Option<u32>| match stop {
        Some(stop) => world.feed.stops[world.network.feed_stop[stop as usize] as usize].name.clone(),
        None => "the start".to_owned(),
    };
    println!("{} rides, {} to {}", journey.rides, time(journey.leave_s), time(journey.arrive_s));
    for leg in &journey.legs {
        match *leg {
            Leg::Walk { from, to, start_s, seconds } => {
                println!("  {} walk {} s from {} to {}", time(start_s), seconds, name(from), name(to));
            }
            Leg::Ride { trip, from, to, board_s, alight_s } => {
                let of = &world.feed.trips[trip.trip as usize];
                let route = &world.feed.routes[of.route as usize];
                println!(
                    "  {} {} {} from {} to {} at {}",
                    time(board_s),
                    route.short_name,
                    of.headsign,
                    name(Some(from)),
                    name(Some(to)),
                    time(alight_s)
                );
            }
        }
    }
}
