//! On the workbench page of a record of a work list: its lamp and why, its parts, its reports, what was
//! proposed.

use super::{Frame, Names, address, reported, say};
use crate::charter::model::{Register, Standing};
use crate::domain::registers::permits::{self, Access};
use crate::domain::registers::{Record, store_refusal};
use crate::domain::rounds::{self, State};
use crate::domain::{lamps, worklists};
use crate::http::views::{Cell, Column, EntryLine, Link, Matter, Table, TableRow};
use kernel::{Cell as LogCell, Lang, Refusal};
use serde_json::Value;
use store::Ask;

/// Lamps and reports shown.
const SHOWN_MAX: usize = 60;

/// Where a matter stands; none on the public site, or where the caller does not see it whole, or where the
/// record stands on no work list.
pub fn matter(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    record: &Record,
) -> Result<Option<Matter>, Refusal> {
    let sees = permits::access(&frame.caller, register, record) == Access::Full;
    if !frame.is_work || !sees || register.worklist.is_none() || record.withdrawn {
        return Ok(None);
    }
    if register.standing(&record.stage) == Standing::Draft {
        return Ok(None);
    }
    let charter = frame.charter();
    let Some((item, judged)) = worklists::item(ask, charter, record, frame.today)? else { return Ok(None) };
    let cell = LogCell::of(&charter.zone.id, &record.id);
    let given = lamps::given(ask, &cell, &record.id).map_err(store_refusal)?;
    let by_hand = given.filter(|_| judged.lamp != judged.by_rule || item.lamp != judged.by_rule);
    let names = frame.names();
    let by_hand = by_hand.map_or_else(String::new, |given| {
        let (post, last) = (names.post(&given.actor_post), frame.date(given.hand.last));
        match frame.lang {
            Lang::Zh => format!("由{post}给出，至 {last}止：{}", given.reason),
            Lang::En => format!("Given by {post} until {last}: {}", given.reason),
        }
    });
    let changes = lamps::changes(ask, &cell, &record.id).map_err(store_refusal)?;
    let lamps = changes.iter().take(SHOWN_MAX).map(|change| {
        (frame.date(change.day), reported::lamp(frame, change.lamp), frame.text(&change.words).to_owned())
    });
    Ok(Some(Matter {
        lamp: reported::lamp(frame, item.lamp),
        since: match frame.lang {
            Lang::Zh => format!("自 {}起", frame.date(item.since)),
            Lang::En => format!("since {}", frame.date(item.since)),
        },
        why: frame.text(&item.words).to_owned(),
        by_hand,
        rules: reported::rules(frame, register),
        leads: leads(frame, register, record),
        parts: parts(frame, ask, register, record)?,
        lamps: lamps.collect(),
        reports: reports(frame, ask, register, record)?,
        proposals: proposals(frame, ask, register, record)?,
        actions: actions(frame, register, record),
    }))
}

/// Who leads, in order: the first one reports.
fn leads(frame: &Frame, register: &Register, record: &Record) -> String {
    let units = register.leads(&record.body);
    let name = |id: &&str| frame.charter().unit(id).map_or(*id, |unit| frame.text(&unit.name)).to_owned();
    let names: Vec<String> = units.iter().map(name).collect();
    match (frame.lang, names.as_slice()) {
        (_, []) => String::new(),
        (Lang::Zh, [one]) => format!("牵头并填报：{one}"),
        (Lang::En, [one]) => format!("Leads and reports: {one}"),
        (Lang::Zh, [first, others @ ..]) => format!("牵头并填报：{first}；共同牵头：{}", others.join("、")),
        (Lang::En, [first, others @ ..]) => {
            format!("Leads first and reports: {first}; leads with it: {}", others.join(", "))
        }
    }
}

fn parts(frame: &Frame, ask: &mut dyn Ask, register: &Register, record: &Record) -> Result<Table, Refusal> {
    let (records, _) = worklists::parts(ask, &frame.caller, register, &record.id, frame.today)?;
    let names = frame.names();
    let mut rows = Vec::new();
    for part in records {
        let item = worklists::item(ask, frame.charter(), &part, frame.today)?;
        let (tag, why) = item.map_or((None, String::new()), |(item, _)| {
            (Some(reported::lamp(frame, item.lamp)), frame.text(&item.words).to_owned())
        });
        rows.push(TableRow {
            cells: vec![
                Cell::link(
                    frame.href(&address::work_record(&register.id, &part.id)),
                    names.title(register, &part),
                ),
                tag.map_or_else(Cell::default, Cell::tag),
                Cell::text(why),
            ],
            sample: names.is_sample(register, &part),
            ..TableRow::default()
        });
    }
    let words = frame.words();
    let labels = [words.name, words.matter_lamp, words.matter_why];
    let columns = labels.map(|label| Column { label: label.to_owned(), ..Column::default() });
    Ok(Table { caption: words.matter_parts.to_owned(), columns: columns.to_vec(), rows })
}

