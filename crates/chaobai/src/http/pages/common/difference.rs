//! Two versions of a record side by side: what differs field by field, prose character by character, and the files
//! that came in between. Shown to whoever may read the history, and no more of it than they may.

use super::list::{find, record_path};
use super::{Frame, Names, record, values};
use crate::charter::model::{Field, FieldType, Register};
use crate::domain::registers::{self, Version, permits};
use crate::http::views::{Choice, DifferencePage, DifferenceRow, FieldInput, InputKind, Link, Nav, Span};
use kernel::difference::{Piece, difference};
use kernel::{Id, Lang, Problem, Refusal};
use serde_json::Value;
use store::Ask;

/// The page at an address: `from` and `to` are numbers of versions; left out: the latest and the one before it.
pub fn page(frame: &Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<DifferencePage, Refusal> {
    let register = find(frame, register)?;
    let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
    let charter = frame.charter();
    let (record, access) = registers::get(ask, charter, &frame.caller, register, &id)?;
    let history = registers::history(ask, charter, &frame.caller, register, &id)?;
    let mut names = frame.names();
    names.learn(ask, register, history.iter().map(|version| &version.record.body))?;
    let (old, new) = chosen(frame, &history)?;
    let sees = |field: &&Field| permits::sees_field(access, field);
    let rows = match old {
        Some(old) => rows(&names, register, old, new, sees),
        None => Vec::new(),
    };
    let is_same = |field: &&Field| match old {
        Some(old) => value(old, field) == value(new, field) && *value(new, field) != Value::Null,
        None => false,
    };
    let same = register.fields.iter().filter(sees).filter(is_same);
    let same: Vec<&str> = same.map(|field| frame.text(&field.name)).collect();
    let files = match old {
        Some(old) => {
            let (from, to) = (old.record.amended_at, new.record.amended_at);
            let mut files = record::attachments(frame, ask, register, &record, |at| from < at && at <= to)?;
            files.reverse();
            files
        }
        None => Vec::new(),
    };
    let title = names.title(register, &record);
    let heading = format!("{}{}{title}", frame.pick("版本对比", "Versions compared"), frame.words().colon);
    let nav = if frame.is_work { Nav::WorkLists } else { Nav::Lists };
    let path = record_path(frame, &record);
    Ok(DifferencePage {
        page: frame.page(nav, heading.as_str()),
        back: Link::new(frame.href(&path), title),
        heading,
        sample: names.is_sample(register, &record),
        lead: lead(frame, old.is_some(), rows.len(), files.len()),
        action: frame.href(&format!("{path}/difference")),
        choose: match old {
            Some(old) => vec![
                choose(frame, &names, "from", frame.pick("旧版本", "Older version"), &history, old),
                choose(frame, &names, "to", frame.pick("新版本", "Newer version"), &history, new),
            ],
            None => Vec::new(),
        },
        columns: [old.unwrap_or(new), new].map(|version| column(frame, version)),
        rows,
        same: same.join(frame.pick("、", ", ")),
        files,
    })
}

/// The two versions asked for, the older one first; none where there is only one.
fn chosen<'h>(frame: &Frame, history: &'h [Version]) -> Result<(Option<&'h Version>, &'h Version), Refusal> {
    // What the caller may not see of a history is not there for them.
    let latest = history.first().ok_or_else(Refusal::not_found)?;
    let asked = |name: &'static str| -> Result<Option<&'h Version>, Refusal> {
        let Some(text) = frame.query.get(name) else { return Ok(None) };
        let found = history.iter().find(|version| version.record.version.to_string() == text);
        let numbers: Vec<String> = history.iter().map(|one| one.record.version.to_string()).collect();
        let none = || {
            let problem = Problem::new(name, "not_a_choice").with("given", text);
            Refusal::invalid(vec![problem.with("allowed", numbers.join(", "))])
        };
        found.map(Some).ok_or_else(none)
    };
    let to = asked("to")?.unwrap_or(latest);
    let before = |version: &&Version| version.record.version < to.record.version;
    let from = asked("from")?.or_else(|| history.iter().find(before));
    Ok(match from {
        Some(from) if from.record.version > to.record.version => (Some(to), from),
        from => (from, to),
    })
}

fn value<'v>(version: &'v Version, field: &Field) -> &'v Value {
    version.record.body.get(&field.id).unwrap_or(&Value::Null)
}

