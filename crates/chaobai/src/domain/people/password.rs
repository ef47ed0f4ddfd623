//! Passwords: Argon2id with the crate's recommended parameters (19 MiB, 2 passes, 1 lane; RFC 9106,
//! OWASP), and the few rules a new one must keep.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::Problem;

/// Shortest password in characters.
const LENGTH_MIN: usize = 12;
/// Longest in bytes, so that hashing has a bound.
const LENGTH_MAX: usize = 256;

/// The PHC string of a password under a fresh salt.
pub fn hash(password: &str, salt: [u8; 16]) -> Option<String> {
    Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok().map(|hash| hash.to_string())
}

/// Whether a password fits a PHC string. Takes tens of milliseconds on purpose.
pub fn verify(password: &str, phc: &str) -> bool {
    password.len() <= LENGTH_MAX
        && PasswordHash::new(phc)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// What is wrong with a new password, if anything: length, the login inside it, one character over
/// and over, a run of the keyboard or the alphabet.
pub fn check_strength(password: &str, login: &str) -> Option<Problem> {
    let problem = |code| Some(Problem::new("password", code).with("min", LENGTH_MIN));
    let characters: Vec<char> = password.chars().collect();
    if characters.len() < LENGTH_MIN {
        return problem("password_short");
    }
    if password.len() > LENGTH_MAX {
        return Some(Problem::new("password", "too_long").with("max", LENGTH_MAX));
    }
    let lower = password.to_lowercase();
    if login.len() >= 3 && lower.contains(&login.to_lowercase()) {
        return problem("password_has_login");
    }
    let mut distinct = characters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let steps =
        characters.windows(2).filter(|pair| (pair[1] as u32).wrapping_sub(pair[0] as u32) <= 1).count();
    let common = ["password", "qwertyuiop", "1qaz2wsx", "admin123", "abc123", "iloveyou", "woaini"];
    if distinct.len() < 5 || steps * 2 > characters.len() || common.iter().any(|word| lower.contains(word)) {
        return problem("password_simple");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_fits_its_own_hash_only() {
        let phc = hash("river between two banks", [7; 16]).unwrap();
        assert!(phc.starts_with("$argon2id$"));
        assert!(verify("river between two banks", &phc));
        assert!(!verify("river between two bank", &phc));
        assert!(!verify("anything", "not a hash"));
    }

    #[test]
    fn weak_passwords_are_named() {
        let cases = [
            ("short", Some("password_short")),
            ("wang.office-2026", Some("password_has_login")),
            ("aaaaaaaaaaaaaaaa", Some("password_simple")),
            ("abcdefghijklmnop", Some("password_simple")),
            ("Password!2026!!x", Some("password_simple")),
            ("潮白河两岸一起过桥看水吧", None),
            ("river between two banks", None),
        ];
        for (password, code) in cases {
            assert_eq!(check_strength(password, "wang.office").map(|p| p.code), code, "{password}");
        }
    }
}
