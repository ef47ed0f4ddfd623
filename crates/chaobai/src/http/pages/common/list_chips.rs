//! Conditions in force, in words, each with the way to drop it.

use super::{Frame, Names, Question, values};
use crate::charter::model::{FieldType, Register};
use crate::domain::registers::field_sql::pseudo;
use crate::domain::registers::filter::{self, Test};
use crate::http::views::Chip;
use kernel::{Instant, Lang};
use serde_json::Value;

/// The conditions of a question that can be read. `path` is the page's, without `/en`.
pub fn chips(
    frame: &Frame,
    names: &Names<'_>,
    register: &Register,
    question: &Question,
    parts: Option<&[filter::Chip]>,
    path: &str,
) -> Vec<Chip> {
    let here = frame.query.only(&Question::NAMES).without("after");
    let without = |name: &str| frame.href(&here.without(name).on(path));
    let mut chips = Vec::new();
    match (&question.query.filter, parts) {
        (Some(_), Some(parts)) => {
            for (number, part) in parts.iter().enumerate() {
                let mut others = parts.to_vec();
                others.remove(number);
                let rest = filter::conjunction(register, &others).unwrap_or_default();
                let href = frame.href(&here.with("filter", &rest).on(path));
                chips.push(Chip { text: words(frame, names, register, part), remove_href: href });
            }
        }
        (Some(text), None) => chips.push(Chip { text: text.clone(), remove_href: without("filter") }),
        (None, _) => {}
    }
    if let Some(stage) = &question.query.stage {
        let text = equals(frame, frame.words().stages, &names.stage(register, stage));
        chips.push(Chip { text, remove_href: without("stage") });
    }
    if let Some(day) = question.query.as_of {
        chips.push(Chip { text: super::say::as_of(frame.lang, day), remove_href: without("as_of") });
    }
    if let Some(at) = question.query.known_at {
        let text = match frame.lang {
            Lang::Zh => format!("按 {} 所知", frame.time(at)),
            Lang::En => format!("as known on {}", frame.time(at)),
        };
        chips.push(Chip { text, remove_href: without("known_at") });
    }
    chips
}

fn equals(frame: &Frame, name: &str, value: &str) -> String {
    let name = if frame.lang == Lang::En { name.trim_end_matches('s') } else { name };
    format!("{name} = {value}")
}

/// A condition in words: `类别 = 高速公路`, `长度 ≥ 5 km`.
fn words(frame: &Frame, names: &Names<'_>, register: &Register, chip: &filter::Chip) -> String {
    let field = register.field(&chip.field);
    let name = field.map_or_else(|| own(frame, &chip.field), |field| frame.text(&field.name).to_owned());
    let kind = field.map(|field| field.kind).or(pseudo(&chip.field).map(|own| own.kind));
    let value = match (field, kind) {
        (_, Some(FieldType::Choice)) if chip.field == "stage" => names.stage(register, &chip.value),
        (Some(field), Some(kind)) => {
            let kept = kept(kind, &chip.value);
            let kept = if kind.is_list() { Value::Array(vec![kept]) } else { kept };
            let unit = values::unit(names, field);
            let text = values::text(names, field, &kept);
            if unit.is_empty() { text } else { format!("{text} {unit}") }
        }
        (None, Some(FieldType::Instant)) => {
            Instant::parse(&chip.value).map_or_else(|| chip.value.clone(), |at| frame.time(at))
        }
        _ => chip.value.clone(),
    };
    let quoted = |word: &str| match frame.lang {
        Lang::Zh => format!("{name}{word}“{value}”"),
        Lang::En => format!("{name} {word} “{value}”"),
    };
    match chip.test {
        Test::Is => format!("{name} = {value}"),
        Test::IsNot => format!("{name} ≠ {value}"),
        Test::Below => format!("{name} < {value}"),
        Test::AtMost => format!("{name} ≤ {value}"),
        Test::Above => format!("{name} > {value}"),
        Test::AtLeast => format!("{name} ≥ {value}"),
        Test::Contains => quoted(frame.pick("含", "contains")),
        Test::StartsWith => quoted(frame.pick("开头是", "begins with")),
        Test::Has => quoted(frame.pick("含", "has")),
        Test::Missing => format!("{name}{}", frame.pick("尚未登记", ": not registered")),
        Test::Present => format!("{name}{}", frame.pick("已登记", ": registered")),
    }
}

/// A condition's value in the form a record keeps it.
fn kept(kind: FieldType, text: &str) -> Value {
    match kind {
        FieldType::Integer | FieldType::Money => {
            text.parse::<i64>().map_or_else(|_| text.into(), Value::from)
        }
        FieldType::Boolean => text.parse::<bool>().map_or_else(|_| text.into(), Value::from),
        FieldType::Instant => Instant::parse(text).map_or_else(|| text.into(), |at| at.0.into()),
        _ => text.into(),
    }
}

/// The names of what every record has.
fn own(frame: &Frame, column: &str) -> String {
    match column {
        "id" => frame.pick("编号", "Id"),
        "stage" => frame.pick("阶段", "Stage"),
        "version" => frame.pick("版本", "Version"),
        "created_at" => frame.pick("登记时间", "Created"),
        "amended_at" => frame.pick("更新时间", "Amended"),
        "effective_on" => frame.pick("生效日期", "Holds from"),
        "withdrawn" => frame.pick("已撤回", "Withdrawn"),
        other => return other.to_owned(),
    }
    .to_owned()
}
