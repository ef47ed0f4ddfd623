//! Entries as bytes, chains of a cell, and the proof of one entry.

mod support;

use journal::chain::{self, Break, Head, Walk};
use journal::entry::{EncodeError, LEAF_MAX, Named};
use journal::proof::{ProofBundle, ProofBundleError};
use journal::{Entry, What, ZERO, leaf_hash, verify_chain_and_tree};
use kernel::Cell;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::convert::Infallible;
use support::{entry, leaves, quick_trust, signer, trust, write};

fn example() -> Entry {
    entry(&Cell::new("zone", 3), 1, ZERO, 4)
}

#[test]
fn an_entry_is_written_as_the_canonical_map_of_its_fields_and_read_back() {
    let entry = example();
    let leaf = entry.encode().unwrap();
    assert_eq!(Entry::decode(&leaf), Ok(entry.clone()));
    // The same map through the kernel's writer for JSON, where hashes are written as bytes.
    let mut by_hand = vec![b'm', 0, 0, 0, 15, 0, 0, 0, 5];
    by_hand.extend_from_slice(b"actorb\0\0\0\x20");
    by_hand.extend_from_slice(&entry.actor);
    by_hand.extend_from_slice(b"\0\0\0\x0aactor_posts\0\0\0\x08engineer\0\0\0\x02ati");
    by_hand.extend_from_slice(&entry.at.0.to_be_bytes());
    assert_eq!(leaf[..by_hand.len()], by_hand);
    assert!(leaf.ends_with(b"\0\0\0\x01vi\0\0\0\0\0\0\0\x01\0\0\0\x04zones\0\0\0\x04zone"));
    assert_eq!(entry.to_json()["change"]["name"], "桥");
    assert_eq!(entry.to_json()["at"], "2023-11-14T22:13:20.000004Z");
    assert_eq!(entry.to_json()["prev"], Value::Null);
}

#[test]
fn no_byte_of_a_leaf_can_be_changed_without_another_entry_or_none() {
    let leaf = example().encode().unwrap();
    for at in 0..leaf.len() {
        for bit in 0..8 {
            let mut changed = leaf.clone();
            changed[at] ^= 1 << bit;
            if let Ok(read) = Entry::decode(&changed) {
                assert_eq!(read.encode().unwrap(), changed, "byte {at}");
                assert_ne!(read, example(), "byte {at}");
            }
        }
        assert!(Entry::decode(&leaf[..at]).is_err());
    }
    assert!(Entry::decode(&[&leaf[..], &[0]].concat()).is_err());
}

#[test]
fn what_has_no_canonical_bytes_is_not_an_entry() {
    type Change = fn(&mut Entry);
    let cases: [(&str, Change); 8] = [
        ("a number with a fraction", |e| e.change = json!({"x": 1.5})),
        ("a number beyond 64 bits", |e| e.change = json!({"x": u64::MAX})),
        ("too large", |e| e.change = json!("x".repeat(LEAF_MAX))),
        ("too deep", |e| (0..40).for_each(|_| e.change = json!([e.change]))),
        ("no number", |e| e.seq = 0),
        ("a first entry with one before it", |e| e.prev = [1; 32]),
        ("a later entry with none before it", |e| e.seq = 2),
        ("the cell of another zone", |e| e.cell = Cell::new("other", 3)),
    ];
    for (name, change) in cases {
        let mut entry = example();
        change(&mut entry);
        assert!(entry.encode().is_err(), "{name}");
    }
    let mut large = example();
    let room = LEAF_MAX - example().encode().unwrap().len();
    large.actor_post = "x".repeat(room + "engineer".len());
    assert_eq!(large.encode().unwrap().len(), LEAF_MAX);
    large.actor_post.push('x');
    assert_eq!(large.encode(), Err(EncodeError::TooLarge(LEAF_MAX + 1)));
    let mut deep = example();
    deep.change = json!(1);
    (0..31).for_each(|_| deep.change = json!([deep.change]));
    let leaf = deep.encode().unwrap();
    assert_eq!(Entry::decode(&leaf), Ok(deep));
}

#[test]
fn a_map_whose_keys_are_out_of_order_or_doubled_is_refused() {
    let leaf = example().encode().unwrap();
    let at =
        leaf.windows(9).position(|w| w == b"\0\0\0\x04nameX" || w.starts_with(b"\0\0\0\x04name")).unwrap();
    for name in [b"aaaa", b"open"] {
        let mut changed = leaf.clone();
        changed[at + 4..at + 8].copy_from_slice(name);
        assert!(Entry::decode(&changed).is_err());
    }
}

#[test]
fn hostile_counts_do_not_take_memory() {
    let leaf = example().encode().unwrap();
    let at = leaf.windows(6).position(|w| w == b"change").unwrap() + 6;
    for tag in [b"l", b"m", b"s", b"b"] {
        let bytes = [&leaf[..at], tag, &[0xff; 4]].concat();
        assert!(Entry::decode(&bytes).is_err());
        Named::of(&bytes);
    }
    let nested = [&leaf[..at], &b"l\0\0\0\x01".repeat(10_000)[..]].concat();
    assert!(Entry::decode(&nested).is_err());
    Named::of(&nested);
}

