//! The tree against a naive one, and against the vectors of Certificate Transparency.

use journal::hash::{Hash, empty_root, leaf_hash, node_hash};
use journal::tree::{
    Frontier, HashReader, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion,
};
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io;

/// RFC 6962 section 2.1, word for word.
fn naive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [leaf] => *leaf,
        _ => {
            let k = leaves.len().next_power_of_two() / 2;
            node_hash(&naive(&leaves[..k]), &naive(&leaves[k..]))
        }
    }
}

fn some(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

/// Complete nodes, each computed once, so that all pairs of sizes are quick.
struct Stored<'a>(&'a [Hash], RefCell<HashMap<(u32, u64), Hash>>);

impl HashReader for Stored<'_> {
    fn node(&self, level: u32, index: u64) -> io::Result<Hash> {
        if level == 0 {
            return self.0.node(0, index);
        }
        if let Some(hash) = self.1.borrow().get(&(level, index)) {
            return Ok(*hash);
        }
        let hash = node_hash(&self.node(level - 1, 2 * index)?, &self.node(level - 1, 2 * index + 1)?);
        self.1.borrow_mut().insert((level, index), hash);
        Ok(hash)
    }
}

#[test]
fn the_vectors_of_certificate_transparency() {
    let leaves =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(&hex::decode(leaf).unwrap())).collect();
    for (size, expected) in roots.iter().enumerate() {
        assert_eq!(hex::encode(root(size as u64, &hashes[..]).unwrap()), *expected, "size {size}");
    }
    // RFC 6962 2.1.3 by shape: in a tree of 7 the path of leaf 3 is c, g, l.
    let h = |i: usize| hashes[i];
    let (g, l) = (node_hash(&h(0), &h(1)), node_hash(&node_hash(&h(4), &h(5)), &h(6)));
    assert_eq!(inclusion_proof(3, 7, &hashes[..]).unwrap(), [h(2), g, l]);
    // And the proof from 3 to 7 is c, d, g, l.
    assert_eq!(consistency_proof(3, 7, &hashes[..]).unwrap(), [h(2), h(3), g, l]);
    assert_eq!(consistency_proof(4, 7, &hashes[..]).unwrap(), [l]);
}

#[test]
fn roots_of_all_sizes_up_to_300_are_those_of_the_naive_tree() {
    let leaves = some(300);
    let mut edge = Frontier::new();
    let mut nodes = 0;
    for size in 0..=300u64 {
        let expected = naive(&leaves[..size as usize]);
        assert_eq!(edge.root(), expected);
        assert_eq!(root(size, &leaves[..]).unwrap(), expected);
        assert_eq!(Frontier::of(size, &leaves[..]).unwrap(), edge);
        if let Some(leaf) = leaves.get(size as usize) {
            edge.push_seen(*leaf, |level, index, hash| {
                nodes += 1;
                assert_eq!(*hash, leaves[..].node(level, index).unwrap());
            });
        }
    }
    assert_eq!(nodes, 300 + 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1);
}

#[test]
fn inclusion_of_every_leaf_in_every_tree_up_to_300_is_proven_and_of_no_other() {
    let leaves = some(300);
    let stored = Stored(&leaves, RefCell::default());
    for size in 1..=300u64 {
        let root = root(size, &stored).unwrap();
        for index in 0..size {
            let proof = inclusion_proof(index, size, &stored).unwrap();
            let leaf = &leaves[index as usize];
            assert!(verify_inclusion(leaf, index, size, &proof, &root), "{index} of {size}");
            if index.is_multiple_of(7) && size > 1 {
                assert!(!verify_inclusion(leaf, index ^ 1, size, &proof, &root), "{index} of {size}");
                assert!(!verify_inclusion(leaf, index, 0, &proof, &root));
            }
        }
        assert!(inclusion_proof(size, size, &stored).is_err());
    }
}

#[test]
fn consistency_of_all_pairs_of_sizes_up_to_300_is_proven() {
    let leaves = some(300);
    let stored = Stored(&leaves, RefCell::default());
    let roots: Vec<Hash> = (0..=300).map(|size| root(size, &stored).unwrap()).collect();
    for size in 0..=300u64 {
        for old in 0..=size {
            let proof = consistency_proof(old, size, &stored).unwrap();
            let (before, now) = (&roots[old as usize], &roots[size as usize]);
            assert!(verify_consistency(old, before, size, now, &proof), "{old} in {size}");
            if old > 0 && old < size && (old * 7 + size).is_multiple_of(5) {
                assert!(!verify_consistency(old, now, size, now, &proof), "{old} in {size}");
                assert!(!verify_consistency(old, before, size, before, &proof), "{old} in {size}");
                assert!(!verify_consistency(old, before, size, now, &proof[1..]), "{old} in {size}");
                assert!(!verify_consistency(size, now, old, before, &proof));
            }
        }
        assert!(consistency_proof(size + 1, size, &stored).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_proof_with_anything_changed_proves_nothing(
        size in 2u64..2000, index in any::<u64>(), at in any::<prop::sample::Index>(), bit in 0usize..256,
    ) {
        let (leaves, index) = (some(size), index % size);
        let now = naive(&leaves);
        let flip = |hash: &mut Hash| hash[bit / 8] ^= 1 << (bit % 8);

        let proof = inclusion_proof(index, size, &leaves[..]).unwrap();
        let leaf = leaves[index as usize];
        prop_assert!(verify_inclusion(&leaf, index, size, &proof, &now));
        let mut changed = proof.clone();
        flip(&mut changed[at.index(proof.len())]);
        prop_assert!(!verify_inclusion(&leaf, index, size, &changed, &now));
        prop_assert!(!verify_inclusion(&leaf, index, size, &[&proof[..], &[leaf]].concat(), &now));
        prop_assert!(!verify_inclusion(&leaf, index, size, &proof[1..], &now));
        let mut other = leaf;
        flip(&mut other);
        prop_assert!(!verify_inclusion(&other, index, size, &proof, &now));

        let old = index.max(1);
        if old < size {
            let before = naive(&leaves[..old as usize]);
            let proof = consistency_proof(old, size, &leaves[..]).unwrap();
            prop_assert!(verify_consistency(old, &before, size, &now, &proof));
            let mut changed = proof.clone();
            flip(&mut changed[at.index(proof.len())]);
            prop_assert!(!verify_consistency(old, &before, size, &now, &changed));
            prop_assert!(!verify_consistency(old, &before, size, &now, &[&proof[..], &[leaf]].concat()));
        }
    }

    #[test]
    fn a_tree_of_thousands_has_the_naive_root(size in 300u64..5000) {
        let leaves = some(size);
        prop_assert_eq!(root(size, &leaves[..]).unwrap(), naive(&leaves));
    }
}
