//! `LIKE`: `%` for any text, `_` for one character, `\` before a character to mean that character.
//! The store makes LIKE mind upper and lower case on SQLite as it does on PostgreSQL.

use super::{Param, Writer, refuse};
use kernel::Refusal;

impl Writer<'_> {
    /// The condition that text `x` fits `pattern`; NULL where `x` is NULL. What must stand at the
    /// beginning is also said as a range, which an index serves on both engines.
    pub(super) fn fits(&mut self, x: &str, pattern: &str) -> Result<String, Refusal> {
        let (start, rest) =
            start(pattern).ok_or_else(|| refuse("filter.bad_pattern").with("pattern", pattern))?;
        if rest.is_empty() {
            return Ok(format!("({x} = {})", self.bind(Param::Text(start))));
        }
        let mut all = Vec::new();
        if !start.is_empty() {
            all.push(format!("{x} >= {}", self.bind(Param::Text(start.clone()))));
            if let Some(after) = after(&start) {
                all.push(format!("{x} < {}", self.bind(Param::Text(after))));
            }
        }
        if rest != "%" || start.is_empty() {
            all.push(format!("{x} LIKE {} ESCAPE '\\'", self.bind(Param::Text(pattern.into()))));
        }
        Ok(format!("({})", all.join(" AND ")))
    }
}

/// The literal text a pattern begins with, and the pattern after it; none if the pattern ends in the
/// middle of an escape, which PostgreSQL takes for an error.
fn start(pattern: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut rest = None;
    let mut chars = pattern.char_indices();
    while let Some((at, c)) = chars.next() {
        let literal = if c == '\\' { chars.next()?.1 } else { c };
        if matches!(c, '%' | '_') {
            rest = rest.or(Some(at));
        } else if rest.is_none() {
            text.push(literal);
        }
    }
    Some((text, rest.map_or("", |at| &pattern[at..])))
}

/// The first text after all texts that begin with `start`, by code point; none if there is no such text.
fn after(start: &str) -> Option<String> {
    let mut chars: Vec<char> = start.chars().collect();
    while let Some(last) = chars.pop() {
        let next = if last == '\u{D7FF}' { Some('\u{E000}') } else { char::from_u32(last as u32 + 1) };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}
