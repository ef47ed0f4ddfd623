//! Cuts a filter text into words.

use super::refuse;
use kernel::Refusal;

/// One word of a filter text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// A name or a keyword.
    Name(String),
    /// A name in double quotes; never a keyword.
    Quoted(String),
    /// A number without sign, as written.
    Number(String),
    /// A text in single quotes, with `''` undone.
    Text(String),
    /// An operator, a parenthesis or a comma.
    Sign(&'static str),
}

/// A word and where it starts, counted in characters from 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub at: usize,
    pub word: Word,
}

const SIGNS: [&str; 16] =
    ["<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", ",", "+", "-", "*", "/", "%", "^"];

/// Cuts `text` into words; refuses control characters, open quotes and characters of no meaning.
pub(super) fn words(text: &str) -> Result<Vec<Placed>, Refusal> {
    let chars: Vec<char> = text.chars().collect();
    if let Some(i) = chars.iter().position(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        return Err(refuse("filter.control_character").with("at", i + 1));
    }
    let mut found = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let start = i;
        if matches!(c, ' ' | '\t' | '\n' | '\r') {
            i += 1;
            continue;
        }
        let word = if c == '\'' || c == '"' {
            let inner = quoted(&chars, &mut i)?;
            if c == '\'' { Word::Text(inner) } else { Word::Quoted(inner) }
        } else if c.is_ascii_digit() {
            Word::Number(number(&chars, &mut i)?)
        } else if c.is_alphabetic() {
            i += chars[i..].iter().take_while(|c| is_name_char(**c)).count();
            Word::Name(chars[start..i].iter().collect())
        } else {
            let sign = SIGNS.into_iter().find(|s| s.chars().eq(chars[i..].iter().copied().take(s.len())));
            let sign = sign.ok_or_else(|| syntax(start, &c.to_string()))?;
            i += sign.len();
            Word::Sign(sign)
        };
        found.push(Placed { at: start + 1, word });
    }
    Ok(found)
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | ':')
}

/// What stands between the quote at `i` and its partner; a doubled quote is one quote.
fn quoted(chars: &[char], i: &mut usize) -> Result<String, Refusal> {
    let start = *i;
    let quote = chars[start];
    let mut inner = String::new();
    *i += 1;
    loop {
        match (chars.get(*i), chars.get(*i + 1)) {
            (Some(c), Some(d)) if *c == quote && *d == quote => {
                inner.push(quote);
                *i += 2;
            }
            (Some(c), _) if *c == quote => {
                *i += 1;
                return Ok(inner);
            }
            (Some(c), _) => {
                inner.push(*c);
                *i += 1;
            }
            (None, _) => return Err(refuse("filter.open_quote").with("at", start + 1)),
        }
    }
}

/// Digits, then perhaps a point and digits, then perhaps an exponent. A name may not follow directly.
fn number(chars: &[char], i: &mut usize) -> Result<String, Refusal> {
    let start = *i;
    let digits = |from: usize| chars[from..].iter().take_while(|c| c.is_ascii_digit()).count();
    *i += digits(*i);
    if chars.get(*i) == Some(&'.') {
        *i += 1;
        *i += digits(*i);
    }
    if matches!(chars.get(*i), Some('e' | 'E')) {
        let sign = usize::from(matches!(chars.get(*i + 1), Some('+' | '-')));
        let from = (*i + 1 + sign).min(chars.len());
        if digits(from) > 0 {
            *i = from + digits(from);
        }
    }
    match chars.get(*i) {
        Some(c) if is_name_char(*c) => Err(syntax(*i, &c.to_string())),
        _ => Ok(chars[start..*i].iter().collect()),
    }
}

/// The refusal for a text that is no filter; `index` counts from 0, the message from 1.
pub(super) fn syntax(index: usize, near: &str) -> Refusal {
    refuse("filter.syntax").with("at", index + 1).with("near", near)
}
