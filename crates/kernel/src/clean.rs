//! Hygiene of text before it is kept, and what people type tidied into what is kept.
//!
//! Characters that cannot be seen are refused, with name and place: controls, bidirectional controls
//! (Unicode UAX #9; they reorder what a reader sees), zero-width characters and other invisible
//! ones. Everything a name can need stays: rare characters of all CJK extensions (GB 18030-2022),
//! variation selectors after them, `·`. Nothing is normalised: a text is kept as it was written.

mod typed;

pub use typed::{DateProblem, date, is_blank, money, number_in};

/// What sort of unseen character was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// A control character (tab and line break included, where the text is one line).
    Control,
    /// Changes the order in which text is shown.
    Bidi,
    /// Takes no room: zero-width space, joiner, byte order mark, soft hyphen, filler, tag.
    ZeroWidth,
    /// U+FFFD or U+FFFC: a character or an object was lost in an earlier conversion.
    Lost,
    /// Not a character (U+FFFE and the like).
    NotACharacter,
}

impl Hidden {
    /// Stable code for a [`crate::Problem`].
    pub fn code(self) -> &'static str {
        match self {
            Hidden::Control => "control_character",
            Hidden::Bidi => "bidi_character",
            Hidden::ZeroWidth => "zero_width_character",
            Hidden::Lost => "lost_character",
            Hidden::NotACharacter => "not_a_character",
        }
    }
}

/// An unseen character in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("U+{:04X} at character {at} cannot be kept ({})", u32::from(*.character), .hidden.code())]
pub struct Unclean {
    /// What sort.
    pub hidden: Hidden,
    /// The first one found.
    pub character: char,
    /// Where it is: the n-th character of the text as given, counted from 1.
    pub at: usize,
    /// How many unseen characters the text has in all.
    pub count: usize,
}

impl Unclean {
    /// The problem with a field, for a refusal: code, `character` as `U+200B`, `at`, `count`.
    pub fn problem(&self, field: impl Into<String>) -> crate::Problem {
        crate::Problem::new(field, self.hidden.code())
            .with("character", format!("U+{:04X}", u32::from(self.character)))
            .with("at", self.at)
            .with("count", self.count)
    }
}

/// A text of one line: ends trimmed (the ideographic space too), nothing unseen inside.
pub fn line(text: &str) -> Result<String, Unclean> {
    check(text, |_| false)?;
    Ok(text.trim().to_owned())
}

/// A text of several lines: line breaks as `\n`, tabs kept, ends trimmed, nothing unseen inside.
pub fn lines(text: &str) -> Result<String, Unclean> {
    check(text, |c| matches!(c, '\n' | '\r' | '\t'))?;
    Ok(text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned())
}

fn check(text: &str, allowed: fn(char) -> bool) -> Result<(), Unclean> {
    // Blank ends are dropped anyway: a line break pasted at the end is not worth a refusal.
    let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    let mut found: Option<Unclean> = None;
    for (n, (offset, character)) in text.char_indices().enumerate() {
        if offset < start || offset >= end || allowed(character) {
            continue;
        }
        if let Some(hidden) = hidden(character) {
            let first = found.get_or_insert(Unclean { hidden, character, at: n + 1, count: 0 });
            first.count += 1;
        }
    }
    found.map_or(Ok(()), Err)
}

/// Whether a character cannot be seen, and in which way.
pub fn hidden(c: char) -> Option<Hidden> {
    match u32::from(c) {
        0x061C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 => Some(Hidden::Bidi),
        0x00AD | 0x034F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180E | 0x200B..=0x200D => {
            Some(Hidden::ZeroWidth)
        }
        0x2060..=0x2065 | 0x206A..=0x206F | 0x3164 | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB => {
            Some(Hidden::ZeroWidth)
        }
        0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE00FF => Some(Hidden::ZeroWidth),
        0x2028 | 0x2029 => Some(Hidden::Control),
        0xFFFC | 0xFFFD => Some(Hidden::Lost),
        0xFDD0..=0xFDEF => Some(Hidden::NotACharacter),
        code if code & 0xFFFE == 0xFFFE => Some(Hidden::NotACharacter),
        _ if c.is_control() => Some(Hidden::Control),
        _ => None,
    }
}

