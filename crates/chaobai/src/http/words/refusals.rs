//! What is said when something is refused: what is wrong, and what to do next.

use super::sentences::SENTENCES;
use kernel::Lang;
use std::collections::BTreeMap;

/// The sentence for a refusal's or a problem's code. `{name}` in a sentence is replaced by the parameter of that
/// name; a sentence part in `[…]` is left out where one of its parameters is missing. An unknown code is printed as
/// it is, so that it can be quoted.
pub fn refusal(code: &str, lang: Lang, params: &BTreeMap<&'static str, String>) -> String {
    let params = params.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    refusal_of(code, lang, &params)
}

/// The same for parameters that were kept.
pub fn refusal_of(code: &str, lang: Lang, params: &BTreeMap<String, String>) -> String {
    match (SENTENCES.binary_search_by(|sentence| sentence.code.cmp(code)), lang) {
        (Ok(at), Lang::Zh) => fill(SENTENCES[at].zh, params),
        (Ok(at), Lang::En) => fill(SENTENCES[at].en, params),
        (Err(_), Lang::Zh) => format!("没有办成（代码 {code}）。请核对后再试。"),
        (Err(_), Lang::En) => format!("This was refused (code {code}). Check and try again."),
    }
}

fn fill(sentence: &str, params: &BTreeMap<String, String>) -> String {
    let mut out = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(start) = rest.find('[') {
        out.push_str(&values(&rest[..start], params).0);
        let end = rest[start..].find(']').map_or(rest.len(), |end| start + end);
        let (part, complete) = values(&rest[start + 1..end], params);
        if complete {
            out.push_str(&part);
        }
        rest = rest.get(end + 1..).unwrap_or("");
    }
    out.push_str(&values(rest, params).0);
    out
}

/// Puts parameters in; false where one was missing.
fn values(text: &str, params: &BTreeMap<String, String>) -> (String, bool) {
    let mut out = String::new();
    let mut complete = true;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        match params.get(name) {
            Some(value) => out.push_str(value),
            None => complete = false,
        }
        rest = after;
    }
    out.push_str(rest);
    (out, complete)
}

#[cfg(test)]
mod tests {
    use super::super::sentences::Sentence;
    use super::*;
    use std::path::{Path, PathBuf};

    #[test]
    fn codes_are_in_order_so_that_each_can_be_found() {
        for pair in SENTENCES.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} stands before {}", pair[0].code, pair[1].code);
        }
    }

    #[test]
    fn english_sentences_hold_no_chinese_and_brackets_close() {
        for Sentence { code, zh, en } in SENTENCES {
            assert!(en.chars().all(|c| !('\u{3000}'..='\u{9fff}').contains(&c)), "{code}: {en}");
            for text in [zh, en] {
                assert_eq!(text.matches('[').count(), text.matches(']').count(), "{code}");
                assert_eq!(text.matches('{').count(), text.matches('}').count(), "{code}");
            }
        }
    }

    /// The last text before the bracket that closes a call, which is where the code stands.
    fn code_of(call: &str) -> Option<&str> {
        let arguments = call.split([')', ';']).next()?;
        // A field that is put together has brackets of its own; its line ends after the code all the same.
        let arguments = match call.strip_prefix("format!(") {
            Some(rest) => rest.split_once("), ")?.1.split(')').next()?,
            None => arguments,
        };
        let texts = arguments.split('"').skip(1).step_by(2);
        let code = texts.last()?;
        (arguments.ends_with('"') && !code.is_empty()).then_some(code)
    }

    fn sources(folder: &Path, texts: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("a source folder can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                sources(&path, texts);
            } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("refusals.rs")
            {
                let text = std::fs::read_to_string(&path).expect("a source file can be read");
                texts.push((path, text.split("#[cfg(test)]").next().unwrap_or_default().to_string()));
            }
        }
    }

    #[test]
    fn every_refusal_that_is_written_down_has_a_sentence() {
        let mut texts = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
        let mut found = 0;
        for (path, text) in &texts {
            for start in ["Refusal::new(Kind::", "Problem::new("] {
                for code in text.split(start).skip(1).filter_map(code_of) {
                    found += 1;
                    let known = SENTENCES.binary_search_by(|sentence| sentence.code.cmp(code)).is_ok();
                    assert!(known, "{}: {code} has no sentence in words/sentences.rs", path.display());
                }
            }
        }
        assert!(found > 20, "only {found} codes found: the search no longer sees them");
    }

    #[test]
    fn a_parameter_is_put_in_and_a_part_without_its_parameter_is_left_out() {
        let none = BTreeMap::new();
        let max = BTreeMap::from([("max", "200".to_string())]);
        assert_eq!(refusal("too_long", Lang::Zh, &max), "文字太长，最多 200 个字符。请缩短。");
        assert_eq!(refusal("too_long", Lang::Zh, &none), "文字太长。请缩短。");
        assert_eq!(
            refusal("too_long", Lang::En, &max),
            "The text is too long; at most 200 characters. Shorten it."
        );
    }

    #[test]
    fn an_unknown_code_is_printed_so_that_it_can_be_quoted() {
        assert!(refusal("x.y", Lang::Zh, &BTreeMap::new()).contains("x.y"));
        assert!(refusal("x.y", Lang::En, &BTreeMap::new()).contains("x.y"));
    }
}
