//! 发文字号: the number of an official document.

/// Whether a text is a 发文字号: the issuer's sign, the year in 六角括号 (U+3014, U+3015), the number without
/// 第 and without leading zeros, 号. GB/T 9704-2012 7.2.5.
pub fn is_document_number(text: &str) -> bool {
    let Some((sign, rest)) = text.split_once('〔') else { return false };
    let Some((year, rest)) = rest.split_once('〕') else { return false };
    let Some(number) = rest.strip_suffix('号') else { return false };
    let is_han =
        |c: char| matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (1..=16).contains(&sign.chars().count())
        && sign.chars().all(is_han)
        && year.len() == 4
        && digits(year)
        && matches!(&year[..2], "19" | "20")
        && digits(number)
        && !number.starts_with('0')
}

/// What is wrong with a pattern of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternFault {
    /// `{number}` is not in it, so every paper would bear the same.
    NoNumber,
    /// Something in braces that is neither `{year}` nor `{number}` (padding such as `{number:03}` too).
    Unknown(String),
    /// What comes out is not a 发文字号; the example that came out.
    NotANumber(String),
}

/// A number by its pattern: `示河委〔{year}〕{number}号` gives 示河委〔2026〕3号. Nothing is padded.
pub fn number_by(pattern: &str, year: i16, number: u32) -> String {
    pattern.replace("{year}", &year.to_string()).replace("{number}", &number.to_string())
}

/// Checks a pattern in Chinese: with a year it must give a 发文字号, with or without the issuer's sign
/// (〔2026〕3号); without one it may be any words (第3号, as minutes are numbered).
pub fn check_number_pattern(pattern: &str) -> Result<(), PatternFault> {
    check_number_words(pattern)?;
    if !pattern.contains("{year}") {
        return Ok(());
    }
    let example = number_by(pattern, 2026, 3);
    let whole = if example.starts_with('〔') { format!("示{example}") } else { example.clone() };
    if is_document_number(&whole) { Ok(()) } else { Err(PatternFault::NotANumber(example)) }
}

/// Checks a pattern in a language whose numbers have no form of their own: what stands in braces.
pub fn check_number_words(pattern: &str) -> Result<(), PatternFault> {
    let left = pattern.replace("{year}", "").replace("{number}", "");
    if let Some(start) = left.find(['{', '}']) {
        let end = left[start..].find('}').map_or(left.len(), |end| start + end + 1);
        return Err(PatternFault::Unknown(left[start..end].to_owned()));
    }
    if pattern.contains("{number}") { Ok(()) } else { Err(PatternFault::NoNumber) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_gives_the_number_without_padding_in_full_width_brackets() {
        assert_eq!(number_by("示河委〔{year}〕{number}号", 2026, 3), "示河委〔2026〕3号");
        assert_eq!(number_by("〔{year}〕{number}号", 2026, 1203), "〔2026〕1203号");
        assert_eq!(number_by("第{number}号", 2026, 7), "第7号");
        assert_eq!(number_by("No. {number} of {year}", 2026, 7), "No. 7 of 2026");
        assert!(number_by("〔{year}〕{number}号", 2026, 3).starts_with('\u{3014}'));
    }

    #[test]
    fn patterns_that_give_no_number_are_told_why() {
        for good in ["示河委〔{year}〕{number}号", "〔{year}〕{number}号", "第{number}号"] {
            assert_eq!(check_number_pattern(good), Ok(()), "{good}");
        }
        let unknown = |text: &str| Err(PatternFault::Unknown(text.into()));
        let not = |text: &str| Err(PatternFault::NotANumber(text.into()));
        for (bad, fault) in [
            ("", Err(PatternFault::NoNumber)),
            ("示河委〔{year}〕号", Err(PatternFault::NoNumber)),
            ("〔{year}〕{number:03}号", unknown("{number:03}")),
            ("〔{year}〕{number}{month}号", unknown("{month}")),
            ("〔{year}〕{number}号{", unknown("{")),
            ("示河委[{year}]{number}号", not("示河委[2026]3号")),
            ("示河委（{year}）{number}号", not("示河委（2026）3号")),
            ("示河委〔{year}〕第{number}号", not("示河委〔2026〕第3号")),
            ("示河委〔{year}〕0{number}号", not("示河委〔2026〕03号")),
        ] {
            assert_eq!(check_number_pattern(bad), fault, "{bad}");
        }
        assert_eq!(check_number_words("No. {number} of {year}"), Ok(()));
    }

    #[test]
    fn document_numbers_are_told_from_what_looks_like_one() {
        for good in ["国办发〔2020〕35号", "发改地区〔2019〕1686号", "沪环水〔2023〕165号"]
        {
            assert!(is_document_number(good), "{good}");
        }
        for bad in [
            "",
            "国办发[2020]35号",
            "国办发（2020）35号",
            "国办发〔2020〕第35号",
            "国办发〔2020〕035号",
            "国办发〔20〕35号",
            "国办发〔2120〕35号",
            "〔2020〕35号",
            "国办发〔2020〕35",
            "ABC〔2020〕35号",
            "国办发〔2020〕号",
        ] {
            assert!(!is_document_number(bad), "{bad}");
        }
    }
}
