//! The agenda of a meeting, and the form that orders it.

use super::verb::Verb;
use super::{About, KEY, Posted, Said, Typed, done, form_key, goes_back_to_form, page, perform, say, show};
use crate::charter::model::{FieldType, Verdict};
use crate::domain::meetings::{Item, OrderAgenda, Ordered, Paper};
use crate::http::pages::common::{Frame, address, cases, say as write, values};
use crate::http::views::{
    AgendaForm, AgendaFormRow, AgendaItem, Cell, ErrorLine, Link, PaperLine, SummaryLine, Tag, Tone,
};
use crate::http::{Failure, Site, ask};
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Id, Lang, Problem, Refusal};
use serde_json::Value;
use std::sync::Arc;

/// Fields that say where an item stands, not what it is about.
const OWN: [&str; 2] = ["meeting", "merged_into"];

/// The agenda is put in order.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    typed.key()?;
    let meeting = Id::parse(&id).ok_or_else(Refusal::not_found)?;
    let path = address::meeting(&meeting);
    let answer = match command(&meeting, &typed) {
        Ok(command) => perform(&site, &visitor, Box::new(command), &typed).await,
        Err(problems) => Err(Refusal::invalid(problems).into()),
    };
    let failure = match answer {
        Ok(_) => return Ok(done(&visitor, &path, "agenda")),
        Err(failure) if goes_back_to_form(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let status = failure.status();
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        let mut page = page::draw(&about, reader, &typed, Some(&failure.refusal))?;
        page.page.single_language = true;
        Ok(page)
    })
    .await?;
    show(status, &page)
}

fn command(meeting: &Id, typed: &Typed) -> Result<OrderAgenda, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut rows: Vec<(i64, usize, Ordered)> = Vec::new();
    let mut off = Vec::new();
    let ids =
        typed.pairs().iter().filter_map(|(name, version)| Some((name.strip_prefix("version-")?, version)));
    for (at, (id, version)) in ids.enumerate() {
        if typed.get(&format!("keep-{id}")).is_empty() {
            off.extend(Id::parse(id).map(|id| (id, version.parse().unwrap_or(0))));
            continue;
        }
        let whole = |name: &str, least: i64| {
            let name = format!("{name}-{id}");
            let text = typed.get(&name).trim();
            if text.is_empty() {
                return Ok(0);
            }
            let number = text.parse::<i64>().ok().filter(|number| *number >= least);
            number.ok_or_else(|| Problem::new(name.as_str(), "not_an_integer").with("given", text))
        };
        let (position, minutes) = (whole("pos", 1), whole("minutes", 0));
        for problem in [&position, &minutes].into_iter().filter_map(|read| read.as_ref().err()) {
            problems.push(problem.clone());
        }
        let Some(id) = Id::parse(id) else { continue };
        rows.push((
            position.unwrap_or(0),
            at,
            Ordered {
                version: version.parse().unwrap_or(0),
                mode: typed.get(&format!("mode-{id}")).to_owned(),
                minutes: minutes.unwrap_or(0),
                id,
            },
        ));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    // Two items with the same number stand as they stood.
    rows.sort_by_key(|(position, at, _)| (if *position == 0 { i64::MAX } else { *position }, *at));
    Ok(OrderAgenda {
        meeting: meeting.clone(),
        items: rows.into_iter().map(|(_, _, item)| item).collect(),
        off,
        note: typed.get("note").replace("\r\n", "\n"),
    })
}

