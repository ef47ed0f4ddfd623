//! The Merkle tree of [RFC 6962] section 2.1 (the same in [RFC 9162] section 2.1): root, inclusion and
//! consistency proofs from stored hashes, and their verification.
//!
//! A node of level `l` and index `i` is the hash over the leaves `i·2^l .. (i+1)·2^l`; only such
//! complete nodes are stored, the others are computed.
//!
//! [RFC 6962]: https://www.rfc-editor.org/rfc/rfc6962.html
//! [RFC 9162]: https://www.rfc-editor.org/rfc/rfc9162.html

use crate::hash::{Hash, empty_root, node_hash};
use std::io;

/// Stored hashes of complete nodes; level 0 are the leaves.
pub trait HashReader {
    /// The node of a level and index; asked only for nodes that are complete in the tree at hand.
    fn node(&self, level: u32, index: u64) -> io::Result<Hash>;
}

/// Leaf hashes in memory.
impl HashReader for [Hash] {
    fn node(&self, level: u32, index: u64) -> io::Result<Hash> {
        let missing = || io::Error::new(io::ErrorKind::NotFound, "no such node");
        let count = 1usize.checked_shl(level).ok_or_else(missing)?;
        let start = usize::try_from(index).ok().and_then(|i| i.checked_mul(count)).ok_or_else(missing)?;
        let end = start.checked_add(count).ok_or_else(missing)?;
        self.get(start..end).map(fold).ok_or_else(missing)
    }
}

/// A proof was asked for something the tree does not hold, or a stored hash could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    /// The leaf or the older tree is not inside the tree.
    #[error("{part} is not inside a tree of {size} entries")]
    Outside {
        /// Index of the leaf, or size of the older tree.
        part: u64,
        /// Size of the tree.
        size: u64,
    },
    /// A stored hash could not be read.
    #[error("cannot read a stored hash")]
    Read(#[from] io::Error),
}

/// The right edge of a growing tree: all that is needed to append and to know the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// One complete node per bit of `size`, the largest first.
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    pub fn new() -> Frontier {
        Frontier::default()
    }

    /// The edge of a stored tree.
    pub fn of(size: u64, hashes: &(impl HashReader + ?Sized)) -> io::Result<Frontier> {
        let nodes =
            pieces(0, size).map(|(level, index)| hashes.node(level, index)).collect::<io::Result<_>>()?;
        Ok(Frontier { size, nodes })
    }

    /// Appends a leaf hash.
    pub fn push(&mut self, leaf: Hash) {
        self.push_seen(leaf, |_, _, _| ());
    }

    /// Appends a leaf hash and shows every node this completes: level, index, hash.
    pub fn push_seen(&mut self, leaf: Hash, mut seen: impl FnMut(u32, u64, &Hash)) {
        let mut hash = leaf;
        seen(0, self.size, &hash);
        for level in 0..self.size.trailing_ones() {
            let left = self.nodes.pop().expect("one node per bit of the size");
            hash = node_hash(&left, &hash);
            seen(level + 1, self.size >> (level + 1), &hash);
        }
        self.nodes.push(hash);
        self.size += 1;
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root.
    pub fn root(&self) -> Hash {
        self.root_with(None)
    }

    /// The root where a smaller tree, not part of this edge, follows on the right.
    pub(crate) fn root_with(&self, right: Option<Hash>) -> Hash {
        let mut acc = right;
        for left in self.nodes.iter().rev() {
            acc = Some(acc.map_or(*left, |right| node_hash(left, &right)));
        }
        acc.unwrap_or_else(empty_root)
    }
}

/// The root of the first `size` leaves.
pub fn root(size: u64, hashes: &(impl HashReader + ?Sized)) -> io::Result<Hash> {
    if size == 0 { Ok(empty_root()) } else { range(0, size, hashes) }
}

