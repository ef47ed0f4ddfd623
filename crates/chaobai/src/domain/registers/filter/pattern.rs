//! `LIKE` in a form that means the same on both engines. SQLite's own LIKE ignores the case of A to Z,
//! PostgreSQL's does not; `instr` and `strpos` exist on one each. So a pattern becomes ranges, `substr`,
//! `length` and `replace`, which both have and which compare code points on both.
//!
//! A pattern is `%` for any text, `_` for one character, `\` before either (or before itself) to mean
//! the character. Between two `%` at most one piece may stand, and without `_`.

use super::{Param, Writer, refuse};
use kernel::Refusal;

/// A character of a pattern; `None` is `_`.
type Piece = Vec<Option<char>>;

impl Writer<'_> {
    /// The condition that text `x` fits `pattern`; NULL where `x` is NULL.
    pub(super) fn fits(&mut self, x: &str, pattern: &str) -> Result<String, Refusal> {
        let refused = || refuse("filter.pattern_not_supported").with("pattern", pattern);
        let pieces = pieces(pattern).ok_or_else(refused)?;
        let (head, middle, tail): (&Piece, Vec<&Piece>, Option<&Piece>) = match pieces.as_slice() {
            [whole] => (whole, Vec::new(), None),
            [head, middle @ .., tail] => {
                (head, middle.iter().filter(|m| !m.is_empty()).collect(), Some(tail))
            }
            [] => return Err(refused()),
        };
        let mut all = Vec::new();
        let Some(tail) = tail else {
            match plain(head) {
                Some(text) => all.push(format!("{x} = {}", self.bind(Param::Text(text)))),
                None => {
                    all.push(format!("length({x}) = {}", head.len()));
                    self.runs(x, head, 0, &mut all);
                }
            }
            return Ok(joined(all));
        };
        let ends = head.len() + tail.len();
        // A literal beginning is a range, so that an index serves it.
        let start: String = head.iter().map_while(|c| *c).collect();
        if !start.is_empty() {
            all.push(format!("{x} >= {}", self.bind(Param::Text(start.clone()))));
            if let Some(after) = after(&start) {
                all.push(format!("{x} < {}", self.bind(Param::Text(after))));
            }
        }
        let rest = start.chars().count();
        self.runs(x, &head[rest..], rest, &mut all);
        for (at, run) in literal_runs(tail) {
            let (from, n) = (tail.len() - 1 - at, run.chars().count());
            all.push(format!("substr({x}, length({x}) - {from}, {n}) = {}", self.bind(Param::Text(run))));
        }
        let between = match middle.as_slice() {
            [] => None,
            [one] => Some(plain(one).ok_or_else(refused)?),
            _ => return Err(refused()),
        };
        if let Some(text) = between {
            let inner = match (head.len(), tail.len()) {
                (0, 0) => x.to_owned(),
                (n, 0) => format!("substr({x}, {})", n + 1),
                (n, _) => format!(
                    "CASE WHEN length({x}) >= {ends} THEN substr({x}, {}, length({x}) - {ends}) END",
                    n + 1
                ),
            };
            all.push(format!("replace({inner}, {}, '') <> {inner}", self.bind(Param::Text(text))));
        }
        // Head and tail must not overlap. A literal head or tail alone needs no such check: what is shorter
        // than it does not equal it.
        let plain_head_only = tail.is_empty() && rest == head.len();
        let plain_tail_only = head.is_empty() && plain(tail).is_some();
        if all.is_empty() || !(plain_head_only || plain_tail_only) {
            all.push(format!("length({x}) >= {ends}"));
        }
        Ok(joined(all))
    }

    /// Conditions for the literal runs of a piece that starts `offset` characters into `x`.
    fn runs(&mut self, x: &str, piece: &[Option<char>], offset: usize, all: &mut Vec<String>) {
        for (at, run) in literal_runs(piece) {
            let (from, n) = (offset + at + 1, run.chars().count());
            all.push(format!("substr({x}, {from}, {n}) = {}", self.bind(Param::Text(run))));
        }
    }
}

fn joined(all: Vec<String>) -> String {
    format!("({})", all.join(" AND "))
}

/// The pieces between `%`; none if the pattern ends in the middle of an escape.
fn pieces(pattern: &str) -> Option<Vec<Piece>> {
    let mut pieces = vec![Piece::new()];
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        let piece = match c {
            '%' => {
                pieces.push(Piece::new());
                continue;
            }
            '_' => None,
            '\\' => Some(chars.next()?),
            c => Some(c),
        };
        pieces.last_mut().expect("starts with one").push(piece);
    }
    Some(pieces)
}

fn plain(piece: &[Option<char>]) -> Option<String> {
    piece.iter().copied().collect()
}

/// The runs of literal characters in a piece, each with where it starts.
fn literal_runs(piece: &[Option<char>]) -> Vec<(usize, String)> {
    let mut runs: Vec<(usize, String)> = Vec::new();
    for (i, c) in piece.iter().enumerate() {
        let Some(c) = c else { continue };
        match runs.last_mut() {
            Some((_, run)) if piece[i - 1].is_some() => run.push(*c),
            _ => runs.push((i, c.to_string())),
        }
    }
    runs
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
