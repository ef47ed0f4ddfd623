//! Tiles: names, contents, growth, and proofs made from them.

mod support;

use journal::append::{Edge, append};
use journal::hash::{Hash, leaf_hash};
use journal::tile::{Bundle, Cut, Kind, Tile, TileHashes, TileSource};
use journal::tree::{self, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use journal::{Folder, verify};
use support::{Files, leaves, trust, write};

#[test]
fn paths_are_those_of_the_specification_and_no_others() {
    let tile = |kind, index, width| Tile { kind, index, width };
    for (path, expected) in [
        ("tile/0/x001/x234/067", tile(Kind::Hashes(0), 1_234_067, 256)),
        ("tile/0/x001/067.p/8", tile(Kind::Hashes(0), 1067, 8)),
        ("tile/63/000", tile(Kind::Hashes(63), 0, 256)),
        ("tile/entries/273.p/112", tile(Kind::Entries, 273, 112)),
        ("tile/entries/x999/999", tile(Kind::Entries, 999_999, 256)),
    ] {
        assert_eq!(expected.path(), path);
        assert_eq!(Tile::parse(path), Some(expected));
    }
    for path in [
        "tile/0/67",
        "tile/0/x000/067",
        "tile/0/001/067",
        "tile/00/001",
        "tile/64/001",
        "tile/0/001.p/256",
        "tile/0/001.p/0",
        "tile/0/001.p/08",
        "tile/0/001/",
        "tile/0/x001",
        "/tile/0/001",
        "tile/entries",
        "tile/+1/001",
        "tile/data/001",
    ] {
        assert_eq!(Tile::parse(path), None, "{path}");
    }
}

#[test]
fn a_tree_of_70000_has_the_tiles_the_specification_names() {
    let of = |kind, index| Tile::of(kind, index, 70_000).map(|tile| tile.width);
    assert_eq!(of(Kind::Hashes(0), 272), Some(256));
    assert_eq!(of(Kind::Hashes(0), 273), Some(112));
    assert_eq!(of(Kind::Hashes(0), 274), None);
    assert_eq!(of(Kind::Hashes(1), 0), Some(256));
    assert_eq!(of(Kind::Hashes(1), 1), Some(17));
    assert_eq!(of(Kind::Hashes(2), 0), Some(1));
    assert_eq!(of(Kind::Hashes(3), 0), None);
    assert_eq!(Tile::of(Kind::Hashes(1), 0, 256).map(|tile| tile.width), Some(1));
}

#[test]
fn writing_70000_leaves_writes_exactly_these_tiles() {
    let leaves: Vec<[u8; 4]> = (0..70_000u32).map(u32::to_be_bytes).collect();
    let mut edge = Edge::empty();
    let files = edge.append(&leaves).unwrap();
    let count = |prefix: &str| files.iter().filter(|file| file.path.starts_with(prefix)).count();
    assert_eq!(
        (count("tile/0/"), count("tile/1/"), count("tile/2/"), count("tile/entries/")),
        (274, 2, 1, 274)
    );
    assert_eq!(files.len(), 551);
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf_hash(leaf)).collect();
    assert_eq!(edge.root(), tree::root(70_000, &hashes[..]).unwrap());
    let stored: Files = files.into_iter().map(|file| (file.path, file.bytes)).collect();
    assert_eq!(stored["tile/2/000.p/1"], tree::root(65_536, &hashes[..]).unwrap());
    let reader = TileHashes::new(&stored, 70_000);
    for index in [0, 255, 256, 65_535, 65_536, 69_999] {
        let proof = inclusion_proof(index, 70_000, &reader).unwrap();
        assert!(verify_inclusion(&hashes[index as usize], index, 70_000, &proof, &edge.root()));
    }
    for old in [1, 256, 257, 65_535, 65_536, 65_537, 69_999] {
        let proof = consistency_proof(old, 70_000, &reader).unwrap();
        let before = tree::root(old, &hashes[..]).unwrap();
        assert!(verify_consistency(old, &before, 70_000, &edge.root(), &proof), "{old}");
    }
}

