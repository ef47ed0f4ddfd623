//! Signed text by C2SP [signed-note]: a text, a blank line, and a line per signature.
//!
//! [signed-note]: https://c2sp.org/signed-note

use base64::prelude::{BASE64_STANDARD, Engine};
use sha2::{Digest, Sha256};

/// Largest note in bytes.
pub const NOTE_MAX: usize = 64 * 1024;

/// Most signature lines in a note.
pub const SIGNATURES_MAX: usize = 64;

/// A key that signs. Ed25519 is in [`crate::key`]; another scheme, or a key inside a device, stands
/// beside it by implementing this.
pub trait Signer {
    /// The key's name in the signature line; for a log its origin.
    fn name(&self) -> &str;
    /// The four bytes that tell keys of one name apart.
    fn key_id(&self) -> u32;
    /// Signs the note's text.
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, SignFailed>;
}

/// A key that verifies.
pub trait Verifier {
    /// The key's name in the signature line.
    fn name(&self) -> &str;
    /// The four bytes that tell keys of one name apart.
    fn key_id(&self) -> u32;
    /// Whether `signature` is this key's over the note's text.
    fn verify(&self, text: &[u8], signature: &[u8]) -> bool;
}

/// A signing device did not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key did not sign: {0}")]
pub struct SignFailed(pub String);

/// Why bytes are not a note, or not one to be trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// The bytes are not a signed note.
    #[error("not a signed note: {0}")]
    Form(&'static str),
    /// A key's name holds a space or a plus, or is empty.
    #[error("{0:?} cannot be the name of a key")]
    Name(String),
    /// A signature in the name of a known key is not by that key.
    #[error("the signature in the name of {0} is false")]
    False(String),
    /// No signature is by a known key.
    #[error("no signature by a known key")]
    Unsigned,
    /// The key did not sign.
    #[error(transparent)]
    Sign(#[from] SignFailed),
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// Id of the key.
    pub key_id: u32,
    /// What the key made of the text.
    pub bytes: Vec<u8>,
}

/// A text with its signatures, none of them verified by parsing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The text, with the newline it ends in.
    pub text: String,
    /// The signature lines, in order.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// A text without signatures; it must end in a newline and hold no other control character.
    pub fn new(text: impl Into<String>) -> Result<Note, NoteError> {
        let text = text.into();
        check_text(&text)?;
        Ok(Note { text, signatures: Vec::new() })
    }

    /// Reads a note; only the exact form is accepted.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        let form = |what| Err(NoteError::Form(what));
        if bytes.len() > NOTE_MAX {
            return form("too large");
        }
        let Ok(all) = std::str::from_utf8(bytes) else { return form("not UTF-8") };
        let Some((text, lines)) = all.rsplit_once("\n\n") else { return form("no blank line") };
        let text = format!("{text}\n");
        check_text(&text)?;
        let Some(lines) = lines.strip_suffix('\n') else { return form("the last line has no end") };
        let signatures: Option<Vec<Signature>> = lines.split('\n').map(Signature::parse).collect();
        match signatures {
            Some(signatures) if signatures.len() <= SIGNATURES_MAX => Ok(Note { text, signatures }),
            Some(_) => form("too many signatures"),
            None => form("a signature line of another form"),
        }
    }

    /// Adds a signature behind the others.
    pub fn sign(&mut self, signer: &dyn Signer) -> Result<(), NoteError> {
        check_name(signer.name())?;
        let bytes = signer.sign(self.text.as_bytes())?;
        self.signatures.push(Signature { name: signer.name().to_owned(), key_id: signer.key_id(), bytes });
        Ok(())
    }

    /// Verifies every signature that claims to be by this key; whether there is one.
    pub fn verify(&self, key: &dyn Verifier) -> Result<bool, NoteError> {
        let mut found = false;
        for signature in self.signatures.iter().filter(|s| s.is_by(key)) {
            if !key.verify(self.text.as_bytes(), &signature.bytes) {
                return Err(NoteError::False(signature.name.clone()));
            }
            found = true;
        }
        Ok(found)
    }

    /// The note as bytes to store and send.
    pub fn to_text(&self) -> String {
        let mut all = format!("{}\n", self.text);
        for signature in &self.signatures {
            all.push_str(&signature.line());
        }
        all
    }
}

impl Signature {
    /// Whether the line claims to be by this key.
    pub fn is_by(&self, key: &(impl Verifier + ?Sized)) -> bool {
        self.name == key.name() && self.key_id == key.key_id()
    }

    /// The line, with its newline: `— name base64(id ‖ signature)`.
    pub fn line(&self) -> String {
        let bytes = [&self.key_id.to_be_bytes()[..], &self.bytes].concat();
        format!("\u{2014} {} {}\n", self.name, BASE64_STANDARD.encode(bytes))
    }

    /// Reads a line without its newline.
    pub fn parse(line: &str) -> Option<Signature> {
        let (name, coded) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
        check_name(name).ok()?;
        let bytes = BASE64_STANDARD.decode(coded).ok()?;
        let (id, rest) = bytes.split_first_chunk::<4>()?;
        if rest.is_empty() {
            return None;
        }
        Some(Signature { name: name.to_owned(), key_id: u32::from_be_bytes(*id), bytes: rest.to_vec() })
    }
}

/// The id of a key: the beginning of `SHA-256(name ‖ "\n" ‖ kind ‖ public key)`.
pub fn key_id(name: &str, kind: u8, public: &[u8]) -> u32 {
    let digest = Sha256::new().chain_update(name).chain_update([b'\n', kind]).chain_update(public).finalize();
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

pub(crate) fn check_name(name: &str) -> Result<(), NoteError> {
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
        return Err(NoteError::Name(name.to_owned()));
    }
    Ok(())
}

fn check_text(text: &str) -> Result<(), NoteError> {
    if !text.ends_with('\n') {
        return Err(NoteError::Form("the text does not end in a newline"));
    }
    if text.contains(|c: char| c < ' ' && c != '\n') {
        return Err(NoteError::Form("a control character in the text"));
    }
    Ok(())
}
