//! A meeting: where it stands and what comes next, its agenda, who is there, what was resolved, what follows, what
//! happened.

use super::verb::Verb;
use super::{About, Typed, agenda, blank, earlier, events, say, show};
use crate::domain::deadlines::Deadline;
use crate::domain::meetings::{self, DECISION, Seat, SeatState, TASK, WINDOW};
use crate::domain::registers::permits;
use crate::http::pages::common::{Frame, address, cases};
use crate::http::views::{
    Cell, Column, ErrorLine, Link, MeetingPage, Nav, SummaryLine, Table, TableRow, Tag, Tone,
};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Lang, Refusal};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::Ask;

/// Actions shown as buttons; the rest stands under "more".
const BUTTONS: usize = 3;

/// The page.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut page = draw(&about, reader, &blank(house), None)?;
        page.page.notice = super::notice(&frame);
        Ok(page)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Draws it. `refused`: the form of the agenda was sent and refused.
pub fn draw(
    about: &About<'_>,
    ask: &mut dyn Ask,
    typed: &Typed,
    refused: Option<&Refusal>,
) -> Result<MeetingPage, Refusal> {
    let frame = about.frame;
    let mut tags = vec![say::stage(frame, about.sitting.register, about.meeting())];
    if !about.is_sitting() {
        tags.push(Tag::new(Tone::Grey, way(about)));
    }
    if about.sitting.body.sample {
        tags.push(Tag::new(Tone::Grey, frame.words().sample));
    }
    let mut links = actions(about);
    let more = links.split_off(links.len().min(BUTTONS));
    let (lead, next) = stands(about);
    let mut errors: Vec<ErrorLine> = Vec::new();
    let order = agenda::form(about, typed, refused, &mut errors);
    let seats = seats(about);
    let (resolutions, earlier) = (earlier::resolutions(about, ask)?, earlier::table(about, ask)?);
    Ok(MeetingPage {
        page: frame.page(Nav::Meetings, about.title()),
        back: Link::new(frame.href(address::MEETINGS), frame.words().meetings_title),
        heading: about.title(),
        tags,
        under: under(about),
        lead,
        next,
        errors,
        warnings: warnings(about, &seats),
        actions: links,
        more,
        facts: facts(about),
        agenda: agenda::items(about),
        order,
        dropped: agenda::dropped(about),
        attendance: attendance(about, &seats),
        attendance_note: attendance_note(about, &seats),
        resolutions,
        earlier,
        follows: follows(about, ask)?,
        events: events::all(about),
        id: about.id().to_string(),
        version: about.meeting().version.to_string(),
        json_href: address::meeting_json(about.id()),
    })
}

fn way(about: &About<'_>) -> String {
    let frame = about.frame;
    match say::text(about.meeting(), "way") {
        "written" => frame.pick("书面表决", "Written procedure"),
        "silence" => frame.pick("无异议程序", "Silence procedure"),
        _ => frame.pick("会议", "Meeting"),
    }
    .to_owned()
}

/// `轮值主持：示例理事长（河北） · 2026年12月18日（周五） 09:30 · 示例会议室`.
fn under(about: &About<'_>) -> String {
    let (frame, meeting) = (about.frame, about.meeting());
    let mut parts = Vec::new();
    let chair = say::text(meeting, "chair");
    if !chair.is_empty() {
        let post = about.seat(chair);
        parts.push(format!("{}{post}", frame.pick("主持：", "Chair: ")));
    }
    if let Some(day) = about.held_on() {
        let time = say::text(meeting, "time");
        let time = if time.is_empty() { String::new() } else { format!(" {time}") };
        parts.push(format!("{}{time}", say::day(frame, day)));
    }
    let place = say::text(meeting, "place");
    if !place.is_empty() {
        parts.push(place.to_owned());
    }
    if let Some(until) = say::date(meeting, "until") {
        parts.push(format!("{}{}", frame.pick("截止 ", "open until "), say::day(frame, until)));
    }
    parts.join(" · ")
}

