//! Verifies a log offline, from its files and a public key.
//!
//! Entries and level-0 tiles are read once, side by side, a bundle at a time; kept are two hashes per
//! bundle. In the end the signed root decides which of them is right where they differ: so a damaged
//! tile is told from a damaged entry.

use crate::chain::{Break, BrokenAt, Chains};
use crate::checkpoint::{Checkpoint, Trust};
use crate::entry::{Entry, Named};
use crate::hash::{Hash, leaf_hash};
use crate::judge::{Block, judge};
use crate::report::{Bad, Report, What};
use crate::tile::{
    Bundle, CHECKPOINT, Kind, Tile, TileError, TileHashes, TileSource, WIDTH, count, fetch, hashes,
};
use crate::tree::{Frontier, root};
use crate::{old_copies, report};

/// Verifies a log: checkpoint and signatures, every entry, every tile, the root, every cell's chain.
///
/// Memory: two hashes per 256 entries and one per cell. Where entries are lost, a cell's chain is taken
/// up again behind the gap; verify again after repair.
pub fn verify(source: &(impl TileSource + ?Sized), trust: &Trust) -> Report {
    let mut report = Report::default();
    let opened = match source.read(CHECKPOINT) {
        Ok(Some(bytes)) => trust.open(&bytes).map_err(|why| What::Checkpoint(why.to_string())),
        Ok(None) => Err(What::Missing),
        Err(why) => Err(What::Unreadable(why.to_string())),
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(what) => {
            report.conclude(vec![Bad::file(CHECKPOINT, what)]);
            return report;
        }
    };
    let head = opened.checkpoint;
    (report.origin, report.size, report.root) = (head.origin.clone(), head.size, head.root);
    (report.signed_by, report.cosigned, report.unknown) = (opened.signed_by, opened.cosigned, opened.unknown);

    let mut pass = Pass::new(source, head.size);
    for index in 0..head.size.div_ceil(WIDTH) {
        pass.block(index);
    }
    (report.entries, report.cells) = (pass.entries, pass.chains.len());
    let mut problems = judge(&head, &pass.blocks, pass.source);
    problems.append(&mut pass.problems);
    problems.extend(pass.broken.into_iter().map(link));
    problems.extend(trust.seen.iter().filter_map(|seen| compare(&head, seen, source)));
    old_copies::check(source, head.size, &mut report, &mut problems);
    report.conclude(problems);
    for bad in report.problems.iter_mut().chain(&mut report.first_bad) {
        bad.entry = bad.index.and_then(|index| name(source, head.size, index)).map(Box::new);
        if bad.path.is_none() {
            bad.path =
                bad.index.and_then(|i| Tile::of(Kind::Entries, i / WIDTH, head.size)).map(|t| t.path());
        }
    }
    report
}

/// What [`verify_chain_and_tree`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// Number of cells.
    pub cells: u64,
    /// The first entry that is not readable or not in its cell's chain.
    pub first_bad: Option<Bad>,
}

/// Walks leaves in the order of the log, from wherever they are kept: the tree's root, and whether every
/// cell's chain is unbroken. Nothing is kept but a hash per cell and the tree's edge. Compare size and
/// root with a checkpoint's.
pub fn verify_chain_and_tree<B: AsRef<[u8]>, E>(
    leaves: impl IntoIterator<Item = Result<B, E>>,
) -> Result<Walked, E> {
    let (mut tree, mut chains, mut bad) = (Frontier::new(), Chains::default(), Vec::new());
    for leaf in leaves {
        let leaf = leaf?;
        let (index, hash) = (tree.size(), leaf_hash(leaf.as_ref()));
        tree.push(hash);
        let found = match Entry::decode(leaf.as_ref()) {
            Ok(entry) => chains.take(&entry, hash, index).err().map(link),
            Err(why) => {
                chains.lose();
                Some(Bad::entry(index, None, What::Form(why.to_string())))
            }
        };
        if let Some(mut found) = found
            && bad.len() < report::PROBLEMS_MAX
        {
            found.entry = (found.index == Some(index)).then(|| Box::new(Named::of(leaf.as_ref())));
            bad.push(found);
        }
    }
    bad.sort_by_key(|bad| bad.index);
    let first_bad = bad.into_iter().next();
    Ok(Walked { size: tree.size(), root: tree.root(), cells: chains.len(), first_bad })
}

/// One reading of all bundles and level-0 tiles.
struct Pass<'a, S: ?Sized> {
    source: &'a S,
    size: u64,
    chains: Chains,
    blocks: Vec<Block>,
    entries: u64,
    problems: Vec<Bad>,
    broken: Vec<BrokenAt>,
}

