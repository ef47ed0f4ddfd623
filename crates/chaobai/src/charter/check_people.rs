//! Checks the people side of `zone.toml`: bodies, units, posts, roles, and the registers of persons
//! and terms.

use super::check::*;
use super::check_zone::{FILE, circle, in_a_circle};

use super::mistake::Report;
use super::model::*;
use super::standing::Standing;
use super::values::kind_name;
use kernel::codes::{Verdict, credit_code};

/// What a permit may name beside roles.
pub(super) const RELATIONS: [&str; 3] = ["lead", "partner", "public"];

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    check_registers_of_people(context, report);
    check_bodies(context, report);
    check_units(context, report);
    check_posts(context, report);
    check_roles(context, report);
}

fn check_registers_of_people(context: &Context<'_>, report: &mut Report) {
    let people = &context.charter.zone.people;
    let persons = [("name", FieldType::Text), ("sample", FieldType::Boolean)];
    let terms = [
        ("person", FieldType::Record),
        ("post", FieldType::Post),
        ("since", FieldType::Date),
        ("until", FieldType::Date),
    ];
    for (path, id, needed) in
        [("people.persons", &people.persons, &persons[..]), ("people.terms", &people.terms, &terms[..])]
    {
        if !report.refer(FILE, path, REGISTER, id, &context.registers) || context.unsure.contains(id) {
            continue;
        }
        let Some(register) = context.charter.register(id) else { continue };
        for (field, kind) in needed {
            let wanted = kind_name(*kind);
            if register.field(field).is_some_and(|f| !context.is_other_than(register, f, &[*kind])) {
                continue;
            }
            report.error(
                FILE,
                path,
                "people_field",
                words!(
                    "清单“{id}”缺少 {wanted} 型字段“{field}”",
                    "register `{id}` has no field `{field}` of type {wanted}"
                ),
                words!("在该清单中加上此字段", "add that field to the register"),
            );
        }
        if *id == people.terms {
            check_ways_of_holding(context, report, register);
        }
        let target = register.field("person").and_then(|f| f.register.as_deref());
        if *id == people.terms
            && target.is_some_and(|t| t != people.persons && context.registers.contains(&t))
        {
            let (target, wanted) = (target.unwrap_or_default(), &people.persons);
            report.error(
                FILE,
                path,
                "people_field",
                words!("字段 person 指向“{target}”", "field `person` points to `{target}`"),
                words!("应指向“{wanted}”", "it must point to `{wanted}`"),
            );
        }
    }
}

/// Fields a list of terms may have beside those it must: how the post is held, from where, in place of whom.
const WAYS: [(&str, FieldType); 4] = [
    ("kind", FieldType::Choice),
    ("home_unit", FieldType::Unit),
    ("in_place_of", FieldType::Record),
    ("reason", FieldType::Text),
];

fn check_ways_of_holding(context: &Context<'_>, report: &mut Report, register: &Register) {
    let persons = &context.charter.zone.people.persons;
    for (id, kind) in WAYS {
        let Some(field) = register.field(id) else { continue };
        let wanted = kind_name(kind);
        if context.is_other_than(register, field, &[kind]) {
            report.error(
                FILE,
                "people.terms",
                "people_field",
                words!(
                    "任职清单的字段“{id}”须为 {wanted} 型",
                    "field `{id}` of the terms must be of type {wanted}"
                ),
                words!("改其类型，或另取编号", "change its type or give it another id"),
            );
        } else if kind == FieldType::Record && field.register.as_ref() != Some(persons) {
            report.error(
                FILE,
                "people.terms",
                "people_field",
                words!("字段“{id}”须指向“{persons}”", "field `{id}` must point to `{persons}`"),
                words!("改 register", "correct `register`"),
            );
        } else if kind == FieldType::Choice {
            for choice in field.choices.iter().filter(|c| Standing::find(&c.id).is_none()) {
                let known = Standing::ALL.map(Standing::id).join(", ");
                let given = &choice.id;
                report.error(
                    FILE,
                    "people.terms",
                    "unknown_standing",
                    words!("任职方式没有“{given}”", "a post is not held as `{given}`"),
                    words!("可用：{known}", "one of {known}"),
                );
            }
        }
    }
}