/// The form; none where the agenda is closed or the caller may not order it.
pub fn form(
    about: &About<'_>,
    typed: &Typed,
    refused: Option<&Refusal>,
    errors: &mut Vec<ErrorLine>,
) -> Option<AgendaForm> {
    let frame = about.frame;
    let open = about.is_in(&["preparing", "called"]) || (about.is_in(&["sitting"]) && about.is_sitting());
    if !about.is_office() || !open || about.sitting.items.is_empty() || about.sitting.open_ballot().is_some()
    {
        return None;
    }
    let field = about.sitting.agenda.field("mode")?;
    let modes = field.choices.iter().map(|one| (one.id.clone(), frame.text(&one.name).to_owned())).collect();
    let mut hidden = vec![(KEY.to_owned(), typed.get(KEY).to_owned())];
    let rows = about.sitting.items.iter().map(|item| {
        let (record, id) = (&item.record, item.record.id.as_str());
        hidden.push((format!("version-{id}"), record.version.to_string()));
        let sent = refused.is_some();
        let value = |name: &str, now: String| {
            if sent { typed.get(&format!("{name}-{id}")).to_owned() } else { now }
        };
        let minutes = match say::number(record, "minutes") {
            0 => String::new(),
            minutes => minutes.to_string(),
        };
        AgendaFormRow {
            id: id.to_owned(),
            name: about.item_title(record),
            position: value("pos", say::number(record, "item_number").to_string()),
            mode: value("mode", say::text(record, "mode").to_owned()),
            minutes: value("minutes", minutes),
            keep: !sent || !typed.get(&format!("keep-{id}")).is_empty(),
            free: record.stage == "placed",
        }
    });
    let rows: Vec<AgendaFormRow> = rows.collect();
    let said = refused.map(|refusal| Said::of(refusal, None, frame.lang)).unwrap_or_default();
    let note_error = said.at("note", frame.lang);
    if !note_error.is_empty() {
        errors.push(ErrorLine {
            field: "note".into(),
            label: frame.words().agenda_off_why.to_owned(),
            text: note_error.clone(),
        });
    }
    for row in &rows {
        for (name, label) in [
            ("pos", frame.words().agenda_position),
            ("mode", frame.words().agenda_mode),
            ("minutes", frame.words().agenda_minutes),
        ] {
            let input = format!("{name}-{}", row.id);
            let text = said.at(&input, frame.lang);
            if !text.is_empty() {
                errors.push(ErrorLine { field: input, label: format!("{} {label}", row.name), text });
            }
        }
    }
    let known = |field: &str| field == "note" || rows.iter().any(|row| field.ends_with(&row.id));
    let shown: Vec<String> =
        said.problems.iter().map(|one| one.field.clone()).filter(|field| known(field)).collect();
    errors.extend(said.lines(&shown, Some(about.sitting.agenda), frame.lang));
    Some(AgendaForm {
        action: frame.href(&address::meeting_part(about.id(), "agenda")),
        hidden,
        rows,
        modes,
        note: typed.get("note").to_owned(),
        note_error,
    })
}

/// Items in their order.
pub fn items(about: &About<'_>) -> Vec<AgendaItem> {
    about.sitting.items.iter().map(|item| one(about, item)).collect()
}

/// Items that were taken off.
pub fn dropped(about: &About<'_>) -> Vec<Link> {
    let frame = about.frame;
    let link = |item: &crate::domain::registers::Record| {
        let into = say::id(item, "merged_into");
        let into = into.and_then(|id| about.sitting.items.iter().find(|other| other.record.id == id));
        let into = into.map_or_else(String::new, |other| {
            format!(
                "{}{}{}",
                frame.pick("（并入 ", " (merged into "),
                about.item_title(&other.record),
                frame.pick("）", ")")
            )
        });
        Link::new(
            frame.href(&address::work_record(&about.sitting.agenda.id, &item.id)),
            format!("{}{into}", about.names.title(about.sitting.agenda, item)),
        )
    };
    about.sitting.dropped.iter().map(link).collect()
}

fn one(about: &About<'_>, item: &Item) -> AgendaItem {
    let (frame, record) = (about.frame, &item.record);
    AgendaItem {
        id: record.id.to_string(),
        number: match say::number(record, "item_number") {
            0 => String::new(),
            number => number.to_string(),
        },
        title: Link::new(
            frame.href(&address::item(about.id(), &record.id)),
            about.names.title(about.sitting.agenda, record),
        ),
        tags: tags(about, item),
        facts: facts(about, item, false),
        papers: papers(about, item),
        actions: actions(about, item),
    }
}

/// Mode, joint, result.
pub fn tags(about: &About<'_>, item: &Item) -> Vec<Tag> {
    let (frame, record) = (about.frame, &item.record);
    let mut all = Vec::new();
    if let Some(mode) = about.sitting.agenda.field("mode") {
        let word = about.names.name(mode, record.body.get("mode").unwrap_or(&Value::Null));
        all.push(Tag::new(Tone::Grey, word));
    }
    if say::yes(record, "joint") {
        all.push(Tag::new(Tone::Notice, frame.pick("两方共同事项", "needs both sides")));
    }
    match Verdict::find(say::text(record, "result")) {
        Some(verdict) => all.push(say::verdict(frame, verdict)),
        None if record.stage == "kept" && about.sitting.rules.is_some() => {
            all.push(Tag::new(Tone::Blue, frame.pick("已听取", "heard")));
        }
        None => {}
    }
    all
}

