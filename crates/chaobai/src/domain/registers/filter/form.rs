//! Simple filters as a form has them: field, test, value. Written as CQL2 text for the address bar, and
//! read back from it to be shown as chips.

use super::tree::{KEYWORDS, Node, What, read};
use crate::charter::model::{FieldType, Register};
use crate::domain::registers::field_sql::pseudo;
use kernel::{Date, Instant, Problem, Refusal};

/// What a form can ask of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Equal.
    Is,
    /// Not equal.
    IsNot,
    /// Less than.
    Below,
    /// Less than or equal.
    AtMost,
    /// Greater than.
    Above,
    /// Greater than or equal.
    AtLeast,
    /// Text holds the value, whatever the case of A to Z.
    Contains,
    /// Text begins with the value, case and all.
    StartsWith,
    /// List of choices holds the value.
    Has,
    /// Nothing is known; the value is not used.
    Missing,
    /// Something is known; the value is not used.
    Present,
}

impl Test {
    /// All tests, in the order of a menu.
    pub const ALL: [Test; 11] = [
        Test::Is,
        Test::IsNot,
        Test::Contains,
        Test::StartsWith,
        Test::Has,
        Test::Above,
        Test::AtLeast,
        Test::Below,
        Test::AtMost,
        Test::Present,
        Test::Missing,
    ];

    /// The word used in forms and addresses.
    pub fn word(self) -> &'static str {
        match self {
            Test::Is => "is",
            Test::IsNot => "is_not",
            Test::Below => "below",
            Test::AtMost => "at_most",
            Test::Above => "above",
            Test::AtLeast => "at_least",
            Test::Contains => "contains",
            Test::StartsWith => "starts_with",
            Test::Has => "has",
            Test::Missing => "missing",
            Test::Present => "present",
        }
    }

    /// The test a word stands for.
    pub fn from_word(word: &str) -> Option<Test> {
        Test::ALL.into_iter().find(|t| t.word() == word)
    }

    /// The tests that make sense for a kind of field.
    pub fn for_kind(kind: FieldType) -> &'static [Test] {
        use Test::{Above, AtLeast, AtMost, Below, Contains, Has, Is, IsNot, Missing, Present, StartsWith};
        match kind {
            FieldType::Integer
            | FieldType::Decimal
            | FieldType::Money
            | FieldType::Date
            | FieldType::Instant => &[Is, IsNot, Above, AtLeast, Below, AtMost, Present, Missing],
            FieldType::Choices | FieldType::Units => &[Has, Present, Missing],
            FieldType::Place => &[Present, Missing],
            FieldType::Choice
            | FieldType::Boolean
            | FieldType::Unit
            | FieldType::Jurisdiction
            | FieldType::Body
            | FieldType::Post
            | FieldType::Record => &[Is, IsNot, Present, Missing],
            _ => &[Is, IsNot, Contains, StartsWith, Present, Missing],
        }
    }

    fn operator(self) -> Option<&'static str> {
        match self {
            Test::Is => Some("="),
            Test::IsNot => Some("<>"),
            Test::Below => Some("<"),
            Test::AtMost => Some("<="),
            Test::Above => Some(">"),
            Test::AtLeast => Some(">="),
            _ => None,
        }
    }
}

/// One line of a filter form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// Field id, or a column such as `stage`.
    pub field: String,
    /// What is asked.
    pub test: Test,
    /// With what; as kept: a choice id, `2023-12-29`, `5.28`, `true`.
    pub value: String,
}

/// The CQL2 text of all lines joined by AND; empty for no lines. A line with an empty value is left out,
/// unless its test needs none: it is a form field that nobody filled in.
///
/// # Errors
/// `invalid`, with one problem per line that cannot be: `unknown_field`, `not_for_this_field`,
/// `not_a_number`, `not_a_date`, `not_an_instant`, `not_yes_or_no`, `control_character`.
pub fn conjunction(register: &Register, lines: &[Chip]) -> Result<String, Refusal> {
    let mut parts = Vec::new();
    let mut problems = Vec::new();
    for line in lines {
        if line.value.is_empty() && !matches!(line.test, Test::Missing | Test::Present) {
            continue;
        }
        match part(register, line) {
            Ok(part) => parts.push(part),
            Err(code) => problems.push(Problem::new(&line.field, code).with("given", &line.value)),
        }
    }
    if problems.is_empty() { Ok(parts.join(" AND ")) } else { Err(Refusal::invalid(problems)) }
}

