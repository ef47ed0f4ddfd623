//! Finds numbers of persons in a text before it is published: resident identity numbers, mobile
//! numbers, bank cards. Full-width digits and the usual groups (`138 0013 8000`, `138-0013-8000`) are seen
//! through. Meant to find too much rather than too little: a person decides.
//!
//! Sources: GB 11643-1999 (and the 15-digit form before it); mobile numbers 1[3-9] and nine digits
//! (工业和信息化部 numbering plan); bank cards 16 to 19 digits with the check of ISO/IEC 7812-1.

use super::{PROVINCES, Verdict, credit_code, mask_phone, mask_resident_id, resident_birth, resident_id};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// A resident identity number.
    ResidentId,
    /// A mobile number.
    Phone,
    /// A bank card number.
    BankCard,
}

impl Personal {
    /// Stable code for a [`crate::Problem`].
    pub fn code(self) -> &'static str {
        match self {
            Personal::ResidentId => "resident_id_in_text",
            Personal::Phone => "phone_in_text",
            Personal::BankCard => "bank_card_in_text",
        }
    }
}

/// A number of a person in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it looks like.
    pub what: Personal,
    /// Its first character: the n-th of the text, counted from 1.
    pub at: usize,
    /// How many characters of the text it spans.
    pub length: usize,
    /// The number with the middle hidden, fit to be shown.
    pub masked: String,
    /// Whether its check digit holds. One that fails may be mistyped, or no such number.
    pub checked: bool,
}

/// A run of digits (the last one of an identity number may be `X`) in a text.
struct Group {
    digits: String,
    start: usize,
    end: usize,
    /// Only one space, hyphen or dot stands between this run and the one before it.
    joined: bool,
}

/// Words of letters and digits longer than this are ids and digests of machines.
const LONGEST_WORD: usize = 24;

/// How numbers are written in groups of digits.
const GROUPINGS: &[&[usize]] = &[
    &[11],
    &[3, 4, 4],
    &[2, 11],
    &[2, 3, 4, 4],
    &[13],
    &[18],
    &[6, 8, 4],
    &[15],
    &[16],
    &[17],
    &[19],
    &[4, 4, 4, 4],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[6, 10],
    &[6, 13],
];

/// Everything in a text that looks like a number of a person, in order. Never shows the number itself.
pub fn scan_personal(text: &str) -> Vec<Found> {
    let characters: Vec<char> = crate::clean::half_width(text).chars().collect();
    let groups = groups(&characters);
    let mut found = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let hit = GROUPINGS.iter().rev().find_map(|lengths| {
            let run = groups.get(at..at + lengths.len())?;
            let fits = run.iter().zip(*lengths).all(|(group, length)| group.digits.len() == *length)
                && run[1..].iter().all(|group| group.joined);
            if !fits {
                return None;
            }
            let number: String = run.iter().map(|group| group.digits.as_str()).collect();
            let (what, masked, checked) = judge(&number)?;
            let (start, end) = (run[0].start, run[run.len() - 1].end);
            Some((Found { what, at: start + 1, length: end - start, masked, checked }, lengths.len()))
        });
        match hit {
            Some((hit, used)) => {
                found.push(hit);
                at += used;
            }
            None => at += 1,
        }
    }
    found
}

/// What a number of plain digits is, its mask, and whether its check holds.
fn judge(number: &str) -> Option<(Personal, String, bool)> {
    let phone = |number: &str| {
        number.len() == 11
            && number.starts_with('1')
            && number.as_bytes()[1] >= b'3'
            && !number.ends_with('X')
    };
    let province = || PROVINCES.contains(&&number[..2]) || number.starts_with("83");
    match number.len() {
        11 if phone(number) => Some((Personal::Phone, mask_phone(number), true)),
        13 if number.starts_with("86") && phone(&number[2..]) => {
            Some((Personal::Phone, format!("86{}", mask_phone(&number[2..])), true))
        }
        15 if province() => {
            // Before 1999: six of address, yymmdd, three of sequence, no check.
            resident_birth(&format!("{}19{}0", &number[..6], &number[6..]))?;
            Some((Personal::ResidentId, hide(number), false))
        }
        18 if province() && resident_birth(number).is_some_and(|day| (1850..2150).contains(&day.year())) => {
            let checked = resident_id(number) == Verdict::Ok;
            Some((Personal::ResidentId, mask_resident_id(number), checked))
        }
        // A credit code of digits only can hold the check of a card by chance.
        16..=19
            if number.starts_with(['3', '4', '5', '6', '9'])
                && luhn(number)
                && credit_code(number) != Verdict::Ok =>
        {
            Some((Personal::BankCard, hide(number), true))
        }
        _ => None,
    }
}

/// ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits summed, a multiple of ten.
fn luhn(number: &str) -> bool {
    let mut sum = 0;
    for (i, b) in number.bytes().rev().enumerate() {
        if !b.is_ascii_digit() {
            return false;
        }
        let digit = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
    }
    sum % 10 == 0
}

