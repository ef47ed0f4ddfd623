//! Checks the columns of a register.

use super::check::*;
use super::mistake::Report;
use super::model::*;
use super::values::{kind_name, scaled};
use kernel::{Date, unit};

/// Words with a meaning of their own in filters, sort orders and answers: the day asked for and its
/// year, and what every record has beside its fields.
pub const RESERVED: [&str; 9] = [
    "as_of",
    "as_of_year",
    "id",
    "stage",
    "version",
    "created_at",
    "amended_at",
    "effective_on",
    "withdrawn",
];

pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let ids = register.fields.iter().enumerate().map(|(i, f)| (format!("fields[{i}].id"), f.id.as_str()));
    check_ids(report, file, IdShape::Name, ids);
    for (i, field) in register.fields.iter().enumerate() {
        let base = &format!("fields[{i}]");
        let at = |key: &str| format!("{base}.{key}");
        check_name(report, file, &at("name"), &field.name);
        let (id, kind) = (field.id.as_str(), kind_name(field.kind));
        check_not_reserved(report, file, base, id);
        if context.is_untyped(register, field) {
            continue;
        }
        let implied = match id {
            "source" => Some(FieldType::Text),
            "source_date" => Some(FieldType::Date),
            _ => None,
        };
        if let Some(wanted) =
            implied.filter(|wanted| register.sourced && *wanted != field.kind).map(kind_name)
        {
            report.error(
                file,
                &at("type"),
                "implied_field",
                words!("字段“{id}”应为 {wanted} 型", "field `{id}` must be of type {wanted}"),
                words!("删去，它会自动加上", "leave it out: it is added by itself"),
            );
        }
        if field.public && field.kind == FieldType::ResidentId {
            report.error(
                file,
                &at("public"),
                "never_public",
                words!("身份号码“{id}”不得公开", "the resident identity number `{id}` can never be public"),
                words!("删去 public", "remove `public`"),
            );
        }
        let indexable = !matches!(
            field.kind,
            FieldType::LongText
                | FieldType::Choices
                | FieldType::Units
                | FieldType::Place
                | FieldType::ResidentId
        );
        if field.indexed && !indexable {
            report.error(
                file,
                &at("indexed"),
                "not_indexable",
                words!("{kind} 型字段不能建索引", "a field of type {kind} cannot be indexed"),
                words!("删去 indexed", "remove `indexed`"),
            );
        }
        check_rules(context, report, file, base, field);
    }
}

/// Checks the fields of a form that is no list: those a procedure asks for, at `path`.
pub(super) fn check_asked(
    context: &Context<'_>,
    report: &mut Report,
    file: &str,
    path: &str,
    fields: &[Field],
) {
    let ids = fields.iter().enumerate().map(|(i, f)| (format!("{path}[{i}].id"), f.id.as_str()));
    check_ids(report, file, IdShape::Name, ids);
    for (i, field) in fields.iter().enumerate() {
        let base = &format!("{path}[{i}]");
        check_name(report, file, &format!("{base}.name"), &field.name);
        check_not_reserved(report, file, base, &field.id);
        if !report.places.get(file).is_some_and(|p| p.muted.contains(&format!("{base}.type"))) {
            check_rules(context, report, file, base, field);
        }
    }
}

fn check_not_reserved(report: &mut Report, file: &str, base: &str, id: &str) {
    if RESERVED.contains(&id) {
        report.error(
            file,
            &format!("{base}.id"),
            "reserved_id",
            words!("“{id}”另有固定含义", "`{id}` has a meaning of its own in filters"),
            words!("换一个编号", "choose another id"),
        );
    }
}

fn check_rules(context: &Context<'_>, report: &mut Report, file: &str, base: &str, field: &Field) {
    check_choices(report, file, base, field);
    check_target(context, report, file, base, field);
    check_measure(report, file, base, field);
    check_limits(report, file, base, field);
}

