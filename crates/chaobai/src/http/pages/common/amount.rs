//! A value with qualifier and unit, cut into the pieces a page prints. The words are the kernel's
//! ([`kernel::quantity::words`]); here they are only cut at the number.

use crate::domain::figures::FigureAnswer;
use crate::http::views;
use kernel::quantity::{self, Qualifier};
use kernel::{Decimal, Lang, Text};

/// A value cut into what stands before the number, the number, what stands after it, and the unit.
pub fn amount(lang: Lang, value: Decimal, qualifier: Qualifier, unit: &Text) -> views::Amount {
    let words = quantity::words(value, qualifier, unit, lang);
    let Some(digit) = words.find(|c: char| c.is_ascii_digit()) else {
        return views::Amount { number: words, ..views::Amount::default() };
    };
    let start = if words[..digit].ends_with('-') { digit - 1 } else { digit };
    let end = words[digit..].find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
    let end = end.map_or(words.len(), |end| digit + end);
    let (before, mut number, mut rest) =
        (words[..start].to_owned(), words[start..end].to_owned(), words[end..].trim_start());
    let mut after = String::new();
    if lang == Lang::Zh {
        for multiplier in ["万亿", "亿", "万"] {
            if let Some(unit) = rest.strip_prefix(multiplier) {
                number.push_str(multiplier);
                rest = unit;
                break;
            }
        }
        if qualifier == Qualifier::Over
            && let Some(unit) = rest.strip_prefix(qualifier.zh())
        {
            after = qualifier.zh().to_owned();
            rest = unit.trim_start();
        }
    }
    views::Amount { before, number, after, unit: rest.to_owned() }
}

/// The value a figure answers; unknown where it has none.
pub fn of_answer(lang: Lang, answer: &FigureAnswer) -> views::Amount {
    match answer.value() {
        Some(value) => amount(lang, value, answer.qualifier(), &answer.figure().unit),
        None => views::Amount::default(),
    }
}

/// The amount as one text, as it is cited.
pub fn text(lang: Lang, value: Decimal, qualifier: Qualifier, unit: &Text) -> String {
    quantity::words(value, qualifier, unit, lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_put_together_are_the_words() {
        let cases = [
            (
                "130000",
                Qualifier::About,
                "人次/日",
                "passengers a day",
                ["约", "13万", "", "人次/日"],
                ["about ", "130,000", "", "passengers a day"],
            ),
            (
                "5000",
                Qualifier::Over,
                "人次/日",
                "passengers a day",
                ["", "5000", "余", "人次/日"],
                ["over ", "5,000", "", "passengers a day"],
            ),
            (
                "3.48",
                Qualifier::Over,
                "万亩",
                "ten thousand mu",
                ["", "3.48万", "余", "亩"],
                ["over ", "3.48", "", "ten thousand mu"],
            ),
            (
                "1800",
                Qualifier::Above,
                "亿元",
                "",
                ["超", "1800亿", "", "元"],
                ["more than ", "180,000,000,000", "", "yuan"],
            ),
            ("12", Qualifier::Exact, "条", "roads", ["", "12", "", "条"], ["", "12", "", "roads"]),
            ("-2.5", Qualifier::Exact, "%", "%", ["", "-2.5", "", "%"], ["", "-2.5", "", "%"]),
        ];
        for (value, qualifier, zh, en, zh_pieces, en_pieces) in cases {
            let value = kernel::parse_decimal(value, 9).unwrap();
            let unit = Text::new(zh, en);
            for (lang, pieces) in [(Lang::Zh, zh_pieces), (Lang::En, en_pieces)] {
                let found = amount(lang, value, qualifier, &unit);
                let found = [found.before, found.number, found.after, found.unit];
                assert_eq!(
                    found.concat().replace(' ', ""),
                    text(lang, value, qualifier, &unit).replace(' ', "")
                );
                if !(lang == Lang::En && en.is_empty()) {
                    assert_eq!(found, pieces, "{value} {zh}");
                }
            }
        }
    }
}
