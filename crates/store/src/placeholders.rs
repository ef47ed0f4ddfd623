//! One set of SQL texts: `$1 .. $n` as PostgreSQL writes placeholders, turned into SQLite's `?1 .. ?n`.

/// The statement with `?n` for `$n`, leaving quoted text, quoted names and comments alone.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let bytes = sql.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let end = match bytes[i] {
            quote @ (b'\'' | b'"') => after(bytes, i + 1, &[quote]),
            b'-' if bytes[i..].starts_with(b"--") => after(bytes, i, b"\n"),
            b'/' if bytes[i..].starts_with(b"/*") => after(bytes, i + 2, b"*/"),
            b'$' if bytes.get(i + 1).is_some_and(u8::is_ascii_digit) && !within_name(bytes, i) => {
                out.push(b'?');
                i += 1;
                continue;
            }
            _ => i + 1,
        };
        out.extend_from_slice(&bytes[i..end]);
        i = end;
    }
    // Only ASCII bytes were exchanged for ASCII bytes.
    String::from_utf8(out).unwrap_or_else(|_| sql.to_owned())
}

/// Position after the next occurrence of `mark` at or after `from`; the end if there is none. A doubled
/// quote inside a text reads as two texts that touch, which is the same for our purpose.
fn after(bytes: &[u8], from: usize, mark: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    rest.windows(mark.len())
        .position(|window| window == mark)
        .map_or(bytes.len(), |at| from + at + mark.len())
}

fn within_name(bytes: &[u8], i: usize) -> bool {
    i > 0 && (bytes[i - 1].is_ascii_alphanumeric() || bytes[i - 1] == b'_')
}

#[cfg(test)]
mod tests {
    use super::for_sqlite;

    #[test]
    fn placeholders_are_rewritten_outside_of_quotes_and_comments_only() {
        let cases = [
            ("SELECT 1", "SELECT 1"),
            ("SELECT $1, $12 FROM t WHERE a=$2", "SELECT ?1, ?12 FROM t WHERE a=?2"),
            ("SELECT '$1', \"$1\", $1", "SELECT '$1', \"$1\", ?1"),
            ("SELECT 'it''s $1', $1", "SELECT 'it''s $1', ?1"),
            ("SELECT $1 -- not $2\n, $2", "SELECT ?1 -- not $2\n, ?2"),
            ("SELECT /* $1 */ $1 -- $3", "SELECT /* $1 */ ?1 -- $3"),
            ("SELECT a - $1, a / $2", "SELECT a - ?1, a / ?2"),
            ("SELECT '潮白$1', $1", "SELECT '潮白$1', ?1"),
            ("SELECT body ->> '$.a', a$1", "SELECT body ->> '$.a', a$1"),
            ("SELECT 'open $1", "SELECT 'open $1"),
        ];
        for (given, expected) in cases {
            assert_eq!(for_sqlite(given), expected);
        }
    }
}
