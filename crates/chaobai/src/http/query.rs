//! What stands in an address and its headers, held against what the route says it takes. A parameter
//! that is not named, comes twice, or is not of its form is refused: never guessed, never ignored.

use super::failure::Failure;
use super::openapi::{Param, Shape};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use kernel::{Date, Instant, Kind, Problem, Refusal};
use std::collections::BTreeMap;

/// The parameters of a request, every one of the form its route names.
#[derive(Clone, Debug, Default)]
pub struct Asked(BTreeMap<&'static str, String>);

impl Asked {
    /// Reads what stands after the question mark.
    pub fn read(query: &str, params: &'static [Param]) -> Result<Asked, Failure> {
        let mut asked = BTreeMap::new();
        let mut problems = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (Some(name), Some(value)) = (decode(name, true), decode(value, true)) else {
                problems.push(Problem::new("query", "not_text"));
                continue;
            };
            let Some(param) = params.iter().find(|param| param.name == name) else {
                problems.push(Problem::new(shown(&name), "unknown_parameter"));
                continue;
            };
            match param.shape.check(&value) {
                Err(problem) => problems.push(Problem { field: param.name.into(), ..problem }),
                Ok(()) => {
                    if asked.insert(param.name, value).is_some() {
                        problems.push(Problem::new(param.name, "twice"));
                    }
                }
            }
        }
        for param in params.iter().filter(|param| param.required && !asked.contains_key(param.name)) {
            if !problems.iter().any(|problem| problem.field == param.name) {
                problems.push(Problem::new(param.name, "required"));
            }
        }
        if problems.is_empty() { Ok(Asked(asked)) } else { Err(refused(problems)) }
    }

    /// A parameter as text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// A day.
    pub fn date(&self, name: &str) -> Option<Date> {
        self.text(name).and_then(Date::parse)
    }

    /// An instant.
    pub fn instant(&self, name: &str) -> Option<Instant> {
        self.text(name).and_then(Instant::parse)
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).and_then(|text| text.parse().ok())
    }
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Asked, Failure> {
        Ok(parts.extensions.get::<Asked>().cloned().unwrap_or_default())
    }
}

/// Refuses an address that cannot lead anywhere: bytes that are no text, characters that cannot be seen,
/// a changing part that is not of its form. Such an address is simply not found.
pub fn check_path(_parts: &[(&'static str, Shape)], uri: &Uri) -> Result<(), Failure> {
    match decode(uri.path(), false) {
        Some(path) if path.chars().all(|c| kernel::clean::hidden(c).is_none()) => Ok(()),
        _ => Err(Failure::not_found()),
    }
}

/// Holds headers against their form.
pub fn check_headers(headers: &HeaderMap, params: &'static [Param]) -> Result<(), Failure> {
    let mut problems = Vec::new();
    for param in params {
        let mut values = headers.get_all(param.name).iter();
        match (values.next(), values.next()) {
            (None, _) if param.required => problems.push(Problem::new(param.name, "required")),
            (None, _) => {}
            // A list with nothing in it says nothing (RFC 9110, 5.6.1).
            (Some(value), None) if value.is_empty() && !param.required => {}
            (Some(_), Some(_)) => problems.push(Problem::new(param.name, "twice")),
            (Some(value), None) => match value.to_str().map(|text| param.shape.check(text)) {
                Ok(Ok(())) => {}
                Ok(Err(problem)) => problems.push(Problem { field: param.name.into(), ..problem }),
                Err(_) => problems.push(Problem::new(param.name, "not_text")),
            },
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(refused(problems)) }
}

fn refused(problems: Vec<Problem>) -> Failure {
    Refusal { problems, ..Refusal::new(Kind::Invalid, "request.parameters") }.into()
}

/// A name as somebody sent it, short enough to be repeated to them.
fn shown(name: &str) -> String {
    name.chars().filter(|c| kernel::clean::hidden(*c).is_none()).take(60).collect()
}

/// Percent-decodes; none where the outcome is not UTF-8 or a `%` has no two digits behind it.
pub fn decode(text: &str, plus_is_blank: bool) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'%' => {
                let digits = bytes.get(at + 1..at + 3).filter(|d| d.iter().all(u8::is_ascii_hexdigit))?;
                out.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
                at += 3;
                continue;
            }
            b'+' if plus_is_blank => out.push(b' '),
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).ok()
}

/// Percent-encodes a value for an address: everything but unreserved characters (RFC 3986).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_broken_encodings_are_not_text() {
        for text in ["a b", "潮白河", "𬭚", "a&b=c%", "+"] {
            assert_eq!(decode(&encode(text), true).as_deref(), Some(text));
        }
        assert_eq!(decode("a+b", true).as_deref(), Some("a b"));
        assert_eq!(decode("a+b", false).as_deref(), Some("a+b"));
        for broken in ["%", "%4", "%zz", "%ff", "%c3%28", "%+1"] {
            assert_eq!(decode(broken, true), None, "{broken}");
        }
    }

    #[test]
    fn parameters_are_named_once_and_of_their_form() {
        const PARAMS: &[Param] = &[
            Param::optional("limit", Shape::Whole { min: 1, max: 1000 }, ""),
            Param::optional("as_of", Shape::Date, ""),
        ];
        let codes = |query: &str| match Asked::read(query, PARAMS) {
            Ok(_) => vec![],
            Err(failure) => failure.refusal.problems.iter().map(|p| p.code).collect(),
        };
        let cases: &[(&str, &[&str])] = &[
            ("", &[]),
            ("limit=1&as_of=2023-12-31", &[]),
            ("limit=0", &["too_small"]),
            ("limit=1001", &["too_large"]),
            ("limit=ten&as_of=soon", &["not_a_whole_number", "not_a_date"]),
            ("limit=1&limit=1", &["twice"]),
            ("Limit=1", &["unknown_parameter"]),
            ("as_of=2023-12-31%00", &["not_a_date"]),
            ("x=%ff", &["not_text"]),
        ];
        for (query, expected) in cases {
            assert_eq!(codes(query), *expected, "{query}");
        }
    }
}
