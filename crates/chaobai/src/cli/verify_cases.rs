//! Cases of procedures, each event against the entry that made it, and each case against its last event.

use super::verify_rows::Checked;
use super::verify_states::Proof;
use crate::domain::registers::{Record, version_state};
use kernel::{Date, Id, Instant};
use serde_json::{Value as Json, json};
use store::{Ask, Reader, Row, StoreError};

/// Checks events, the records that changed with them, and the state of every case.
pub fn check(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    events(reader, checked)?;
    states(reader, checked)?;
    lost(reader, checked)
}

fn tell(checked: &mut Checked, id: &str, number: i64, (zh, en): (&str, &str)) {
    checked.find(format!("办件 {id} 第 {number} 步：{zh}"), format!("case {id}, event {number}: {en}"));
}

/// What is said of an event, the case after it, and the record that changed with it, against one commitment.
fn events(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT p.id, p.number, p.at, p.command, p.charter_version, p.actor, p.actor_post, p.said, p.state, \
               e.salt, e.leaf, v.id, v.register, v.version, v.stage, v.withdrawn, v.effective_on, v.body \
               FROM procedure_event p LEFT JOIN journal_entry e ON e.cell = p.cell AND e.seq = p.entry \
               LEFT JOIN record_version v ON v.cell = p.cell AND v.entry = p.entry ORDER BY p.cell, p.entry";
    reader.each(sql, &[], &mut |row| {
        let (id, number) = (row.text(0)?, row.int(1)?);
        let record = match record(&row) {
            Ok(record) => record,
            Err(_) => {
                tell(checked, &id, number, ("无法读取。", "it cannot be read."));
                return Ok(());
            }
        };
        let (at, command, actor) = (row.int(2)?, row.text(3)?, row.text(5)?);
        let (law, post) = (row.int(4)?, row.text(6)?);
        let said = json!({ "case": row.json(8)?, "said": row.json(7)?, "record": record });
        let fits = Proof::of(&row, 9, 10)?.is_some_and(|proof| {
            let entry = &proof.entry;
            let beside = (entry.at.0, entry.command.as_str()) == (at, command.as_str())
                && (entry.charter_version, entry.actor_post.as_str()) == (law, post.as_str())
                && (entry.subject.id.as_str(), entry.subject.version) == (id.as_str(), number);
            beside && proof.is_by(&actor) && proof.holds(&said)
        });
        if !fits {
            let words = (
                "与其记录不符：写入后在程序之外被改动。",
                "it does not fit its entry: it was altered behind the program's back.",
            );
            tell(checked, &id, number, words);
        }
        Ok(())
    })
}

/// The state of the record that changed with an event; null where none did.
fn record(row: &Row) -> Result<Json, StoreError> {
    if row.is_null(11)? {
        return Ok(Json::Null);
    }
    let damaged = || StoreError::damaged("record_version");
    let Json::Object(body) = row.json(17)? else { return Err(damaged()) };
    Ok(version_state(&Record {
        id: Id::parse(row.text_ref(11)?).ok_or_else(damaged)?,
        register: row.text(12)?,
        version: row.int(13)?,
        stage: row.text(14)?,
        withdrawn: row.int(15)? != 0,
        effective_on: Date::parse(row.text_ref(16)?).ok_or_else(damaged)?,
        charter_version: 0,
        created_at: Instant(0),
        amended_at: Instant(0),
        body,
    }))
}

/// The state of today must be the one after the last event.
fn states(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT c.id, c.version, c.step, c.state, c.due_on, c.unpublished, c.body, c.procedure, c.register, \
               c.subject, c.subject_version, c.charter_version, c.opened_at, c.moved_at, c.counted_under, p.state, \
               (SELECT max(m.number) FROM procedure_event m WHERE m.cell = c.cell AND m.id = c.id) \
               FROM procedure_case c LEFT JOIN procedure_event p ON p.cell = c.cell AND p.id = c.id \
               AND p.number = c.version ORDER BY c.cell, c.id";
    reader.each(sql, &[], &mut |row| {
        let (id, version) = (row.text(0)?, row.int(1)?);
        let unpublished: Vec<i16> = row.text_ref(5)?.split(',').filter_map(|year| year.parse().ok()).collect();
        let now = json!({
            "id": id, "procedure": row.text(7)?, "register": row.text(8)?, "subject": row.text(9)?,
            "subject_version": row.int(10)?, "charter_version": row.int(11)?, "version": version,
            "step": row.text(2)?, "state": row.text(3)?, "opened_at": row.int(12)?, "moved_at": row.int(13)?,
            "due_on": row.text_opt(4)?, "unpublished": unpublished, "counted_under": row.int(14)?,
            "body": row.json(6)?,
        });
        if row.json_opt(15)? != Some(now) || row.int_opt(16)? != Some(version) {
            let words = (
                "现状与最近一步不符：在程序之外被改动。",
                "its state of today is not the one after its last event: it was altered behind the program's back.",
            );
            tell(checked, &id, version, words);
        }
        Ok(())
    })
}

/// Entries of cases whose event is gone.
fn lost(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT e.subject, e.seq, e.cell FROM journal_entry e LEFT JOIN procedure_event p \
               ON p.cell = e.cell AND p.entry = e.seq WHERE e.command LIKE 'procedures.%' AND p.id IS NULL \
               ORDER BY e.cell, e.seq";
    reader.each(sql, &[], &mut |row| {
        let (id, seq, cell) = (row.text(0)?, row.int(1)?, row.text(2)?);
        checked.find(
            format!("分区 {cell} 第 {seq} 条记录所写的办件 {id} 的一步不在数据库中：已被删去。"),
            format!("the event of case {id} that entry {seq} of cell {cell} wrote was taken out."),
        );
        Ok(())
    })
}
