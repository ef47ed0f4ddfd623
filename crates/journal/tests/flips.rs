//! Whatever is changed in a log's files is found, and the first bad entry is named.

mod support;

use journal::tile::{Kind, Tile};
use journal::{Bad, Trust, What, verify};
use kernel::Lang;
use support::{Files, ends, leaves, log_trust, quick_trust, quick_whole_trust, sign, trust, write};

fn first_bad(files: &Files) -> Bad {
    first_bad_for(files, &trust())
}

fn first_bad_for(files: &Files, trust: &Trust) -> Bad {
    let report = verify(files, trust);
    assert!(!report.ok() && !report.problems.is_empty(), "nothing was found");
    report.first_bad.expect("asserted above")
}

/// Flips bits in bytes of every file and expects each to be found where it is.
fn flip(files: &Files, bits: &[u8], wanted: impl Fn(&str, usize) -> bool) -> usize {
    let (mut flips, quick, whole) = (0, quick_trust(), quick_whole_trust());
    for (path, bytes) in files {
        let ends = match Tile::parse(path) {
            Some(Tile { kind: Kind::Entries, index, .. }) => Some((index * 256, ends(bytes))),
            _ => None,
        };
        for at in (0..bytes.len()).filter(|at| wanted(path, *at)) {
            for bit in bits {
                let mut damaged = files.clone();
                damaged.get_mut(path).unwrap()[at] ^= bit;
                let trust = if path == "checkpoint" { &whole } else { &quick };
                let bad = first_bad_for(&damaged, trust);
                assert_eq!(bad.path.as_deref(), Some(path.as_str()), "byte {at}");
                let index =
                    ends.as_ref().map(|(first, ends)| first + ends.partition_point(|end| *end <= at) as u64);
                assert_eq!(bad.index, index, "{path} byte {at} bit {bit}: {:?}", bad.what);
                flips += 1;
            }
        }
    }
    flips
}

#[test]
fn every_bit_of_every_file_of_a_small_log_counts() {
    let files = write(&leaves(3, 2), &[1, 2]);
    let names =
        ["checkpoint", "tile/0/000.p/1", "tile/0/000.p/3", "tile/entries/000.p/1", "tile/entries/000.p/3"];
    assert!(files.keys().eq(names.iter()));
    assert!(verify(&files, &trust()).ok());
    let all: Vec<u8> = (0..8).map(|bit| 1 << bit).collect();
    let bytes: usize = files.values().map(Vec::len).sum();
    assert_eq!(flip(&files, &all, |_, _| true), 8 * bytes);
}

#[test]
fn flips_in_a_log_of_several_tiles_and_levels_are_found_where_they_are() {
    let files = write(&leaves(520, 40), &[256, 264]);
    assert!(files.contains_key("tile/1/000.p/2") && files.contains_key("tile/0/002.p/8"));
    let report = verify(&files, &trust());
    assert_eq!((report.entries, report.cells, report.size), (520, 40, 520), "{:?}", report.first_bad);
    let flips = flip(&files, &[0x10], |path, at| match path {
        "tile/1/000.p/2" | "tile/1/000.p/1" | "checkpoint" => true,
        "tile/0/002.p/8" => at % 5 == 0,
        _ => at % 4001 == 0,
    });
    assert!(flips > 400, "{flips}");
}

#[test]
fn an_entry_that_was_deleted_swapped_or_doubled_is_the_first_bad_one() {
    let leaves = leaves(300, 3);
    let good = write(&leaves, &[300]);
    let bundle = |leaves: &[Vec<u8>]| -> Vec<u8> {
        leaves.iter().flat_map(|l| [&(l.len() as u16).to_be_bytes()[..], l].concat()).collect()
    };
    let mut cases: Vec<(u64, Vec<Vec<u8>>)> = Vec::new();
    for at in [0usize, 1, 100, 255] {
        let mut deleted = leaves[..256].to_vec();
        deleted.remove(at);
        cases.push((at as u64, deleted));
        let mut doubled = leaves[..256].to_vec();
        doubled.insert(at, leaves[at].clone());
        doubled.truncate(256);
        if at < 255 {
            cases.push((at as u64 + 1, doubled));
            let mut swapped = leaves[..256].to_vec();
            swapped.swap(at, at + 1);
            cases.push((at as u64, swapped));
        }
    }
    for (index, changed) in cases {
        let mut files = good.clone();
        files.insert("tile/entries/000".into(), bundle(&changed));
        assert_eq!(first_bad(&files).index, Some(index));
    }
    let mut files = good.clone();
    files.get_mut("tile/entries/000").unwrap().extend_from_slice(&[0, 1, 7]);
    let bad = first_bad(&files);
    assert_eq!((bad.index, bad.what), (None, What::Length));
}