fn check_bodies(context: &Context<'_>, report: &mut Report) {
    let charter = context.charter;
    let bodies = &charter.zone.bodies;
    let ids = bodies.iter().enumerate().map(|(i, b)| (format!("bodies[{i}].id"), b.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, ids);
    for (i, body) in bodies.iter().enumerate() {
        let at = |key: &str| format!("bodies[{i}].{key}");
        check_name(report, FILE, &at("name"), &body.name);
        context.check_source(report, FILE, &at("source"), &body.source);
        if let Some(above) = &body.under
            && report.refer(FILE, &at("under"), BODY, above, &context.bodies)
            && in_a_circle(&body.id, |id| charter.body(id)?.under.as_deref())
        {
            circle(report, &at("under"), &body.id);
        }
        for (j, chair) in body.chairs.iter().enumerate() {
            let path = format!("bodies[{i}].chairs[{j}]");
            let known = report.refer(FILE, &path, POST, chair, &context.posts);
            let post = charter.post(chair).filter(|_| known);
            if post.is_some_and(|p| p.body.as_deref() != Some(&body.id)) {
                let id = &body.id;
                report.error(
                    FILE,
                    &path,
                    "chair_elsewhere",
                    words!("职务“{chair}”不属于机构“{id}”", "post `{chair}` does not belong to body `{id}`"),
                    words!("在该职务写 body = \"{id}\"", "write body = \"{id}\" at the post"),
                );
            }
        }
        check_rotation(context, report, i, body);
    }
}

fn check_rotation(context: &Context<'_>, report: &mut Report, i: usize, body: &Body) {
    for (j, turn) in body.rotation.iter().enumerate() {
        let at = |key: &str| format!("bodies[{i}].rotation[{j}].{key}");
        check_period(report, FILE, &at("until"), Some(turn.since), turn.until);
        context.check_source(report, FILE, &at("source"), &turn.source);
        let post = &turn.post;
        if report.refer(FILE, &at("post"), POST, post, &context.posts) && !body.chairs.contains(post) {
            report.error(
                FILE,
                &at("post"),
                "rotation_not_chair",
                words!("轮值职务“{post}”不在 chairs 中", "post `{post}` rotates but is not among the chairs"),
                words!("加入 chairs，或改正", "add it to `chairs` or correct it"),
            );
        }
        let ends_before = |a: &Rotation, b: &Rotation| a.until.is_some_and(|until| until < b.since);
        for before in &body.rotation[..j] {
            if !ends_before(before, turn) && !ends_before(turn, before) {
                let since = before.since;
                report.error(
                    FILE,
                    &at("since"),
                    "rotation_overlap",
                    words!("与自 {since} 起的轮值重叠", "it overlaps the turn that begins on {since}"),
                    words!("写明前一任的 until", "write `until` for the earlier turn"),
                );
            }
        }
    }
}

fn check_units(context: &Context<'_>, report: &mut Report) {
    let units = &context.charter.zone.units;
    let ids = units.iter().enumerate().map(|(i, u)| (format!("units[{i}].id"), u.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, ids);
    for (i, unit) in units.iter().enumerate() {
        let at = |key: &str| format!("units[{i}].{key}");
        check_name(report, FILE, &at("name"), &unit.name);
        report.refer(FILE, &at("jurisdiction"), JURISDICTION, &unit.jurisdiction, &context.jurisdictions);
        context.check_source(report, FILE, &at("source"), &unit.source);
        let Some(code) = &unit.credit_code else { continue };
        match credit_code(code) {
            Verdict::Ok => {}
            Verdict::Wrong(_) => report.error(
                FILE,
                &at("credit_code"),
                "not_a_credit_code",
                words!("“{code}”不是统一社会信用代码", "`{code}` is not a unified social credit code"),
                words!(
                    "核对 18 位代码及校验码（GB 32100）",
                    "check its 18 characters and the check digit (GB 32100)"
                ),
            ),
            Verdict::Warn(_) => report.warn(
                FILE,
                &at("credit_code"),
                "check_digit",
                words!("“{code}”的校验码不符", "the check digit of `{code}` does not hold"),
                words!(
                    "核对原件；早期试点代码可保留",
                    "compare with the original; early pilot codes may stay"
                ),
            ),
        }
    }
}

fn check_posts(context: &Context<'_>, report: &mut Report) {
    let charter = context.charter;
    let posts = &charter.zone.posts;
    let ids = posts.iter().enumerate().map(|(i, p)| (format!("posts[{i}].id"), p.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, ids);
    for (i, post) in posts.iter().enumerate() {
        let at = |key: &str| format!("posts[{i}].{key}");
        check_name(report, FILE, &at("name"), &post.name);
        context.check_source(report, FILE, &at("source"), &post.source);
        if let Some(body) = &post.body {
            report.refer(FILE, &at("body"), BODY, body, &context.bodies);
        }
        if let Some(unit) = &post.unit {
            report.refer(FILE, &at("unit"), UNIT, unit, &context.units);
        }
        if let Some(side) = &post.side {
            report.refer(FILE, &at("side"), SIDE, side, &context.sides);
        }
        for (j, role) in post.roles.iter().enumerate() {
            report.refer(FILE, &format!("posts[{i}].roles[{j}]"), ROLE, role, &context.roles);
        }
        let mut kinds: Vec<RoleKind> = Vec::new();
        for kind in post.roles.iter().filter_map(|role| charter.role(role)).map(|role| role.kind) {
            let administrator = !matches!(kind, RoleKind::Work | RoleKind::Council);
            if administrator && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        if kinds.len() > 1 {
            let id = &post.id;
            report.error(
                FILE,
                &at("roles"),
                "administrators_joined",
                words!("职务“{id}”兼有多种管理员角色", "post `{id}` joins several kinds of administrator"),
                words!(
                    "系统、安全、审计管理员分设三个职务",
                    "keep system, security and audit administrator in three posts"
                ),
            );
        }
    }
}

fn check_roles(context: &Context<'_>, report: &mut Report) {
    let roles = &context.charter.zone.roles;
    let ids = roles.iter().enumerate().map(|(i, r)| (format!("roles[{i}].id"), r.id.as_str()));
    check_ids(report, FILE, IdShape::Entry, ids);
    for (i, role) in roles.iter().enumerate() {
        check_name(report, FILE, &format!("roles[{i}].name"), &role.name);
        let id = role.id.as_str();
        if RELATIONS.contains(&id) {
            report.error(
                FILE,
                &format!("roles[{i}].id"),
                "reserved_id",
                words!("“{id}”另有固定含义", "`{id}` has a meaning of its own in permits"),
                words!("换一个编号", "choose another id"),
            );
        }
    }
}
