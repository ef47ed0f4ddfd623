//! "Did you mean": the known word nearest to the one that was written.

/// The known word nearest to `word`, if it is near enough to be what was meant: at most a third of
/// its letters (and at least one) differ.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    let limit = (letters.len() / 3).max(1);
    known
        .into_iter()
        .filter(|k| *k != word)
        .map(|k| (distance(&letters, k), k))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, k)| k)
}

/// Number of letters to insert, remove, change or swap (optimal string alignment).
fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_and_another_word_does_not() {
        for (written, meant) in [
            ("tittle", Some("title")),
            ("brigdes", Some("bridges")),
            ("transprt", Some("transport")),
            ("公共服物", Some("公共服务")),
            ("zzz", None),
            ("title", None),
        ] {
            let known = ["title", "bridges", "transport", "公共服务"];
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }
}
