//! Numbers in words, as titles of meetings and headings write them: 第三次, 第十一次, 第一百零三次.

/// A number in Chinese numerals: 三, 十, 十一, 二十, 一百零三, 一百一十, 一千零一. Zero is 零.
pub fn chinese_number(number: u32) -> String {
    const GROUPS: [&str; 3] = ["", "万", "亿"];
    if number == 0 {
        return "零".into();
    }
    let mut text = String::new();
    let groups = [number % 10_000, number / 10_000 % 10_000, number / 100_000_000];
    let mut gap = false;
    for (at, group) in groups.into_iter().enumerate().rev() {
        if group == 0 {
            gap = !text.is_empty();
            continue;
        }
        if !text.is_empty() && (gap || group < 1000) {
            text.push('零');
        }
        gap = false;
        thousands(group, &mut text);
        text.push_str(GROUPS[at]);
    }
    // Ten is said without a one before it, where nothing larger stands before it.
    match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    }
}

/// 1 to 9999.
fn thousands(number: u32, text: &mut String) {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    const PLACES: [(u32, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];
    let (mut begun, mut gap) = (false, false);
    for (place, word) in PLACES {
        let digit = number / place % 10;
        if digit == 0 {
            gap = begun;
            continue;
        }
        if gap {
            text.push('零');
        }
        text.push_str(DIGITS[digit as usize]);
        text.push_str(word);
        (begun, gap) = (true, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads numerals again, by another way: places are added up from the left.
    fn read(text: &str) -> u32 {
        let (mut total, mut digit) = (0, 0);
        for c in text.chars() {
            match "零一二三四五六七八九".chars().position(|d| d == c) {
                Some(value) => digit = value as u32,
                None => {
                    let place = match c {
                        '十' => 10,
                        '百' => 100,
                        '千' => 1000,
                        other => panic!("{other} in {text}"),
                    };
                    total += digit.max(u32::from(total == 0 && place == 10)) * place;
                    digit = 0;
                }
            }
        }
        total + digit
    }

    #[test]
    fn numbers_are_said_as_meetings_count_them() {
        let said = [
            (0, "零"),
            (1, "一"),
            (3, "三"),
            (10, "十"),
            (11, "十一"),
            (19, "十九"),
            (20, "二十"),
            (21, "二十一"),
            (99, "九十九"),
            (100, "一百"),
            (101, "一百零一"),
            (103, "一百零三"),
            (110, "一百一十"),
            (111, "一百一十一"),
            (120, "一百二十"),
            (200, "二百"),
            (909, "九百零九"),
            (990, "九百九十"),
            (999, "九百九十九"),
            (1001, "一千零一"),
            (1010, "一千零一十"),
            (10_000, "一万"),
            (10_010, "一万零一十"),
            (100_000, "十万"),
            (101_010, "十万一千零一十"),
            (100_000_001, "一亿零一"),
        ];
        for (number, words) in said {
            assert_eq!(chinese_number(number), words, "{number}");
        }
    }

    #[test]
    fn from_1_to_9999_each_number_is_told_from_every_other_and_read_back() {
        for number in 1..=9999 {
            let words = chinese_number(number);
            assert_eq!(read(&words), number, "{words}");
            assert!(!words.contains("零零") && !words.ends_with('零'), "{words}");
            assert!(!words.starts_with("一十"), "{words}");
        }
    }
}
