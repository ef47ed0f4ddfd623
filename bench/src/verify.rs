//! Verifying an exported log, and SHA-256 over the same bytes.

use crate::measure::{clients, middle_of_three, seconds};
use crate::table::{Table, number};
use crate::world::{World, clerk, create};
use crate::{Fallible, OFTEN};
use chaobai::clock::drain_once;
use journal::tile::{Bundle, Kind, Tile, TileSource};
use journal::{Folder, Trust};
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// Fills the zone's journal up to `entries`, drains it into the log, exports the log and verifies it.
pub fn measure(world: &World, folder: &Path, entries: u64) -> Fallible<Table> {
    let house = world.open()?;
    let caller = clerk(&house)?;
    drain_once(&house.store, &house.log)?;
    let there = house.log.checkpoint()?.map_or(0, |checkpoint| checkpoint.size);
    let next = AtomicU64::new(0);
    let missing = entries.saturating_sub(there);
    clients(
        64,
        OFTEN,
        missing,
        |_| Ok(()),
        |(), _| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            create(&house, &caller, &format!("fill-{number:016}"), number).map(drop)
        },
    )?;
    let (drained, drain_s) = seconds(|| Ok(drain_once(&house.store, &house.log)?))?;
    let key = house.log.verifier().to_text();
    drop(house);
    world.export(folder)?;

    let log = Folder(folder.join("log"));
    let trust = Trust::parse(&[&key], &[], 0)?;
    let mut verified = 0;
    let took = middle_of_three(|| {
        let report = journal::verify(&log, &trust);
        verified = report.entries;
        if report.ok() && verified == drained.size { Ok(()) } else { Err("the log does not verify".into()) }
    })?;
    let (bundles, bytes) = bundles(&log, drained.size)?;
    let limit = middle_of_three(|| {
        let mut all = Sha256::new();
        for bundle in &bundles {
            for leaf in Bundle::new(bundle) {
                all.update(Sha256::digest(leaf.map_err(|_| "a bundle is cut")?));
            }
        }
        std::hint::black_box(all.finalize());
        Ok(())
    })?;

    let mut table = Table::new(
        format!("The log: {} entries, {} MB of leaves", number(verified as f64), number(bytes as f64 / 1e6)),
        &["work", "entries /s", "seconds", "of bare"],
    );
    let rate = |entries: u64, seconds: f64| number(entries as f64 / seconds);
    table.row(vec!["SHA-256 of every leaf".into(), rate(verified, limit), number(limit), "limit".into()]);
    table.row(vec![
        "verify the exported log".into(),
        rate(verified, took),
        number(took),
        number(limit / took),
    ]);
    let waiting = drained.entries.unsigned_abs();
    if waiting > 0 {
        table.row(vec![
            format!("order {} into the log", number(waiting as f64)),
            rate(waiting, drain_s),
            number(drain_s),
            String::new(),
        ]);
    }
    Ok(table)
}

/// The entry bundles of a log, in memory, and how many bytes they are.
fn bundles(log: &Folder, size: u64) -> Fallible<(Vec<Vec<u8>>, usize)> {
    let mut bundles = Vec::new();
    for tile in (0..).map_while(|index| Tile::of(Kind::Entries, index, size)) {
        bundles.push(log.read(&tile.path())?.ok_or("a bundle is missing")?);
    }
    let bytes = bundles.iter().map(Vec::len).sum();
    Ok((bundles, bytes))
}
