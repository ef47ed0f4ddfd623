//! `chaobai map`: areas, commands, routes and permits from the running program and the charter: a map
//! that cannot age.

use super::place::Place;
use crate::charter::model::{Charter, Permits};
use crate::charter::read;
use crate::domain::charters;
use crate::http::all_routes;
use anyhow::{Result, anyhow};
use axum::http::Method;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;
use store::Store;

/// Print what there is: areas, routes, commands, and who may do what with which list.
#[derive(clap::Args)]
pub struct Args {
    /// Take the permits from this charter folder; absent: from the zone in --data, if there is one.
    #[arg(long, value_name = "FOLDER")]
    charter: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Prints the map.
pub fn run(args: &Args) -> Result<bool> {
    let routes = all_routes();
    let mut map = String::new();
    let area = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let areas: BTreeSet<String> = routes.iter().map(|route| area(route.name)).collect();
    for area_name in &areas {
        writeln!(map, "{area_name}")?;
        for route in routes.iter().filter(|route| area(route.name) == *area_name) {
            let (method, who) = (route.method.as_str(), format!("{:?}", route.who));
            writeln!(map, "  {:<34} {method:<6} {:<52} {who:<14} {}", route.name, route.path, route.summary)?;
        }
    }
    let changing: BTreeSet<&str> =
        routes.iter().filter(|route| route.method != Method::GET).map(|route| route.name).collect();
    writeln!(map, "\nchanges: {}", changing.into_iter().collect::<Vec<_>>().join(", "))?;
    if let Some(charter) = charter(args)? {
        writeln!(map, "\npermits of {}", charter.zone.id)?;
        for (id, register) in &charter.registers {
            let public = if register.public { "public" } else { "not public" };
            writeln!(map, "  {id:<28} {public:<11} {}", permits(&register.permits))?;
        }
    }
    super::print(&map)?;
    Ok(true)
}

fn charter(args: &Args) -> Result<Option<Charter>> {
    if let Some(folder) = &args.charter {
        let loaded = read(folder)
            .map_err(|mistakes| anyhow!("{} has {} mistakes", folder.display(), mistakes.len()))?;
        return Ok(Some(loaded.charter));
    }
    let settings = args.place.settings()?;
    if settings.database.is_none() && !settings.data.join("zone.db").exists() {
        return Ok(None);
    }
    let store = Store::open(&settings.database_url())?;
    Ok(charters::in_force(&mut store.reader()?)?.map(|law| law.charter))
}

fn permits(permits: &Permits) -> String {
    let all = [
        ("read", &permits.read),
        ("create", &permits.create),
        ("amend", &permits.amend),
        ("advance", &permits.advance),
        ("withdraw", &permits.withdraw),
    ];
    let said =
        all.iter().filter(|(_, who)| !who.is_empty()).map(|(what, who)| format!("{what}: {}", who.join(" ")));
    said.collect::<Vec<_>>().join("; ")
}