proptest! {
    #[test]
    fn any_public_change_is_read_back_as_it_was(change in json_value(), post in ".*", number in 0u64..1000) {
        let mut entry = entry(&Cell::new("z-0", 1023), 1, ZERO, number);
        entry.zone = "z-0".into();
        entry.actor_post = post;
        entry.change = change;
        let leaf = entry.encode().unwrap();
        prop_assert_eq!(Entry::decode(&leaf), Ok(entry));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        Named::of(&bytes);
        prop_assert!(Entry::decode(&bytes).is_err());
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(".*", inner, 0..6).prop_map(Value::from_iter),
        ]
    })
}

#[test]
fn a_cells_chain_holds_and_every_break_has_its_name() {
    let (cell, leaves) = (Cell::new("zone", 0), leaves(5, 1));
    let hashes: Vec<_> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    assert_eq!(chain::verify(&cell, &leaves), Ok(Head { seq: 5, hash: hashes[4] }));
    assert_eq!(chain::verify(&cell, Vec::<Vec<u8>>::new()), Ok(Head::EMPTY));
    let mut gap = leaves.clone();
    gap.remove(2);
    assert_eq!(chain::verify(&cell, &gap), Err((3, Break::Number { expected: 3, found: 4 })));
    let other = Cell::new("zone", 1);
    assert_eq!(chain::verify(&other, &leaves), Err((1, Break::Cell { seq: 1, cell: "zone-000".into() })));
    let mut altered = leaves.clone();
    let mut second = Entry::decode(&leaves[1]).unwrap();
    second.command = "registers.withdraw".into();
    altered[1] = second.encode().unwrap();
    assert_eq!(chain::verify(&cell, &altered), Err((3, Break::Previous { seq: 3 })));
    // Beside the hash that a database keeps with it, the altered entry itself is found.
    let mut walk = Walk::new(cell.clone());
    walk.step(1, &altered[0], &hashes[0]).unwrap();
    assert_eq!(walk.step(2, &altered[1], &hashes[1]), Err(Break::Altered { seq: 2 }));
    walk.step(2, &leaves[1], &hashes[1]).unwrap();
    assert_eq!(walk.head(), Head { seq: 2, hash: hashes[1] });
    let junk = chain::verify(&cell, [b"junk"]);
    assert!(matches!(junk, Err((1, Break::Form { .. }))), "{junk:?}");
}

#[test]
fn leaves_streamed_from_anywhere_give_the_root_and_the_first_break() {
    let all = leaves(700, 11);
    let stream = |leaves: &[Vec<u8>]| verify_chain_and_tree(leaves.iter().map(Ok::<_, Infallible>)).unwrap();
    let walked = stream(&all);
    let head = trust().open(&write(&all, &[700])["checkpoint"]).unwrap().checkpoint;
    assert_eq!((walked.size, walked.root, walked.cells), (700, head.root, 11));
    assert_eq!(walked.first_bad, None);
    let mut altered = all.clone();
    let mut one = Entry::decode(&all[350]).unwrap();
    one.at.0 += 1;
    altered[350] = one.encode().unwrap();
    let bad = stream(&altered).first_bad.unwrap();
    assert_eq!((bad.index, bad.what), (Some(350), What::Link { next: 361 }));
    altered[20] = vec![1, 2, 3];
    assert_eq!(stream(&altered).first_bad.unwrap().index, Some(20));
    let failing = [Ok(all[0].clone()), Err("the connection was lost")];
    assert_eq!(verify_chain_and_tree(failing), Err("the connection was lost"));
}

#[test]
fn the_proof_of_one_entry_stands_by_itself() {
    let leaves = leaves(300, 5);
    let files = write(&leaves, &[300]);
    let checkpoint = String::from_utf8(files["checkpoint"].clone()).unwrap();
    for index in [0, 17, 255, 256, 299] {
        let proof = ProofBundle::make(&files, &checkpoint, index).unwrap();
        let json = serde_json::to_vec(&proof).unwrap();
        let proven = ProofBundle::parse(&json).unwrap().verify(&trust()).unwrap();
        assert_eq!((proven.index, proven.hash), (index, leaf_hash(&leaves[index as usize])));
        assert_eq!(proven.entry, Entry::decode(&leaves[index as usize]).unwrap());
        assert_eq!(proven.opened.checkpoint.size, 300);
    }
    assert!(ProofBundle::make(&files, &checkpoint, 300).is_err());
}

#[test]
fn a_proof_with_any_byte_of_its_json_changed_proves_nothing_else() {
    let files = write(&leaves(5, 2), &[5]);
    // Without the witness's line: this verifier does not know the witness and would not look at it.
    let head = trust().open(&files["checkpoint"]).unwrap().checkpoint;
    let checkpoint = head.sign(&signer()).unwrap().to_text();
    let proof = ProofBundle::make(&files, &checkpoint, 2).unwrap();
    let (json, trust) = (serde_json::to_vec(&proof).unwrap(), quick_trust());
    for at in 0..json.len() {
        for bit in [1, 4, 32] {
            let mut changed = json.clone();
            changed[at] ^= bit;
            if let Ok(read) = ProofBundle::parse(&changed) {
                // The same proof may be written in more than one JSON (`\n` and `\u000a`), and nothing else.
                assert!(read == proof || read.verify(&trust).is_err(), "byte {at}");
            }
        }
    }
    let longer = ProofBundle { path: [&proof.path[..], &proof.path[..1]].concat(), ..proof.clone() };
    assert!(matches!(longer.verify(&trust), Err(ProofBundleError::Path)));
    let elsewhere = ProofBundle { index: 3, ..proof.clone() };
    assert!(matches!(elsewhere.verify(&trust), Err(ProofBundleError::Path)));
}