/// What an item asks, who reports, what it is about, what was decided. `whole`: also what stands elsewhere on the
/// page of the meeting.
pub fn facts(about: &About<'_>, item: &Item, whole: bool) -> Vec<SummaryLine> {
    let (frame, record, agenda) = (about.frame, &item.record, about.sitting.agenda);
    let mut all = Vec::new();
    for id in ["request", "reporter", "minutes", "wording", "dissent"] {
        let Some(field) = agenda.field(id) else { continue };
        let cell = values::cell(&about.names, field, record.body.get(id).unwrap_or(&Value::Null));
        if !cell.text.is_empty() {
            let cell = Cell { numeric: false, ..cell };
            all.push(SummaryLine {
                name: values::label(&about.names, field),
                values: vec![cell],
                restricted: false,
            });
        }
    }
    let records = agenda
        .fields
        .iter()
        .filter(|field| field.kind == FieldType::Record && !OWN.contains(&field.id.as_str()));
    for field in records {
        let Some(id) = say::id(record, &field.id) else { continue };
        let register = field.register.as_deref().unwrap_or_default();
        let name = about.names.name(field, &Value::from(id.as_str()));
        let href = if about.names.find_title(&id).is_some() && page::sees(about, register) {
            frame.href(&address::work_record(register, &id))
        } else {
            String::new()
        };
        all.push(cases::line(frame.text(&field.name), Cell { href, ..Cell::text(name) }));
    }
    for one in &item.recusals {
        let said = format!("{}{}{}", about.seat(&one.post), frame.words().colon, one.reason);
        all.push(cases::line(frame.pick("回避", "Keeps out"), Cell::text(said)));
    }
    let counted = item.ballots.iter().rev().find(|(ballot, _)| ballot.outcome.is_some());
    if let Some((ballot, _)) = counted
        && let Some(outcome) = &ballot.outcome
    {
        all.push(cases::line(
            frame.text(&ballot.way.word()),
            Cell::text(say::outcome(frame, ballot.way, outcome)),
        ));
    }
    let issued =
        about.sitting.resolutions.iter().find(|one| say::id(one, "agenda_item").as_ref() == Some(&record.id));
    if let Some(issued) = issued {
        let text = format!("{} {}", say::text(issued, "number"), say::text(issued, "name"));
        all.push(cases::line(
            frame.pick("决议", "Resolution"),
            Cell::link(frame.href(&address::resolution(about.id(), &issued.id)), text),
        ));
    }
    if whole {
        all.push(cases::line(
            frame.pick("清单条目", "On the list"),
            Cell::link(
                frame.href(&address::work_record(&agenda.id, &record.id)),
                about.names.title(agenda, record),
            ),
        ));
    }
    all
}

/// Papers of an item.
pub fn papers(about: &About<'_>, item: &Item) -> Vec<PaperLine> {
    item.papers.iter().map(|paper| line(about, item, paper)).collect()
}

fn line(about: &About<'_>, item: &Item, paper: &Paper) -> PaperLine {
    let frame = about.frame;
    let href = match paper.subject.split_once('/') {
        None => address::attachment(&about.sitting.agenda.id, &item.record.id, &paper.digest),
        Some((register, id)) => {
            Id::parse(id).map(|id| frame.href(&address::work_record(register, &id))).unwrap_or_default()
        }
    };
    let what = match (paper.subject.is_empty(), frame.lang) {
        (true, _) => write::size(paper.size),
        (false, Lang::Zh) => format!("条目第 {} 版", paper.version),
        (false, Lang::En) => format!("record, version {}", paper.version),
    };
    let late = match (paper.late, paper.let_in.is_empty(), frame.lang) {
        (false, ..) => String::new(),
        (true, true, _) => frame.pick("迟交", "late").to_owned(),
        (true, false, Lang::Zh) => format!("迟交，主持人准许：{}", paper.let_in),
        (true, false, Lang::En) => format!("late, let in by the chair: {}", paper.let_in),
    };
    PaperLine {
        file: Link::new(href, paper.name.clone()),
        digest: paper.digest.chars().take(12).collect(),
        about: format!("{what} · {}", frame.time(paper.filed_at)),
        late,
    }
}

/// What the caller may do with an item.
pub fn actions(about: &About<'_>, item: &Item) -> Vec<Link> {
    let frame = about.frame;
    let link = |part: &str, text: &str| {
        Link::new(frame.href(&address::item_part(about.id(), &item.record.id, part)), text)
    };
    let (placed, office) = (item.record.stage == "placed", about.is_office());
    let mut all = Vec::new();
    if office && placed && about.is_in(&["preparing", "called"]) {
        all.push(link("paper", frame.pick("交材料", "Hand in a paper")));
    }
    let quiet = about.sitting.open_ballot().is_none();
    let own = about
        .sitting
        .rules
        .is_some_and(|rules| frame.caller.posts.iter().any(|held| rules.seats.contains(&held.post)));
    if (office || own) && placed && quiet && about.is_in(&["preparing", "called", "sitting"]) {
        all.push(link(Verb::Recuse.part(), frame.text(&Verb::Recuse.word())));
    }
    if office && placed && about.is_in(&["preparing", "called"]) && about.sitting.items.len() > 1 {
        all.push(link(Verb::Merge.part(), frame.text(&Verb::Merge.word())));
    }
    let adopted = Verdict::find(say::text(&item.record, "result")).is_some_and(Verdict::adopts);
    let issued = about
        .sitting
        .resolutions
        .iter()
        .any(|one| say::id(one, "agenda_item").as_ref() == Some(&item.record.id));
    if office && adopted && !issued && item.record.stage == "kept" && about.sitting.rules.is_some() {
        all.push(link(Verb::Resolution.part(), frame.text(&Verb::Resolution.word())));
    }
    all
}