/// Stage, withdrawal and every field that differs, in the order of the list.
fn rows<'f>(
    names: &Names<'_>,
    register: &'f Register,
    old: &Version,
    new: &Version,
    sees: impl Fn(&&'f Field) -> bool,
) -> Vec<DifferenceRow> {
    let lang = names.lang;
    let pick = |zh: &'static str, en: &'static str| super::say::pick(lang, zh, en).to_owned();
    let mut rows = Vec::new();
    let (before, after) = (&old.record, &new.record);
    if before.stage != after.stage {
        let stage = |id: &str| names.stage(register, id);
        rows.push(whole(pick("阶段", "Stage"), stage(&before.stage), stage(&after.stage)));
    }
    if before.withdrawn != after.withdrawn {
        let word = |withdrawn: bool| if withdrawn { pick("已撤回", "withdrawn") } else { String::new() };
        rows.push(whole(pick("撤回", "Withdrawn"), word(before.withdrawn), word(after.withdrawn)));
    }
    for field in register.fields.iter().filter(sees) {
        let (old, new) = (value(old, field), value(new, field));
        if old == new {
            continue;
        }
        let (before, after) = (values::text(names, field, old), values::text(names, field, new));
        let prose = matches!(field.kind, FieldType::Text | FieldType::LongText);
        let row = if prose {
            pieces(values::label(names, field), &before, &after)
        } else {
            whole(values::label(names, field), before, after)
        };
        rows.push(DifferenceRow { restricted: !field.public, ..row });
    }
    rows
}

/// A value that gives way to another as a whole.
fn whole(name: String, old: String, new: String) -> DifferenceRow {
    let span = |text: String, kind| if text.is_empty() { Vec::new() } else { vec![Span { text, kind }] };
    DifferenceRow { name, restricted: false, old: span(old, "gone"), new: span(new, "new") }
}

/// A text and what became of it, piece by piece.
fn pieces(name: String, old: &str, new: &str) -> DifferenceRow {
    let mut row = DifferenceRow { name, ..DifferenceRow::default() };
    for piece in difference(old, new) {
        match piece {
            Piece::Same(text) => {
                let span = Span { text: text.to_owned(), kind: "same" };
                row.old.push(span.clone());
                row.new.push(span);
            }
            Piece::Gone(text) => row.old.push(Span { text: text.to_owned(), kind: "gone" }),
            Piece::New(text) => row.new.push(Span { text: text.to_owned(), kind: "new" }),
        }
    }
    row
}

fn lead(frame: &Frame, two: bool, fields: usize, files: usize) -> String {
    match (frame.lang, two, fields + files) {
        (Lang::Zh, false, _) => "这一条只有一个版本，没有可以对比的。".to_owned(),
        (Lang::En, false, _) => {
            "There is one version of this record, and nothing to compare it with.".to_owned()
        }
        (Lang::Zh, true, 0) => "两个版本的内容相同。".to_owned(),
        (Lang::En, true, 0) => "Both versions say the same.".to_owned(),
        (Lang::Zh, true, _) => format!("有 {fields} 处内容不同，其间新增附件 {files} 个。"),
        (Lang::En, true, _) => format!("Differences: {fields}; files added in between: {files}."),
    }
}

fn choose(
    frame: &Frame,
    names: &Names<'_>,
    name: &str,
    label: &str,
    history: &[Version],
    chosen: &Version,
) -> FieldInput {
    let option = |version: &Version| {
        let (number, at) = (version.record.version, frame.time(version.record.amended_at));
        let post = names.post(&version.actor_post);
        let by = if post.is_empty() { String::new() } else { format!(" · {post}") };
        let text = match frame.lang {
            Lang::Zh => format!("第 {number} 版 · {at}{by}"),
            Lang::En => format!("version {number} · {at}{by}"),
        };
        let chosen = number == chosen.record.version;
        Choice { value: number.to_string(), text, chosen, ..Choice::default() }
    };
    let mut input = FieldInput::new(name, label, InputKind::Select);
    input.required = true;
    input.options = history.iter().map(option).collect();
    input
}

fn column(frame: &Frame, version: &Version) -> String {
    let (number, at) = (version.record.version, frame.time(version.record.amended_at));
    match frame.lang {
        Lang::Zh => format!("第 {number} 版（{at}）"),
        Lang::En => format!("Version {number} ({at})"),
    }
}
