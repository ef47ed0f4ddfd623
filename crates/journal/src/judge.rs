//! Decides, by the signed root, which files are right where they differ.

use crate::checkpoint::Checkpoint;
use crate::hash::Hash;
use crate::report::{Bad, What};
use crate::tile::{CHECKPOINT, Kind, Tile, TileSource, WIDTH, count};
use crate::tree::{Frontier, fold};
use crate::verify::{read_hashes, upper_levels};

/// The 256 entries (fewer at the end) of one bundle, as the bundle and as the level-0 tile have them.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// Hash over the entries; `None` if the bundle is not whole.
    pub(crate) entries: Option<Hash>,
    /// Hash over the tile's hashes; `None` if the tile is not whole.
    pub(crate) tile: Option<Hash>,
    /// The first entry that is missing or differs from the tile.
    pub(crate) suspect: Option<Box<Bad>>,
}

/// What is wrong with bundles and tiles, given what was found in each block.
pub(crate) fn judge(head: &Checkpoint, blocks: &[Block], source: &(impl TileSource + ?Sized)) -> Vec<Bad> {
    let mut problems = Vec::new();
    let mut uppers = Vec::new();
    for kind in upper_levels(head.size) {
        let mut level = Vec::new();
        for index in 0..count(kind, head.size).div_ceil(WIDTH) {
            let tile = Tile::of(kind, index, head.size).expect("the loop counts the tiles of this size");
            match read_hashes(source, tile) {
                Ok(hashes) => level.extend(hashes.into_iter().map(Some)),
                Err(bad) => {
                    problems.push(bad);
                    level.extend(std::iter::repeat_n(None, tile.width.into()));
                }
            }
        }
        uppers.push(level);
    }
    let empty = Vec::new();
    let truth = truth(head, blocks, uppers.first().unwrap_or(&empty));
    match &truth {
        Some(truth) => {
            for (index, (block, right)) in blocks.iter().zip(truth).enumerate() {
                against_truth(head, index as u64, block, right, &mut problems);
            }
        }
        None => {
            let before = problems.len();
            problems.extend(blocks.iter().filter_map(|block| block.suspect.as_deref().cloned()));
            if problems.len() == before {
                problems.push(Bad::file(CHECKPOINT, What::Root));
            }
        }
    }
    let mut level: Vec<Option<Hash>> = match truth {
        Some(truth) => truth.into_iter().map(Some).collect(),
        None => blocks.iter().map(|block| block.entries.or(block.tile)).collect(),
    };
    for (kind, found) in upper_levels(head.size).zip(&uppers) {
        level.truncate(found.len());
        for index in 0..found.len().div_ceil(WIDTH as usize) {
            let range = index * WIDTH as usize..found.len().min((index + 1) * WIDTH as usize);
            let differs = |(right, found): (&Option<Hash>, &Option<Hash>)| matches!((right, found), (Some(right), Some(found)) if right != found);
            if level[range.clone()].iter().zip(&found[range]).any(differs) {
                let tile = Tile::of(kind, index as u64, head.size).expect("a tile of this size");
                problems.push(Bad::file(tile.path(), What::Differs));
            }
        }
        level = level.as_chunks::<256>().0.iter().map(parent).collect();
    }
    problems
}

fn parent(children: &[Option<Hash>; 256]) -> Option<Hash> {
    let children: Option<Vec<Hash>> = children.iter().copied().collect();
    children.map(|children| fold(&children))
}

/// The hash of every block such that together they give the signed root.
fn truth(head: &Checkpoint, blocks: &[Block], level_one: &[Option<Hash>]) -> Option<Vec<Hash>> {
    type Choice<'a> = &'a dyn Fn(usize, &Block) -> Option<Hash>;
    let recorded = |index: usize| level_one.get(index).copied().flatten();
    let by_entries: Choice = &|_, block| block.entries;
    let by_tile: Choice = &|_, block| block.tile;
    let by_level_one_then_entries: Choice = &|i, block| recorded(i).or(block.entries).or(block.tile);
    let by_level_one_then_tile: Choice = &|i, block| recorded(i).or(block.tile).or(block.entries);
    [by_entries, by_tile, by_level_one_then_entries, by_level_one_then_tile].into_iter().find_map(|choice| {
        let chosen: Vec<Hash> =
            blocks.iter().enumerate().map(|(i, block)| choice(i, block)).collect::<Option<_>>()?;
        let full = (head.size / WIDTH) as usize;
        let mut edge = Frontier::new();
        chosen[..full].iter().for_each(|hash| edge.push(*hash));
        (edge.root_with(chosen.get(full).copied()) == head.root).then_some(chosen)
    })
}

fn against_truth(head: &Checkpoint, index: u64, block: &Block, right: &Hash, problems: &mut Vec<Bad>) {
    let path = |kind| Tile::of(kind, index, head.size).expect("a block of this size").path();
    if block.tile.is_some_and(|tile| tile != *right) {
        problems.push(Bad::file(path(Kind::Hashes(0)), What::Differs));
    }
    if block.entries != Some(*right) {
        let unknown = || Bad::file(path(Kind::Entries), What::Differs);
        problems.push(block.suspect.as_deref().cloned().unwrap_or_else(unknown));
    }
}
