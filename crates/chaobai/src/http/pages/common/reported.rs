//! What a report changes, and lamps, as pages show them: the check before handing in, the review, the life
//! of a matter.

use super::{Frame, Names, values};
use crate::charter::model::{Field, FieldType, Lamp, Register};
use crate::domain::lamps;
use crate::domain::rounds;
use crate::http::views::{ReviewCell, Span, Tag, Tone};
use kernel::Decimal;
use kernel::Lang;
use kernel::decimal::{decimal_text, parse_decimal, round};
use kernel::difference::{Piece, difference};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A lamp: shape, word and colour.
pub fn lamp(frame: &Frame, lamp: Lamp) -> Tag {
    let tone = match lamp {
        Lamp::NotStarted => Tone::Grey,
        Lamp::Normal => Tone::Green,
        Lamp::Notice => Tone::Notice,
        Lamp::Warning => Tone::Amber,
        Lamp::Serious => Tone::Serious,
        Lamp::Behind => Tone::Red,
        Lamp::Overdue => Tone::Overdue,
        Lamp::Done => Tone::Blue,
        Lamp::Stopped => Tone::Stopped,
    };
    Tag::new(tone, frame.text(&lamp.word()))
}

/// Numbers of matters by lamp, in the order of lamps; lamps nobody has are left out.
pub fn counted(frame: &Frame, counts: &BTreeMap<Lamp, i64>) -> Vec<(Tag, String)> {
    let known = Lamp::ALL.into_iter().filter_map(|lamp| Some((lamp, *counts.get(&lamp)?)));
    known
        .filter(|(_, number)| *number > 0)
        .map(|(one, number)| (lamp(frame, one), super::say::whole(frame.lang, number)))
        .collect()
}

/// The rule of a list's lamps in words, the gravest first.
pub fn rules(frame: &Frame, register: &Register) -> Vec<String> {
    let law = register.worklist.as_ref().and_then(|law| law.lamps.as_ref());
    let rules = law.into_iter().flat_map(|law| law.rules.iter().map(move |rule| (law, rule)));
    rules.map(|(law, rule)| frame.text(&lamps::rule(register, law, rule)).to_owned()).collect()
}

/// The cells a report changes, old beside new, with where each goes once it is accepted.
pub fn cells(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    from: &Map<String, Value>,
    to: &Map<String, Value>,
    stage: (&str, &str),
) -> Vec<ReviewCell> {
    let changed = rounds::changed(register, from, to);
    let mut cells: Vec<ReviewCell> =
        changed.into_iter().map(|(field, old, new)| cell(frame, names, register, field, old, new)).collect();
    let (now, next) = stage;
    if !next.is_empty() && next != now {
        cells.push(ReviewCell {
            label: stage_label(frame).to_owned(),
            before: names.stage(register, now),
            after: names.stage(register, next),
            goes_to: going(frame, register.public, &stage_figures(frame, register)),
            ..ReviewCell::default()
        });
    }
    cells
}

/// What the column of stages is called in rounds.
pub fn stage_label(frame: &Frame) -> &'static str {
    frame.pick("完成状态", "State")
}

/// Figures that count a list by its stages.
fn stage_figures<'a>(frame: &'a Frame, register: &Register) -> Vec<&'a str> {
    use crate::charter::model::Compute::{Completion, Count};
    let counts = |figure: &&crate::charter::model::Figure| {
        figure.compute.as_ref().is_some_and(|compute| {
            compute.register() == Some(&register.id) && matches!(compute, Completion { .. } | Count { .. })
        })
    };
    frame.charter().figures.iter().filter(counts).map(|figure| figure.id.as_str()).collect()
}

fn going(frame: &Frame, public: bool, figures: &[&str]) -> Vec<String> {
    let page = public.then(|| frame.pick("公开页", "public page").to_owned());
    let named = figures.iter().filter_map(|id| frame.charter().figure(id));
    let named = named.map(|figure| match frame.lang {
        Lang::Zh => format!("指标“{}”", frame.text(&figure.name)),
        Lang::En => format!("figure \u{201c}{}\u{201d}", frame.text(&figure.name)),
    });
    page.into_iter().chain(named).collect()
}

fn cell(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    field: &Field,
    old: &Value,
    new: &Value,
) -> ReviewCell {
    let (public, figures) = rounds::goes_public(frame.charter(), register, field);
    let text = |value: &Value| values::text(names, field, value);
    let mut cell = ReviewCell {
        label: values::label(names, field),
        before: text(old),
        after: text(new),
        goes_to: going(frame, public, &figures),
        ..ReviewCell::default()
    };
    if matches!(field.kind, FieldType::Text | FieldType::LongText) {
        if let (Value::String(old), Value::String(new)) = (old, new) {
            let span = |piece: Piece<'_>| match piece {
                Piece::Same(text) => Span { text: text.to_owned(), kind: "same" },
                Piece::Gone(text) => Span { text: text.to_owned(), kind: "gone" },
                Piece::New(text) => Span { text: text.to_owned(), kind: "new" },
            };
            cell.spans = difference(old, new).into_iter().map(span).collect();
        }
    } else if let (Some(old), Some(new)) = (number(old), number(new)) {
        cell.delta = delta(old, new);
    }
    cell
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => number.as_i64().map(Decimal::from),
        Value::String(text) => parse_decimal(text, 9).ok(),
        _ => None,
    }
}

/// `+3`, with the share where that says more: `+600，+5.0%`.
fn delta(old: Decimal, new: Decimal) -> String {
    let by = new - old;
    let sign = if by.is_sign_negative() { "−" } else { "+" };
    let plain = format!("{sign}{}", decimal_text(by.abs()));
    if old.is_zero() || old.abs() <= Decimal::from(100) {
        return plain;
    }
    let share = round(by.abs() * Decimal::from(100) / old.abs(), 1);
    format!("{plain}, {sign}{share}%")
}
