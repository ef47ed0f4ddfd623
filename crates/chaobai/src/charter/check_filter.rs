//! Checks CQL2 filters of figures: the program can ask them, and they name what exists. The judge is
//! passed in, so that the check and the question cannot differ.

use super::check::*;
use super::mistake::{Report, instead};
use super::model::{Choice, Field, FieldType, Register};
use kernel::{Refusal, Text};

/// Reports what is wrong with a filter over a register.
pub(super) fn check_filter(
    context: &Context<'_>,
    report: &mut Report,
    file: &str,
    path: &str,
    register: &Register,
    filter: &str,
) {
    let judge = context.checks.filter;
    let refused = match judge(register, filter) {
        Err(refusal) => Some(refusal),
        // Units, posts and the like are plain text to a question; here the charter lists what they can be.
        Ok(()) => judge(&listed(context, register), filter)
            .err()
            .filter(|refusal| refusal.code == "filter.unknown_choice"),
    };
    let Some(refusal) = refused else { return };
    let get = |name: &str| refusal.params.get(name).map_or("", String::as_str);
    let (name, given) = (get("property"), get("given"));
    let known: Vec<&str> = get("allowed").split(", ").collect();
    match refusal.code {
        "filter.unknown_property" => {
            report.refer(file, path, FIELD, name, &known);
        }
        "filter.unknown_choice" => report.error(
            file,
            path,
            "unknown_value_in_filter",
            words!("字段“{name}”没有取值“{given}”", "field `{name}` is never `{given}`"),
            instead(given, &known),
        ),
        _ => unreadable(report, file, path, filter, &refusal),
    }
}

fn unreadable(report: &mut Report, file: &str, path: &str, filter: &str, refusal: &Refusal) {
    let at = refusal.params.get("at").and_then(|at| at.parse::<usize>().ok());
    let what = match at {
        Some(column) => {
            let rest: String = filter.chars().skip(column.saturating_sub(1)).take(20).collect();
            words!(
                "筛选条件自第 {column} 字起读不通：{rest}",
                "the filter cannot be read from character {column} on: {rest}"
            )
        }
        None => {
            let code = refusal.code;
            let said: Vec<String> =
                refusal.params.iter().map(|(name, value)| format!("{name} {value}")).collect();
            let said = said.join(", ");
            words!("筛选条件不能用（{code}）：{said}", "the filter cannot be asked ({code}): {said}")
        }
    };
    report.error(
        file,
        path,
        "bad_filter",
        what,
        Text::new(
            "写 CQL2，例如 status = 'open' AND opened_on <= as_of",
            "write CQL2, such as status = 'open' AND opened_on <= as_of",
        ),
    );
}

/// The register with every field whose values the charter lists turned into a choice among them.
fn listed(context: &Context<'_>, register: &Register) -> Register {
    let mut register = register.clone();
    for field in &mut register.fields {
        if let Some(values) = values(context, field) {
            field.kind = if field.kind.is_list() { FieldType::Choices } else { FieldType::Choice };
            field.choices =
                values.iter().map(|id| Choice { id: (*id).to_owned(), name: Text::default() }).collect();
        }
    }
    register
}

fn values<'c>(context: &'c Context<'_>, field: &Field) -> Option<&'c [&'c str]> {
    match field.kind {
        FieldType::Unit | FieldType::Units => Some(&context.units),
        FieldType::Jurisdiction => Some(&context.jurisdictions),
        FieldType::Body => Some(&context.bodies),
        FieldType::Post => Some(&context.posts),
        _ => None,
    }
}