/// Where it stands, and what comes next.
fn stands(about: &About<'_>) -> (String, String) {
    let (frame, sitting) = (about.frame, &about.sitting);
    let items = sitting.items.len();
    let papers: usize = sitting.items.iter().map(|item| item.papers.len()).sum();
    let decided = sitting.items.iter().filter(|item| item.record.stage == "kept").count();
    let day = about.held_on();
    let notice =
        sitting.rules.zip(day).map(|(rules, day)| meetings::notice_due(frame.charter(), rules, day).on);
    let paper =
        sitting.rules.zip(day).map(|(rules, day)| meetings::paper_due(frame.charter(), rules, day).on);
    let on = |day: Option<Date>| day.map(|day| say::day(frame, day)).unwrap_or_default();
    match (about.meeting().stage.as_str(), frame.lang) {
        ("preparing", Lang::Zh) if about.is_sitting() => (
            format!(
                "正在筹备：议题 {items} 项，材料 {papers} 份；材料应在 {} 前交齐，通知应在 {} 前发出。",
                on(paper),
                on(notice)
            ),
            if items == 0 {
                "下一步：加入议题。"
            } else {
                "下一步：收齐材料，发出通知。"
            }
            .to_owned(),
        ),
        ("preparing", Lang::En) if about.is_sitting() => (
            format!(
                "Being prepared: {items} items, {papers} papers; papers are due by {}, the notice by {}.",
                on(paper),
                on(notice)
            ),
            if items == 0 { "Next: place items." } else { "Next: gather the papers and give notice." }
                .to_owned(),
        ),
        ("preparing", Lang::Zh) => (
            format!("正在筹备：议题 {items} 项，定于 {} 起表决。", on(day)),
            "下一步：当天发出通知，表决即开始。".into(),
        ),
        ("preparing", Lang::En) => (
            format!("Being prepared: {items} items; the vote is to begin {}.", on(day)),
            "Next: give notice on that day; the vote then begins.".into(),
        ),
        ("called", Lang::Zh) => (
            format!("通知已发出，{}开会：议题 {items} 项，材料 {papers} 份。", on(day)),
            "下一步：到会当天点名开会。".into(),
        ),
        ("called", Lang::En) => (
            format!("The notice is out for {}: {items} items, {papers} papers.", on(day)),
            "Next: open the meeting on the day.".into(),
        ),
        ("sitting", Lang::Zh) if about.is_sitting() => {
            (format!("会议进行中：议题 {items} 项，已有结果 {decided} 项。"), in_session(about))
        }
        ("sitting", Lang::En) if about.is_sitting() => {
            (format!("In session: {items} items, {decided} with a result."), in_session(about))
        }
        ("sitting", Lang::Zh) => (
            format!("表决进行中，截止 {}；期满自动计票并记录结果。", on(say::date(about.meeting(), "until"))),
            "下一步：请各席位表决。".into(),
        ),
        ("sitting", Lang::En) => (
            format!(
                "The vote runs until {}; it is then counted and recorded by itself.",
                on(say::date(about.meeting(), "until"))
            ),
            "Next: every seat votes.".into(),
        ),
        ("cancelled", Lang::Zh) => {
            ("这次会议没有召开；次序号保留，议题可列入另一次会议。".into(), String::new())
        }
        ("cancelled", Lang::En) => (
            "This meeting did not take place; it keeps its number, its items wait for another one.".into(),
            String::new(),
        ),
        (_, Lang::Zh) if sitting.rules.is_none() => (
            format!("{}召开，有记载的议题 {items} 项；议事规则、结果和决议文本未见公布。", on(day)),
            String::new(),
        ),
        (_, Lang::En) if sitting.rules.is_none() => (
            format!(
                "Held {}; {items} items are documented. Rules, results and resolutions are not published.",
                on(day)
            ),
            String::new(),
        ),
        (_, lang) => {
            let passed = sitting
                .items
                .iter()
                .filter(|item| matches!(say::text(&item.record, "result"), "passed" | "passed_in_principle"));
            let (passed, resolutions) = (passed.count(), sitting.resolutions.len());
            let tasks = sitting.follows.iter().filter(|one| one.what["kind"] == TASK).count();
            let next = if about.is_office() && resolutions < passed {
                frame.pick("下一步：印发决议。", "Next: issue the resolutions.")
            } else if about.is_office() && resolutions > 0 && tasks == 0 {
                frame.pick("下一步：把决议分解为任务。", "Next: split the resolutions into tasks.")
            } else {
                ""
            };
            let lead = match lang {
                Lang::Zh => format!(
                    "{}召开：议题 {items} 项，通过 {passed} 项，印发决议 {resolutions} 件，下达任务 {tasks} 项。",
                    on(day)
                ),
                Lang::En => format!(
                    "Held {}: {items} items, {passed} passed, {resolutions} resolutions, {tasks} tasks.",
                    on(day)
                ),
            };
            (lead, next.to_owned())
        }
    }
}

