//! What happened in a meeting, in words.

use super::{About, say};
use crate::charter::model::Verdict;
use crate::domain::meetings::{Event, Measure, Outcome, Presence, Way};
use crate::http::pages::common::{address, cases};
use crate::http::views::{Cell, Link, MeetingEvent, SummaryLine};
use crate::http::words;
use kernel::{Cell as LogCell, Date, Id, Lang};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// All of them, latest first.
pub fn all(about: &About<'_>) -> Vec<MeetingEvent> {
    let cell = LogCell::of(&about.frame.charter().zone.id, about.id());
    about.sitting.events.iter().rev().map(|event| one(about, cell.as_str(), event)).collect()
}

fn one(about: &About<'_>, cell: &str, event: &Event) -> MeetingEvent {
    let frame = about.frame;
    let said = &event.said;
    let post = frame.names().post(&event.actor_post);
    let overridden = !text(said, "let_in").is_empty() || !text(said, "chair_noticed").is_empty();
    MeetingEvent {
        number: event.number.to_string(),
        what: what(about, event),
        at: format!("{} · {post}", frame.time(event.at)),
        overridden,
        why: why(about, event),
        entry: Link::new(address::proof(cell, event.entry), format!("{cell} {}", event.entry)),
    }
}

fn text<'a>(said: &'a Value, field: &str) -> &'a str {
    said[field].as_str().unwrap_or_default()
}

/// What happened, in short; with the item it was about.
fn what(about: &About<'_>, event: &Event) -> String {
    let frame = about.frame;
    let (zh, en) = match event.command.as_str() {
        "meetings.call" => ("准备会议", "Meeting prepared"),
        "meetings.place_item" => ("列入议程", "Item placed"),
        "meetings.order_agenda" => ("调整议程", "Agenda ordered"),
        "meetings.merge_items" => ("并入另一议题", "Item merged"),
        "meetings.file_paper" => ("交材料", "Paper handed in"),
        "meetings.give_notice" => ("发出通知", "Notice given"),
        "meetings.move" => ("改期", "Moved"),
        "meetings.cancel" => ("取消会议", "Cancelled"),
        "meetings.open" => ("开会", "Opened"),
        "meetings.attend" => ("到会变动", "Attendance"),
        "meetings.recuse" => ("回避", "Recusal"),
        "meetings.open_ballot" => ("付表决", "Put to the vote"),
        "meetings.count" => ("计票", "Counted"),
        "meetings.void_ballot" => ("作废表决", "Vote put aside"),
        "meetings.decide" => ("记录结果", "Result recorded"),
        "meetings.close" => ("散会", "Closed"),
        "meetings.close_window" => ("期满计票并记录", "Period over: counted and recorded"),
        "meetings.issue_resolution" => ("印发决议", "Resolution issued"),
        "meetings.issue_tasks" => ("下达任务", "Tasks issued"),
        "meetings.settle" => ("后续办理的结果", "What followed"),
        other => return other.to_owned(),
    };
    let verb = frame.pick(zh, en);
    match event.item.as_ref().map(|id| title(about, id)) {
        Some(title) if !title.is_empty() => format!("{verb}{}{title}", frame.words().colon),
        _ => verb.to_owned(),
    }
}

fn title(about: &About<'_>, id: &Id) -> String {
    let placed = about.sitting.items.iter().map(|item| &item.record);
    let all = placed.chain(&about.sitting.dropped);
    let item = all.into_iter().find(|record| record.id == *id);
    item.map(|record| about.names.title(about.sitting.agenda, record)).unwrap_or_default()
}

