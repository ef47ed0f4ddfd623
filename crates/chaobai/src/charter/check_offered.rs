//! Checks `[offered]` of a list.

use super::check::*;
use super::mistake::Report;
use super::model::*;
use std::collections::BTreeMap;

pub(super) fn check(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let Some(law) = &register.offered else { return };
    check_name(report, file, "offered.name", &law.name);
    if context.unsure.contains(&register.id) {
        return;
    }
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    let mut fields: Vec<(String, &str, FieldType, &str)> = law
        .from
        .iter()
        .enumerate()
        .map(|(i, id)| (format!("offered.from[{i}]"), id.as_str(), FieldType::Record, "record"))
        .collect();
    if let Some(unit) = &law.unit {
        fields.push(("offered.unit".to_owned(), unit, FieldType::Unit, "unit"));
    }
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, id, wanted, name) in fields {
        if !report.refer(file, &path, FIELD, id, &known) {
            continue;
        }
        let Some(field) = register.field(id) else { continue };
        if context.is_other_than(register, field, &[wanted]) {
            report.error(
                file,
                &path,
                "wrong_field_type",
                words!("字段“{id}”的类型不是 {name}", "field `{id}` is not of type {name}"),
                words!("写一个 {name} 型字段", "name a field of type {name}"),
            );
        } else if let Some(target) = &field.register
            && let Some(other) = met.insert(target, id)
        {
            report.error(
                file,
                &path,
                "offered_twice",
                words!(
                    "“{id}”与“{other}”指向同一清单，按钮会有两个",
                    "`{id}` and `{other}` point to one register: there would be two buttons"
                ),
                words!("留一个", "keep one"),
            );
        }
    }
    if law.from.is_empty() {
        report.error(
            file,
            "offered.from",
            "offered_nowhere",
            words!("没有写从哪些条目提出", "no field is named from which a record can be proposed"),
            words!("写 from = [\"…\"]", "write from = [\"…\"]"),
        );
    }
}
