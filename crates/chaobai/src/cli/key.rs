//! `chaobai key`: the key anyone checks the zone's log with.

use super::place::Place;
use crate::clock::Log;
use crate::domain::charters;
use anyhow::{Result, bail};
use store::Store;

/// Print the log's public key, to be given to whoever wants to verify.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
}

/// Prints it.
pub fn run(args: &Args) -> Result<bool> {
    let settings = args.place.settings()?;
    let store = Store::open(&settings.database_url())?;
    let Some(law) = charters::in_force(&mut store.reader()?)? else {
        bail!("there is no zone in {} yet", settings.data.display())
    };
    println!("{}", Log::open(&settings.data, &law.charter.zone.id)?.verifier().to_text());
    Ok(true)
}
