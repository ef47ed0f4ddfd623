//! A small log with known answers.
#![allow(dead_code)] // each test file uses a part

use journal::cosignature::Witness;
use journal::key::{Ed25519Signer, Ed25519Verifier};
use journal::note::{Note, Verifier};
use journal::{Checkpoint, Edge, Entry, Subject, Trust, ZERO, leaf_hash};
use kernel::{Cell, Instant};
use serde_json::json;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

pub type Files = BTreeMap<String, Vec<u8>>;

pub const ORIGIN: &str = "zone.example/journal";

pub fn signer() -> Ed25519Signer {
    Ed25519Signer::new(ORIGIN, &[7; 32]).unwrap()
}

pub fn witness() -> Witness {
    Witness::new("witness.example/north", &[9; 32]).unwrap()
}

/// One witness known, and wanted.
pub fn trust() -> Trust {
    Trust::parse(&[&signer().verifier().to_text()], &[&witness().verifier().to_text()], 1).unwrap()
}

/// The same, quick for many checkpoints with the same text and signature of the log.
pub fn quick_whole_trust() -> Trust {
    Trust { log: quick_trust().log, ..trust() }
}

/// A key that remembers what it has verified: the same text and signature, the same answer.
struct Remembering(Ed25519Verifier, RefCell<Answers>);

/// By text and signature.
type Answers = HashMap<(Vec<u8>, Vec<u8>), bool>;

impl Verifier for Remembering {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn key_id(&self) -> u32 {
        self.0.key_id()
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let mut known = self.1.borrow_mut();
        let question = (text.to_vec(), signature.to_vec());
        *known.entry(question).or_insert_with(|| self.0.verify(text, signature))
    }
}

/// Only the log's key, quick for many checks of one checkpoint.
pub fn quick_trust() -> Trust {
    let key = Remembering(signer().verifier(), RefCell::default());
    Trust { log: vec![Box::new(key)], ..Trust::default() }
}

/// Only the log's key.
pub fn log_trust() -> Trust {
    Trust::parse(&[&signer().verifier().to_text()], &[], 0).unwrap()
}

pub fn entry(cell: &Cell, seq: i64, prev: [u8; 32], number: u64) -> Entry {
    Entry {
        zone: "zone".into(),
        cell: cell.clone(),
        seq,
        prev,
        at: Instant(1_700_000_000_000_000 + number as i64),
        command: "registers.amend".into(),
        subject: Subject { register: "bridges".into(), id: format!("bridge-{number}"), version: 1 },
        actor_post: "engineer".into(),
        actor: leaf_hash(b"somebody"),
        request: leaf_hash(&number.to_be_bytes()),
        charter_version: 3,
        change: json!({"length_m": number, "name": "桥", "open": true, "notes": [null, "a"]}),
        body: leaf_hash(b"body"),
        hidden: number.is_multiple_of(2).then(|| leaf_hash(b"hidden")),
    }
}

/// `count` entries spread over `cells` cells, each chained in its cell.
pub fn leaves(count: u64, cells: u16) -> Vec<Vec<u8>> {
    let mut heads: HashMap<u16, (i64, [u8; 32])> = HashMap::new();
    (0..count)
        .map(|number| {
            let bucket = (number * 7 % u64::from(cells)) as u16;
            let (seq, prev) = heads.get(&bucket).copied().unwrap_or((0, ZERO));
            let leaf = entry(&Cell::new("zone", bucket), seq + 1, prev, number).encode().unwrap();
            heads.insert(bucket, (seq + 1, leaf_hash(&leaf)));
            leaf
        })
        .collect()
}

/// Signed by the log, cosigned by the witness.
pub fn sign(size: u64, root: [u8; 32]) -> String {
    let head = Checkpoint::new(ORIGIN, size, root);
    let mut note: Note = head.sign(&signer()).unwrap();
    note.signatures.push(witness().cosign(&head, 1_700_000_000).unwrap());
    note.to_text()
}

/// The files of a log that grew in these batches.
pub fn write(leaves: &[Vec<u8>], batches: &[usize]) -> Files {
    let (mut files, mut edge, mut rest) = (Files::new(), Edge::empty(), leaves);
    for batch in batches {
        let (now, later) = rest.split_at(*batch);
        for file in edge.append(now).unwrap() {
            files.insert(file.path, file.bytes);
        }
        rest = later;
    }
    assert!(rest.is_empty(), "the batches take all leaves");
    files.insert("checkpoint".into(), sign(edge.size(), edge.root()).into_bytes());
    files
}

/// Where each entry of a bundle ends.
pub fn ends(bundle: &[u8]) -> Vec<usize> {
    let mut at = 0;
    journal::tile::Bundle::new(bundle)
        .map(|leaf| {
            at += leaf.unwrap().len() + 2;
            at
        })
        .collect()
}
