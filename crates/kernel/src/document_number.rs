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

#[cfg(test)]
mod tests {
    use super::*;

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
