//! `chaobai backup`: one state of the whole database as one SQLite file, while the program goes on.

use super::place::Place;
use anyhow::{Context, Result};
use kernel::Lang;
use std::path::PathBuf;
use store::Store;

/// Write the database to one new file while the program goes on; keep the folders files and keys with it.
#[derive(clap::Args)]
pub struct Args {
    /// File to write; must not be there.
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Writes it.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let settings = args.place.settings()?;
    let store = Store::open(&settings.database_url())?;
    store.backup_to(&args.file, &mut |_, _| {})?;
    let size = std::fs::metadata(&args.file).context("the backup")?.len();
    let (file, files, keys) = (args.file.display(), settings.data.join("files"), settings.data.join("keys"));
    match lang {
        Lang::Zh => {
            println!("已备份到 {file}（{size} 字节）。请一并保存 {} 与 {}。", files.display(), keys.display())
        }
        Lang::En => println!(
            "{file} is written ({size} bytes). Keep {} and {} with it.",
            files.display(),
            keys.display()
        ),
    }
    Ok(true)
}
