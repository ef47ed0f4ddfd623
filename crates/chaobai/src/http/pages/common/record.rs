//! The page of one record, for the public site and for the workbench.

use super::list::{self, find, record_path};
use super::{
    Frame, Names, Sources, address, gates, journal, list_question, matter, project, record_history, say,
    values,
};
use crate::charter::model::Register;
use crate::domain::registers::decided;
use crate::domain::registers::permits::{self, Access, Action};
use crate::domain::registers::{self, Record};
use crate::domain::{comments, meetings};
use crate::http::views::{
    Attachment, Cell, Link, LinkedGroup, Nav, RecordLink, RecordPage, SummaryLine, Tag,
};
use kernel::{Cell as LogCell, Date, Id, Instant, Lang, Refusal};
use serde_json::Value;
use std::collections::BTreeMap;
use store::Ask;

/// Linked records shown.
const LINKS_MAX: usize = 200;

/// The record at an address, on the day and by the knowledge the address asks for.
pub fn page(frame: &Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<RecordPage, Refusal> {
    let register = find(frame, register)?;
    let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
    let (as_of, known_at) = list_question::day_and_knowledge(frame)?;
    let (charter, caller) = (frame.charter(), &frame.caller);
    let past = as_of.is_some() || known_at.is_some();
    let (record, access) = if past {
        let day = as_of.unwrap_or(Date::LAST);
        registers::get_as_of(ask, charter, caller, register, &id, day, known_at)?
    } else {
        registers::get(ask, charter, caller, register, &id)?
    };
    let mut names = frame.names();
    let history = registers::history(ask, charter, caller, register, &id)?;
    names.learn(ask, register, history.iter().map(|version| &version.record.body))?;
    names.learn(ask, register, [&record.body])?;
    let cell = LogCell::of(&charter.zone.id, &id);
    let lines = journal::of_subject(ask, cell.as_str(), id.as_str())?;
    let why_withdrawn = history.iter().find(|v| v.record.version == record.version).map(|v| v.note.clone());
    let title = names.title(register, &record);
    let (mut fields, blank_fields) = fields(frame, ask, &names, register, &record, access)?;
    if frame.is_work && access == Access::Full && !past && !record.withdrawn {
        mark_comments(frame, ask, &names, register, &id, &mut fields)?;
    }
    let (actions, more_actions) = actions(frame, register, &record, past);
    let nav = if frame.is_work { Nav::WorkLists } else { Nav::Lists };
    let page = frame.page(nav, title.as_str());
    let path = record_path(frame, &record);
    let matter = if past { None } else { matter::matter(frame, ask, register, &record)? };
    let project = match (&register.project, past) {
        (Some(_), false) => Some(project::view(frame, ask, register, &id)?),
        _ => None,
    };
    Ok(RecordPage {
        matter,
        project,
        name: title,
        list: Link::new(frame.href(&list::path(frame, register)), frame.text(&register.name)),
        stage: stage(&names, register, &record),
        state: state(frame, &record),
        withdrawn: if record.withdrawn { withdrawn(frame, &record, why_withdrawn) } else { String::new() },
        cases: Vec::new(),
        meetings: Vec::new(),
        comments: None,
        sample: names.is_sample(register, &record),
        as_of_words: if past { past_words(frame, as_of, known_at) } else { String::new() },
        latest_href: if past { frame.href(&path) } else { String::new() },
        actions,
        more_actions,
        fields,
        blank_fields,
        links: links(frame, ask, &mut names, &id)?,
        attachments: attachments(frame, ask, register, &record, |_| true)?,
        history: record_history::events(frame, ask, &mut names, register, &history)?,
        entries: journal::rows(frame, ask, &mut names, &lines, false)?,
        id: id.as_str().to_owned(),
        version: record.version.to_string(),
        json_href: address::record_json(&register.id, &id),
        page,
    })
}

/// The stage, where a list has more than one.
fn stage(names: &Names<'_>, register: &Register, record: &Record) -> Option<Tag> {
    let is_first = record.stage == register.first_stage() && register.stages.len() > 2;
    (register.stages.len() > 1).then(|| Tag::stage(is_first, names.stage(register, &record.stage)))
}

/// From when this holds and when it was written.
fn state(frame: &Frame, record: &Record) -> String {
    let (since, at) = (frame.date(record.effective_on), frame.time(record.amended_at));
    match (frame.lang, since.is_empty()) {
        (Lang::Zh, true) => format!("以下情况一直如此（就所知），{at} 记录。"),
        (Lang::Zh, false) => format!("以下情况自 {since}起，{at} 记录。"),
        (Lang::En, true) => format!("Holds since always, as far as known; recorded {at}."),
        (Lang::En, false) => format!("Holds from {since}; recorded {at}."),
    }
}

fn withdrawn(frame: &Frame, record: &Record, why: Option<String>) -> String {
    let at = frame.time(record.amended_at);
    let why = why.filter(|why| !why.is_empty());
    match (frame.lang, why) {
        (Lang::Zh, Some(why)) => format!("{at}。{why}"),
        (Lang::Zh, None) => format!("{at}，不再列入清单和指标；内容和历史保留在此。"),
        (Lang::En, Some(why)) => format!("{at}. {why}"),
        (Lang::En, None) => {
            format!("{at}; no longer on the list or in any figure. Content and history stay here.")
        }
    }
}

fn past_words(frame: &Frame, as_of: Option<Date>, known_at: Option<kernel::Instant>) -> String {
    let day = as_of.map(|day| frame.date(day));
    let known = known_at.map(|at| match frame.lang {
        Lang::Zh => format!("按 {} 所知", frame.time(at)),
        Lang::En => format!("as known on {}", frame.time(at)),
    });
    day.into_iter().chain(known).collect::<Vec<_>>().join(frame.words().comma)
}

/// Fields with a value, and the names of those without.
fn fields(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &Names<'_>,
    register: &Register,
    record: &Record,
    access: Access,
) -> Result<(Vec<SummaryLine>, String), Refusal> {
    let mut sources = Sources::default();
    let (mut lines, mut blank) = (Vec::new(), Vec::new());
    for field in register.fields.iter().filter(|field| permits::sees_field(access, field)) {
        let value = record.body.get(&field.id).unwrap_or(&Value::Null);
        let mut cell = values::cell(names, field, value);
        if cell.text.is_empty() {
            blank.push(frame.text(&field.name));
            continue;
        }
        if register.sourced && field.id == "source" {
            cell = sources.cell(frame, ask, &cell.text)?;
        }
        // A number in a list of fields stands where the texts stand.
        let values = vec![Cell { numeric: false, ..cell }];
        lines.push(SummaryLine { name: values::label(names, field), values, restricted: !field.public });
    }
    Ok((lines, blank.join(frame.pick("、", ", "))))
}

/// Beside a field with open comments: how many, leading to the latest of them.
fn mark_comments(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &Names<'_>,
    register: &Register,
    id: &Id,
    lines: &mut [SummaryLine],
) -> Result<(), Refusal> {
    let mut open: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for said in comments::of_record(ask, &frame.charter().zone.id, id)? {
        if said.resolved.is_none() && !said.field.is_empty() {
            open.entry(said.field).or_insert_with(|| (0, said.id)).0 += 1;
        }
    }
    for field in &register.fields {
        let Some((count, latest)) = open.get(&field.id) else { continue };
        let name = values::label(names, field);
        let Some(line) = lines.iter_mut().find(|line| line.name == name) else { continue };
        let words = match frame.lang {
            Lang::Zh => format!("意见待办 {count} 条"),
            Lang::En => format!("{count} open comments"),
        };
        line.values.push(Cell::link(format!("#{}", comments::anchor(latest)), words));
    }
    Ok(())
}

/// What the caller may do with the record: the first is the main one, at most three; the rest.
fn actions(frame: &Frame, register: &Register, record: &Record, past: bool) -> (Vec<Link>, Vec<Link>) {
    if !frame.caller.is_signed_in() || record.withdrawn || past {
        return (Vec::new(), Vec::new());
    }
    if meetings::is_by_its_commands(frame.charter(), register, &record.body) {
        return (Vec::new(), Vec::new());
    }
    let words = frame.words();
    let may = |action| permits::may(&frame.caller, register, action, &record.body);
    let link = |verb: &str, text: &str| {
        Link::new(frame.href(&address::work_form(&register.id, &record.id, verb)), text)
    };
    let free = |new: &Record| decided::is_free(frame.charter(), register, record, new);
    let to = register.stage(&record.stage).map(|stage| stage.to.as_slice()).unwrap_or_default();
    let can_move = to.iter().any(|stage| free(&Record { stage: stage.clone(), ..record.clone() }));
    let amends = may(Action::Amend);
    let first = [
        amends.then(|| link("amend", words.amend)),
        (can_move && may(Action::Advance)).then(|| link("advance", words.advance)),
    ];
    let rest = [
        (amends && !register.attach.is_empty()).then(|| link("attach", words.attach)),
        amends.then(|| link("link", words.link)),
        (register.project.is_some() && may(Action::Advance))
            .then(|| link("approve-plan", frame.pick("批准计划", "Approve the plan"))),
        (may(Action::Withdraw) && free(&Record { withdrawn: true, ..record.clone() }))
            .then(|| link("withdraw", words.withdraw)),
    ];
    (first.into_iter().flatten().collect(), rest.into_iter().flatten().collect())
}

/// Linked records the caller may see, by kind.
fn links(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &mut Names<'_>,
    id: &Id,
) -> Result<Vec<LinkedGroup>, Refusal> {
    let zone = &frame.charter().zone.id;
    let mut groups: BTreeMap<(bool, String), Vec<RecordLink>> = BTreeMap::new();
    for link in registers::links(ask, zone, id)?.into_iter().take(LINKS_MAX) {
        let Some(other) = registers::find(ask, zone, &link.other)? else { continue };
        let Some(register) = frame.charter().register(&other.register) else { continue };
        let Some(title) = names.learn_title(ask, &register.id, &link.other)? else { continue };
        let record = Link::new(frame.href(&record_path(frame, &other)), title);
        let list = frame.text(&register.name).to_owned();
        groups.entry((link.inbound, link.kind)).or_default().push(RecordLink { record, list });
    }
    let from = frame.pick("（对方登记）", " (registered there)");
    let kind = |inbound, kind: String| if inbound { format!("{kind}{from}") } else { kind };
    Ok(groups
        .into_iter()
        .map(|((inbound, name), records)| LinkedGroup { kind: kind(inbound, name), records })
        .collect())
}

/// Files of a record that were attached at such an instant.
pub fn attachments(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    record: &Record,
    when: impl Fn(Instant) -> bool,
) -> Result<Vec<Attachment>, Refusal> {
    let id = &record.id;
    let files = registers::attachments(ask, &frame.charter().zone.id, id)?;
    Ok(files
        .into_iter()
        .filter(|file| when(file.recorded_at))
        .map(|file| Attachment {
            about: about(frame, register, record, &file),
            kind: file.name.rsplit_once('.').map(|(_, ending)| ending.to_uppercase()).unwrap_or_default(),
            file: Link::new(address::attachment(&register.id, id, &file.sha256), file.name),
            size: say::size(file.size),
            at: frame.time(file.recorded_at),
            sha256: file.sha256.chars().take(12).collect(),
        })
        .collect())
}

/// Kind of document, side, and what a photo says of itself.
fn about(frame: &Frame, register: &Register, record: &Record, file: &registers::Attachment) -> String {
    let mut said = Vec::new();
    said.extend(register.document(&file.document).map(|kind| frame.text(&kind.name).to_owned()));
    if !file.side.is_empty() {
        said.push(gates::side_name(frame, &file.side));
    }
    if !file.photo.taken_at.is_empty() {
        let at = file.photo.taken_at.replace('T', " ");
        said.push(format!("{}{at}", frame.pick("拍摄于 ", "taken ")));
    }
    let taken = file.photo.place.as_ref().and_then(kernel::place::Bounds::of).map(|b| (b.west, b.south));
    if let Some(taken) = taken {
        said.push(match record.middle(register) {
            Some(place) => {
                let distance = say::distance(kernel::place::haversine_m(taken, place));
                format!("{}{distance}", frame.pick("距项目点 ", "distance from the place of the record: "))
            }
            None => format!("{:.5}, {:.5}", taken.0, taken.1),
        });
    }
    said.extend(unread(frame, &file.photo.unread));
    said.join(" · ")
}

/// Why a file could not be looked into for marks of secrecy.
fn unread(frame: &Frame, why: &str) -> Option<String> {
    let (zh, en) = match why {
        "encrypted" => {
            ("设有密码，未能检查密级标识", "locked by a password, not looked into for marks of secrecy")
        }
        "broken" => ("文件损坏，未能检查密级标识", "damaged, not looked into for marks of secrecy"),
        "no_text" => ("没有文字，未能检查密级标识", "without text, not looked into for marks of secrecy"),
        _ => return None,
    };
    Some(frame.pick(zh, en).to_owned())
}
