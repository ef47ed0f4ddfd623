//! A witness's word on a checkpoint by C2SP [tlog-cosignature] (`cosignature/v1`, Ed25519): "at this time
//! I had seen no larger head of this log, and none that contradicts it".
//!
//! [tlog-cosignature]: https://c2sp.org/tlog-cosignature

use crate::checkpoint::{Checkpoint, CheckpointError, Trust};
use crate::hash::Hash;
use crate::key::{COSIGNATURE, KeyError, join, public, verified};
use crate::note::{Note, Signature, Verifier, check_name, key_id};
use crate::tree::verify_consistency;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

/// A witness's key, to cosign.
#[derive(Clone)]
pub struct Witness {
    name: String,
    key: SigningKey,
    id: u32,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CosignError {
    /// The checkpoint itself is not to be trusted.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// It is of another log than the head seen before.
    #[error("a checkpoint of another log")]
    Origin,
    /// It is smaller than the head seen before: the log was rolled back.
    #[error("the log has {size} entries and had {seen}")]
    RolledBack {
        /// Size offered.
        size: u64,
        /// Size seen before.
        seen: u64,
    },
    /// The proof does not show the head seen before to be the beginning of this one: the log forked,
    /// or the proof is a wrong one.
    #[error("not shown to hold the {seen} entries seen before")]
    Inconsistent {
        /// Size seen before.
        seen: u64,
    },
    /// A time after 2^63 - 1 cannot be written.
    #[error("not a time")]
    Time,
}

impl Witness {
    /// A key from 32 secret random bytes, used for nothing else.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Witness, KeyError> {
        check_name(name).map_err(|_| KeyError::Form)?;
        let key = SigningKey::from_bytes(seed);
        let id = key_id(name, COSIGNATURE, key.verifying_key().as_bytes());
        Ok(Witness { name: name.to_owned(), key, id })
    }

    /// The key that verifies.
    pub fn verifier(&self) -> WitnessVerifier {
        WitnessVerifier { name: self.name.clone(), key: self.key.verifying_key(), id: self.id }
    }

    /// Checks a checkpoint against the head seen before (`None`: the first of this log) and cosigns it.
    /// The caller keeps the checkpoint given back, durably and only if nobody was faster, *before* the
    /// signature leaves the house: else a rollback can race it. `at_s`: seconds since 1970, UTC.
    pub fn witness(
        &self,
        bytes: &[u8],
        log: &Trust,
        seen: Option<&Checkpoint>,
        proof: &[Hash],
        at_s: u64,
    ) -> Result<(Checkpoint, Signature), CosignError> {
        let head = log.open(bytes)?.checkpoint;
        if let Some(seen) = seen {
            if seen.origin != head.origin {
                return Err(CosignError::Origin);
            }
            if seen.size > head.size {
                return Err(CosignError::RolledBack { size: head.size, seen: seen.size });
            }
            if !verify_consistency(seen.size, &seen.root, head.size, &head.root, proof) {
                return Err(CosignError::Inconsistent { seen: seen.size });
            }
        }
        let signature = self.cosign(&head, at_s)?;
        Ok((head, signature))
    }

    /// The bare signature line over a head; [`Witness::witness`] checks first.
    pub fn cosign(&self, head: &Checkpoint, at_s: u64) -> Result<Signature, CosignError> {
        if i64::try_from(at_s).is_err() {
            return Err(CosignError::Time);
        }
        let signature = self.key.sign(&message(at_s, &head.to_text())).to_bytes();
        let bytes = [&at_s.to_be_bytes()[..], &signature].concat();
        Ok(Signature { name: self.name.clone(), key_id: self.id, bytes })
    }
}

/// Shows the name and never the secret.
impl std::fmt::Debug for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Witness({}+{:08x})", self.name, self.id)
    }
}

/// A witness's key, to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WitnessVerifier {
    name: String,
    key: VerifyingKey,
    id: u32,
}

impl WitnessVerifier {
    /// Reads `name+id+base64(0x04 ‖ public key)`.
    pub fn parse(text: &str) -> Result<WitnessVerifier, KeyError> {
        let (name, key, id) = public(text, COSIGNATURE)?;
        Ok(WitnessVerifier { name, key, id })
    }

    /// The text form.
    pub fn to_text(&self) -> String {
        join(&self.name, self.id, COSIGNATURE, self.key.as_bytes())
    }

    /// The 32 bytes of the public key.
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }

    /// The latest time in this witness's lines of a note; verify the note first.
    pub fn latest(&self, note: &Note) -> Option<u64> {
        note.signatures.iter().filter(|line| line.is_by(self)).filter_map(|line| time(&line.bytes)).max()
    }
}

impl Verifier for WitnessVerifier {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let (Some(at_s), Ok(text)) = (time(signature), std::str::from_utf8(text)) else { return false };
        verified(&self.key, &message(at_s, text), &signature[8..])
    }
}

/// The time a cosignature carries, seconds since 1970, UTC.
pub fn time(signature: &[u8]) -> Option<u64> {
    let (time, rest) = signature.split_first_chunk::<8>()?;
    let at_s = u64::from_be_bytes(*time);
    (rest.len() == 64 && i64::try_from(at_s).is_ok()).then_some(at_s)
}

fn message(at_s: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {at_s}\n{text}").into_bytes()
}
