//! The log as files, by C2SP [tlog-tiles]: hash tiles `tile/<L>/<N>` of 256 hashes, entry bundles
//! `tile/entries/<N>` of 256 entries, and for the right edge partial ones with `.p/<W>` behind the name.
//! A file once written never changes.
//!
//! [tlog-tiles]: https://c2sp.org/tlog-tiles

use crate::hash::Hash;
use crate::tree::{HashReader, fold};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry::{Occupied, Vacant};
use std::fmt;
use std::io;

/// Hashes in a full tile, entries in a full bundle.
pub const WIDTH: u64 = 256;

/// Path of the signed head.
pub const CHECKPOINT: &str = "checkpoint";

/// Where a log's files are read from.
pub trait TileSource {
    /// The bytes at a path such as `tile/0/x001/067.p/8`; `None` if there is no such file.
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>>;

    /// All paths, if the source can tell; the verifier then also checks older partial files.
    fn list(&self) -> io::Result<Option<Vec<String>>> {
        Ok(None)
    }
}

/// A log in memory.
impl TileSource for BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(self.get(path).cloned())
    }

    fn list(&self) -> io::Result<Option<Vec<String>>> {
        Ok(Some(self.keys().cloned().collect()))
    }
}

/// What a tile file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Entries, each behind its length as two bytes, big endian.
    Entries,
    /// Hashes of a level, 0 to 63; one level is 256 times as wide as the one below.
    Hashes(u8),
}

/// One tile file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tile {
    /// What it holds.
    pub kind: Kind,
    /// Its number from the left.
    pub index: u64,
    /// How many hashes or entries, 1 to 256; below 256 the tile is partial.
    pub width: u16,
}

impl Tile {
    /// The tile of a tree of `size` entries, with the width it has there; `None` where the tree has none.
    pub fn of(kind: Kind, index: u64, size: u64) -> Option<Tile> {
        let count = count(kind, size).checked_sub(index.checked_mul(WIDTH)?)?;
        (count > 0).then(|| Tile { kind, index, width: count.min(WIDTH) as u16 })
    }

    /// The same tile when full.
    pub fn full(self) -> Tile {
        Tile { width: WIDTH as u16, ..self }
    }

    /// The tile's path.
    pub fn path(&self) -> String {
        self.to_string()
    }

    /// Reads a path; only the exact form is accepted.
    pub fn parse(path: &str) -> Option<Tile> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let kind = match kind {
            "entries" => Kind::Entries,
            level => Kind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
        };
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => (number, width.parse().ok().filter(|w| (1..256).contains(w))?),
            None => (rest, WIDTH as u16),
        };
        let mut index = 0u64;
        for part in number.split('/') {
            let digits = part.strip_prefix('x').unwrap_or(part);
            index = index.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
        }
        let tile = Tile { kind, index, width };
        (tile.path() == path).then_some(tile)
    }
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Kind::Entries => write!(f, "tile/entries/")?,
            Kind::Hashes(level) => write!(f, "tile/{level}/")?,
        }
        let mut parts = vec![self.index % 1000];
        let mut rest = self.index / 1000;
        while rest > 0 {
            parts.push(rest % 1000);
            rest /= 1000;
        }
        for part in parts[1..].iter().rev() {
            write!(f, "x{part:03}/")?;
        }
        write!(f, "{:03}", parts[0])?;
        if u64::from(self.width) < WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

/// How many hashes (entries) a level has in a tree of `size` entries.
pub fn count(kind: Kind, size: u64) -> u64 {
    match kind {
        Kind::Entries => size,
        Kind::Hashes(level) => size.checked_shr(8 * u32::from(level)).unwrap_or(0),
    }
}

/// Why a tile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TileError {
    /// The file is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// The file has another length, or entries end in its middle.
    #[error("{0} is not whole")]
    Form(String),
    /// The file could not be read.
    #[error("cannot read {0}")]
    Read(String, #[source] io::Error),
    /// What is stored does not agree with itself.
    #[error("{0} does not agree with the other files")]
    Differs(String),
}

