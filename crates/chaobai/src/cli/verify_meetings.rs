//! Meetings: each event against the entry that made it with the records it wrote, each vote against its entry, and each
//! counted ballot recounted.

use super::verify_rows::Checked;
use super::verify_states::Proof;
use crate::domain::meetings::{self, BallotState, event_state, slip_state, slip_subject, vote_state};
use crate::domain::registers::Record;
use kernel::{Cell, Date, Id, Instant};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use store::{Ask, Reader, Row, StoreError};

/// Checks events, votes and counts.
pub fn check(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    events(reader, checked)?;
    votes(reader, checked)?;
    counts(reader, checked)?;
    lost(reader, checked)
}

/// A finding about a meeting, or about a ballot or event of one.
pub(super) fn tell(checked: &mut Checked, what: &str, (zh, en): (&str, &str)) {
    checked.find(format!("会议 {what}：{zh}"), format!("meeting {what}: {en}"));
}

const ALTERED: (&str, &str) = (
    "与其记录不符：写入后在程序之外被改动。",
    "it does not fit its entry: it was altered behind the program's back.",
);

/// Every event with the records written beside it, against one commitment.
fn events(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT m.cell, m.entry, m.meeting, m.number, m.at, m.command, m.item, m.actor, m.actor_post, m.said, \
               e.salt, e.leaf, v.id, v.register, v.version, v.stage, v.withdrawn, v.effective_on, v.body \
               FROM meeting_event m LEFT JOIN journal_entry e ON e.cell = m.cell AND e.seq = m.entry \
               LEFT JOIN record_version v ON v.cell = m.cell AND v.entry = m.entry \
               ORDER BY m.cell, m.entry, v.id, v.version";
    let mut group: Option<Group> = None;
    reader.each(sql, &[], &mut |row| {
        let here = (row.text(0)?, row.int(1)?);
        if group.as_ref().is_none_or(|group| group.at != here) {
            if let Some(done) = group.take() {
                judge(&done, checked);
            }
            group = Some(Group::of(&row, here)?);
        }
        if let (Some(group), Some(record)) = (&mut group, record(&row)?) {
            group.records.push(record);
        }
        Ok(())
    })?;
    if let Some(done) = group {
        judge(&done, checked);
    }
    Ok(())
}

struct Group {
    at: (String, i64),
    meeting: String,
    number: i64,
    recorded_at: i64,
    command: String,
    item: String,
    actor: String,
    post: String,
    said: Json,
    proof: Option<Proof>,
    records: Vec<Record>,
}

impl Group {
    fn of(row: &Row, at: (String, i64)) -> Result<Group, StoreError> {
        Ok(Group {
            at,
            meeting: row.text(2)?,
            number: row.int(3)?,
            recorded_at: row.int(4)?,
            command: row.text(5)?,
            item: row.text(6)?,
            actor: row.text(7)?,
            post: row.text(8)?,
            said: row.json(9)?,
            proof: Proof::of(row, 10, 11)?,
            records: Vec::new(),
        })
    }
}

fn judge(group: &Group, checked: &mut Checked) {
    // A command may write a record twice; what stands after it is what it commits to.
    let mut records: Vec<Record> = Vec::new();
    for record in &group.records {
        match records.last_mut() {
            Some(last) if last.id == record.id => *last = record.clone(),
            _ => records.push(record.clone()),
        }
    }
    let fits = Id::parse(&group.meeting).zip(group.proof.as_ref()).is_some_and(|(meeting, proof)| {
        let item = Id::parse(&group.item);
        let entry = &proof.entry;
        let beside = (entry.at.0, entry.command.as_str()) == (group.recorded_at, group.command.as_str())
            && entry.actor_post == group.post
            && (entry.subject.id.as_str(), entry.subject.version) == (group.meeting.as_str(), group.number);
        let state = event_state(&meeting, group.number, item.as_ref(), &group.said, &records);
        beside && proof.is_by(&group.actor) && proof.holds(&state)
    });
    if !fits {
        tell(checked, &format!("{} #{}", group.meeting, group.number), ALTERED);
    }
}

fn record(row: &Row) -> Result<Option<Record>, StoreError> {
    if row.is_null(12)? {
        return Ok(None);
    }
    let damaged = || StoreError::damaged("record_version");
    let Json::Object(body) = row.json(18)? else { return Err(damaged()) };
    Ok(Some(Record {
        id: Id::parse(row.text_ref(12)?).ok_or_else(damaged)?,
        register: row.text(13)?,
        version: row.int(14)?,
        stage: row.text(15)?,
        withdrawn: row.int(16)? != 0,
        effective_on: Date::parse(row.text_ref(17)?).ok_or_else(damaged)?,
        charter_version: 0,
        created_at: Instant(0),
        amended_at: Instant(0),
        body,
    }))
}

