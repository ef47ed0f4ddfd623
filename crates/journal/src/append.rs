//! Appending to a log: new leaves in, files to write out. Nothing is written here: the caller writes
//! the files, makes them durable, and only then signs and writes the checkpoint.

use crate::entry::LEAF_MAX;
use crate::hash::{Hash, leaf_hash};
use crate::tile::{Bundle, Kind, Tile, TileError, TileSource, WIDTH, count, fetch, hashes};
use crate::tree::{Frontier, fold};

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path, relative to the log.
    pub path: String,
    /// Its bytes; for one path always the same, whoever computes them.
    pub bytes: Vec<u8>,
}

/// A leaf does not fit a bundle's sixteen-bit length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("leaf {0} of those given is larger than {LEAF_MAX} bytes; nothing was appended")]
pub struct LeafTooLarge(pub usize);

/// The right edge of a log's files: the partial tile of each level and the partial bundle, at most a
/// few hundred kilobytes however large the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    /// Hashes of the right-most, not yet full tile per level.
    levels: Vec<Vec<Hash>>,
    bundle: Vec<u8>,
}

impl Edge {
    /// The edge of an empty log.
    pub fn empty() -> Edge {
        Edge { size: 0, levels: Vec::new(), bundle: Vec::new() }
    }

    /// Reads the edge of a log of `size` entries and holds its bundle against its level-0 tile.
    /// Compare [`Edge::root`] with the checkpoint of that size before appending.
    pub fn open(source: &(impl TileSource + ?Sized), size: u64) -> Result<Edge, TileError> {
        let mut levels = Vec::new();
        for level in 0..64 {
            let kind = Kind::Hashes(level);
            let count = count(kind, size);
            if count == 0 {
                break;
            }
            levels.push(match Tile::of(kind, count / WIDTH, size) {
                Some(tile) => {
                    let (path, bytes) = fetch(source, tile)?;
                    hashes(&bytes, tile.width).ok_or(TileError::Form(path))?
                }
                None => Vec::new(),
            });
        }
        let mut bundle = Vec::new();
        if let Some(tile) = Tile::of(Kind::Entries, size / WIDTH, size) {
            let (path, bytes) = fetch(source, tile)?;
            let leaves: Result<Vec<Hash>, _> = Bundle::new(&bytes).map(|leaf| leaf.map(leaf_hash)).collect();
            if leaves.map_err(|_| TileError::Form(path.clone()))? != levels[0] {
                return Err(TileError::Differs(path));
            }
            bundle = bytes;
        }
        Ok(Edge { size, levels, bundle })
    }

    /// Number of entries.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root.
    pub fn root(&self) -> Hash {
        let mut right = None;
        for level in self.levels.iter().filter(|level| !level.is_empty()) {
            let mut edge = Frontier::new();
            level.iter().for_each(|hash| edge.push(*hash));
            right = Some(edge.root_with(right));
        }
        right.unwrap_or_else(crate::hash::empty_root)
    }

    /// Appends leaves and gives the files this makes: all tiles and bundles that became full, and for the
    /// new size the partial ones. If they cannot all be written, drop this edge and open it again.
    pub fn append<B: AsRef<[u8]>>(&mut self, leaves: &[B]) -> Result<Vec<File>, LeafTooLarge> {
        if let Some(large) = leaves.iter().position(|leaf| leaf.as_ref().len() > LEAF_MAX) {
            return Err(LeafTooLarge(large));
        }
        let before = self.size;
        let mut files = Vec::new();
        for leaf in leaves.iter().map(AsRef::as_ref) {
            self.bundle.extend_from_slice(&(leaf.len() as u16).to_be_bytes());
            self.bundle.extend_from_slice(leaf);
            self.size += 1;
            if self.size.is_multiple_of(WIDTH) {
                let bundle = std::mem::take(&mut self.bundle);
                files.push(self.file(Kind::Entries, bundle));
            }
            self.push(leaf_hash(leaf), &mut files);
        }
        if !self.bundle.is_empty() && self.size > before {
            files.push(self.file(Kind::Entries, self.bundle.clone()));
        }
        for (level, hashes) in (0u8..).zip(&self.levels) {
            let kind = Kind::Hashes(level);
            if !hashes.is_empty() && count(kind, self.size) > count(kind, before) {
                files.push(self.file(kind, hashes.concat()));
            }
        }
        Ok(files)
    }

    /// Puts a leaf hash into the tiles; a tile that becomes full is written and hashed into the next level.
    fn push(&mut self, leaf: Hash, files: &mut Vec<File>) {
        let mut hash = leaf;
        for level in 0u8.. {
            let at = usize::from(level);
            if self.levels.len() == at {
                self.levels.push(Vec::new());
            }
            self.levels[at].push(hash);
            if (self.levels[at].len() as u64) < WIDTH {
                return;
            }
            let full = std::mem::take(&mut self.levels[at]);
            files.push(self.file(Kind::Hashes(level), full.concat()));
            hash = fold(&full);
        }
    }

    /// The last file of a kind at the present size.
    fn file(&self, kind: Kind, bytes: Vec<u8>) -> File {
        let last = (count(kind, self.size) - 1) / WIDTH;
        let tile = Tile::of(kind, last, self.size).expect("the last tile of a size is inside it");
        File { path: tile.path(), bytes }
    }
}

/// The files to write when `leaves` are appended to the stored log of `size` entries; the new root with them.
pub fn append<B: AsRef<[u8]>>(
    source: &(impl TileSource + ?Sized),
    size: u64,
    leaves: &[B],
) -> Result<(Vec<File>, Hash), AppendError> {
    let mut edge = Edge::open(source, size)?;
    let files = edge.append(leaves)?;
    Ok((files, edge.root()))
}

/// Why nothing can be appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The stored log's edge cannot be read.
    #[error(transparent)]
    Tile(#[from] TileError),
    /// A leaf is too large.
    #[error(transparent)]
    Leaf(#[from] LeafTooLarge),
}
