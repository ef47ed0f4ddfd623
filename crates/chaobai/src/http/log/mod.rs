//! The zone's log for anyone to keep and check: checkpoint and tiles by C2SP tlog-tiles, as they lie on
//! the disk, the key, and the proof of one entry.

mod checkpoint;
pub mod entries;
mod key;
mod proof;
mod tile;

use super::routes::Route;

/// The routes of the log.
pub fn routes() -> Vec<Route> {
    vec![checkpoint::route(), tile::route(), key::route(), proof::route()]
}