fn why(about: &About<'_>, event: &Event) -> Vec<SummaryLine> {
    let (frame, said) = (about.frame, &event.said);
    let mut all: Vec<SummaryLine> = Vec::new();
    let mut add = |zh: &'static str, en: &'static str, text: String| {
        if !text.trim().is_empty() {
            all.push(cases::line(frame.pick(zh, en), Cell::text(text)));
        }
    };
    let day =
        |field: &str| Date::parse(text(said, field)).map(|day| say::day(frame, day)).unwrap_or_default();
    let post = |field: &str| {
        if text(said, field).is_empty() { String::new() } else { about.seat(text(said, field)) }
    };
    let measures = |value: &Value| {
        let read = Vec::<Measure>::deserialize(value).unwrap_or_default();
        say::measures(frame, &read, frame.pick("到会", "present"))
    };
    let join = |all: Vec<String>| all.join(frame.pick("、", ", "));
    let outcome = |way: &str, value: &Value| match (Way::find(way), Outcome::deserialize(value)) {
        (Some(way), Ok(outcome)) => say::outcome(frame, way, &outcome),
        _ => String::new(),
    };
    add(
        "日期",
        "Day",
        match text(said, "from") {
            "" => day("held_on"),
            from => {
                let from = Date::parse(from).map(|day| say::day(frame, day)).unwrap_or_default();
                format!("{from} → {} {} {}", day("held_on"), text(said, "time"), text(said, "place"))
            }
        },
    );
    if event.command == "meetings.place_item" {
        let mode = about.sitting.agenda.field("mode");
        add("方式", "Mode", mode.map(|field| about.names.name(field, &said["mode"])).unwrap_or_default());
    }
    if let Some(off) = said["off"].as_array() {
        let off = off.iter().filter_map(|id| Id::parse(id.as_str()?)).map(|id| title(about, &id)).collect();
        add("取下", "Taken off", join(off));
    }
    if let Some(into) = Id::parse(text(said, "into")) {
        add("并入", "Into", title(about, &into));
    }
    if event.command == "meetings.file_paper" {
        let digest: String = text(said, "digest").chars().take(12).collect();
        let late = if said["late"] == true { frame.pick("，迟交", ", late") } else { "" };
        add(
            "材料",
            "Paper",
            format!("{}{}{digest}{late}", text(said, "name"), frame.pick("，校验值 ", ", digest ")),
        );
    }
    add("主持", "Chair", post("chair"));
    add("通知时的主持", "Chair in the notice", post("chair_noticed"));
    if let Some(there) = said["present"].as_array() {
        let there = there.iter().filter_map(Value::as_str).map(|one| say::attendee(frame, one)).collect();
        add("到会", "Present", join(there));
    }
    if !text(said, "attendee").is_empty() {
        let seat = about.sitting.attendance.iter().find(|one| one.attendee == text(said, "attendee"));
        let votes = seat.is_some_and(|one| one.votes);
        let presence = Presence::find(text(said, "presence")).map(|presence| presence.word(votes));
        let presence = presence.map(|word| frame.text(&word).to_owned()).unwrap_or_default();
        add(
            "席位",
            "Seat",
            format!("{}{}{presence}", say::attendee(frame, text(said, "attendee")), frame.words().colon),
        );
    }
    add("席位", "Seat", post("post"));
    if let Some(expected) = said["expected"].as_i64() {
        add("应到", "Expected", expected.to_string());
    }
    if let Some(frozen) = said["frozen"].as_array().filter(|frozen| !frozen.is_empty()) {
        add(
            "固定的条目材料",
            "Records frozen",
            match frame.lang {
                Lang::Zh => format!("{} 份", frozen.len()),
                Lang::En => frozen.len().to_string(),
            },
        );
    }
    if let Some(years) = said["unpublished"].as_array() {
        let years = years.iter().map(ToString::to_string).collect();
        add("未公布的日历", "Calendar not published", join(years));
    }
    add("截止", "Until", day("until"));
    add("应于", "Was due", day("due"));
    add("法定人数", "Quorum", measures(&said["quorum"]));
    add(
        "表决方式",
        "Way of voting",
        Way::find(text(said, "way")).map(|way| frame.text(&way.word()).to_owned()).unwrap_or_default(),
    );
    add("表决内容", "Question", text(said, "question").to_owned());
    add("结果", "Outcome", outcome(text(said, "way"), &said["outcome"]));
    if event.command == "meetings.count" {
        add("选票校验值", "Digest of the slips", text(said, "slips").to_owned());
    }
    if event.command == "meetings.decide" {
        let verdict = Verdict::find(text(said, "verdict"));
        add(
            "结果",
            "Result",
            match verdict {
                Some(verdict) => frame.text(&verdict.word()).to_owned(),
                None => frame.pick("已听取", "heard").to_owned(),
            },
        );
    }
    add("议定内容", "Words", text(said, "wording").to_owned());
    add("不同意见", "Dissent", text(said, "dissent").to_owned());
    if let Some(items) = said["items"].as_array().filter(|_| event.command == "meetings.close_window") {
        for one in items {
            let counted = &one["counted"];
            let verdict = Verdict::find(text(&one["decided"], "verdict"));
            let verdict = verdict.map(|verdict| frame.text(&verdict.word()).to_owned()).unwrap_or_default();
            let came = outcome(text(counted, "way"), &counted["outcome"]);
            add("结果", "Result", format!("{verdict}{}{came}", frame.words().colon));
        }
    }
    if let Some(open) = said["not_reached"].as_array().filter(|open| !open.is_empty()) {
        let open = open.iter().filter_map(|id| Id::parse(id.as_str()?)).map(|id| title(about, &id)).collect();
        add("未上会", "Not reached", join(open));
    }
    match event.command.as_str() {
        "meetings.issue_resolution" => add("文号", "Number", text(said, "number").to_owned()),
        "meetings.call" => add("次序", "Meeting number", said["number"].to_string()),
        _ => {}
    }
    if let Some(tasks) = said["tasks"].as_array() {
        add("任务", "Tasks", join(tasks.iter().map(|task| text(task, "name").to_owned()).collect()));
    }
    if event.command == "meetings.settle" {
        add(
            "结果",
            "Outcome",
            match text(said, "outcome") {
                "done" => frame.pick("已办", "done").to_owned(),
                code => words::refusal(code, frame.lang, &BTreeMap::new()),
            },
        );
    }
    add("理由", "Reason", text(said, "reason").to_owned());
    add("说明", "Note", text(said, "note").to_owned());
    add("主持人准许的理由", "Why the chair let it in", text(said, "let_in").to_owned());
    all
}
