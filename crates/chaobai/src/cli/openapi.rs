//! `chaobai openapi`: the OpenAPI document of everything that can be reached, without serving.

use super::place::Place;
use crate::charter;
use crate::desk::{Caller, Law};
use crate::domain::charters;
use crate::http::all_routes;
use crate::http::openapi::document::document;
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;
use store::Store;

/// Print the OpenAPI document of the API.
#[derive(clap::Args)]
pub struct Args {
    /// Take the lists from this charter folder; absent: from the zone in --data.
    #[arg(long, value_name = "FOLDER")]
    charter: Option<PathBuf>,
    /// Also the lists and fields that are not for everybody.
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    place: Place,
}

/// Prints it.
pub fn run(args: &Args) -> Result<bool> {
    let caller = if args.full { Caller::operator() } else { Caller::public() };
    let told = document(&law(args)?, &caller, &all_routes());
    super::print(&format!("{}\n", serde_json::to_string_pretty(&told)?))?;
    Ok(true)
}

fn law(args: &Args) -> Result<Law> {
    if let Some(folder) = &args.charter {
        let loaded = charter::read(folder)
            .map_err(|mistakes| anyhow!("{} has {} mistakes", folder.display(), mistakes.len()))?;
        let digest = hex::encode(loaded.charter.digest()?);
        return Ok(Law { version: 0, digest, charter: loaded.charter });
    }
    let settings = args.place.settings()?;
    let store = Store::open(&settings.database_url())?;
    match charters::in_force(&mut store.reader()?)? {
        Some(law) => Ok(law),
        None => bail!("there is no zone in {} yet", settings.data.display()),
    }
}