fn hide(number: &str) -> String {
    let (first, rest) = number.split_at(4);
    let (middle, last) = rest.split_at(rest.len() - 4);
    format!("{first}{}{last}", "*".repeat(middle.len()))
}

fn groups(characters: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut i = 0;
    while i < characters.len() {
        if !characters[i].is_ascii_alphanumeric() {
            i += 1;
            continue;
        }
        let word_start = i;
        while i < characters.len() && characters[i].is_ascii_alphanumeric() {
            i += 1;
        }
        let word = &characters[word_start..i];
        if word.len() > LONGEST_WORD {
            continue;
        }
        let mut k = 0;
        while k < word.len() {
            if !word[k].is_ascii_digit() {
                k += 1;
                continue;
            }
            let from = k;
            while k < word.len() && word[k].is_ascii_digit() {
                k += 1;
            }
            let mut digits: String = word[from..k].iter().collect();
            let last = word.get(k).is_some_and(|c| matches!(c, 'X' | 'x'));
            if last && (digits.len() == 17 || digits.len() == 3) && k + 1 == word.len() {
                digits.push('X');
                k += 1;
            }
            let (start, end) = (word_start + from, word_start + k);
            let joined = groups.last().is_some_and(|before| {
                before.end + 1 == start
                    && matches!(characters[before.end], ' ' | '-' | '.' | '·' | '\u{2010}'..='\u{2014}')
            });
            groups.push(Group { digits, start, end, joined });
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[(Personal, usize, &str, bool)]) {
        let found = scan_personal(text);
        let short: Vec<_> = found.iter().map(|f| (f.what, f.at, f.masked.as_str(), f.checked)).collect();
        assert_eq!(short, expected, "{text}");
    }

    #[test]
    fn numbers_of_persons_are_found_however_they_are_written() {
        use Personal::{BankCard, Phone, ResidentId};
        check("身份证11010519491231002X。", &[(ResidentId, 4, "110105********002X", true)]);
        check("１１０１０５１９４９１２３１００２ｘ", &[(ResidentId, 1, "110105********002X", true)]);
        check("110112 19900101 0014", &[(ResidentId, 1, "110112********0014", true)]);
        check("110112199001010024", &[(ResidentId, 1, "110112********0024", false)]);
        check("110112900101001", &[(ResidentId, 1, "1101*******1001", false)]);
        check("电话:13800138000,", &[(Phone, 4, "138****8000", true)]);
        check("tel13800138000", &[(Phone, 4, "138****8000", true)]);
        check(
            "138 0013 8000 / 138-0013-8001",
            &[(Phone, 1, "138****8000", true), (Phone, 17, "138****8001", true)],
        );
        check("138.0013.8000", &[(Phone, 1, "138****8000", true)]);
        check("+86 13800138000", &[(Phone, 2, "86138****8000", true)]);
        check("１３８００１３８０００", &[(Phone, 1, "138****8000", true)]);
        check("卡号6222 0212 3456 7894", &[(BankCard, 3, "6222********7894", true)]);
        check("6222021234567894", &[(BankCard, 1, "6222********7894", true)]);
        check(
            "张三13800138000,李四11010519491231002X",
            &[(Phone, 3, "138****8000", true), (ResidentId, 17, "110105********002X", true)],
        );
    }

    #[test]
    fn figures_codes_and_ids_of_machines_are_left_alone() {
        for text in [
            "约13万人次/日,5000余人次,294项",
            "2023-12-29 17:56",
            "91350200MA2YJ1XR9G",
            "115113010833722043",
            "913502000728319549",
            "2304-340104-04-01-123456",
            "1703843760000000",
            "0190163d-8694-7b9c-af2c-c23d9c4e30f6",
            "66c7f0f462eeedd9d1f2d46bdc13800138000e24167c4875cf2f7a2297da02b8",
            "116.6512345,39.9123456",
            "6222021234567895",
            "12800138000",
            "138001380001",
            "第13800期 138 号",
        ] {
            check(text, &[]);
        }
    }

    proptest! {
        #[test]
        fn a_number_is_found_inside_any_chinese_text_and_never_shown(
            before in "[\\u{4e00}-\\u{4eff},。 ]{0,12}",
            after in "[\\u{4e00}-\\u{4eff},。]{0,12}",
            second in 3u8..=9,
            rest in 0u64..1_000_000_000,
        ) {
            let number = format!("1{second}{rest:09}");
            let found = scan_personal(&format!("{before}{number}{after}"));
            prop_assert_eq!(found.len(), 1);
            prop_assert_eq!(found[0].what, Personal::Phone);
            prop_assert_eq!((found[0].at, found[0].length), (before.chars().count() + 1, 11));
            prop_assert!(!found[0].masked.contains(&number));
        }

        #[test]
        fn scanning_never_panics(text: String) {
            scan_personal(&text);
        }
    }
}
