//! Classification marks (密级标志): whether a text bears one, or only speaks of secrets.
//!
//! A mark is a level with a star and a period (`机密★1年`, also spaced or full-width), a level after its label
//! (`密级：机密`), a level alone in its line or in brackets at the edge of one, or a form such as `SECRET//`.
//! Words in running text (保密工作条例, 商业秘密) are none.

/// What marks look like: levels, labels before them, and forms that are marks by themselves.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    levels: Vec<Vec<char>>,
    labels: Vec<Vec<char>>,
    forms: Vec<Vec<char>>,
    /// Characters of which one must be in a text before it is looked at more closely.
    hints: Vec<char>,
}

/// Where a text stands: in the name of a file brackets and separators make a mark where they would not in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A field, a page, a property.
    Text,
    /// The name of a file.
    Name,
}

impl Marks {
    /// Marks by their words.
    pub fn new<S: AsRef<str>>(levels: &[S], labels: &[S], forms: &[S]) -> Marks {
        let read = |words: &[S]| -> Vec<Vec<char>> {
            let mut words: Vec<Vec<char>> = words
                .iter()
                .map(|word| plain(word.as_ref()).into_iter().filter(|c| *c != ' ').collect())
                .filter(|word: &Vec<char>| !word.is_empty())
                .collect();
            // The longer first, so that what was seen is told whole.
            words.sort_by_key(|word| std::cmp::Reverse(word.len()));
            words
        };
        let (levels, labels, forms) = (read(levels), read(labels), read(forms));
        let mut hints: Vec<char> =
            levels.iter().chain(&forms).filter_map(|word| word.first()).copied().collect();
        hints.sort_unstable();
        hints.dedup();
        Marks { levels, labels, forms, hints }
    }

    /// The first mark of a text, as it was seen without spaces; none where there is none.
    pub fn find(&self, text: &str, place: Place) -> Option<String> {
        if !text.chars().any(|c| self.hints.contains(&narrow(c))) {
            return None;
        }
        text.lines().find_map(|line| self.in_line(&plain(line), place))
    }

    fn in_line(&self, line: &[char], place: Place) -> Option<String> {
        let line = trim(line);
        if let Some(level) = self.levels.iter().find(|level| alone(line, level)) {
            return Some(level.iter().collect());
        }
        (0..line.len()).find_map(|at| {
            self.form_at(line, at)
                .or_else(|| self.starred_at(line, at))
                .or_else(|| self.labelled_at(line, at))
                .or_else(|| self.set_off_at(line, at, place))
        })
    }

    /// `SECRET//`, not inside a word.
    fn form_at(&self, line: &[char], at: usize) -> Option<String> {
        let form = self.forms.iter().find(|form| {
            !(is_latin(form[0]) && at > 0 && is_latin(line[at - 1])) && spaced(line, at, form).is_some()
        })?;
        Some(form.iter().collect())
    }

    /// A level with its star.
    fn starred_at(&self, line: &[char], at: usize) -> Option<String> {
        self.levels.iter().find_map(|level| {
            let end = skip(line, spaced(line, at, level)?);
            let star = *line.get(end)?;
            let rest: Vec<char> = line[end + 1..].iter().copied().filter(|c| *c != ' ').take(4).collect();
            let is_mark = match star {
                '★' => true,
                '*' => rest.first() != Some(&'*') && (rest.is_empty() || period(&rest) > 0),
                _ => false,
            };
            let period = period(&rest);
            is_mark.then(|| level.iter().copied().chain(['★']).chain(rest.into_iter().take(period)).collect())
        })
    }

    /// A level behind its label.
    fn labelled_at(&self, line: &[char], at: usize) -> Option<String> {
        let label = self.labels.iter().find_map(|label| spaced(line, at, label))?;
        let start = skip(line, label);
        let start = if line.get(start) == Some(&':') { skip(line, start + 1) } else { start };
        self.levels.iter().find_map(|level| {
            let end = spaced(line, start, level)?;
            let ends = match line.get(end) {
                None => true,
                Some(next) => *next == ' ' || next.is_ascii_digit() || ",;，；。)".contains(*next),
            };
            ends.then(|| level.iter().collect())
        })
    }