fn in_session(about: &About<'_>) -> String {
    let frame = about.frame;
    if let Some((item, ..)) = about.sitting.open_ballot() {
        return format!("{}{}", frame.pick("正在表决：", "Being voted on: "), about.item_title(&item.record));
    }
    match about.sitting.items.iter().find(|item| item.record.stage == "placed") {
        Some(item) => format!("{}{}", frame.pick("下一项：", "Next item: "), about.item_title(&item.record)),
        None => frame.pick("下一步：散会。", "Next: close the meeting.").to_owned(),
    }
}

/// What the caller may do, the main thing first.
fn actions(about: &About<'_>) -> Vec<Link> {
    let frame = about.frame;
    let link = |verb: Verb| {
        Link::new(
            frame.href(&address::meeting_part(about.id(), verb.part())),
            frame.text(&verb.word()).to_owned(),
        )
    };
    let mut all = Vec::new();
    if about.is_office() {
        let verbs: &[Verb] = match (about.meeting().stage.as_str(), about.is_sitting()) {
            ("preparing", _) => &[Verb::Place, Verb::Notice, Verb::Move, Verb::Cancel],
            ("called", true) => &[Verb::Open, Verb::Place, Verb::Attend, Verb::Move, Verb::Cancel],
            ("sitting", true) => &[Verb::Attend, Verb::Close, Verb::Place],
            _ => &[],
        };
        let current = about.sitting.open_ballot().map(|(item, ..)| item);
        let current = current.or(about.sitting.items.iter().find(|item| item.record.stage == "placed"));
        if let Some(item) = current.filter(|_| about.is_in(&["sitting"])) {
            let path = address::item(about.id(), &item.record.id);
            all.push(Link::new(frame.href(&path), frame.pick("记录当前议题", "Record the present item")));
        }
        all.extend(verbs.iter().map(|verb| link(*verb)));
    }
    if about.is_in(&["called", "sitting"]) && about.is_sitting() {
        let path = address::meeting_part(about.id(), "present");
        all.push(Link::new(frame.href(&path), frame.pick("会中大屏", "Screen in the room")));
    }
    all
}

