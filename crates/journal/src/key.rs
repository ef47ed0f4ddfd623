//! Ed25519 keys in the text forms of C2SP [signed-note]: `name+id+base64(0x01 ‖ public key)` to verify,
//! `PRIVATE+KEY+name+id+base64(0x01 ‖ seed)` to sign.
//!
//! [signed-note]: https://c2sp.org/signed-note

use crate::note::{SignFailed, Signer, Verifier, check_name, key_id};
use base64::prelude::{BASE64_STANDARD, Engine};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// Kind byte of a log's Ed25519 key.
pub const ED25519: u8 = 0x01;

/// Kind byte of a witness's Ed25519 key, which signs with a time.
pub const COSIGNATURE: u8 = 0x04;

/// Why a text is not a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Another form than `name+id+base64`.
    #[error("not a key in the form name+id+base64")]
    Form,
    /// The id is not that of the name and the key: a slip in copying.
    #[error("the key's id does not belong to its name and bytes")]
    Id,
    /// Another kind of key than is wanted here.
    #[error("a key of kind {0}")]
    Kind(u8),
}

/// An Ed25519 signing key of a log.
#[derive(Clone)]
pub struct Ed25519Signer {
    name: String,
    key: SigningKey,
    id: u32,
}

impl Ed25519Signer {
    /// A key from 32 secret random bytes.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Ed25519Signer, KeyError> {
        check_name(name).map_err(|_| KeyError::Form)?;
        let key = SigningKey::from_bytes(seed);
        let id = key_id(name, ED25519, key.verifying_key().as_bytes());
        Ok(Ed25519Signer { name: name.to_owned(), key, id })
    }

    /// Reads `PRIVATE+KEY+name+id+base64`.
    pub fn parse(text: &str) -> Result<Ed25519Signer, KeyError> {
        let (name, id, seed) = split(text.strip_prefix("PRIVATE+KEY+").ok_or(KeyError::Form)?, ED25519)?;
        let signer = Ed25519Signer::new(name, &seed)?;
        if signer.id == id { Ok(signer) } else { Err(KeyError::Id) }
    }

    /// The secret text form.
    pub fn to_secret_text(&self) -> String {
        format!("PRIVATE+KEY+{}", join(&self.name, self.id, ED25519, self.key.as_bytes()))
    }

    /// The key that verifies.
    pub fn verifier(&self) -> Ed25519Verifier {
        Ed25519Verifier { name: self.name.clone(), key: self.key.verifying_key(), id: self.id }
    }
}

/// Shows the name and never the secret.
impl std::fmt::Debug for Ed25519Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Ed25519Signer({}+{:08x})", self.name, self.id)
    }
}

impl Signer for Ed25519Signer {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, SignFailed> {
        Ok(self.key.sign(text).to_bytes().to_vec())
    }
}

/// An Ed25519 key of a log, to verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ed25519Verifier {
    name: String,
    key: VerifyingKey,
    id: u32,
}

impl Ed25519Verifier {
    /// Reads `name+id+base64`.
    pub fn parse(text: &str) -> Result<Ed25519Verifier, KeyError> {
        let (name, key, id) = public(text, ED25519)?;
        Ok(Ed25519Verifier { name, key, id })
    }

    /// The text form, to be given to whoever verifies.
    pub fn to_text(&self) -> String {
        join(&self.name, self.id, ED25519, self.key.as_bytes())
    }

    /// The 32 bytes of the public key.
    pub fn public_key(&self) -> &[u8; 32] {
        self.key.as_bytes()
    }
}

impl Verifier for Ed25519Verifier {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        verified(&self.key, text, signature)
    }
}

pub(crate) fn verified(key: &VerifyingKey, text: &[u8], signature: &[u8]) -> bool {
    Signature::from_slice(signature).is_ok_and(|signature| key.verify_strict(text, &signature).is_ok())
}

/// Name, key and id of a public key's text form.
pub(crate) fn public(text: &str, kind: u8) -> Result<(String, VerifyingKey, u32), KeyError> {
    let (name, id, bytes) = split(text, kind)?;
    if key_id(name, kind, &bytes) != id {
        return Err(KeyError::Id);
    }
    let key = VerifyingKey::from_bytes(&bytes).map_err(|_| KeyError::Form)?;
    if key.is_weak() { Err(KeyError::Form) } else { Ok((name.to_owned(), key, id)) }
}

pub(crate) fn join(name: &str, id: u32, kind: u8, key: &[u8; 32]) -> String {
    format!("{name}+{id:08x}+{}", BASE64_STANDARD.encode([&[kind][..], key].concat()))
}

fn split(text: &str, kind: u8) -> Result<(&str, u32, [u8; 32]), KeyError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(coded)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    check_name(name).map_err(|_| KeyError::Form)?;
    let number = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
    let bytes = BASE64_STANDARD.decode(coded).map_err(|_| KeyError::Form)?;
    let (&found, key) = bytes.split_first().ok_or(KeyError::Form)?;
    if found != kind {
        return Err(KeyError::Kind(found));
    }
    let key = <[u8; 32]>::try_from(key).map_err(|_| KeyError::Form)?;
    if format!("{number:08x}") == id { Ok((name, number, key)) } else { Err(KeyError::Form) }
}