fn part(register: &Register, line: &Chip) -> Result<String, &'static str> {
    let field = register.fields.iter().find(|f| f.id == line.field).map(|f| f.kind);
    let kind = pseudo(&line.field).map(|p| p.kind).or(field).ok_or("unknown_field")?;
    if !Test::for_kind(kind).contains(&line.test) {
        return Err("not_for_this_field");
    }
    if line.value.chars().any(char::is_control) {
        return Err("control_character");
    }
    let name = if KEYWORDS.contains(&line.field.as_str()) {
        format!("\"{}\"", line.field)
    } else {
        line.field.clone()
    };
    Ok(match line.test {
        Test::Missing => format!("{name} IS NULL"),
        Test::Present => format!("{name} IS NOT NULL"),
        Test::Has => format!("a_contains({name}, {})", quoted(&line.value)),
        Test::Contains => {
            format!("casei({name}) LIKE casei({})", quoted(&format!("%{}%", escaped(&line.value))))
        }
        Test::StartsWith => format!("{name} LIKE {}", quoted(&format!("{}%", escaped(&line.value)))),
        test => {
            let operator = test.operator().expect("all other tests are handled above");
            format!("{name} {operator} {}", literal(kind, &line.value)?)
        }
    })
}

fn literal(kind: FieldType, value: &str) -> Result<String, &'static str> {
    match kind {
        FieldType::Integer | FieldType::Money | FieldType::Decimal => {
            let digits = value.strip_prefix('-').unwrap_or(value);
            let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
            let all_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
            if all_digits(whole) && all_digits(part) { Ok(value.into()) } else { Err("not_a_number") }
        }
        FieldType::Date => {
            Date::parse(value).ok_or("not_a_date")?;
            Ok(format!("DATE({})", quoted(value)))
        }
        FieldType::Instant => {
            Instant::parse(value).ok_or("not_an_instant")?;
            Ok(format!("TIMESTAMP({})", quoted(value)))
        }
        FieldType::Boolean if matches!(value, "true" | "false") => Ok(value.into()),
        FieldType::Boolean => Err("not_yes_or_no"),
        _ => Ok(quoted(value)),
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// The lines of a filter, if it is such a conjunction; `None` if it says something a form cannot
/// (the page then shows the text itself). An empty text has no lines.
pub fn chips(text: &str) -> Option<Vec<Chip>> {
    if text.trim().is_empty() {
        return Some(Vec::new());
    }
    let tree = read(text).ok()?;
    match &tree.what {
        What::All(parts) => parts.iter().map(chip).collect(),
        _ => chip(&tree).map(|c| vec![c]),
    }
}

fn chip(node: &Node) -> Option<Chip> {
    let line = |field: &Node, test: Test, value: String| match &field.what {
        What::Property(name) => Some(Chip { field: name.clone(), test, value }),
        _ => None,
    };
    match &node.what {
        What::Compare(op, field, value) => {
            let test = Test::ALL.into_iter().find(|t| t.operator() == Some(op))?;
            line(field, test, literal_text(value)?)
        }
        What::IsNull(field) => line(field, Test::Missing, String::new()),
        What::Not(inner) => match &inner.what {
            What::IsNull(field) => line(field, Test::Present, String::new()),
            What::Property(_) => line(inner, Test::Is, "false".into()),
            _ => None,
        },
        What::Property(_) => line(node, Test::Is, "true".into()),
        What::Call(name, arguments) => match (name.as_str(), arguments.as_slice()) {
            ("a_contains", [field, Node { what: What::Text(value), .. }]) => {
                line(field, Test::Has, value.clone())
            }
            _ => None,
        },
        What::Like(field, pattern) => match (&field.what, &pattern.what) {
            (What::Property(_), What::Text(p)) => {
                line(field, Test::StartsWith, unescaped(p.strip_suffix('%')?)?)
            }
            (What::Call(a, field), What::Call(b, pattern)) if a == "casei" && b == "casei" => {
                let (field, What::Text(p)) = (field.first()?, &pattern.first()?.what) else { return None };
                line(field, Test::Contains, unescaped(p.strip_prefix('%')?.strip_suffix('%')?)?)
            }
            _ => None,
        },
        _ => None,
    }
}

fn literal_text(node: &Node) -> Option<String> {
    match &node.what {
        What::Text(text) => Some(text.clone()),
        What::Integer(n) => Some(n.to_string()),
        What::Real(x) => Some(x.to_string()),
        What::Bool(b) => Some(b.to_string()),
        What::Call(name, arguments) if matches!(name.as_str(), "date" | "timestamp") => {
            match arguments.as_slice() {
                [Node { what: What::Text(text), .. }] => Some(text.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The text an escaped pattern stands for, if it is not empty and holds no wildcard.
fn unescaped(pattern: &str) -> Option<String> {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '%' | '_' => return None,
            '\\' => out.push(chars.next()?),
            c => out.push(c),
        }
    }
    (!out.is_empty()).then_some(out)
}
