//! Slips of a secret ballot. A slip is a code on paper that the clerk prints, shuffles and hands out; the house keeps only
//! its digest, so that neither the database nor the journal knows who got which.

use kernel::Kind;
use kernel::Refusal;
use sha2::{Digest, Sha256};

/// Letters of a code: no two of them are taken for each other.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters in a code: 12 times 5 bits.
const LENGTH: usize = 12;

/// A slip as it is printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Side whose voters get it; empty: none.
    pub side: String,
    /// The code, `ABCD-EFGH-JKLM`.
    pub code: String,
}

impl Slip {
    /// A slip from chance.
    pub fn new(side: &str, chance: [u8; LENGTH]) -> Slip {
        let mut code = String::with_capacity(LENGTH + 2);
        for (at, byte) in chance.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                code.push('-');
            }
            code.push(char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
        }
        Slip { side: side.to_owned(), code }
    }
}

/// The digest under which a slip is kept. Spaces, dashes and small letters in what was typed do not matter.
///
/// # Errors
/// `meetings.no_such_slip` where it cannot be a code.
pub fn slip_digest(code: &str) -> Result<String, Refusal> {
    let typed: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—' | '–'))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let good = typed.len() == LENGTH && typed.bytes().all(|byte| LETTERS.contains(&byte));
    if !good {
        return Err(Refusal::new(Kind::Conflict, "meetings.no_such_slip"));
    }
    Ok(hex::encode(Sha256::digest(typed.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let slip = Slip::new("north", [0, 1, 2, 3, 4, 5, 30, 31, 32, 63, 254, 255]);
        assert_eq!(slip.code, "2345-67YZ-2ZYZ");
        let digest = slip_digest(&slip.code);
        assert_eq!(slip_digest(" 2345 67yz 2zyz "), digest);
        assert_eq!(slip_digest("234567YZ2ZYZ"), digest);
        for bad in ["", "2345-67YZ-2ZY", "2345-67YZ-2ZYZ9", "0O1I-67YZ-2ZYZ", "２345-67YZ-2ZYZ"] {
            assert!(slip_digest(bad).is_err(), "{bad}");
        }
    }
}
