//! Numbers that identify: enterprises and organisations, residents, administrative divisions. A check
//! answers [`Verdict::Warn`] where the number breaks a rule that real, legally valid numbers break too.

mod credit;
mod personal;
mod resident;

pub use credit::{credit_code, organisation_code};
pub use personal::{Found, Personal, scan_personal};
pub use resident::{resident_birth, resident_id, resident_sequence};

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing against it.
    Ok,
    /// Keep it, and say why it looks wrong.
    Warn(Reason),
    /// It cannot be such a number.
    Wrong(Reason),
}

/// Why a number looks wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Wrong length or a character that cannot stand there.
    Shape,
    /// The check character does not follow from the others.
    CheckCharacter,
    /// The check character fails, as it does in codes given out in early pilots, which stay valid.
    PilotCode,
    /// The organisation code inside the credit code fails its own check.
    InnerCode,
    /// The date of birth does not exist.
    Date,
    /// The first two digits are no province of GB/T 2260.
    Province,
}

impl Reason {
    /// Stable code for a [`crate::Problem`].
    pub fn code(self) -> &'static str {
        match self {
            Reason::Shape => "wrong_shape",
            Reason::CheckCharacter => "check_character",
            Reason::PilotCode => "pilot_code",
            Reason::InnerCode => "inner_code",
            Reason::Date => "no_such_day",
            Reason::Province => "unknown_province",
        }
    }
}

/// A number as typed, in the form the checks read: half-width, upper case, without spaces.
pub fn tidy(text: &str) -> String {
    crate::clean::half_width(text).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase()
}

/// First two digits of division codes (GB/T 2260-2007, table of provinces).
const PROVINCES: &[&str] = &[
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42",
    "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82",
];

/// How far down a division code reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DivisionLevel {
    /// `XX0000`.
    Province,
    /// `XXYY00`.
    Prefecture,
    /// `XXYYZZ`.
    County,
    /// Nine digits (GB/T 10114-2003).
    Township,
}

/// The level a division code's shape says, if it has the shape of one: six digits by GB/T 2260, or nine
/// by GB/T 10114. Whether the division exists, and since when, is for the charter's data to say.
pub fn division_level(text: &str) -> Option<DivisionLevel> {
    if !text.bytes().all(|b| b.is_ascii_digit()) || text.starts_with('0') {
        return None;
    }
    match (text.len(), text.get(2..4)?, text.get(4..6)?) {
        (6, "00", "00") => Some(DivisionLevel::Province),
        (6, "00", _) => None,
        (6, _, "00") => Some(DivisionLevel::Prefecture),
        (6, _, _) => Some(DivisionLevel::County),
        (9, city, county) if city != "00" && county != "00" && !text.ends_with("000") => {
            Some(DivisionLevel::Township)
        }
        _ => None,
    }
}

/// Checks the shape of a division code; a first pair of digits that is no province warns.
pub fn division_code(text: &str) -> Verdict {
    match division_level(text) {
        None => Verdict::Wrong(Reason::Shape),
        Some(_) if !PROVINCES.contains(&&text[..2]) => Verdict::Warn(Reason::Province),
        Some(_) => Verdict::Ok,
    }
}

/// A resident identity number with the birth date hidden: first six and last four of eighteen. Anything
/// of another length is hidden whole.
pub fn mask_resident_id(text: &str) -> String {
    mask(text, 18, 6, 4)
}

/// A mobile number as `138****8000`. Anything of another length is hidden whole.
pub fn mask_phone(text: &str) -> String {
    mask(text, 11, 3, 4)
}

/// A person's name as `张*`: the first character only, and one star however long the name is.
pub fn mask_name(text: &str) -> String {
    let mut out = String::new();
    for c in text.trim().chars() {
        // A variation selector belongs to the character before it.
        if !out.is_empty() && !matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF) {
            break;
        }
        out.push(c);
    }
    out + "*"
}

fn mask(text: &str, length: usize, first: usize, last: usize) -> String {
    let count = text.chars().count();
    let shown = |i: usize| count == length && (i < first || i >= count - last);
    text.chars().enumerate().map(|(i, c)| if shown(i) { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_code_has_the_shape_of_a_level() {
        for (text, level) in [
            ("340000", Some(DivisionLevel::Province)),
            ("340100", Some(DivisionLevel::Prefecture)),
            ("340104", Some(DivisionLevel::County)),
            ("340104001", Some(DivisionLevel::Township)),
            ("340004", None),
            ("34010", None),
            ("3401043", None),
            ("034010", None),
            ("34010X", None),
            ("３４０１０４", None),
            ("340104000", None),
            ("", None),
            ("某某市", None),
        ] {
            assert_eq!(division_level(text), level, "{text}");
            let verdict = if level.is_some() { Verdict::Ok } else { Verdict::Wrong(Reason::Shape) };
            assert_eq!(division_code(text), verdict, "{text}");
        }
        assert_eq!(division_code("990101"), Verdict::Warn(Reason::Province));
    }

    #[test]
    fn masks_hide_the_birth_date_and_never_less() {
        assert_eq!(mask_resident_id("11010519491231002X"), "110105********002X");
        assert_eq!(mask_resident_id("1101051949"), "**********");
        assert_eq!(mask_phone("13800138000"), "138****8000");
        assert_eq!(mask_phone("8613800138000"), "*************");
        for (name, masked) in
            [("张三", "张*"), ("欧阳小明", "欧*"), ("葛\u{E0100}城", "葛\u{E0100}*"), ("", "*")]
        {
            assert_eq!(mask_name(name), masked);
        }
    }

    #[test]
    fn a_typed_number_is_tidied_before_the_check() {
        assert_eq!(tidy("１１０１０５ 19491231 002x"), "11010519491231002X");
    }
}
