//! Checks CQL2 filters of figures: they parse, and name what exists.

use super::check::*;
use super::mistake::{Report, instead};
use super::model::{Field, FieldType, Register};
use cql2::Expr;

/// Properties that are not fields: the day asked for, and its year.
pub(crate) const SPECIAL: [&str; 2] = ["as_of", "as_of_year"];

/// Reports what is wrong with a filter over a register.
pub(super) fn check_filter(
    context: &Context<'_>,
    report: &mut Report,
    file: &str,
    path: &str,
    register: &Register,
    filter: &str,
) {
    let expr = match cql2::parse_text(filter) {
        Ok(expr) => expr,
        Err(why) => {
            let (column, rest) = place_of(&why.to_string(), filter);
            report.error(
                file,
                path,
                "bad_filter",
                words!(
                    "筛选条件自第 {column} 字起读不通：{rest}",
                    "the filter cannot be read from character {column} on: {rest}"
                ),
                words!(
                    "写 CQL2，例如 status = 'open' AND opened_on <= as_of",
                    "write CQL2, such as status = 'open' AND opened_on <= as_of"
                ),
            );
            return;
        }
    };
    let mut known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    known.extend(SPECIAL);
    let mut names = Vec::new();
    properties(&expr, &mut names);
    names.sort_unstable();
    names.dedup();
    for name in names {
        report.refer(file, path, FIELD, name, &known);
    }
    let mut compared = Vec::new();
    comparisons(&expr, &mut compared);
    for (name, given) in compared {
        let Some(field) = register.field(name) else { continue };
        let Some(known) = allowed(context, field).filter(|known| !known.contains(&given)) else { continue };
        report.error(
            file,
            path,
            "unknown_value_in_filter",
            words!("字段“{name}”没有取值“{given}”", "field `{name}` is never `{given}`"),
            instead(given, &known),
        );
    }
}

/// The character at which the parser stopped (from 1) and what stands there.
fn place_of(why: &str, filter: &str) -> (usize, String) {
    let at = why
        .lines()
        .find_map(|line| line.trim().strip_prefix("--> ")?.split_once(':')?.1.parse::<usize>().ok());
    let column = at.unwrap_or(1);
    (column, filter.chars().skip(column - 1).take(20).collect())
}

/// The values a field can have, where the charter lists them.
fn allowed<'a>(context: &Context<'a>, field: &'a Field) -> Option<Vec<&'a str>> {
    match field.kind {
        FieldType::Choice | FieldType::Choices => Some(field.choices.iter().map(|c| c.id.as_str()).collect()),
        FieldType::Unit => Some(context.units.clone()),
        FieldType::Jurisdiction => Some(context.jurisdictions.clone()),
        FieldType::Body => Some(context.bodies.clone()),
        FieldType::Post => Some(context.posts.clone()),
        _ => None,
    }
}

/// Every property an expression names.
pub(crate) fn properties<'e>(expr: &'e Expr, found: &mut Vec<&'e str>) {
    match expr {
        Expr::Property { property } => found.push(property),
        Expr::Operation { args, .. } => args.iter().for_each(|a| properties(a, found)),
        Expr::Interval { interval: all } | Expr::BBox { bbox: all } | Expr::Array(all) => {
            all.iter().for_each(|a| properties(a, found));
        }
        Expr::Timestamp { timestamp: inner } | Expr::Date { date: inner } => properties(inner, found),
        Expr::Float(_) | Expr::Literal(_) | Expr::Bool(_) | Expr::Geometry(_) | Expr::Null => {}
    }
}

/// Property and text that are held against each other by `=`, `<>`, `in` or a list operator.
fn comparisons<'e>(expr: &'e Expr, found: &mut Vec<(&'e str, &'e str)>) {
    let Expr::Operation { op, args } = expr else { return };
    args.iter().for_each(|a| comparisons(a, found));
    if !(matches!(op.as_str(), "=" | "<>" | "in") || op.starts_with("a_")) || args.len() != 2 {
        return;
    }
    for (one, other) in [(&args[0], &args[1]), (&args[1], &args[0])] {
        let Expr::Property { property } = one.as_ref() else { continue };
        match other.as_ref() {
            Expr::Literal(text) => found.push((property, text)),
            Expr::Array(items) => found.extend(items.iter().filter_map(|item| match item.as_ref() {
                Expr::Literal(text) => Some((property.as_str(), text.as_str())),
                _ => None,
            })),
            _ => {}
        }
    }
}
