//! Checks `notices/*.toml` and the hours of the daily message.

use super::check::*;
use super::check_documents::check_file_name;
use super::events::{self, About, EVENTS, Event};
use super::mistake::{Noun, Report, instead};
use super::model::FieldType;

const EVENT: Noun = Noun { code: "unknown_event", zh: "事件", en: "event" };
const CALENDAR: Noun = Noun { code: "unknown_calendar", zh: "工作日历", en: "calendar" };
const RELATION: Noun = Noun { code: "unknown_relation", zh: "收件关系或角色", en: "relation or role" };

pub(super) fn check(context: &Context<'_>, report: &mut Report) {
    let known: Vec<&str> = EVENTS.iter().map(|event| event.id).collect();
    for notice in &context.parts.notices {
        let (file, template) = (notice.file.as_str(), &notice.value);
        check_file_name(report, file, "notices/", &template.id);
        check_name(report, file, "text", &template.text);
        for (i, register) in template.registers.iter().enumerate() {
            report.refer(file, &format!("registers[{i}]"), REGISTER, register, &context.registers);
        }
        if !report.refer(file, "event", EVENT, &template.event, &known) {
            continue;
        }
        let Some(event) = events::find(&template.event) else { continue };
        let mut relations = match event.about {
            About::Record => vec!["lead", "partner"],
            About::Round => Vec::new(),
        };
        if event.names_units {
            relations.push("mentioned");
        }
        relations.extend(&context.roles);
        for (i, relation) in template.to.iter().enumerate() {
            report.refer(file, &format!("to[{i}]"), RELATION, relation, &relations);
        }
        if template.to.is_empty() {
            report.error(
                file,
                "to",
                "nobody_is_told",
                words!("没有写通知谁", "nobody is told"),
                words!("写 to = [\"lead\"]", "write to = [\"lead\"]"),
            );
        }
        for (lang, text) in [("zh", &template.text.zh), ("en", &template.text.en)] {
            check_placeholders(report, file, &format!("text.{lang}"), event, text);
        }
    }
    check_digest(context, report);
}

fn check_placeholders(report: &mut Report, file: &str, path: &str, event: &Event, text: &str) {
    let known: Vec<&str> = event.everywhere().iter().chain(event.words).copied().collect();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let inside = rest[at + 1..].split('}').next().unwrap_or_default();
        if !known.contains(&inside) {
            report.error(
                file,
                path,
                "unknown_placeholder",
                words!("这个事件没有“{{{inside}}}”", "this event has no `{{{inside}}}`"),
                instead(inside, &known),
            );
        }
        rest = &rest[at + 1..];
    }
}

fn check_digest(context: &Context<'_>, report: &mut Report) {
    let zone = &context.parts.zone.value;
    let file = "zone.toml";
    if let Some(digest) = &zone.digest {
        let calendars: Vec<&str> = context.parts.calendars.iter().map(|c| c.value.id.as_str()).collect();
        report.refer(file, "digest.calendar", CALENDAR, &digest.calendar, &calendars);
        for (path, time) in [("digest.from", &digest.from), ("digest.until", &digest.until)] {
            if minutes(time).is_none() {
                report.error(
                    file,
                    path,
                    "not_a_time",
                    words!("“{time}”不是时刻", "`{time}` is no time of day"),
                    words!("写 08:30", "write 08:30"),
                );
            }
        }
        if let (Some(from), Some(until)) = (minutes(&digest.from), minutes(&digest.until))
            && until <= from
        {
            report.error(
                file,
                "digest.until",
                "times_reversed",
                words!("结束不晚于开始", "it ends before it begins"),
                words!("写当天较晚的时刻", "write a later time of the same day"),
            );
        }
    }
    let (Some(field), Some(persons)) = (&zone.people.email, context.charter.register(&zone.people.persons))
    else {
        return;
    };
    let fields: Vec<&str> = persons
        .fields
        .iter()
        .filter(|field| field.kind == FieldType::Text && !field.public)
        .map(|field| field.id.as_str())
        .collect();
    report.refer(file, "people.email", FIELD, field, &fields);
}

/// Minutes after midnight of `08:30`.
pub(crate) fn minutes(time: &str) -> Option<i64> {
    let (hours, minutes) = time.split_once(':')?;
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<i64>().ok()).flatten();
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    ((0..24).contains(&hours) && (0..60).contains(&minutes)).then_some(hours * 60 + minutes)
}