    /// A level in brackets at the edge of a line; in a file name in brackets anywhere, or before a separator
    /// at its beginning.
    fn set_off_at(&self, line: &[char], at: usize, place: Place) -> Option<String> {
        let open = "([【〔<{".contains(line[at]);
        let start = if open { skip(line, at + 1) } else { at };
        self.levels.iter().find_map(|level| {
            let end = spaced(line, start, level)?;
            let end = end + period_spaced(&line[end..]);
            let after = line.get(skip(line, end)).copied();
            let is_mark = if open {
                let closed = after.is_some_and(|c| ")]】〕>}".contains(c));
                let last = skip(line, end) + 1 == line.len();
                closed && (place == Place::Name || at == 0 || last)
            } else {
                let apart = line.get(end).is_some_and(|c| " -_.·—–".contains(*c));
                place == Place::Name && at == 0 && apart
            };
            is_mark.then(|| level.iter().collect())
        })
    }
}

/// Half-width characters, one kind of star and of space, nothing invisible.
fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| !is_invisible(*c)).map(narrow).collect()
}

fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '☆' | '⭐' | '✭' | '✮' | '✯' | '⚝' | '✰' | '🌟' => '★',
        '\u{3000}' | '\u{a0}' | '\t' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
        _ => c,
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}' | '\u{fe0e}' | '\u{fe0f}')
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn trim(line: &[char]) -> &[char] {
    let start = skip(line, 0);
    let end = line.iter().rposition(|c| *c != ' ').map_or(start, |last| last + 1);
    &line[start..end]
}

/// The first place from here on that is not a space.
fn skip(line: &[char], at: usize) -> usize {
    line[at.min(line.len())..].iter().position(|c| *c != ' ').map_or(line.len(), |more| at + more)
}

/// Where a word ends that begins here, its characters perhaps apart; a Latin word must not go on.
fn spaced(line: &[char], at: usize, word: &[char]) -> Option<usize> {
    let mut at = at;
    for (number, c) in word.iter().enumerate() {
        if number > 0 {
            at = skip(line, at);
        }
        if line.get(at) != Some(c) {
            return None;
        }
        at += 1;
    }
    let goes_on = word.last().is_some_and(|c| is_latin(*c)) && line.get(at).is_some_and(|c| is_latin(*c));
    (!goes_on).then_some(at)
}

/// How many characters of a period of secrecy begin a text without spaces: 1年, 10 年, 六个月, 长期.
fn period(text: &[char]) -> usize {
    if text.starts_with(&['长', '期']) {
        return 2;
    }
    let number =
        text.iter().take_while(|c| c.is_ascii_digit() || "一二三四五六七八九十两".contains(**c)).count();
    let unit = number + usize::from(text.get(number) == Some(&'个'));
    match text.get(unit) {
        Some('年' | '月' | '日' | '天') if number > 0 => unit + 1,
        _ => 0,
    }
}

/// The same of a text with spaces, spaces counted.
fn period_spaced(text: &[char]) -> usize {
    let tight: Vec<char> = text.iter().copied().filter(|c| *c != ' ').take(5).collect();
    let mut left = period(&tight);
    let mut at = 0;
    while left > 0 {
        left -= usize::from(text[at] != ' ');
        at += 1;
    }
    at
}

