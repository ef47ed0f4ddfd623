//! Checks `registers/*.toml`: who answers for a list, its stages, permits and what is shown.

use super::check::*;
use super::check_calendars::used_in;
use super::check_people::RELATIONS;
use super::check_worklist;
use super::mistake::{Noun, Report};
use super::model::*;
use super::{check_comparison, check_decisions, check_fields, check_offered, check_powers, check_projects};
use std::collections::{BTreeMap, BTreeSet};

const LEAD_NOUN: Noun = Noun { code: "unknown_role", zh: "角色或关系", en: "role or relation" };

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let mut met: BTreeMap<&str, &str> = BTreeMap::new();
    for register in &context.parts.registers {
        let (file, register) = (register.file.as_str(), &register.value);
        let id = register.id.as_str();
        check_id(report, file, "id", id, IdShape::Name);
        if let Some(other) = met.insert(id, file) {
            used_in(report, file, id, other);
        }
        if file != format!("registers/{id}.toml") {
            report.error(
                file,
                "id",
                "id_not_file_name",
                words!("编号“{id}”与文件名不同", "id `{id}` is not the file's name"),
                words!("文件应名为 {id}.toml", "the file must be called {id}.toml"),
            );
        }
        check_name(report, file, "name", &register.name);
        report.refer(file, "area", AREA, &register.area, &context.areas);
        check_fields::check(context, report, file, register);
        if !context.unsure.contains(id) {
            check_named_fields(context, report, file, register);
            check_shown(report, file, register);
        }
        check_lead(context, report, file, register);
        check_stages(report, file, register);
        check_permits(context, report, file, register);
        check_worklist::check(context, report, file, register);
        check_projects::check(context, report, file, register);
        check_decisions::check_decided(context, report, file, register);
        check_offered::check(context, report, file, register);
        check_powers::check(context, report, file, register);
        check_comparison::check(context, report, file, register);
        for (i, ending) in register.attach.iter().enumerate() {
            if ending.is_empty() || !ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
                report.error(
                    file,
                    &format!("attach[{i}]"),
                    "bad_ending",
                    words!("“{ending}”不是文件后缀", "`{ending}` is not a file ending"),
                    words!(
                        "写小写后缀，不加点，例如 pdf",
                        "write it in lower case without a point, such as pdf"
                    ),
                );
            }
        }
    }
}

/// Fields that a register names: title, key, columns, sort, place.
fn check_named_fields(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    report.refer(file, "title", FIELD, &register.title, &known);
    if register.key.is_empty() {
        report.error(
            file,
            "key",
            "no_key",
            words!("没有写 key", "`key` names no field"),
            words!("写出能区分各条的字段", "name the fields that tell records apart"),
        );
    }
    for (list, ids) in [("key", &register.key), ("columns", &register.columns), ("sort", &register.sort)] {
        let mut met = BTreeSet::new();
        for (i, id) in ids.iter().enumerate() {
            let path = format!("{list}[{i}]");
            let id = if list == "sort" { id.trim_start_matches('-') } else { id };
            report.refer(file, &path, FIELD, id, &known);
            if !met.insert(id) {
                report.error(
                    file,
                    &path,
                    "field_twice",
                    words!("字段“{id}”出现两次", "field `{id}` stands twice"),
                    words!("删去一处", "remove one"),
                );
            }
        }
    }
    if let Some(place) = &register.place
        && report.refer(file, "place", FIELD, place, &known)
        && register.field(place).is_some_and(|f| context.is_other_than(register, f, &[FieldType::Place]))
    {
        report.error(
            file,
            "place",
            "not_a_place_field",
            words!("字段“{place}”的类型不是 place", "field `{place}` is not of type place"),
            words!("写一个 place 型字段", "name a field of type place"),
        );
    }
}

/// Contradictions between what is public and what is not.
fn check_shown(report: &mut Report, file: &str, register: &Register) {
    let implied = |id: &str| register.sourced && (id == "source" || id == "source_date");
    let written = || register.fields.iter().filter(|f| !implied(&f.id));
    if !register.public {
        if let Some((i, field)) =
            written().enumerate().find(|(_, f)| f.public && f.kind != FieldType::ResidentId)
        {
            let id = &field.id;
            report.warn(
                file,
                &format!("fields[{i}].public"),
                "public_in_closed",
                words!("字段“{id}”公开，清单却不公开", "field `{id}` is public but the register is not"),
                words!(
                    "清单写 public = true，或去掉字段的 public",
                    "make the register public, or not the field"
                ),
            );
        }
        return;
    }
    if written().all(|f| !f.public) {
        report.warn(
            file,
            "public",
            "nothing_public",
            words!("清单公开，却没有公开的字段", "the register is public but none of its fields is"),
            words!("逐个字段写 public = true", "write public = true at fields, one by one"),
        );
        return;
    }
    let hidden = |id: &str| register.field(id).is_some_and(|f| !f.public);
    if hidden(&register.title) {
        let title = &register.title;
        report.error(
            file,
            "title",
            "title_not_public",
            words!(
                "公开清单的标题字段“{title}”不公开",
                "the title `{title}` of a public register is not public"
            ),
            words!("公开该字段，或换一个标题", "make it public, or choose another title"),
        );
    }
    for (i, sort) in register.sort.iter().enumerate() {
        let id = sort.trim_start_matches('-');
        if hidden(id) {
            report.warn(
                file,
                &format!("sort[{i}]"),
                "sort_not_public",
                words!(
                    "按不公开字段“{id}”排序会透露其次序",
                    "sorting by `{id}` shows the order of a field that is not public"
                ),
                words!("按公开字段排序", "sort by a public field"),
            );
        }
    }
    if register.stages.iter().all(|s| !s.public) {
        report.warn(
            file,
            "stages",
            "nothing_public",
            words!("清单公开，却没有公开的阶段", "the register is public but none of its stages is"),
            words!("至少一个阶段公开", "make at least one stage public"),
        );
    }
}