/// The hashes that lead from leaf `index` to the root of the first `size` leaves (RFC 6962 2.1.1).
pub fn inclusion_proof(
    index: u64,
    size: u64,
    hashes: &(impl HashReader + ?Sized),
) -> Result<Vec<Hash>, ProofError> {
    if index >= size {
        return Err(ProofError::Outside { part: index, size });
    }
    let (mut start, mut end) = (0, size);
    let mut proof = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            proof.push(range(middle, end, hashes)?);
            end = middle;
        } else {
            proof.push(range(start, middle, hashes)?);
            start = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The hashes that show the tree of `old` leaves to be the beginning of the tree of `size` leaves
/// (RFC 6962 2.1.2). Empty for `old` 0 and for `old == size`.
pub fn consistency_proof(
    old: u64,
    size: u64,
    hashes: &(impl HashReader + ?Sized),
) -> Result<Vec<Hash>, ProofError> {
    if old > size {
        return Err(ProofError::Outside { part: old, size });
    }
    let mut proof = Vec::new();
    if old == 0 || old == size {
        return Ok(proof);
    }
    let (mut start, mut end) = (0, size);
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            proof.push(range(middle, end, hashes)?);
            end = middle;
        } else {
            proof.push(range(start, middle, hashes)?);
            start = middle;
        }
    }
    if start != 0 {
        proof.push(range(start, end, hashes)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether `proof` leads from a leaf hash at `index` to `root` of a tree of `size` leaves
/// (RFC 9162 2.1.3.2).
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut acc) = (index, size - 1, *leaf);
    for hash in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            acc = node_hash(hash, &acc);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            acc = node_hash(&acc, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && acc == *root
}

/// Whether `proof` shows the tree of `old` leaves and `old_root` to be the beginning of the tree of
/// `size` leaves and `root` (RFC 9162 2.1.4.2).
pub fn verify_consistency(old: u64, old_root: &Hash, size: u64, root: &Hash, proof: &[Hash]) -> bool {
    if old > size {
        return false;
    }
    if old == size {
        return proof.is_empty() && old_root == root;
    }
    if old == 0 {
        return proof.is_empty() && *old_root == empty_root();
    }
    // A complete older tree is itself the first node and is not repeated in the proof.
    let (first, rest) = match proof {
        rest if old.is_power_of_two() => (old_root, rest),
        [first, rest @ ..] => (first, rest),
        [] => return false,
    };
    let (mut node, mut last) = (old - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old_acc, mut acc) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_acc = node_hash(hash, &old_acc);
            acc = node_hash(hash, &acc);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            acc = node_hash(&acc, hash);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_acc == *old_root && acc == *root
}

/// The hash over leaves `start..end`, where `start` is a multiple of the power of two that holds the range.
fn range(start: u64, end: u64, hashes: &(impl HashReader + ?Sized)) -> io::Result<Hash> {
    let nodes: Vec<Hash> =
        pieces(start, end).map(|(level, index)| hashes.node(level, index)).collect::<io::Result<_>>()?;
    let mut nodes = nodes.into_iter().rev();
    let last = nodes.next().ok_or_else(|| io::Error::other("a range without leaves has no hash"))?;
    Ok(nodes.fold(last, |right, left| node_hash(&left, &right)))
}

/// The complete nodes that `start..end` consists of, from left to right.
fn pieces(mut start: u64, end: u64) -> impl Iterator<Item = (u32, u64)> {
    std::iter::from_fn(move || {
        let left = end - start;
        if left == 0 {
            return None;
        }
        let level = left.ilog2();
        let piece = (level, start >> level);
        start += 1 << level;
        Some(piece)
    })
}

/// The largest power of two smaller than `count` (≥ 2).
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The hash over 2^k hashes.
pub(crate) fn fold(hashes: &[Hash]) -> Hash {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        for i in 0..row.len() / 2 {
            row[i] = node_hash(&row[2 * i], &row[2 * i + 1]);
        }
        row.truncate(row.len() / 2);
    }
    row[0]
}
