//! What changed in a text: pieces kept, taken out and put in, character by character.

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Stands in both.
    Same(&'a str),
    /// Stands in the old text only.
    Gone(&'a str),
    /// Stands in the new text only.
    New(&'a str),
}

/// Past this many pairs of characters the middle is told as taken out and put in whole.
const PAIRS_MAX: usize = 1_000_000;

/// The pieces that lead from `old` to `new`: their `Same` and `Gone` make the old text, their `Same` and `New`
/// the new one.
pub fn difference<'a>(old: &'a str, new: &'a str) -> Vec<Piece<'a>> {
    let a: Vec<(usize, char)> = old.char_indices().collect();
    let b: Vec<(usize, char)> = new.char_indices().collect();
    let same = |n: &usize| a[*n].1 == b[*n].1;
    let head = (0..a.len().min(b.len())).take_while(same).count();
    let tail =
        (0..a.len().min(b.len()) - head).take_while(|n| a[a.len() - 1 - n].1 == b[b.len() - 1 - n].1).count();
    let (a_mid, b_mid) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let at = |all: &[(usize, char)], n: usize, text: &str| all.get(n).map_or(text.len(), |(at, _)| *at);
    let mut pieces = Vec::new();
    push(&mut pieces, Piece::Same(&old[..at(&a, head, old)]));
    if a_mid.len().saturating_mul(b_mid.len()) > PAIRS_MAX {
        push(&mut pieces, Piece::Gone(&old[at(&a, head, old)..at(&a, a.len() - tail, old)]));
        push(&mut pieces, Piece::New(&new[at(&b, head, new)..at(&b, b.len() - tail, new)]));
    } else {
        for step in steps(a_mid, b_mid) {
            let slice = |all: &[(usize, char)], text: &'a str, (from, to): (usize, usize)| {
                &text[at(all, head + from, text)..at(all, head + to, text)]
            };
            push(
                &mut pieces,
                match step {
                    Step::Same(range) => Piece::Same(slice(&a, old, range)),
                    Step::Gone(range) => Piece::Gone(slice(&a, old, range)),
                    Step::New(range) => Piece::New(slice(&b, new, range)),
                },
            );
        }
    }
    push(&mut pieces, Piece::Same(&old[at(&a, a.len() - tail, old)..]));
    pieces
}

fn push<'a>(pieces: &mut Vec<Piece<'a>>, piece: Piece<'a>) {
    let (Piece::Same(text) | Piece::Gone(text) | Piece::New(text)) = piece;
    if !text.is_empty() {
        pieces.push(piece);
    }
}

enum Step {
    Same((usize, usize)),
    Gone((usize, usize)),
    New((usize, usize)),
}

/// Longest common subsequence, walked from the front; runs of one kind are one step.
fn steps(a: &[(usize, char)], b: &[(usize, char)]) -> Vec<Step> {
    let width = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].1 == b[j].1 {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut steps, mut i, mut j) = (Vec::new(), 0, 0);
    while i < a.len() || j < b.len() {
        let start = (i, j);
        while i < a.len() && j < b.len() && a[i].1 == b[j].1 {
            (i, j) = (i + 1, j + 1);
        }
        if i > start.0 {
            steps.push(Step::Same((start.0, i)));
        }
        let start = (i, j);
        while i < a.len() && !(j < b.len() && a[i].1 == b[j].1) {
            if j < b.len() && longest[i * width + j + 1] > longest[(i + 1) * width + j] {
                break;
            }
            i += 1;
        }
        if i > start.0 {
            steps.push(Step::Gone((start.0, i)));
        }
        while j < b.len() && !(i < a.len() && a[i].1 == b[j].1) {
            if i < a.len() && longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
                break;
            }
            j += 1;
        }
        if j > start.1 {
            steps.push(Step::New((start.1, j)));
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let tell = |piece: &Piece<'_>| match piece {
            Piece::Same(text) => (*text).to_owned(),
            Piece::Gone(text) => format!("[-{text}-]"),
            Piece::New(text) => format!("{{+{text}+}}"),
        };
        difference(old, new).iter().map(tell).collect()
    }

    #[test]
    fn only_what_changed_is_marked() {
        for (old, new, expected) in [
            ("", "", ""),
            ("一样", "一样", "一样"),
            ("", "新", "{+新+}"),
            ("旧", "", "[-旧-]"),
            ("完成签约95户", "完成签约103户", "完成签约[-95-]{+103+}户"),
            ("护栏安装", "护栏安装完成，开始标线", "护栏安装{+完成，开始标线+}"),
            ("甲乙丙丁", "甲丙丁戊", "甲[-乙-]丙丁{+戊+}"),
        ] {
            assert_eq!(told(old, new), expected, "{old} → {new}");
        }
    }

    #[test]
    fn the_pieces_make_both_texts_again() {
        let mut random = 7u64;
        let mut text = |n: u64| -> String {
            (0..n)
                .map(|_| {
                    random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    ['桥', '路', 'a', 'é'][(random >> 60) as usize % 4]
                })
                .collect()
        };
        for n in 0..200 {
            let (old, new) = (text(n % 17), text(n % 13));
            let pieces = difference(&old, &new);
            let (mut before, mut after) = (String::new(), String::new());
            for piece in pieces {
                match piece {
                    Piece::Same(text) => {
                        before.push_str(text);
                        after.push_str(text);
                    }
                    Piece::Gone(text) => before.push_str(text),
                    Piece::New(text) => after.push_str(text),
                }
            }
            assert_eq!((before, after), (old, new));
        }
        let long = "长".repeat(3000);
        assert_eq!(difference(&long, &"短".repeat(3000)).len(), 2);
    }
}