fn reports(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    record: &Record,
) -> Result<Vec<EntryLine>, Refusal> {
    let entries = rounds::entries(ask, frame.charter(), &frame.caller, register, record)?;
    let mut names: Names<'_> = frame.names();
    names.learn(ask, register, entries.iter().map(|entry| &entry.fields))?;
    let lines = entries.iter().take(SHOWN_MAX).map(|entry| EntryLine {
        what: format!("{} {}", entry.round, state(frame, entry.state)),
        at: format!("{} · {}", frame.time(entry.at), names.post(&entry.post)),
        cells: match entry.state {
            State::Returned => Vec::new(),
            _ => reported::cells(frame, &names, register, &entry.before, &entry.fields, ("", &entry.stage)),
        },
        remark: if entry.state == State::Returned { entry.remark.clone() } else { String::new() },
        link: None,
    });
    Ok(lines.collect())
}

/// Where a report stands, in a word.
pub fn state(frame: &Frame, state: State) -> &'static str {
    let words = frame.words();
    match state {
        State::Draft => frame.pick("草稿", "draft"),
        State::Submitted => frame.pick("已报送", "submitted"),
        State::Returned => words.round_returned,
        State::Accepted => words.round_accepted,
    }
}

fn proposals(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    record: &Record,
) -> Result<Vec<EntryLine>, Refusal> {
    let names = frame.names();
    let law = register.worklist.as_ref().and_then(|law| law.approval.as_ref());
    let decides = law.is_some_and(|law| law.by.iter().any(|role| frame.caller.roles.contains(role)));
    let proposals = worklists::proposals_of(ask, &frame.charter().zone.id, &record.id)?;
    let line = |proposal: &worklists::Proposal| {
        let fields = proposal.fields.iter().filter_map(|(id, value)| {
            let field = register.field(id)?;
            let old = record.body.get(id).unwrap_or(&Value::Null);
            let text = |value| super::values::text(&names, field, value);
            let before = if proposal.state == "open" { text(old) } else { String::new() };
            Some(format!("{} {before} → {}", frame.text(&field.name), text(value)))
        });
        let stage = (!proposal.stage.is_empty()).then(|| names.stage(register, &proposal.stage));
        let what: Vec<String> = fields.chain(stage).collect();
        let state = match proposal.state.as_str() {
            "open" => frame.pick("待批", "waiting"),
            "approved" => frame.pick("已批准", "approved"),
            _ => frame.pick("未批准", "declined"),
        };
        let mut remark = proposal.reason.clone();
        if !proposal.remark.is_empty() {
            remark = format!(
                "{remark}\n{}{}{}",
                names.post(&proposal.decided_by),
                frame.words().colon,
                proposal.remark
            );
        }
        let path = address::work_form(&register.id, &record.id, &format!("proposals/{}", proposal.number));
        EntryLine {
            what: format!("{}（{state}）", what.join("；")),
            at: format!("{} · {}", frame.time(proposal.proposed_at), names.post(&proposal.proposed_by)),
            remark,
            link: (decides && proposal.state == "open")
                .then(|| Link::new(frame.href(&path), frame.pick("批复", "Decide"))),
            ..EntryLine::default()
        }
    };
    Ok(proposals.iter().map(line).collect())
}

fn actions(frame: &Frame, register: &Register, record: &Record) -> Vec<Link> {
    if !register.standing(&record.stage).is_open() {
        return Vec::new();
    }
    let words = frame.words();
    let link = |verb: &str, text: &str| {
        Link::new(frame.href(&address::work_form(&register.id, &record.id, verb)), text)
    };
    let leads = register.leads(&record.body).iter().any(|unit| frame.caller.units.contains(*unit));
    let law = register.worklist.as_ref();
    let may_propose = leads && law.is_some_and(|law| law.approval.is_some());
    let may_give =
        worklists::may_review(&frame.caller, register) && law.is_some_and(|law| law.lamps.is_some());
    let all = [
        may_propose.then(|| link("propose", words.change_propose)),
        may_give.then(|| link("lamp", words.lamp_give)),
    ];
    all.into_iter().flatten().collect()
}

/// `18 项`, `18 matters`.
pub fn matters(lang: Lang, number: i64) -> String {
    let whole = say::whole(lang, number);
    match (lang, number) {
        (Lang::Zh, _) => format!("{whole} 项"),
        (Lang::En, 1) => "1 matter".into(),
        (Lang::En, _) => format!("{whole} matters"),
    }
}