fn warnings(about: &About<'_>, seats: &[Seat]) -> Vec<String> {
    let frame = about.frame;
    let mut all = Vec::new();
    if about.sitting.rules.is_none() {
        all.push(frame.text(&about.sitting.body.not_known).to_owned());
    }
    if about.is_in(&["preparing", "called"])
        && let Some((rules, day)) = about.sitting.rules.zip(about.held_on())
    {
        let notice = meetings::notice_due(frame.charter(), rules, day);
        let paper = meetings::paper_due(frame.charter(), rules, day);
        let mut years: Vec<i16> = notice.unpublished.iter().chain(&paper.unpublished).copied().collect();
        years.sort_unstable();
        years.dedup();
        if !years.is_empty() {
            let years: Vec<String> = years.iter().map(ToString::to_string).collect();
            let years = years.join(frame.pick("、", ", "));
            all.push(match frame.lang {
                Lang::Zh => format!("{years} 年的工作日历尚未公布：通知和材料的截止日暂按周一至周五推算，公布后重新计算。"),
                Lang::En => format!(
                    "The calendar of {years} is not published: the days for notice and papers are counted by the week and will be counted again."
                ),
            });
        }
        if about.is_in(&["preparing"]) && about.is_sitting() && frame.today > notice.on {
            all.push(match frame.lang {
                Lang::Zh => format!("通知的截止日 {} 已过：再发须由主持人准许并写明理由，或改期。", say::day(frame, notice.on)),
                Lang::En => format!(
                    "The last day for the notice, {}, is over: it needs the chair's leave and a reason, or another day.",
                    say::day(frame, notice.on)
                ),
            });
        }
    }
    for seat in seats.iter().filter(|_| about.is_in(&["preparing", "called", "sitting"])) {
        if let SeatState::Uncertain(holders) = &seat.state {
            let who: Vec<&str> = holders.iter().map(|holder| holder.name.as_str()).collect();
            let who = who.join(frame.pick("、", ", "));
            let post = frame.names().post(&seat.post);
            all.push(match frame.lang {
                Lang::Zh => format!("{post}当天的任职人不能确定（{who}），不能表决；请先在任职清单里登记清楚。"),
                Lang::En => format!("Who holds {post} that day is not certain ({who}), so nobody votes on it; put the terms right."),
            });
        }
    }
    all
}

fn facts(about: &About<'_>) -> Vec<SummaryLine> {
    let (frame, meeting) = (about.frame, about.meeting());
    let mut all =
        vec![cases::line(frame.pick("机构", "Body"), Cell::text(frame.text(&about.sitting.body.name)))];
    if let (Some(rules), Some(day)) = (about.sitting.rules, about.held_on()) {
        let due = |due: crate::domain::deadlines::Due| {
            let provisional =
                if due.unpublished.is_empty() { "" } else { frame.pick("（暂算）", " (provisional)") };
            format!("{}{provisional}", say::day(frame, due.on))
        };
        if about.is_sitting() {
            all.push(cases::line(
                frame.pick("材料截止", "Papers due"),
                Cell::text(due(meetings::paper_due(frame.charter(), rules, day))),
            ));
            all.push(cases::line(
                frame.pick("通知截止", "Notice due"),
                Cell::text(due(meetings::notice_due(frame.charter(), rules, day))),
            ));
        }
        let (quorum, majority) = say::rules(frame, rules);
        all.push(cases::line(frame.pick("法定人数", "Quorum"), Cell::text(quorum)));
        all.push(cases::line(frame.pick("通过所需", "Majority"), Cell::text(majority)));
        all.push(cases::line(
            frame.pick("规则依据", "Basis of the rules"),
            Cell::text(frame.text(&rules.basis)),
        ));
    }
    let note = say::text(meeting, "note");
    if !note.is_empty() {
        all.push(cases::line(frame.pick("说明", "Note"), Cell::text(note)));
    }
    let papers = printed(about);
    if !papers.is_empty() {
        all.push(SummaryLine {
            name: frame.pick("文件", "Documents").to_owned(),
            values: papers,
            restricted: false,
        });
    }
    all.push(cases::line(
        frame.pick("清单条目", "On the list"),
        Cell::link(frame.href(&address::work_record(&about.sitting.register.id, about.id())), about.title()),
    ));
    all
}

/// The papers of the meeting that can be printed now: agenda, notice, minutes, and the pack of all papers.
fn printed(about: &About<'_>) -> Vec<Cell> {
    let frame = about.frame;
    if about.sitting.rules.is_none() || !about.is_sitting() {
        return Vec::new();
    }
    let link =
        |part: &str, text: &str| Cell::link(frame.href(&address::meeting_part(about.id(), part)), text);
    let mut all = Vec::new();
    if !about.sitting.items.is_empty() {
        all.push(link("papers/agenda.pdf", frame.pick("议题单（PDF）", "Agenda (PDF)")));
    }
    if !about.is_in(&["preparing"]) {
        all.push(link("papers/notice.pdf", frame.pick("会议通知（PDF）", "Notice (PDF)")));
        let own = about.sitting.own_seats(&frame.caller).next().is_some();
        if own || about.is_office() {
            all.push(link("pack.pdf", frame.pick("材料包（PDF）", "Pack of papers (PDF)")));
        }
    }
    if about.is_in(&["kept", "closed"]) && about.sitting.items.iter().any(|item| item.record.stage == "kept")
    {
        all.push(link("papers/minutes.pdf", frame.pick("纪要（PDF）", "Minutes (PDF)")));
        all.push(link("papers/minutes.docx", frame.pick("纪要（Word）", "Minutes (Word)")));
    }
    all
}