/// Whether a character is a Chinese one: the unified ideographs with all extensions and the
/// compatibility ideographs (planes 2 and 3 as a whole), and 〇.
pub fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3007 | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Whether a text has a Chinese character.
pub fn has_han(text: &str) -> bool {
    text.chars().any(is_han)
}

/// Full-width letters, digits and signs (U+FF01 to U+FF5E) and the ideographic space as their plain
/// forms. For what is read as number, date or code; never for text that is kept.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            0x3000 | 0x00A0 => ' ',
            0x2212 => '-',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn unseen_characters_are_refused_with_name_and_place() {
        for (text, hidden, character, at) in [
            ("甲乙\u{200B}丙", Hidden::ZeroWidth, '\u{200B}', 3),
            ("a\u{202E}cba", Hidden::Bidi, '\u{202E}', 2),
            ("\u{FEFF}标题", Hidden::ZeroWidth, '\u{FEFF}', 1),
            ("甲\u{0}乙", Hidden::Control, '\0', 2),
            ("甲\n乙", Hidden::Control, '\n', 2),
            ("  甲\t乙", Hidden::Control, '\t', 4),
            ("甲\u{85}乙", Hidden::Control, '\u{85}', 2),
            ("甲\u{2028}乙", Hidden::Control, '\u{2028}', 2),
            ("\u{FFFD}名", Hidden::Lost, '\u{FFFD}', 1),
            ("\u{E0041}", Hidden::ZeroWidth, '\u{E0041}', 1),
            ("\u{1FFFF}", Hidden::NotACharacter, '\u{1FFFF}', 1),
        ] {
            let found = line(text).unwrap_err();
            assert_eq!(
                (found.hidden, found.character, found.at, found.count),
                (hidden, character, at, 1),
                "{text:?}"
            );
        }
        let three = line("\u{200B}a\u{200B}b\u{202E}").unwrap_err();
        assert_eq!((three.at, three.count), (1, 3));
        let problem = three.problem("name");
        assert_eq!((problem.code, problem.params["character"].as_str()), ("zero_width_character", "U+200B"));
        assert!(lines("甲\u{200B}\n").is_err());
    }

    #[test]
    fn what_a_name_can_need_is_kept_as_written() {
        for text in [
            "阿依古丽·买买提",
            "𠮷野家",        // extension B
            "𫖯䶮㛃",        // extensions C and A
            "𰻞",            // extension G
            "葛\u{E0100}城", // a variant chosen by a variation selector
            "e\u{301}",      // decomposed stays decomposed
            "é",
            "\u{E000}", // private use: how some systems still hold rare characters
            "30 000 m²",
        ] {
            assert_eq!(line(text).as_deref(), Ok(text));
        }
        assert_eq!(line("\u{3000} 某某市\u{A0}\r\n").as_deref(), Ok("某某市"));
        assert_eq!(lines("\n一、\r\n\t二、\r三\n\n").as_deref(), Ok("一、\n\t二、\n三"));
        assert_eq!(line("").as_deref(), Ok(""));
    }

    #[test]
    fn full_width_becomes_plain() {
        assert_eq!(half_width("１２３．４５％　ＡＢｃ"), "123.45% ABc");
        assert_eq!(half_width("〔2021〕"), "〔2021〕");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text: String) {
            if let Ok(kept) = lines(&text) {
                prop_assert_eq!(lines(&kept), Ok(kept));
            }
            if let Ok(kept) = line(&text) {
                prop_assert_eq!(&kept, text.trim());
                prop_assert!(!kept.chars().any(|c| hidden(c).is_some()));
            }
        }
    }
}