#[test]
fn a_file_cut_anywhere_or_missing_is_named() {
    let good = write(&leaves(300, 3), &[300]);
    for (path, bytes) in &good {
        let mut files = good.clone();
        files.remove(path);
        let bad = first_bad(&files);
        assert_eq!((bad.path.as_deref(), bad.what), (Some(path.as_str()), What::Missing));
        for length in (0..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
            files.insert(path.clone(), bytes[..length].to_vec());
            let bad = first_bad(&files);
            assert_eq!(bad.path.as_deref(), Some(path.as_str()), "{path} cut to {length}");
            if path == "tile/entries/000" {
                let whole = ends(bytes).iter().filter(|end| **end <= length).count();
                assert_eq!((bad.index, bad.what), (Some(whole as u64), What::Cut));
            }
        }
    }
}

#[test]
fn two_files_exchanged_are_both_found() {
    let good = write(&leaves(600, 9), &[600]);
    for (a, b) in [("tile/entries/000", "tile/entries/001"), ("tile/0/000", "tile/0/001")] {
        let mut files = good.clone();
        files.insert(a.into(), good[b].clone());
        files.insert(b.into(), good[a].clone());
        let report = verify(&files, &trust());
        let found: Vec<_> = report.problems.iter().filter_map(|bad| bad.path.as_deref()).collect();
        assert_eq!(found, [a, b]);
    }
}

#[test]
fn a_damaged_tile_and_a_damaged_entry_in_different_places_are_told_apart() {
    let mut files = write(&leaves(600, 9), &[600]);
    files.get_mut("tile/0/000").unwrap()[40] ^= 1;
    files.get_mut("tile/entries/001").unwrap()[30] ^= 1;
    let report = verify(&files, &trust());
    let found: Vec<_> = report.problems.iter().map(|bad| (bad.index, bad.path.as_deref().unwrap())).collect();
    assert_eq!(found, [(Some(256), "tile/entries/001"), (None, "tile/0/000")]);
}

#[test]
fn an_entry_rewritten_with_all_tiles_and_even_the_signature_breaks_its_cells_chain() {
    let mut changed = leaves(300, 3);
    let mut entry = journal::Entry::decode(&changed[120]).unwrap();
    entry.change = serde_json::json!({"length_m": 1});
    changed[120] = entry.encode().unwrap();
    // Signed again with the right key: only the chain remains.
    let mut files = write(&changed, &[300]);
    let bad = first_bad(&files);
    assert_eq!((bad.index, bad.what), (Some(120), What::Link { next: 123 }));
    assert_eq!(bad.entry.unwrap().subject.unwrap().id, "bridge-120");
    // Under the checkpoint that was signed before: the root does not fit either.
    files.insert("checkpoint".into(), write(&leaves(300, 3), &[300])["checkpoint"].clone());
    let report = verify(&files, &trust());
    assert_eq!(report.first_bad.and_then(|bad| bad.index), Some(120));
    assert!(report.problems.iter().any(|bad| bad.what == What::Root));
}

#[test]
fn an_entry_left_out_before_signing_leaves_a_gap_in_its_cell() {
    let mut short = leaves(300, 3);
    short.remove(200);
    let bad = first_bad(&write(&short, &[299]));
    assert_eq!(bad.what, What::Number { expected: 67, found: 68 });
}

#[test]
fn a_leaf_that_is_no_entry_is_named_though_it_was_signed() {
    let mut leaves = leaves(20, 3);
    leaves[11] = b"not an entry".to_vec();
    let bad = first_bad(&write(&leaves, &[20]));
    assert!(matches!(bad, Bad { index: Some(11), what: What::Form(_), .. }), "{bad:?}");
}

