//! A proof that one entry stands in a log, in one piece of JSON that can be kept and checked by itself.

use crate::checkpoint::{Checkpoint, CheckpointError, Opened, Trust};
use crate::entry::Entry;
use crate::hash::{Hash, leaf_hash};
use crate::note::{Note, NoteError};
use crate::reader::DecodeError;
use crate::tile::{Bundle, Kind, Tile, TileHashes, TileSource, WIDTH, fetch};
use crate::tree::{self, inclusion_proof, verify_inclusion};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::{Deserialize, Serialize};

/// Leaf, place and path of one entry, with the signed head they lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofBundle {
    /// Format of this bundle, 1.
    pub v: u32,
    /// The leaf's bytes, base64.
    pub leaf: String,
    /// The entry's index in the log, from 0.
    pub index: u64,
    /// Size of the tree the path belongs to; that of the checkpoint.
    pub size: u64,
    /// The hashes from leaf to root, base64, nearest first.
    pub path: Vec<String>,
    /// The signed checkpoint, whole.
    pub checkpoint: String,
}

/// What a good proof shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: Hash,
    /// Its index in the log, from 0.
    pub index: u64,
    /// The head that holds it, and who signed.
    pub opened: Opened,
}

/// Why a proof does not show anything, or cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ProofBundleError {
    /// Another format than this one.
    #[error("not a proof of format 1: {0}")]
    Form(&'static str),
    /// The checkpoint is not to be trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the leaf to the signed root.
    #[error("the entry is not in the log that was signed")]
    Path,
    /// The leaf is in the log and not readable as an entry.
    #[error("the leaf is not an entry: {0}")]
    Entry(#[from] DecodeError),
    /// The stored hashes do not give a proof.
    #[error(transparent)]
    Tree(#[from] tree::ProofError),
}

impl ProofBundle {
    /// Makes the proof of the entry at `index` from a log's files and a checkpoint of it.
    pub fn make(
        source: &(impl TileSource + ?Sized),
        checkpoint: &str,
        index: u64,
    ) -> Result<ProofBundle, ProofBundleError> {
        let note = Note::parse(checkpoint.as_bytes()).map_err(CheckpointError::from)?;
        let size = Checkpoint::parse(&note.text)?.size;
        let path = inclusion_proof(index, size, &TileHashes::new(source, size))?;
        let tile =
            Tile::of(Kind::Entries, index / WIDTH, size).ok_or(ProofBundleError::Form("no such entry"))?;
        let (_, bytes) = fetch(source, tile).map_err(std::io::Error::from).map_err(tree::ProofError::from)?;
        let leaf = Bundle::new(&bytes).nth((index % WIDTH) as usize).and_then(Result::ok);
        let leaf = leaf.ok_or(ProofBundleError::Form("the bundle does not hold the entry"))?;
        Ok(ProofBundle {
            v: 1,
            leaf: BASE64_STANDARD.encode(leaf),
            index,
            size,
            path: path.iter().map(|hash| BASE64_STANDARD.encode(hash)).collect(),
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Reads a bundle's JSON.
    pub fn parse(json: &[u8]) -> Result<ProofBundle, ProofBundleError> {
        serde_json::from_slice(json).map_err(|_| ProofBundleError::Form("not the JSON of a proof"))
    }

    /// Checks signatures, path and leaf.
    pub fn verify(&self, trust: &Trust) -> Result<Proven, ProofBundleError> {
        let form = ProofBundleError::Form;
        if self.v != 1 {
            return Err(form("another version"));
        }
        let leaf = BASE64_STANDARD.decode(&self.leaf).map_err(|_| form("the leaf is not base64"))?;
        let path: Option<Vec<Hash>> =
            self.path.iter().map(|hash| BASE64_STANDARD.decode(hash).ok()?.try_into().ok()).collect();
        let path = path.ok_or(form("a hash is not 32 bytes in base64"))?;
        let opened = trust.open(self.checkpoint.as_bytes())?;
        let (head, hash) = (&opened.checkpoint, leaf_hash(&leaf));
        if self.size != head.size || !verify_inclusion(&hash, self.index, head.size, &path, &head.root) {
            return Err(ProofBundleError::Path);
        }
        let entry = Entry::decode(&leaf)?;
        Ok(Proven { entry, hash, index: self.index, opened })
    }
}

impl From<NoteError> for ProofBundleError {
    fn from(error: NoteError) -> ProofBundleError {
        ProofBundleError::Checkpoint(error.into())
    }
}