fn check_choices(report: &mut Report, file: &str, base: &str, field: &Field) {
    let (id, kind) = (&field.id, kind_name(field.kind));
    let needed = matches!(field.kind, FieldType::Choice | FieldType::Choices);
    if needed && field.choices.is_empty() {
        report.error(
            file,
            &format!("{base}.choices"),
            "no_choices",
            words!("字段“{id}”没有可选项", "field `{id}` has no choices"),
            words!("写 choices = [{{ id = …, name = … }}]", "write choices = [{{ id = …, name = … }}]"),
        );
    }
    if !needed && !field.choices.is_empty() {
        unused(report, file, &format!("{base}.choices"), "choices", kind);
    }
    let ids = field.choices.iter().enumerate();
    let ids = ids.map(|(j, c)| (format!("{base}.choices[{j}].id"), c.id.as_str()));
    check_ids(report, file, IdShape::Entry, ids);
    for (j, choice) in field.choices.iter().enumerate() {
        check_name(report, file, &format!("{base}.choices[{j}].name"), &choice.name);
    }
}

fn check_target(context: &Context<'_>, report: &mut Report, file: &str, base: &str, field: &Field) {
    let path = format!("{base}.register");
    match (&field.register, field.kind) {
        (Some(target), FieldType::Record) => {
            report.refer(file, &path, REGISTER, target, &context.registers);
        }
        (None, FieldType::Record) => {
            let id = &field.id;
            report.error(
                file,
                &path,
                "no_target",
                words!(
                    "字段“{id}”没有写指向哪个清单",
                    "field `{id}` does not say which register it points to"
                ),
                words!("写 register = \"…\"", "write register = \"…\""),
            );
        }
        (Some(_), kind) => unused(report, file, &path, "register", kind_name(kind)),
        (None, _) => {}
    }
}

fn check_measure(report: &mut Report, file: &str, base: &str, field: &Field) {
    let Some(measure) = &field.unit else { return };
    let path = format!("{base}.unit");
    if !matches!(field.kind, FieldType::Integer | FieldType::Decimal) {
        unused(report, file, &path, "unit", kind_name(field.kind));
    } else if !unit::known(measure) {
        unknown_measure(report, file, &path, measure);
    }
}

/// Says that a unit of measure is not known, and which was probably meant.
pub(super) fn unknown_measure(report: &mut Report, file: &str, path: &str, given: &str) {
    let instead = match unit::suggest(given) {
        Some(meant) => words!("是否应写作“{meant}”？", "did you mean `{meant}`?"),
        None => words!("写常用的单位，例如 km、亩、人次/日", "write a unit in use, such as km, 亩，人次/日"),
    };
    let what = words!("不认识的计量单位“{given}”", "unknown unit of measure `{given}`");
    report.error(file, path, "unknown_measure", what, instead);
}

fn check_limits(report: &mut Report, file: &str, base: &str, field: &Field) {
    let kind = field.kind;
    let number = matches!(kind, FieldType::Integer | FieldType::Decimal | FieldType::Money);
    for (key, limit) in [("min", &field.min), ("max", &field.max)] {
        let Some(limit) = limit else { continue };
        let path = format!("{base}.{key}");
        if !number && kind != FieldType::Date {
            unused(report, file, &path, key, kind_name(kind));
        } else if number && scaled(limit).is_err() {
            report.error(
                file,
                &path,
                "not_a_number",
                words!("“{limit}”不是数", "`{limit}` is not a number"),
                words!("写作 \"5.28\"", "write it like \"5.28\""),
            );
        } else if !number && Date::parse(limit).is_none() {
            report.error(
                file,
                &path,
                "not_a_date",
                words!("“{limit}”不是日期", "`{limit}` is not a date"),
                words!("写作 2023-12-29", "write it like 2023-12-29"),
            );
        }
    }
    if let (Some(min), Some(max)) = (&field.min, &field.max) {
        let reversed = match (number, scaled(min), scaled(max)) {
            (true, Ok(min), Ok(max)) => max < min,
            (false, ..) => Date::parse(max) < Date::parse(min),
            _ => false,
        };
        if reversed {
            report.error(
                file,
                &format!("{base}.max"),
                "limits_reversed",
                words!("max {max} 小于 min {min}", "max {max} is below min {min}"),
                words!("调换或改正", "swap or correct them"),
            );
        }
    }
    if field.max_length.is_some() && !matches!(kind, FieldType::Text | FieldType::LongText | FieldType::Url) {
        unused(report, file, &format!("{base}.max_length"), "max_length", kind_name(kind));
    }
}

fn unused(report: &mut Report, file: &str, path: &str, key: &str, kind: &str) {
    report.warn(
        file,
        path,
        "unused_key",
        words!("“{key}”对 {kind} 型字段无意义", "`{key}` means nothing for a field of type {kind}"),
        words!("删去 {key}", "remove `{key}`"),
    );
}
