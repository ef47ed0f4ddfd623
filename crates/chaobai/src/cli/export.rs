//! `chaobai export`: the published log as a folder that anyone can keep and verify without us.

use super::place::{self, Place};
use super::verify_package::{ENTRIES, KEY, LOG, bundle, line};
use crate::clock::drain_once;
use crate::house::House;
use anyhow::{Context, Result, bail};
use journal::Folder;
use journal::tile::{Bundle, CHECKPOINT, Kind, Tile, TileSource, WIDTH};
use kernel::Lang;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Copy the log to a folder: signed checkpoint, tiles, the entries in readable form, the public key.
#[derive(clap::Args)]
pub struct Args {
    /// Folder to write to; must be empty or not there.
    folder: PathBuf,
    #[command(flatten)]
    place: Place,
}

/// Writes the folder.
pub fn run(args: &Args, lang: Lang) -> Result<bool> {
    let folder = &args.folder;
    if folder.read_dir().is_ok_and(|mut items| items.next().is_some()) {
        bail!("{} is not empty", folder.display());
    }
    let house = House::open(args.place.settings()?)?;
    // Where the zone is being served, its own rounds publish; what they published last is taken.
    if let Some(_kept) = place::keep(&args.place.data)? {
        drain_once(&house.store, &house.log)?;
    }
    let Some(checkpoint) = house.log.checkpoint()? else { bail!("nothing was published yet") };
    let signed = house.log.checkpoint_bytes()?.unwrap_or_default();
    let (log, size) = (house.log.folder(), checkpoint.size);
    let to = folder.join(LOG);
    for tile in tiles(size) {
        put(&to.join(tile.path()), &bundle(&log, tile)?)?;
    }
    put(&to.join(CHECKPOINT), &signed)?;
    put(&folder.join(KEY), format!("{}\n", house.log.verifier().to_text()).as_bytes())?;
    let entries = readable(&log, size, &folder.join(ENTRIES))?;
    match lang {
        Lang::Zh => {
            println!("已导出 {entries} 条记录到 {}。核对：chaobai verify {0} --key 公钥", folder.display())
        }
        Lang::En => {
            println!(
                "{entries} entries are in {}. To check them: chaobai verify {0} --key KEY",
                folder.display()
            );
        }
    }
    Ok(true)
}

/// Every tile a log of this size has.
fn tiles(size: u64) -> impl Iterator<Item = Tile> {
    let levels = (0..8).map(Kind::Hashes).chain([Kind::Entries]);
    levels.flat_map(move |kind| (0..).map_while(move |index| Tile::of(kind, index, size)))
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let said = || format!("the file {}", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(said)?;
    }
    fs::write(path, bytes).with_context(said)
}

fn readable(log: &Folder, size: u64, path: &Path) -> Result<u64> {
    let file = fs::File::create(path).with_context(|| format!("the file {}", path.display()))?;
    let mut out = BufWriter::new(file);
    let source: &dyn TileSource = log;
    let mut written = 0;
    for tile in (0..).map_while(|index| Tile::of(Kind::Entries, index, size)) {
        for (at, leaf) in Bundle::new(&bundle(source, tile)?).take(usize::from(tile.width)).enumerate() {
            let leaf = leaf.context("a bundle ends inside an entry")?;
            out.write_all(line(tile.index * WIDTH + at as u64, leaf)?.as_bytes())?;
            written += 1;
        }
    }
    out.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    Ok(written)
}