/// Seats of the body on the day of the meeting, as the terms say.
fn seats(about: &About<'_>) -> Vec<Seat> {
    let day = about.held_on().unwrap_or(about.frame.today);
    match about.sitting.rules {
        Some(rules) => meetings::seats_on(about.frame.charter(), rules, &about.terms, day),
        None => Vec::new(),
    }
}

fn attendance(about: &About<'_>, seats: &[Seat]) -> Table {
    let frame = about.frame;
    let labels = [
        frame.pick("席位或单位", "Seat or unit"),
        frame.pick("任职人", "Held by"),
        frame.pick("所属", "Side"),
        frame.pick("到会", "Presence"),
    ];
    let recorded = &about.sitting.attendance;
    let holder = |seat: &Seat| match &seat.state {
        SeatState::Held(holder) => {
            let kind = match holder.standing {
                crate::domain::people::Standing::Regular => String::new(),
                other => format!(
                    "{}{}{}",
                    frame.pick("（", " ("),
                    frame.text(&other.word()),
                    frame.pick("）", ")")
                ),
            };
            format!("{}{kind}", holder.name)
        }
        SeatState::Vacant { ended, begins } => {
            let mut said = frame.pick("空缺", "vacant").to_owned();
            if let Some(day) = ended {
                said +=
                    &format!("{}{}", frame.pick("，上一任至 ", ", the last term ended "), frame.date(*day));
            }
            if let Some(day) = begins {
                said += &format!("{}{}", frame.pick("，下一任自 ", ", the next begins "), frame.date(*day));
            }
            said
        }
        SeatState::Uncertain(holders) => {
            let who: Vec<&str> = holders.iter().map(|holder| holder.name.as_str()).collect();
            format!("{}{}", frame.pick("不能确定：", "not certain: "), who.join(frame.pick("、", ", ")))
        }
    };
    let mut rows = Vec::new();
    for seat in seats {
        let name = format!("post:{}", seat.post);
        let one = recorded.iter().find(|one| one.attendee == name);
        let person = match one.and_then(|one| one.person.as_ref()).map(|person| about.person(person)) {
            Some(person) if !person.is_empty() => person,
            _ => holder(seat),
        };
        rows.push(TableRow {
            cells: vec![
                Cell::text(frame.names().post(&seat.post)),
                Cell::text(person),
                Cell::text(say::side(frame, seat.side.as_deref().unwrap_or_default())),
                one.map_or_else(
                    || Cell::tag(Tag::new(Tone::Grey, frame.pick("未通知", "not noticed yet"))),
                    |one| Cell::tag(say::presence(frame, one)),
                ),
            ],
            sample: frame.charter().post(&seat.post).is_some_and(|post| post.sample),
            ..TableRow::default()
        });
    }
    for one in recorded.iter().filter(|one| !seats.iter().any(|seat| one.post() == Some(seat.post.as_str())))
    {
        rows.push(TableRow {
            cells: vec![
                Cell::text(say::attendee(frame, &one.attendee)),
                Cell::text(one.person.as_ref().map(|person| about.person(person)).unwrap_or_default()),
                Cell::text(say::side(frame, &one.side)),
                Cell::tag(say::presence(frame, one)),
            ],
            ..TableRow::default()
        });
    }
    Table {
        caption: frame.words().attendance.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows,
    }
}