impl From<TileError> for io::Error {
    fn from(error: TileError) -> io::Error {
        match error {
            TileError::Missing(_) => io::Error::new(io::ErrorKind::NotFound, error),
            TileError::Read(_, ref source) => io::Error::new(source.kind(), error),
            _ => io::Error::new(io::ErrorKind::InvalidData, error),
        }
    }
}

/// Reads a tile, or its beginning from the full tile where the partial one is gone; with the path read.
pub(crate) fn fetch(source: &(impl TileSource + ?Sized), tile: Tile) -> Result<(String, Vec<u8>), TileError> {
    let path = tile.path();
    let read = |path: &str| source.read(path).map_err(|why| TileError::Read(path.to_owned(), why));
    if let Some(bytes) = read(&path)? {
        return Ok((path, bytes));
    }
    let full = tile.full();
    if full != tile
        && let Some(mut bytes) = read(&full.path())?
    {
        let mut split = Bundle::new(&bytes);
        let wanted = match tile.kind {
            Kind::Hashes(_) => 32 * usize::from(tile.width),
            Kind::Entries => {
                split.by_ref().take(tile.width.into()).flatten().map(|leaf| leaf.len() + 2).sum()
            }
        };
        bytes.truncate(wanted);
        return Ok((full.path(), bytes));
    }
    Err(TileError::Missing(path))
}

/// The hashes of a hash tile of `width`.
pub(crate) fn hashes(bytes: &[u8], width: u16) -> Option<Vec<Hash>> {
    let (rows, rest) = bytes.as_chunks::<32>();
    (rest.is_empty() && rows.len() == usize::from(width)).then(|| rows.to_vec())
}

/// The entries of a bundle, one after the other; an error where the bytes end inside an entry.
#[derive(Clone, Debug)]
pub struct Bundle<'a> {
    rest: &'a [u8],
}

/// A bundle's bytes end inside an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bundle ends inside an entry")]
pub struct Cut;

impl<'a> Bundle<'a> {
    /// The entries in a bundle's bytes.
    pub fn new(bytes: &'a [u8]) -> Bundle<'a> {
        Bundle { rest: bytes }
    }
}

impl<'a> Iterator for Bundle<'a> {
    type Item = Result<&'a [u8], Cut>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let entry = self
            .rest
            .split_first_chunk::<2>()
            .and_then(|(length, rest)| rest.split_at_checked(usize::from(u16::from_be_bytes(*length))));
        match entry {
            Some((entry, rest)) => {
                self.rest = rest;
                Some(Ok(entry))
            }
            None => {
                self.rest = &[];
                Some(Err(Cut))
            }
        }
    }
}

/// Reads a tree's nodes out of hash tiles. Keeps what it has read; make a new one for a new size.
/// What it reads is not verified: a proof made from it is, by whoever checks it against a root.
pub struct TileHashes<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    read: RefCell<BTreeMap<Tile, Vec<Hash>>>,
}

impl<'a, S: TileSource + ?Sized> TileHashes<'a, S> {
    /// The nodes of the tree of `size` entries.
    pub fn new(source: &'a S, size: u64) -> TileHashes<'a, S> {
        TileHashes { source, size, read: RefCell::default() }
    }
}

impl<S: TileSource + ?Sized> HashReader for TileHashes<'_, S> {
    fn node(&self, level: u32, index: u64) -> io::Result<Hash> {
        let outside = || io::Error::new(io::ErrorKind::NotFound, "the tree has no such node");
        let kind = Kind::Hashes(u8::try_from(level / 8).map_err(|_| outside())?);
        let count = 1u64 << (level % 8);
        let first = index.checked_mul(count).ok_or_else(outside)?;
        let tile = Tile::of(kind, first / WIDTH, self.size).ok_or_else(outside)?;
        let mut read = self.read.borrow_mut();
        let hashes = match read.entry(tile) {
            Occupied(known) => known.into_mut(),
            Vacant(place) => {
                let (path, bytes) = fetch(self.source, tile)?;
                place.insert(hashes(&bytes, tile.width).ok_or(TileError::Form(path))?)
            }
        };
        let start = (first % WIDTH) as usize;
        hashes.get(start..start + count as usize).map(fold).ok_or_else(outside)
    }
}