fn check_lead(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    if register.lead.is_empty() && register.keepers.is_empty() {
        let id = &register.id;
        report.error(
            file,
            "lead",
            "no_lead",
            words!("清单“{id}”无人负责", "nobody answers for register `{id}`"),
            words!("写 lead（字段）或 keepers（单位）", "write `lead` (fields) or `keepers` (units)"),
        );
    }
    let known: Vec<&str> = register.fields.iter().map(|f| f.id.as_str()).collect();
    for (list, ids) in [("lead", &register.lead), ("partners", &register.partners)] {
        for (i, id) in ids.iter().enumerate().filter(|_| !context.unsure.contains(&register.id)) {
            let path = format!("{list}[{i}]");
            if report.refer(file, &path, FIELD, id, &known)
                && register.field(id).is_some_and(|f| context.is_other_than(register, f, &[FieldType::Unit]))
            {
                report.error(
                    file,
                    &path,
                    "not_a_unit_field",
                    words!("字段“{id}”的类型不是 unit", "field `{id}` is not of type unit"),
                    words!("写一个 unit 型字段", "name a field of type unit"),
                );
            }
        }
    }
    let mut sides: BTreeMap<&str, &str> = BTreeMap::new();
    for (i, unit) in register.keepers.iter().enumerate() {
        let path = format!("keepers[{i}]");
        report.refer(file, &path, UNIT, unit, &context.units);
        if let Some(side) = context.charter.side_of_unit(unit)
            && let Some(other) = sides.insert(side, unit)
        {
            report.error(
                file,
                &path,
                "keepers_same_side",
                words!("“{unit}”与“{other}”同属“{side}”", "`{unit}` and `{other}` are both on side `{side}`"),
                words!("每方至多一个", "at most one per side"),
            );
        }
    }
}

fn check_stages(report: &mut Report, file: &str, register: &Register) {
    let stages = &register.stages;
    let ids = stages.iter().enumerate().map(|(i, s)| (format!("stages[{i}].id"), s.id.as_str()));
    check_ids(report, file, IdShape::Name, ids);
    let known: Vec<&str> = stages.iter().map(|s| s.id.as_str()).collect();
    let mut all_known = true;
    for (i, stage) in stages.iter().enumerate() {
        check_name(report, file, &format!("stages[{i}].name"), &stage.name);
        for (j, to) in stage.to.iter().enumerate() {
            all_known &= report.refer(file, &format!("stages[{i}].to[{j}]"), STAGE, to, &known);
        }
    }
    if !all_known {
        return;
    }
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = known.first().copied().into_iter().collect();
    while let Some(id) = open.pop() {
        if reached.insert(id) {
            open.extend(register.stage(id).into_iter().flat_map(|s| s.to.iter().map(String::as_str)));
        }
    }
    for (i, id) in known.iter().enumerate().filter(|(_, id)| !reached.contains(*id)) {
        report.error(
            file,
            &format!("stages[{i}].id"),
            "unreachable_stage",
            words!("没有路可到阶段“{id}”", "no way leads to stage `{id}`"),
            words!("在前一阶段的 to 中写上它", "name it in `to` of an earlier stage"),
        );
    }
}

fn check_permits(context: &Context<'_>, report: &mut Report, file: &str, register: &Register) {
    let permits = &register.permits;
    let known: Vec<&str> = RELATIONS.into_iter().chain(context.roles.iter().copied()).collect();
    for (act, who) in [
        ("read", &permits.read),
        ("create", &permits.create),
        ("amend", &permits.amend),
        ("advance", &permits.advance),
        ("withdraw", &permits.withdraw),
    ] {
        for (i, name) in who.iter().enumerate() {
            let path = format!("permits.{act}[{i}]");
            report.refer(file, &path, LEAD_NOUN, name, &known);
            if name == "public" && !matches!(act, "read" | "create") {
                report.error(
                    file,
                    &path,
                    "public_may_change",
                    words!("任何人都可 {act}", "anyone may {act}"),
                    words!("public 只可用于 read 和 create", "`public` is for read and create only"),
                );
            }
            if name == "partner" && register.partners.is_empty() {
                report.warn(
                    file,
                    &path,
                    "no_partners",
                    words!("清单没有 partners 字段", "the register has no `partners`"),
                    words!("写 partners，或去掉 partner", "write `partners`, or remove `partner`"),
                );
            }
        }
    }
    let moves = register.stages.iter().any(|s| !s.to.is_empty());
    for (act, nobody) in
        [("create", permits.create.is_empty()), ("advance", moves && permits.advance.is_empty())]
    {
        if nobody {
            report.warn(
                file,
                "permits",
                "nobody_may",
                words!("没有人可以 {act}", "nobody may {act}"),
                words!("在 permits.{act} 中写角色", "name roles in permits.{act}"),
            );
        }
    }
}
