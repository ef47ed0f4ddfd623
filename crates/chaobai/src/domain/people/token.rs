//! Secrets handed to a browser: the bucket of the account's cell, then 32 random bytes. Only the hash
//! of the whole is kept.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{Cell, Moment};
use sha2::{Digest, Sha256};

/// A secret: a session or a one-time link.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A fresh one for an account's cell.
    pub fn new(cell: &Cell, moment: &Moment, purpose: &str) -> Token {
        let mut secret = Vec::with_capacity(32);
        secret.extend_from_slice(&moment.random(&format!("{purpose}/1")));
        secret.extend_from_slice(&moment.random(&format!("{purpose}/2")));
        Token(format!("{:03x}{}", cell.bucket(), URL_SAFE_NO_PAD.encode(secret)))
    }

    /// Reads what a browser sent; none if it cannot be one of ours.
    pub fn parse(text: &str) -> Option<Token> {
        let good = text.len() == 46 && text.is_ascii() && URL_SAFE_NO_PAD.decode(&text[3..]).is_ok();
        good.then(|| Token(text.to_owned()))
    }

    /// The secret itself, for the browser only.
    pub fn secret(&self) -> &str {
        &self.0
    }

    /// What the store keeps.
    pub fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }

    /// The cell the token's rows are in.
    pub fn cell(&self, zone: &str) -> Cell {
        Cell::new(zone, u16::from_str_radix(&self.0[..3], 16).unwrap_or(0))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Instant;

    #[test]
    fn a_token_finds_its_cell_and_hides_its_secret() {
        let cell = Cell::new("z", 0x2a5);
        let moment = Moment::new(Instant(1), "UTC", [9; 32]);
        let token = Token::new(&cell, &moment, "session");
        assert_eq!(Token::parse(token.secret()), Some(token.clone()));
        assert_eq!(token.cell("z"), cell);
        assert_eq!(format!("{token:?}"), "Token(…)");
        assert_ne!(token.hash(), Token::new(&cell, &moment, "link").hash());
        for bad in ["", "2a5", "2a5!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"] {
            assert_eq!(Token::parse(bad), None);
        }
    }
}
