//! Partial tiles and bundles of smaller sizes stay in a log's folder. They are held against the present
//! files, so that no byte of the folder's log goes unchecked.

use crate::report::{Bad, PROBLEMS_MAX, Report, What};
use crate::tile::{Bundle, CHECKPOINT, Kind, Tile, TileSource, WIDTH, fetch};
use std::collections::HashSet;

/// Checks all files the source lists that are not those of the present size.
pub(crate) fn check(
    source: &(impl TileSource + ?Sized),
    size: u64,
    report: &mut Report,
    problems: &mut Vec<Bad>,
) {
    let paths = match source.list() {
        Ok(paths) => paths.unwrap_or_default(),
        Err(why) => {
            problems.push(Bad::file("", What::Unreadable(why.to_string())));
            return;
        }
    };
    // A file found bad already is nothing to compare with.
    let bad: HashSet<String> = problems.iter().filter_map(|bad| bad.path.clone()).collect();
    for path in paths {
        let Some(tile) = Tile::parse(&path) else {
            if path != CHECKPOINT && report.strangers.len() < PROBLEMS_MAX {
                report.strangers.push(path);
            }
            continue;
        };
        let Some(present) = Tile::of(tile.kind, tile.index, size) else {
            report.beyond += 1;
            continue;
        };
        if tile.width > present.width {
            report.beyond += 1;
        }
        if tile.width != present.width && !bad.contains(&present.path()) {
            problems.extend(differs(source, tile, present));
        }
    }
}

/// Compares the part that the other file and the present one have in common.
fn differs(source: &(impl TileSource + ?Sized), other: Tile, present: Tile) -> Option<Bad> {
    let path = other.path();
    let bytes = match source.read(&path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Some(Bad::file(path, What::Missing)),
        Err(why) => return Some(Bad::file(path, What::Unreadable(why.to_string()))),
    };
    // A present file that cannot be read has been reported; there is nothing to compare with.
    let (_, right) = fetch(source, present).ok()?;
    let common = usize::from(other.width.min(present.width));
    match other.kind {
        Kind::Hashes(_) => {
            let whole = bytes.len() == 32 * usize::from(other.width);
            let same = bytes.iter().zip(&right).take(32 * common).all(|(a, b)| a == b);
            (!whole || !same).then(|| Bad::file(path, if whole { What::OldCopy } else { What::Length }))
        }
        Kind::Entries => {
            let first = Bundle::new(&bytes).zip(Bundle::new(&right)).take(common).position(|(a, b)| a != b);
            if let Some(at) = first {
                let index = other.index * WIDTH + at as u64;
                return Some(Bad::entry(index, Some(path), What::OldCopy));
            }
            let whole = Bundle::new(&bytes).filter(Result::is_ok).count() == usize::from(other.width)
                && Bundle::new(&bytes).all(|leaf| leaf.is_ok());
            (!whole).then(|| Bad::file(path, What::Length))
        }
    }
}