#[test]
fn a_checkpoint_by_another_key_of_the_same_name_is_not_accepted() {
    let mut files = write(&leaves(20, 3), &[20]);
    let other = journal::key::Ed25519Signer::new(support::ORIGIN, &[8; 32]).unwrap();
    let root = verify(&files, &trust()).root;
    let note = journal::Checkpoint::new(support::ORIGIN, 20, root).sign(&other).unwrap();
    files.insert("checkpoint".into(), note.to_text().into_bytes());
    let report = verify(&files, &log_trust());
    assert!(matches!(report.first_bad, Some(Bad { what: What::Checkpoint(_), .. })));
}

#[test]
fn a_log_that_was_rolled_back_or_forked_does_not_hold_the_head_seen_before() {
    let (leaves, mut other) = (leaves(300, 3), leaves(300, 4));
    other.truncate(280);
    let head = |files: &Files| trust().open(&files["checkpoint"]).unwrap().checkpoint;
    let files = write(&leaves, &[300]);
    let seen = |head| journal::Trust { seen: vec![head], ..trust() };
    for size in [0, 1, 255, 256, 257, 300] {
        let earlier = head(&write(&leaves[..size], &[size]));
        assert!(verify(&files, &seen(earlier)).ok(), "{size}");
    }
    let forked = verify(&files, &seen(head(&write(&other, &[280]))));
    assert_eq!(forked.first_bad.unwrap().what, What::Forked { seen: 280 });
    let rolled_back = verify(&write(&leaves[..290], &[290]), &seen(head(&files)));
    assert_eq!(rolled_back.first_bad.unwrap().what, What::RolledBack { seen: 300 });
    let mut twin = leaves.clone();
    twin.swap(298, 299);
    let twins = verify(&files, &seen(head(&write(&twin, &[300]))));
    assert_eq!(twins.first_bad.unwrap().what, What::Forked { seen: 300 });
}

#[test]
fn files_written_and_not_yet_signed_or_not_ours_are_mentioned_and_do_no_harm() {
    let leaves = leaves(300, 3);
    let mut files = write(&leaves, &[250, 50]);
    let early = write(&leaves[..250], &[250]);
    files.insert("checkpoint".into(), early["checkpoint"].clone());
    files.remove("tile/0/000.p/250");
    files.insert("readme.txt".into(), b"hello".to_vec());
    let report = verify(&files, &trust());
    assert!(report.ok(), "{:?}", report.first_bad);
    assert_eq!(
        (report.size, report.beyond, report.strangers.as_slice()),
        (250, 5, &["readme.txt".into()][..])
    );
}

#[test]
fn the_report_speaks_both_languages_and_names_the_entry() {
    let mut files = write(&leaves(5, 2), &[5]);
    let words = verify(&files, &trust()).words(Lang::En).join(" ");
    assert!(
        words.contains("5 entries in 2 cells were checked") && words.contains("Nothing is wrong."),
        "{words}"
    );
    let at = ends(&files["tile/entries/000.p/5"])[2];
    // The text of `actor_post`, made something that is not UTF-8: the names behind it are still read.
    files.get_mut("tile/entries/000.p/5").unwrap()[at + 2 + 5 + 9 + 37 + 4 + 10 + 5] ^= 0x80;
    let report = verify(&files, &trust());
    let words = report.words(Lang::En).join(" ");
    let expected = "First problem: entry 3 (counted from 0; number 2 of cell zone-001; bridges bridge-3, version 1), \
                    file tile/entries/000.p/5: its bytes are not those that were signed";
    assert!(words.contains(expected), "{words}");
    let zh = report.words(Lang::Zh).join("");
    let expected = "第一处问题：第 3 号记录（从 0 起；分区 zone-001 的第 2 条；bridges bridge-3 第 1 版）";
    assert!(zh.contains(expected), "{zh}");
}

#[test]
fn an_empty_log_is_a_good_log() {
    let mut files = Files::new();
    files.insert("checkpoint".into(), sign(0, journal::hash::empty_root()).into_bytes());
    assert!(verify(&files, &trust()).ok());
    files.insert("checkpoint".into(), sign(0, [1; 32]).into_bytes());
    assert_eq!(first_bad(&files).what, What::Root);
}
