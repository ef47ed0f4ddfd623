//! Checks what a charter says of meetings: the lists have the fields and stages the commands write, and a body's rules
//! can be kept.

use super::check::*;
use super::check_zone::FILE;
use super::mistake::Report;
use super::model::*;
use super::values::kind_name;

/// Fields a list needs: id, type.
type Needed = &'static [(&'static str, FieldType)];

const MEETINGS: Needed = &[
    ("code", FieldType::Text),
    ("name", FieldType::Text),
    ("body", FieldType::Body),
    ("number", FieldType::Integer),
    ("held_on", FieldType::Date),
    ("until", FieldType::Date),
    ("time", FieldType::Text),
    ("place", FieldType::Text),
    ("way", FieldType::Choice),
    ("chair", FieldType::Post),
    ("note", FieldType::LongText),
];
const AGENDA: Needed = &[
    ("code", FieldType::Text),
    ("name", FieldType::Text),
    ("meeting", FieldType::Record),
    ("body", FieldType::Body),
    ("meeting_number", FieldType::Integer),
    ("item_number", FieldType::Integer),
    ("minutes", FieldType::Integer),
    ("held_on", FieldType::Date),
    ("mode", FieldType::Choice),
    ("joint", FieldType::Boolean),
    ("follow_up", FieldType::Boolean),
    ("reporter", FieldType::Text),
    ("request", FieldType::LongText),
    ("merged_into", FieldType::Record),
    ("result", FieldType::Choice),
    ("wording", FieldType::LongText),
    ("dissent", FieldType::LongText),
    ("votes_yes", FieldType::Integer),
    ("votes_no", FieldType::Integer),
    ("votes_abstain", FieldType::Integer),
];
const RESOLUTIONS: Needed = &[
    ("number", FieldType::Text),
    ("name", FieldType::Text),
    ("meeting", FieldType::Record),
    ("agenda_item", FieldType::Record),
    ("body", FieldType::Body),
    ("adopted_on", FieldType::Date),
    ("text", FieldType::LongText),
    ("digest", FieldType::Text),
];
const TASKS: Needed = &[("resolution", FieldType::Record), ("decided_by", FieldType::Body)];

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let charter = context.charter;
    if let Some(law) = &charter.zone.meetings {
        lists(context, report, law);
    }
    for (i, body) in charter.zone.bodies.iter().enumerate() {
        let Some(rules) = &body.rules else { continue };
        if charter.zone.meetings.is_none() {
            report.error(
                FILE,
                &format!("bodies[{i}].rules"),
                "no_lists_of_meetings",
                words!("写了议事规则，却没有 [meetings]", "there are rules of procedure and no [meetings]"),
                words!(
                    "写明会议、议题、决议和任务所在的清单",
                    "name the lists of meetings, items, resolutions and tasks"
                ),
            );
        }
        self::rules(context, report, i, body, rules);
    }
}

fn lists(context: &Context<'_>, report: &mut Report, law: &Meetings) {
    let stages = |all: &'static [&'static str]| all;
    for (key, id, needed, stages) in [
        (
            "meetings",
            &law.meetings,
            MEETINGS,
            stages(&["preparing", "called", "sitting", "kept", "cancelled"]),
        ),
        ("agenda", &law.agenda, AGENDA, stages(&["placed", "kept", "dropped"])),
        ("resolutions", &law.resolutions, RESOLUTIONS, stages(&[])),
        ("tasks", &law.tasks, TASKS, stages(&[])),
    ] {
        let path = format!("meetings.{key}");
        if !report.refer(FILE, &path, REGISTER, id, &context.registers) || context.unsure.contains(id) {
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
                &path,
                "meeting_field",
                words!(
                    "清单“{id}”缺少 {wanted} 型字段“{field}”",
                    "register `{id}` has no field `{field}` of type {wanted}"
                ),
                words!("在该清单中加上此字段", "add that field to the register"),
            );
        }
        for stage in stages.iter().filter(|stage| register.stage(stage).is_none()) {
            report.error(
                FILE,
                &path,
                "meeting_stage",
                words!("清单“{id}”缺少阶段“{stage}”", "register `{id}` has no stage `{stage}`"),
                words!("在该清单中加上此阶段", "add that stage to the register"),
            );
        }
        let beside = matches!(key, "agenda" | "resolutions");
        if beside && register.beside.as_deref() != Some("meeting") {
            report.error(
                FILE,
                &path,
                "not_beside",
                words!("清单“{id}”的条目应与会议同处", "records of `{id}` must stand beside their meeting"),
                words!("在该清单写 beside = \"meeting\"", "write beside = \"meeting\" in the register"),
            );
        }
        if key == "tasks" && register.worklist.is_none() {
            report.error(
                FILE,
                &path,
                "not_a_work_list",
                words!("“{id}”不是工作清单", "`{id}` is not a work list"),
                words!("在该清单写 [worklist]", "write [worklist] in the register"),
            );
        }
    }
    if let Some(receipt) = &law.receipt {
        report.refer(FILE, "meetings.receipt", PROCEDURE, receipt, &context.procedures);
    }
}