fn attendance_note(about: &About<'_>, seats: &[Seat]) -> String {
    let frame = about.frame;
    if seats.is_empty() {
        return String::new();
    }
    let filled = seats.iter().filter(|seat| seat.is_filled()).count();
    let there = |presence| {
        about.sitting.attendance.iter().filter(|one| one.votes && one.presence == presence).count()
    };
    let (present, leave) = (there(meetings::Presence::Present), there(meetings::Presence::Leave));
    let observers = about
        .sitting
        .attendance
        .iter()
        .filter(|one| !one.votes && one.presence == meetings::Presence::Present);
    let observers = observers.count();
    match (frame.lang, about.is_in(&["preparing", "called"])) {
        (Lang::Zh, true) => format!("席位 {} 个，会议当天有任职人 {filled} 个。", seats.len()),
        (Lang::En, true) => format!("{} seats; {filled} are held on the day of the meeting.", seats.len()),
        (Lang::Zh, false) => {
            format!(
                "席位 {} 个，有任职人 {filled} 个；出席 {present}，请假 {leave}，列席 {observers}。",
                seats.len()
            )
        }
        (Lang::En, false) => format!(
            "{} seats, {filled} held; {present} present, {leave} on leave, {observers} in attendance.",
            seats.len()
        ),
    }
}

/// What follows elsewhere, and what became of it.
fn follows(about: &About<'_>, ask: &mut dyn Ask) -> Result<Table, Refusal> {
    let frame = about.frame;
    let mut rows = Vec::new();
    for one in &about.sitting.follows {
        let what = match one.what["kind"].as_str() {
            Some(DECISION) => {
                let register = one.what["register"].as_str().unwrap_or_default();
                let record = kernel::Id::parse(one.what["record"].as_str().unwrap_or_default());
                let title = match record {
                    Some(id) => frame.names().learn_title(ask, register, &id)?.unwrap_or_default(),
                    None => String::new(),
                };
                format!(
                    "{}{title}",
                    frame.pick("把结果转到所涉事项的办件：", "the case of what it was about goes on: ")
                )
            }
            Some(TASK) => {
                let name = one.what["body"]["name"].as_str().unwrap_or_default();
                format!(
                    "{}{name}",
                    frame.pick(
                        "下达任务并请两方签收：",
                        "task comes onto its list, both sides acknowledge it: "
                    )
                )
            }
            Some(WINDOW) => {
                frame.pick("期满计票并记录结果", "the vote ends, is counted and recorded").to_owned()
            }
            _ => frame.pick("其他", "other").to_owned(),
        };
        rows.push(TableRow {
            cells: vec![
                Cell::text(what),
                Cell::text(say::day(frame, one.falls_on)),
                Cell::tag(state(frame, one)),
                Cell::text(refused(frame, one)),
            ],
            ..TableRow::default()
        });
    }
    let labels = [
        frame.pick("事项", "What"),
        frame.pick("日期", "Day"),
        frame.pick("状态", "State"),
        frame.pick("说明", "Why"),
    ];
    Ok(Table {
        caption: frame.words().what_follows.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows,
    })
}

fn state(frame: &Frame, one: &Deadline) -> Tag {
    match one.state.as_str() {
        "waiting" => Tag::new(Tone::Grey, frame.pick("待办", "waiting")),
        "done" => Tag::new(Tone::Blue, frame.pick("已办", "done")),
        "lapsed" => Tag::new(Tone::Stopped, frame.pick("不再需要", "lapsed")),
        "meetings.nothing_waits" => Tag::new(Tone::Blue, frame.pick("无需办理", "nothing to do")),
        _ => Tag::new(Tone::Red, frame.pick("没有办成", "refused")),
    }
}

fn refused(frame: &Frame, one: &Deadline) -> String {
    match one.state.as_str() {
        "waiting" | "done" | "lapsed" => String::new(),
        code => words::refusal(code, frame.lang, &BTreeMap::new()),
    }
}

/// Whether a caller sees the record of a list whole; for links.
pub fn sees(about: &About<'_>, register: &str) -> bool {
    let register = about.frame.charter().register(register);
    register.is_some_and(|register| permits::scope(&about.frame.caller, register) != permits::Scope::Nothing)
}
