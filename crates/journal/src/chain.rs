//! The chain of a cell: entries numbered from 1 without gaps, each naming the hash of the one before.

use crate::entry::{Entry, ZERO};
use crate::hash::{Hash, leaf_hash};
use crate::reader::DecodeError;
use kernel::Cell;
use std::collections::HashMap;

/// The last entry of a cell's chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 for an empty chain.
    pub seq: i64,
    /// Its hash; [`ZERO`] for an empty chain.
    pub hash: Hash,
}

impl Head {
    /// The head of a chain without entries.
    pub const EMPTY: Head = Head { seq: 0, hash: ZERO };

    /// Whether `entry` is the one that follows.
    pub fn follows(&self, entry: &Entry) -> Result<(), Break> {
        if entry.seq != self.seq + 1 {
            return Err(Break::Number { expected: self.seq + 1, found: entry.seq });
        }
        if entry.prev != self.hash {
            return Err(Break::Previous { seq: entry.seq });
        }
        Ok(())
    }
}

/// How a chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// An entry is missing, doubled or out of order.
    #[error("entry {expected} should stand here, {found} does")]
    Number {
        /// The number that follows.
        expected: i64,
        /// The number found.
        found: i64,
    },
    /// The entry before is not the one this entry was chained to.
    #[error("entry {seq} carries another hash of the entry before it")]
    Previous {
        /// The entry that carries the hash.
        seq: i64,
    },
    /// The hash kept beside the entry is not the entry's hash.
    #[error("entry {seq} does not have the hash kept beside it")]
    Altered {
        /// The entry.
        seq: i64,
    },
    /// The entry belongs to another cell.
    #[error("entry {seq} belongs to cell {cell}")]
    Cell {
        /// The number it was kept under.
        seq: i64,
        /// The cell it names.
        cell: String,
    },
    /// The bytes are not an entry.
    #[error("entry {seq} cannot be read: {why}")]
    Form {
        /// The number it was kept under.
        seq: i64,
        /// Why.
        why: DecodeError,
    },
}

/// Walks one cell's chain as a database keeps it: number, leaf and hash per row, in order.
#[derive(Debug, Clone)]
pub struct Walk {
    cell: Cell,
    head: Head,
}

impl Walk {
    /// At the beginning of a cell's chain.
    pub fn new(cell: Cell) -> Walk {
        Walk { cell, head: Head::EMPTY }
    }

    /// Checks the next row: leaf against hash, cell, number, and the entry before. After an error
    /// the walk stands where it stood.
    pub fn step(&mut self, seq: i64, leaf: &[u8], hash: &Hash) -> Result<Entry, Break> {
        if leaf_hash(leaf) != *hash {
            return Err(Break::Altered { seq });
        }
        let entry = Entry::decode(leaf).map_err(|why| Break::Form { seq, why })?;
        if entry.cell != self.cell {
            return Err(Break::Cell { seq, cell: entry.cell.to_string() });
        }
        if entry.seq != seq {
            return Err(Break::Number { expected: seq, found: entry.seq });
        }
        self.head.follows(&entry)?;
        self.head = Head { seq, hash: *hash };
        Ok(entry)
    }

    /// Where the walk stands; compare with the head that is kept for the cell.
    pub fn head(&self) -> Head {
        self.head
    }
}

/// Verifies a whole cell from its leaves in order; the head, or the number from 1 of the first bad leaf.
pub fn verify<B: AsRef<[u8]>>(
    cell: &Cell,
    leaves: impl IntoIterator<Item = B>,
) -> Result<Head, (i64, Break)> {
    let mut walk = Walk::new(cell.clone());
    for (leaf, seq) in leaves.into_iter().zip(1..) {
        let leaf = leaf.as_ref();
        walk.step(seq, leaf, &leaf_hash(leaf)).map_err(|why| (seq, why))?;
    }
    Ok(walk.head())
}

/// The chains of all cells of a log, read in the order of the log.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    heads: HashMap<String, (Head, u64)>,
    lost: bool,
}

/// A broken chain in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenAt {
    /// Index of the entry that does not follow.
    pub(crate) index: u64,
    /// Index of the cell's entry before it in the log.
    pub(crate) before: Option<u64>,
    pub(crate) why: Break,
}

impl Chains {
    /// Takes the entry at `index`. The chain goes on from this entry in any case.
    pub(crate) fn take(&mut self, entry: &Entry, hash: Hash, index: u64) -> Result<(), BrokenAt> {
        let next = (Head { seq: entry.seq, hash }, index);
        let (head, before) = match self.heads.get_mut(entry.cell.as_str()) {
            Some(last) => {
                let (head, before) = std::mem::replace(last, next);
                (head, Some(before))
            }
            None => {
                self.heads.insert(entry.cell.as_str().to_owned(), next);
                (Head::EMPTY, None)
            }
        };
        match head.follows(entry) {
            Err(Break::Number { expected, found }) if self.lost && found > expected => Ok(()),
            Err(why) => Err(BrokenAt { index, before, why }),
            Ok(()) => Ok(()),
        }
    }

    /// An entry was damaged or is missing, and reported: gaps further on are its consequence.
    pub(crate) fn lose(&mut self) {
        self.lost = true;
    }

    /// Number of cells seen.
    pub(crate) fn len(&self) -> u64 {
        self.heads.len() as u64
    }
}
