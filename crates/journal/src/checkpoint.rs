//! The signed head of a log by C2SP [tlog-checkpoint]: origin, size, root; and whose signatures are
//! wanted on it.
//!
//! [tlog-checkpoint]: https://c2sp.org/tlog-checkpoint

use crate::cosignature::WitnessVerifier;
use crate::hash::{Hash, as_hex};
use crate::key::{Ed25519Verifier, KeyError};
use crate::note::{Note, NoteError, Signer, Verifier};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde::Serialize;

/// The head of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checkpoint {
    /// Which log; equal to the name of the log's key.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root of the Merkle tree over them.
    #[serde(serialize_with = "as_hex")]
    pub root: Hash,
    /// Further lines, not empty; this log writes none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<String>,
}

/// Why a checkpoint is not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a signed note, or one without a good signature by the log.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is not a checkpoint's.
    #[error("not a checkpoint: {0}")]
    Form(&'static str),
    /// The log's key has another name than the origin line.
    #[error("signed by the key of another log than {0}")]
    Origin(String),
    /// Fewer witnesses have cosigned than are wanted.
    #[error("{found} witnesses have cosigned, {wanted} are wanted")]
    Witnesses {
        /// How many known witnesses have.
        found: usize,
        /// How many are wanted.
        wanted: usize,
    },
}

impl Checkpoint {
    /// A head without further lines.
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Checkpoint {
        Checkpoint { origin: origin.into(), size, root, extensions: Vec::new() }
    }

    /// The note's text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, BASE64_STANDARD.encode(self.root));
        for line in &self.extensions {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Reads a note's text; only the exact form is accepted. Says nothing about signatures.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let form = CheckpointError::Form;
        let mut lines = text.strip_suffix('\n').ok_or(form("the last line has no end"))?.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(form("fewer than three lines"));
        };
        let size = size.parse().map_err(|_| form("the size is not a number"))?;
        let root = BASE64_STANDARD.decode(root).map_err(|_| form("the root is not base64"))?;
        let root = Hash::try_from(root).map_err(|_| form("the root is not 32 bytes"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if origin.is_empty() || extensions.iter().any(String::is_empty) {
            return Err(form("an empty line"));
        }
        let checkpoint = Checkpoint { origin: origin.to_owned(), size, root, extensions };
        if checkpoint.to_text() == text { Ok(checkpoint) } else { Err(form("not in its one exact form")) }
    }

    /// Signs. The caller never signs two heads of which one is not the beginning of the other.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Note, CheckpointError> {
        if signer.name() != self.origin {
            return Err(CheckpointError::Origin(self.origin.clone()));
        }
        let text = self.to_text();
        Checkpoint::parse(&text)?;
        let mut note = Note::new(text)?;
        note.sign(signer)?;
        Ok(note)
    }
}

/// Whose signatures are wanted on a checkpoint, and which heads of the log are known already.
#[derive(Default)]
pub struct Trust {
    /// The log's keys; one good signature is needed, and a false one by any of them spoils the note.
    pub log: Vec<Box<dyn Verifier>>,
    /// The witnesses that are known.
    pub witnesses: Vec<WitnessVerifier>,
    /// How many of them must have cosigned.
    pub quorum: usize,
    /// Heads of this log seen before (a witness's, an older backup's): the log must hold them all.
    pub seen: Vec<Checkpoint>,
}

/// A checkpoint whose signatures were found good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The head.
    pub checkpoint: Checkpoint,
    /// Names of the log's keys that signed.
    pub signed_by: Vec<String>,
    /// Witnesses that cosigned, and when (seconds since 1970, UTC).
    pub cosigned: Vec<(String, u64)>,
    /// Names on signature lines of keys that are not known; these lines were not checked.
    pub unknown: Vec<String>,
}

impl Trust {
    /// From keys as text. The key of a log is not accepted as its own witness, nor one witness twice.
    pub fn parse(log: &[&str], witnesses: &[&str], quorum: usize) -> Result<Trust, KeyError> {
        let keys = log.iter().map(|key| Ed25519Verifier::parse(key)).collect::<Result<Vec<_>, _>>()?;
        let mut public: Vec<[u8; 32]> = keys.iter().map(|key| *key.public_key()).collect();
        let mut known = Vec::new();
        for witness in witnesses {
            let witness = WitnessVerifier::parse(witness)?;
            if public.contains(witness.public_key()) {
                return Err(KeyError::Kind(crate::key::COSIGNATURE));
            }
            public.push(*witness.public_key());
            known.push(witness);
        }
        let log = keys.into_iter().map(|key| Box::new(key) as Box<dyn Verifier>).collect();
        Ok(Trust { log, witnesses: known, quorum, seen: Vec::new() })
    }

    /// Reads a checkpoint and checks the signatures on it.
    pub fn open(&self, bytes: &[u8]) -> Result<Opened, CheckpointError> {
        let note = Note::parse(bytes)?;
        let checkpoint = Checkpoint::parse(&note.text)?;
        let mut signed_by = Vec::new();
        for key in &self.log {
            if note.verify(key.as_ref())? {
                signed_by.push(key.name().to_owned());
            }
        }
        if signed_by.is_empty() {
            return Err(NoteError::Unsigned.into());
        }
        if !signed_by.contains(&checkpoint.origin) {
            return Err(CheckpointError::Origin(checkpoint.origin));
        }
        let mut cosigned = Vec::new();
        for witness in &self.witnesses {
            if note.verify(witness)?
                && let Some(at) = witness.latest(&note)
            {
                cosigned.push((witness.name().to_owned(), at));
            }
        }
        if cosigned.len() < self.quorum {
            return Err(CheckpointError::Witnesses { found: cosigned.len(), wanted: self.quorum });
        }
        let known = |line: &&crate::note::Signature| {
            self.log.iter().any(|key| line.is_by(key.as_ref()))
                || self.witnesses.iter().any(|key| line.is_by(key))
        };
        let unknown =
            note.signatures.iter().filter(|line| !known(line)).map(|line| line.name.clone()).collect();
        Ok(Opened { checkpoint, signed_by, cosigned, unknown })
    }
}
