//! `chaobai copy`: moves a zone from one database to another, whichever engines they are.

use super::place;
use super::verify;
use crate::clock::Log;
use crate::domain::charters;
use crate::domain::registers::indexes;
use anyhow::{Context, Result, bail};
use kernel::Lang;
use std::path::PathBuf;
use store::{Store, copy};

/// Copy a zone's database to another one, and verify its journal there. Stop the program first.
#[derive(clap::Args)]
pub struct Args {
    /// The database to copy: sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long, value_name = "URL")]
    from: String,
    /// The database to copy to; it must be empty.
    #[arg(long, value_name = "URL")]
    to: String,
    /// Folder of the zone with its log, to hold the copy against what was published.
    #[arg(long, value_name = "DIR", default_value = "data", env = "CHAOBAI_DATA")]
    data: PathBuf,
}

/// False if the copy does not verify.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let Some(_kept) = place::keep(&args.data)? else {
        bail!(
            "{} is being served; stop the program first, or changes would be left behind",
            args.data.display()
        )
    };
    let (from, to) = (Store::open(&args.from)?, Store::open(&args.to)?);
    from.migrate()?;
    to.migrate()?;
    let law = charters::in_force(&mut from.reader()?)?.context("the database to copy holds no zone")?;
    let copied = copy(&from, &to, &mut |_, _| {})?;
    for table in &copied {
        println!("  {:<24} {:>10}", table.table, table.rows);
    }
    indexes::ensure(&to, &law.charter)?;
    let log = Log::open(&args.data, &law.charter.zone.id)?;
    verify::rows(&to, &law.charter, &log.folder(), lang)
}
