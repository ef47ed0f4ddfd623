//! Figures bound into the text of a document: `{figure:T08}` or `{figure:T08@2023-12-29}`.

use kernel::Date;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words as written.
    Words(&'a str),
    /// What a figure answers.
    Figure {
        /// Its id.
        id: &'a str,
        /// The day it is bound to; none: the day the document is asked for.
        on: Option<Date>,
    },
}

/// Cuts a text at its bindings; what stands in braces and is none is given back as the mistake.
pub fn pieces(text: &str) -> Result<Vec<Piece<'_>>, &str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        if at > 0 {
            found.push(Piece::Words(&rest[..at]));
        }
        let end = rest[at..].find('}').ok_or(&rest[at..])? + at;
        let given = &rest[at..=end];
        let inside = given.strip_prefix('{').and_then(|g| g.strip_suffix('}')).ok_or(given)?;
        let bound = inside.strip_prefix("figure:").ok_or(given)?;
        let (id, on) = match bound.split_once('@') {
            Some((id, day)) => (id, Some(Date::parse(day).ok_or(given)?)),
            None => (bound, None),
        };
        if id.is_empty() {
            return Err(given);
        }
        found.push(Piece::Figure { id, on });
        rest = &rest[end + 1..];
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_figures() {
        let day = Date::parse("2023-12-29");
        let cases = [
            ("", vec![]),
            ("路", vec![Piece::Words("路")]),
            ("{figure:T08}", vec![Piece::Figure { id: "T08", on: None }]),
            (
                "公交{figure:T08@2023-12-29}，日客运量{figure:T09}。",
                vec![
                    Piece::Words("公交"),
                    Piece::Figure { id: "T08", on: day },
                    Piece::Words("，日客运量"),
                    Piece::Figure { id: "T09", on: None },
                    Piece::Words("。"),
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_binding_is_given_back() {
        let cases = [
            ("a {figure:T08", "{figure:T08"),
            ("a } b", "}"),
            ("{value}", "{value}"),
            ("{figure:}", "{figure:}"),
            ("{figure:T08@2023-13-01}", "{figure:T08@2023-13-01}"),
            ("{figure:T08@}", "{figure:T08@}"),
        ];
        for (text, mistake) in cases {
            assert_eq!(pieces(text), Err(mistake), "{text}");
        }
    }
}