impl<'a, S: TileSource + ?Sized> Pass<'a, S> {
    fn new(source: &'a S, size: u64) -> Pass<'a, S> {
        Pass {
            source,
            size,
            chains: Chains::default(),
            blocks: Vec::new(),
            entries: 0,
            problems: Vec::new(),
            broken: Vec::new(),
        }
    }

    fn block(&mut self, index: u64) {
        let width = (self.size - index * WIDTH).min(WIDTH) as u16;
        let tile = self.tile(Tile { kind: Kind::Hashes(0), index, width });
        let mut block = Block { tile: tile.as_deref().map(subtree), ..Block::default() };
        let bundle = Tile { kind: Kind::Entries, index, width };
        match fetch(self.source, bundle) {
            Ok((path, bytes)) => self.entries(bundle, &path, &bytes, tile.as_deref(), &mut block),
            Err(error) => {
                self.chains.lose();
                let bad = trouble(bundle, error);
                block.suspect = Some(Box::new(Bad { index: Some(index * WIDTH), ..bad }));
            }
        }
        self.blocks.push(block);
    }

    fn tile(&mut self, tile: Tile) -> Option<Vec<Hash>> {
        match read_hashes(self.source, tile) {
            Ok(hashes) => Some(hashes),
            Err(bad) => {
                self.problems.push(bad);
                None
            }
        }
    }

    /// Reads the entries of a bundle against the tile's hashes.
    fn entries(&mut self, bundle: Tile, path: &str, bytes: &[u8], tile: Option<&[Hash]>, block: &mut Block) {
        let (first, width) = (bundle.index * WIDTH, usize::from(bundle.width));
        let mut found = Vec::with_capacity(width);
        let mut split = Bundle::new(bytes);
        let bad = |at: usize, what| Bad::entry(first + at as u64, Some(path.to_owned()), what);
        for leaf in split.by_ref().take(width) {
            let at = found.len();
            let Ok(leaf) = leaf else { break };
            let hash = leaf_hash(leaf);
            found.push(hash);
            if tile.is_some_and(|tile| tile[at] != hash) {
                self.chains.lose();
                block.suspect.get_or_insert_with(|| Box::new(bad(at, What::Altered)));
                continue;
            }
            match Entry::decode(leaf) {
                Ok(entry) => {
                    self.entries += 1;
                    self.broken.extend(self.chains.take(&entry, hash, first + at as u64).err());
                }
                Err(why) => {
                    self.chains.lose();
                    self.problems.push(bad(at, What::Form(why.to_string())));
                }
            }
        }
        if found.len() < width {
            self.chains.lose();
            block.suspect.get_or_insert_with(|| Box::new(bad(found.len(), What::Cut)));
            return;
        }
        if split.next().is_some() {
            self.problems.push(Bad::file(path, What::Length));
        }
        let same = block.tile.filter(|_| tile == Some(&found[..]));
        block.entries = Some(same.unwrap_or_else(|| subtree(&found)));
    }
}

/// The hashes of a tile, or what is wrong with its file.
pub(crate) fn read_hashes(source: &(impl TileSource + ?Sized), tile: Tile) -> Result<Vec<Hash>, Bad> {
    let (path, bytes) = fetch(source, tile).map_err(|error| trouble(tile, error))?;
    hashes(&bytes, tile.width).ok_or_else(|| Bad::file(path, What::Length))
}

fn trouble(tile: Tile, error: TileError) -> Bad {
    match error {
        TileError::Read(path, why) => Bad::file(path, What::Unreadable(why.to_string())),
        _ => Bad::file(tile.path(), What::Missing),
    }
}

fn subtree(hashes: &[Hash]) -> Hash {
    let mut tree = Frontier::new();
    hashes.iter().for_each(|hash| tree.push(*hash));
    tree.root()
}

/// Names the entry that a broken chain speaks against: the one before, if the next one does not know it.
fn link(broken: BrokenAt) -> Bad {
    match (broken.why, broken.before) {
        (Break::Previous { .. }, Some(before)) => Bad::entry(before, None, What::Link { next: broken.index }),
        (Break::Number { expected, found }, _) => {
            Bad::entry(broken.index, None, What::Number { expected, found })
        }
        (why, _) => Bad::entry(broken.index, None, What::Form(why.to_string())),
    }
}

/// Holds a head seen before against the log.
fn compare(head: &Checkpoint, seen: &Checkpoint, source: &(impl TileSource + ?Sized)) -> Option<Bad> {
    if seen.origin != head.origin {
        return None;
    }
    if seen.size > head.size {
        return Some(Bad::file(CHECKPOINT, What::RolledBack { seen: seen.size }));
    }
    let same = if seen.size == head.size {
        seen.root == head.root
    } else {
        // Hashes that cannot be read are reported where they are; they cannot show that all is well.
        root(seen.size, &TileHashes::new(source, head.size)).is_ok_and(|root| root == seen.root)
    };
    (!same).then(|| Bad::file(CHECKPOINT, What::Forked { seen: seen.size }))
}

/// As much as can be read of the entry at an index.
fn name(source: &(impl TileSource + ?Sized), size: u64, index: u64) -> Option<Named> {
    let (_, bytes) = fetch(source, Tile::of(Kind::Entries, index / WIDTH, size)?).ok()?;
    Bundle::new(&bytes).nth((index % WIDTH) as usize)?.ok().map(Named::of)
}

/// Levels above 0 of a tree of `size` entries that have tiles.
pub(crate) fn upper_levels(size: u64) -> impl Iterator<Item = Kind> {
    (1..64).map(Kind::Hashes).take_while(move |kind| count(*kind, size) > 0)
}
