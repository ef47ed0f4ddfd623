//! 公民身份号码, GB 11643-1999: address code 6 + date of birth 8 + sequence 3 + check character
//! (ISO/IEC 7064 MOD 11-2).

use super::{Reason, Verdict};
use crate::Date;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// Checks a resident identity number in its kept form: 18 characters, `X` upper case. The address code
/// need not exist today: revoked codes stay in the numbers given out under them.
pub fn resident_id(text: &str) -> Verdict {
    if !has_shape(text) {
        return Verdict::Wrong(Reason::Shape);
    }
    if resident_birth(text).is_none() {
        return Verdict::Wrong(Reason::Date);
    }
    let sum: u32 = text.bytes().zip(WEIGHTS).map(|(b, weight)| u32::from(b - b'0') * weight).sum();
    if CHECKS[(sum % 11) as usize] == text.as_bytes()[17] {
        Verdict::Ok
    } else {
        Verdict::Wrong(Reason::CheckCharacter)
    }
}

/// The date of birth in a number, if the number has the shape of one and the date exists. Whether it
/// lies in the future is for the caller, who knows today.
pub fn resident_birth(text: &str) -> Option<Date> {
    if !has_shape(text) {
        return None;
    }
    Date::parse(&format!("{}-{}-{}", &text[6..10], &text[10..12], &text[12..14]))
}

/// The sequence number, odd for men and even for women, if the number has the shape of one.
pub fn resident_sequence(text: &str) -> Option<u16> {
    if has_shape(text) { text[14..17].parse().ok() } else { None }
}

fn has_shape(text: &str) -> bool {
    let b = text.as_bytes();
    b.len() == 18
        && b[0] != b'0'
        && b[..17].iter().all(u8::is_ascii_digit)
        && (b[17].is_ascii_digit() || b[17] == b'X')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_date_and_check_are_judged_and_the_region_is_not() {
        for good in [
            "11010519491231002X",
            "440524188001010014",
            "110112199001010014",
            "131082200002290023",
            "13102819850615123X",
        ] {
            assert_eq!(resident_id(good), Verdict::Ok, "{good}");
        }
        for (text, reason) in [
            ("110105194912310021", Reason::CheckCharacter),
            ("110112199001010024", Reason::CheckCharacter),
            ("110105194912320020", Reason::Date),
            ("131082200102290023", Reason::Date),
            ("110105000012310020", Reason::Date),
            ("11010519491231002x", Reason::Shape),
            ("110105491231002", Reason::Shape),
            ("1101051949123100X2", Reason::Shape),
            ("010105194912310020", Reason::Shape),
            ("１1010519491231002X", Reason::Shape),
            ("", Reason::Shape),
        ] {
            assert_eq!(resident_id(text), Verdict::Wrong(reason), "{text}");
        }
        assert_eq!(
            resident_birth("131082200002290023").map(|d| d.to_string()).as_deref(),
            Some("2000-02-29")
        );
        assert_eq!(resident_sequence("131082200002290023"), Some(2));
        assert_eq!(resident_sequence("131082"), None);
    }

    #[test]
    fn one_changed_digit_is_noticed() {
        let number = "110112199001010014";
        for at in 1..17 {
            for digit in b'0'..=b'9' {
                let mut bytes = number.as_bytes().to_vec();
                if bytes[at] == digit {
                    continue;
                }
                bytes[at] = digit;
                let changed = String::from_utf8(bytes).unwrap();
                assert_ne!(resident_id(&changed), Verdict::Ok, "{changed}");
            }
        }
    }
}
