//! Numbers as official documents write them.

use kernel::{Lang, chinese_number};

/// The number before a heading: 一、 （一） 1. (1), and in English I. A. 1. (1).
pub fn numeral(lang: Lang, level: u8, number: u32) -> String {
    match (lang, level) {
        (Lang::Zh, 1) => format!("{}、", chinese_number(number)),
        (Lang::Zh, 2) => format!("（{}）", chinese_number(number)),
        (Lang::En, 1) => format!("{}. ", roman(number)),
        (Lang::En, 2) => format!("{}. ", letters(number)),
        (Lang::Zh, 3) => format!("{number}."),
        (Lang::En, 3) => format!("{number}. "),
        (Lang::Zh, _) => format!("({number})"),
        (Lang::En, _) => format!("({number}) "),
    }
}

fn roman(mut number: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut text = String::new();
    for (value, letters) in PARTS {
        while number >= value {
            text.push_str(letters);
            number -= value;
        }
    }
    text
}

fn letters(number: u32) -> String {
    match number {
        1..=26 => char::from(b'A' + (number - 1) as u8).to_string(),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_as_the_standard_says() {
        let zh = |level, number| numeral(Lang::Zh, level, number);
        assert_eq!(
            [zh(1, 1), zh(1, 10), zh(1, 12), zh(1, 20), zh(1, 21), zh(1, 103)],
            ["一、", "十、", "十二、", "二十、", "二十一、", "一百零三、"]
        );
        assert_eq!([zh(2, 3), zh(3, 3), zh(4, 3)], ["（三）", "3.", "(3)"]);
        let en = |level, number| numeral(Lang::En, level, number);
        assert_eq!(
            [en(1, 4), en(1, 9), en(2, 2), en(3, 2), en(4, 2)],
            ["IV. ", "IX. ", "B. ", "2. ", "(2) "]
        );
    }
}