/// Every vote by name against the entry that wrote it last. Slips carry no entry: they are held by the count.
fn votes(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT v.ballot, v.post, v.person, v.choice, v.entered_by, v.at, e.salt, e.leaf FROM meeting_vote v \
               LEFT JOIN journal_entry e ON e.cell = v.cell AND e.seq = v.entry ORDER BY v.cell, v.ballot, v.post";
    reader.each(sql, &[], &mut |row| {
        let (ballot, post) = (row.text(0)?, row.text(1)?);
        let choice = meetings::Choice::find(row.text_ref(3)?);
        let fits = match (Id::parse(&ballot), choice, Proof::of(&row, 6, 7)?) {
            (Some(id), Some(choice), Some(proof)) => {
                let said = vote_state(&id, &post, row.text_ref(2)?, choice, row.text_ref(4)?);
                proof.entry.at.0 == row.int(5)? && proof.holds(&said)
            }
            _ => false,
        };
        if !fits {
            tell(checked, &format!("{ballot} {post}"), ALTERED);
        }
        Ok(())
    })
}

/// Every counted ballot gives the same count again, and the one its event speaks of.
fn counts(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let rows =
        reader.rows("SELECT cell, id FROM meeting_ballot WHERE state <> 'void' ORDER BY cell, id", &[])?;
    for row in rows {
        let (cell, id) = (row.text(0)?, row.text(1)?);
        let (Some(cell), Some(id)) = (Cell::parse(&cell), Id::parse(&id)) else { continue };
        let Some(ballot) = meetings::ballot_in(reader, &cell, &id)? else { continue };
        let events = meetings::events(reader, &cell, &ballot.meeting)?;
        let base = json!(ballot.base);
        let opened = events.iter().any(|event| told(&event.said, id.as_str(), "base", &base));
        let mut fits = opened;
        if ballot.state == BallotState::Counted {
            let (found, slips) = meetings::result(reader, &cell, &ballot)?;
            let outcome = json!(found);
            fits &= ballot.outcome.as_ref() == Some(&found)
                && events.iter().any(|event| told(&event.said, id.as_str(), "outcome", &outcome));
            if let Some(slips) = slips {
                fits &= events.iter().any(|event| told(&event.said, id.as_str(), "slips", &json!(slips)));
            }
        }
        if !fits {
            let words = (
                "表决的基数、选票或结果与记录不符：在程序之外被改动。",
                "base, votes or outcome of a ballot do not fit their entries: they were altered behind the program's back.",
            );
            tell(checked, id.as_str(), words);
        }
    }
    Ok(())
}

/// Whether an event says this of a ballot, at its top or in one of the lists it holds.
fn told(said: &Json, ballot: &str, key: &str, value: &Json) -> bool {
    match said {
        Json::Object(map) => {
            (map.get("ballot").and_then(Json::as_str) == Some(ballot) && map.get(key) == Some(value))
                || map.values().any(|below| told(below, ballot, key, value))
        }
        Json::Array(all) => all.iter().any(|below| told(below, ballot, key, value)),
        _ => false,
    }
}

/// Entries of meetings whose row is gone. A vote that was put anew has its latest entry only; a slip has none.
fn lost(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT e.cell, e.seq, e.subject FROM journal_entry e LEFT JOIN meeting_event m \
               ON m.cell = e.cell AND m.entry = e.seq WHERE e.command LIKE 'meetings.%' \
               AND e.command NOT IN ('meetings.cast', 'meetings.cast_slip') AND m.meeting IS NULL ORDER BY e.cell, e.seq";
    reader.each(sql, &[], &mut |row| {
        let (cell, seq, id) = (row.text(0)?, row.int(1)?, row.text(2)?);
        checked.find(
            format!("分区 {cell} 第 {seq} 条记录所写的会议 {id} 的一步不在数据库中：已被删去。"),
            format!("the event of meeting {id} that entry {seq} of cell {cell} wrote was taken out."),
        );
        Ok(())
    })?;
    // A slip's entry commits to the slip; that the row still says so is found by opening every such entry.
    let slips =
        "SELECT s.ballot, s.slip, s.choice FROM meeting_slip s WHERE s.choice <> '' ORDER BY s.cell, s.slip";
    let mut cast: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for row in reader.rows(slips, &[])? {
        if let (Some(ballot), Some(choice)) =
            (Id::parse(row.text_ref(0)?), meetings::Choice::find(row.text_ref(2)?))
        {
            let state = slip_state(&ballot, row.text_ref(1)?, choice);
            cast.entry(slip_subject(&ballot)).or_default().push(state);
        }
    }
    let entries = "SELECT e.salt, e.leaf FROM journal_entry e WHERE e.command = 'meetings.cast_slip' ORDER BY e.cell, e.seq";
    for row in reader.rows(entries, &[])? {
        let Some(proof) = Proof::of(&row, 0, 1)? else { continue };
        let slips = cast.entry(proof.entry.subject.id.clone()).or_default();
        match slips.iter().position(|state| proof.holds(state)) {
            Some(at) => drop(slips.swap_remove(at)),
            None => tell(
                checked,
                &proof.entry.subject.id,
                ("有一张选票被改动或删去。", "a slip was altered or taken out."),
            ),
        }
    }
    for ballot in cast.iter().filter(|(_, left)| !left.is_empty()).map(|(ballot, _)| ballot) {
        tell(checked, ballot, ("有选票在程序之外写入。", "slips were written behind the program's back."));
    }
    Ok(())
}