fn rules(context: &Context<'_>, report: &mut Report, i: usize, body: &Body, rules: &BodyRules) {
    let at = |key: &str| format!("bodies[{i}].rules.{key}");
    context.check_source(report, FILE, &at("source"), &rules.source);
    report.refer(FILE, &at("calendar"), CALENDAR, &rules.calendar, &context.calendars);
    for role in &rules.office {
        report.refer(FILE, &at("office"), ROLE, role, &context.roles);
    }
    for (key, posts) in [("seats", &rules.seats), ("observers", &rules.observers)] {
        for (j, post) in posts.iter().enumerate() {
            let path = format!("bodies[{i}].rules.{key}[{j}]");
            if posts[..j].contains(post) {
                report.error(
                    FILE,
                    &path,
                    "twice",
                    words!("职务“{post}”写了两次", "post `{post}` is written twice"),
                    words!("删去一处：一席一票", "remove one: a seat has one vote"),
                );
            }
            report.refer(FILE, &path, POST, post, &context.posts);
        }
    }
    let among = |report: &mut Report, key: &str, posts: &[String]| {
        for post in posts.iter().filter(|post| !rules.seats.contains(post)) {
            report.error(
                FILE,
                &at(key),
                "not_a_seat",
                words!("职务“{post}”没有表决权", "post `{post}` has no seat"),
                words!("写入 seats，或改正", "add it to `seats` or correct it"),
            );
        }
    };
    among(report, "veto", &rules.veto);
    among(report, "seats", &body.chairs);
    let side = |post: &String| context.charter.post(post).and_then(|post| post.side.clone());
    let by_side = rules.quorum.each_side.is_some() || rules.majority.each_side.is_some();
    for post in rules.seats.iter().filter(|post| by_side && side(post).is_none()) {
        report.error(
            FILE,
            &at("seats"),
            "seat_without_side",
            words!(
                "按侧计票，职务“{post}”却没有写属于哪一侧",
                "votes are counted by side and post `{post}` speaks for none"
            ),
            words!("在该职务写 side", "write `side` at the post"),
        );
    }
    for (key, empty) in [
        ("seats", rules.seats.is_empty()),
        ("office", rules.office.is_empty()),
        ("ballots", rules.ballots.is_empty() && !rules.consensus),
    ] {
        if empty {
            report.error(
                FILE,
                &at(key),
                "empty",
                words!(
                    "{key} 是空的：这个机构议不成事",
                    "{key} is empty: this body could not decide anything"
                ),
                words!("至少写一项", "write at least one"),
            );
        }
    }
    let holds = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
    for (key, text, needed) in [
        ("series", &rules.series, &["{number}", "{numeral}"][..]),
        ("resolution_number", &rules.resolution_number, &["{number}"][..]),
    ] {
        if !holds(text, needed) {
            let wanted = needed.join(" / ");
            report.error(
                FILE,
                &at(key),
                "no_number_in_it",
                words!("“{text}”里没有序号的位置", "`{text}` has no place for the number"),
                words!("写上 {wanted}", "write {wanted} in it"),
            );
        }
    }
}