#[test]
fn however_a_log_grows_its_last_files_and_its_root_are_the_same() {
    let leaves = leaves(600, 5);
    let at_once = write(&leaves, &[600]);
    for batches in [vec![1; 600], vec![255, 1, 1, 255, 88], vec![256, 256, 88], vec![300, 0, 300]] {
        let grown = write(&leaves, &batches);
        for (path, bytes) in &at_once {
            assert_eq!(grown.get(path), Some(bytes), "{path}");
        }
        assert!(verify(&grown, &trust()).ok());
    }
}

#[test]
fn a_stored_log_is_taken_up_again_at_any_size_and_damage_at_its_edge_is_seen() {
    let leaves = leaves(520, 5);
    for size in [0, 1, 255, 256, 257, 511, 512, 519] {
        let stored = write(&leaves[..size], &[size]);
        let (files, root) = append(&stored, size as u64, &leaves[size..]).unwrap();
        let mut all = stored.clone();
        all.extend(files.iter().map(|file| (file.path.clone(), file.bytes.clone())));
        for file in &files {
            assert!(!stored.contains_key(&file.path), "{} is written a second time", file.path);
        }
        all.insert("checkpoint".into(), support::sign(520, root).into_bytes());
        let report = verify(&all, &trust());
        assert!(report.ok(), "{size}: {:?}", report.first_bad);
    }
    let stored = write(&leaves[..300], &[300]);
    for path in ["tile/entries/001.p/44", "tile/0/001.p/44"] {
        let mut damaged = stored.clone();
        damaged.get_mut(path).unwrap()[60] ^= 1;
        assert!(Edge::open(&damaged, 300).is_err(), "{path}");
        damaged.remove(path);
        assert!(Edge::open(&damaged, 300).is_err(), "{path}");
    }
    let mut damaged = stored.clone();
    damaged.get_mut("tile/1/000.p/1").unwrap()[0] ^= 1;
    assert_ne!(Edge::open(&damaged, 300).unwrap().root(), Edge::open(&stored, 300).unwrap().root());
}

#[test]
fn where_a_partial_tile_is_gone_the_full_one_stands_in() {
    let leaves = leaves(300, 5);
    let mut files = write(&leaves, &[40, 260]);
    files.remove("tile/entries/000.p/40");
    files.remove("tile/0/000.p/40");
    let edge = Edge::open(&files, 40).unwrap();
    assert_eq!(edge, Edge::open(&write(&leaves[..40], &[40]), 40).unwrap());
}

#[test]
fn a_bundle_holds_any_lengths_and_a_cut_one_says_so() {
    let mut edge = Edge::empty();
    let leaves = [vec![], vec![1; 65_535], vec![2]];
    let files = edge.append(&leaves).unwrap();
    let bundle = &files.iter().find(|file| file.path == "tile/entries/000.p/3").unwrap().bytes;
    assert_eq!(bundle[..4], [0, 0, 0xff, 0xff]);
    let read: Vec<_> = Bundle::new(bundle).map(|leaf| leaf.unwrap().to_vec()).collect();
    assert_eq!(read, leaves);
    let cut: Vec<_> = Bundle::new(&bundle[..bundle.len() - 1]).collect();
    assert_eq!(cut.last(), Some(&Err(Cut)));
    let before = edge.clone();
    assert!(edge.append(&[vec![0; 65_536]]).is_err());
    assert_eq!(edge, before);
}

#[test]
fn a_folder_is_read_as_it_is_served() {
    let folder = tempfile::tempdir().unwrap();
    for (path, bytes) in write(&leaves(300, 5), &[100, 200]) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let source = Folder(folder.path().to_owned());
    let report = verify(&source, &trust());
    assert!(report.ok(), "{:?}", report.first_bad);
    assert_eq!((report.entries, report.cells), (300, 5));
    assert_eq!(source.read("tile/0/009").unwrap(), None);
    assert_eq!(source.read("checkpoint/x").unwrap(), None);
    assert!(source.read("../checkpoint").is_err());
    std::fs::write(folder.path().join("tile/0/000.p/100"), [0; 3200]).unwrap();
    let bad = verify(&source, &trust()).first_bad.unwrap();
    assert_eq!(bad.path.as_deref(), Some("tile/0/000.p/100"));
}