/// A line that says nothing but the level, perhaps with its period.
fn alone(line: &[char], level: &[char]) -> bool {
    let Some(end) = spaced(line, 0, level) else { return false };
    skip(line, end + period_spaced(&line[end..])) == line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks() -> Marks {
        Marks::new(
            &["绝密", "机密", "秘密", "TOP SECRET", "SECRET"],
            &["密级", "Classification"],
            &["SECRET//", "CONFIDENTIAL//"],
        )
    }

    #[test]
    fn marks_are_seen_however_they_are_set() {
        for (text, seen) in [
            ("机密★1年", "机密★1年"),
            ("绝密★", "绝密★"),
            ("秘 密★", "秘密★"),
            ("秘　密　★　10　年", "秘密★10年"),
            ("机密☆长期", "机密★长期"),
            ("机密*1年", "机密★1年"),
            ("机密＊六个月", "机密★六个月"),
            ("机\u{200b}密★", "机密★"),
            ("000001　机密★1年　特急", "机密★1年"),
            ("第一行\n绝密★启用前的文件\n第三行", "绝密★"),
            ("密级：机密", "机密"),
            ("密级:秘密 编号：3", "秘密"),
            ("密　级：绝　密", "绝密"),
            ("密级 机密", "机密"),
            ("机密", "机密"),
            ("  秘密 1年 ", "秘密"),
            ("【机密】关于示例事项的报告", "机密"),
            ("关于示例事项的报告（秘密）", "秘密"),
            ("关于示例事项的报告(机密1年)", "机密"),
            ("SECRET//NOFORN", "SECRET//"),
            ("TOP SECRET // SI", "SECRET//"),
            ("ＳＥＣＲＥＴ／／NOFORN", "SECRET//"),
            ("CONFIDENTIAL//REL", "CONFIDENTIAL//"),
            ("TOP SECRET", "TOPSECRET"),
            ("Classification: SECRET", "SECRET"),
        ] {
            assert_eq!(marks().find(text, Place::Text).as_deref(), Some(seen), "{text}");
        }
    }

    #[test]
    fn words_that_speak_of_secrets_are_no_marks() {
        for text in [
            "",
            "保密工作条例",
            "中华人民共和国保守国家秘密法实施条例",
            "保护商业秘密和个人隐私",
            "涉及国家秘密、商业秘密的除外",
            "国家秘密的密级分为绝密、机密、秘密三级",
            "密级：绝密、机密、秘密",
            "机密级计算机不得联网",
            "机密文件管理办法",
            "按密级（机密）分别管理",
            "泄露机密的，依法处理",
            "**机密**工作",
            "机密**",
            "五星★★★★★",
            "商业秘密",
            "无密级",
            "The secret of good minutes",
            "https://example.test/SECRETS//x",
            "MYSECRET//x",
            "secret//x",
            "密码",
        ] {
            assert_eq!(marks().find(text, Place::Text), None, "{text}");
        }
    }

    #[test]
    fn a_file_name_bears_a_mark_in_brackets_or_before_a_separator() {
        for name in [
            "机密★1年 会议材料.pdf",
            "会议材料（机密）第二稿.docx",
            "会议材料[秘密].xlsx",
            "机密-会议材料.docx",
            "绝密_会议材料.docx",
            "秘密 会议材料.docx",
            "机密.pdf",
            "SECRET//NOFORN.pdf",
        ] {
            assert!(marks().find(name, Place::Name).is_some(), "{name}");
        }
        for name in [
            "保密工作条例.pdf",
            "商业秘密保护指南.docx",
            "机密文件管理办法.docx",
            "国家秘密定密管理暂行规定.pdf",
            "绝密飞行.pdf",
            "Secretariat.pdf",
        ] {
            assert_eq!(marks().find(name, Place::Name), None, "{name}");
        }
    }

    #[test]
    fn nothing_is_a_mark_where_nothing_is_listed() {
        let none = Marks::new::<&str>(&[], &[], &[]);
        assert_eq!(none.find("机密★1年", Place::Text), None);
    }

    #[test]
    fn whatever_is_cut_off_nothing_is_read_past_the_end() {
        let text: Vec<char> = "【机密】密级：秘 密 ★ 十 个 月 (TOP SECRET//".chars().collect();
        for start in 0..text.len() {
            for end in start..=text.len() {
                let part: String = text[start..end].iter().collect();
                let _ = (marks().find(&part, Place::Text), marks().find(&part, Place::Name));
            }
        }
    }
}
