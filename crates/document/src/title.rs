//! Where a title is broken: 梯形 or 菱形, words whole.

use crate::sizes;
use kernel::Lang;

/// The lines of a title: those it has; a long one in Chinese is broken into lines of about the same length,
/// where it reads well.
pub(crate) fn lines(lang: Lang, title: &str) -> Vec<String> {
    let given: Vec<&str> = title.lines().collect();
    if lang != Lang::Zh || given.len() != 1 {
        return given.into_iter().map(str::to_owned).collect();
    }
    let chars: Vec<char> = title.chars().collect();
    let most = (sizes::AREA_MM.0 * sizes::PT_PER_MM / sizes::TITLE_PT).floor() as usize - 2;
    let count = chars.len().div_ceil(most);
    let mut lines = Vec::new();
    let mut start = 0;
    for number in 1..count {
        let left = chars.len() - start;
        let even = start + left.div_ceil(count - number + 1);
        let end = break_near(&chars, even, start + 1, (start + most).min(chars.len() - 1));
        lines.push(chars[start..end].iter().collect());
        start = end;
    }
    lines.push(chars[start..].iter().collect());
    lines
}

/// The place near `even` where a line ends best.
fn break_near(chars: &[char], even: usize, from: usize, to: usize) -> usize {
    let cost = |at: usize| {
        let (before, after) = (chars[at - 1], chars[at]);
        let reads = if "）》、，的会".contains(before) || "（《".contains(after) {
            0
        } else if "和与及关于".contains(after) {
            1
        } else {
            4
        };
        let bad =
            "）》、，的".contains(after) || "（《".contains(before) || (is_digit(before) && is_digit(after));
        at.abs_diff(even) + reads + if bad { 20 } else { 0 }
    };
    (from..=to.max(from)).min_by_key(|at| cost(*at)).unwrap_or(even)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百零第".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_broken_into_lines_of_about_the_same_length() {
        let of = |title: &str| lines(Lang::Zh, title);
        assert_eq!(of("关于召开会议的通知"), ["关于召开会议的通知"]);
        assert_eq!(of("甲\n乙"), ["甲", "乙"], "breaks that were made are kept");
        let long = of("关于召开示例河谷合作区理事会第一百零三次全体会议的通知");
        assert_eq!(long.concat(), "关于召开示例河谷合作区理事会第一百零三次全体会议的通知");
        assert_eq!(long.len(), 2);
        assert_eq!(long[0], "关于召开示例河谷合作区理事会", "{long:?}");
        for length in 1..200 {
            let title: String = "甲乙丙丁戊己庚辛壬癸".chars().cycle().take(length).collect();
            let broken = of(&title);
            assert_eq!(broken.concat(), title);
            assert!(broken.iter().all(|line| !line.is_empty() && line.chars().count() <= 20), "{broken:?}");
        }
        assert_eq!(
            lines(Lang::En, "A long title in English that is left to the words of it"),
            ["A long title in English that is left to the words of it"]
        );
    }
}
