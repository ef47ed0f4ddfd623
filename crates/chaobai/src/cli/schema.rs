//! `chaobai schema`: the published form of the charter's files, for editors.

use crate::charter::schema::{FileKind, published};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Write the JSON Schema of every kind of charter file.
#[derive(clap::Args)]
pub struct Args {
    /// Folder to write to.
    #[arg(default_value = "docs/charter.schema")]
    folder: PathBuf,
}

/// Writes them.
pub fn run(args: &Args) -> Result<bool> {
    fs::create_dir_all(&args.folder).with_context(|| format!("the folder {}", args.folder.display()))?;
    for kind in FileKind::ALL {
        let path = args.folder.join(format!("{}.json", kind.name()));
        fs::write(&path, published(kind)).with_context(|| format!("the file {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(true)
}
