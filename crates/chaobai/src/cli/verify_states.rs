//! Rows that tell a state, each against the entry that made it.

use super::verify_rows::Checked;
use crate::charter::model::Charter;
use crate::domain::registers::{Record, batch_digest, version_state};
use crate::domain::rounds::{State as ReportState, report_state};
use anyhow::{Context, Result};
use journal::{Entry, ZERO};
use kernel::{Date, Id, Instant, canonical};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use store::{Ask, Reader, Row, StoreError};

/// Commands whose entries have a row in `record_version`.
const WRITES_A_VERSION: &str = "'registers.create', 'registers.amend', 'registers.advance', 'registers.withdraw', \
     'registers.import', 'charters.load_fact', 'rounds.accept_row', 'worklists.approve'";

/// Checks versions, states of today, figures, charters and receipts.
pub fn check(reader: &mut Reader, charter: &Charter, checked: &mut Checked) -> Result<()> {
    versions(reader, checked).context("reading the versions of records")?;
    lost_versions(reader, checked).context("looking for versions that are missing")?;
    states(reader, checked).context("reading the records")?;
    super::verify_cases::check(reader, checked).context("reading the cases")?;
    super::verify_meetings::check(reader, checked).context("reading the meetings")?;
    super::verify_meeting_rows::check(reader, checked).context("reading what stands beside meetings")?;
    super::verify_comments::check(reader, checked).context("reading the comments")?;
    figures(reader, checked).context("reading the figures")?;
    reports(reader, checked).context("reading the reports")?;
    charters(reader, charter, checked).context("reading the charters")?;
    receipts(reader, checked).context("reading the receipts")?;
    Ok(())
}

/// An entry with what is needed to open its commitments.
pub(super) struct Proof {
    salt: [u8; 16],
    pub(super) entry: Entry,
}

impl Proof {
    /// From the salt and leaf of a row, where the row has an entry that can be read.
    pub(super) fn of(row: &Row, salt: usize, leaf: usize) -> Result<Option<Proof>, StoreError> {
        let (Some(salt), Some(leaf)) = (row.bytes_opt(salt)?, row.bytes_opt(leaf)?) else { return Ok(None) };
        let (Ok(salt), Ok(entry)) = (salt.try_into(), Entry::decode(&leaf)) else { return Ok(None) };
        Ok(Some(Proof { salt, entry }))
    }

    pub(super) fn holds(&self, state: &Json) -> bool {
        canonical::commitment(&self.salt, state).is_ok_and(|commitment| commitment == self.entry.body)
    }

    pub(super) fn is_by(&self, actor: &str) -> bool {
        match actor {
            "" => self.entry.actor == ZERO,
            person => canonical::commitment(&self.salt, &json!(person)).is_ok_and(|c| c == self.entry.actor),
        }
    }
}

/// Rows of one entry: one version, or all rows of an import.
#[derive(Default)]
struct Group {
    cell: String,
    seq: i64,
    proof: Option<Proof>,
    rows: Vec<Version>,
}

struct Version {
    record: Record,
    command: String,
    charter_version: i64,
    actor: String,
    actor_post: String,
}

fn versions(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT v.id, v.register, v.version, v.stage, v.withdrawn, v.effective_on, v.charter_version, \
               v.recorded_at, v.body, v.command, v.actor, v.actor_post, v.cell, v.entry, e.salt, e.leaf \
               FROM record_version v LEFT JOIN journal_entry e ON e.cell = v.cell AND e.seq = v.entry \
               ORDER BY v.cell, v.entry, v.id";
    let mut group = Group::default();
    reader.each(sql, &[], &mut |row| {
        checked.versions += 1;
        let (cell, seq) = (row.text(12)?, row.int(13)?);
        if group.cell != cell || group.seq != seq {
            judge(&std::mem::take(&mut group), checked);
            group = Group { cell, seq, proof: Proof::of(&row, 14, 15)?, rows: Vec::new() };
        }
        match version(&row)? {
            Some(version) => group.rows.push(version),
            None => {
                let (register, id, number) = (row.text(1)?, row.text(0)?, row.int(2)?);
                tell(checked, &register, &id, number, ("无法读取。", "it cannot be read."));
            }
        }
        Ok(())
    })?;
    judge(&group, checked);
    Ok(())
}

fn version(row: &Row) -> Result<Option<Version>, StoreError> {
    let (id, day) = (Id::parse(row.text_ref(0)?), Date::parse(row.text_ref(5)?));
    let (Some(id), Some(effective_on), Ok(Json::Object(body))) = (id, day, row.json(8)) else {
        return Ok(None);
    };
    let at = Instant(row.int(7)?);
    Ok(Some(Version {
        record: Record {
            id,
            register: row.text(1)?,
            version: row.int(2)?,
            stage: row.text(3)?,
            withdrawn: row.int(4)? != 0,
            effective_on,
            charter_version: row.int(6)?,
            created_at: at,
            amended_at: at,
            body,
        },
        command: row.text(9)?,
        charter_version: row.int(6)?,
        actor: row.text(10)?,
        actor_post: row.text(11)?,
    }))
}

fn judge(group: &Group, checked: &mut Checked) {
    let Some(first) = group.rows.first() else { return };
    let said = |checked: &mut Checked, version: &Version, words| {
        let record = &version.record;
        tell(checked, &record.register, record.id.as_str(), record.version, words);
    };
    let Some(proof) = &group.proof else {
        let words = ("没有与之对应的记录。", "there is no entry for it that can be read.");
        return said(checked, first, words);
    };
    let entry = &proof.entry;
    for version in &group.rows {
        let beside = version.command == entry.command
            && version.charter_version == entry.charter_version
            && version.record.amended_at == entry.at
            && version.actor_post == entry.actor_post
            && proof.is_by(&version.actor);
        if !beside {
            let words = (
                "指令、时间、章程版本或经手人与记录不符。",
                "command, time, charter version or actor are not those of its entry.",
            );
            return said(checked, version, words);
        }
    }
    if entry.command == "registers.import" {
        let records: Vec<Record> = group.rows.iter().map(|version| version.record.clone()).collect();
        let digest = batch_digest(&records).unwrap_or_default();
        if !proof.holds(&json!({ "rows": records.len(), "digest": digest })) {
            let words = (
                "同批导入的各行合起来与记录不符：其中有行被改动、增加或删去。",
                "the rows imported with it do not fit their entry: one of them was altered, added or taken out.",
            );
            said(checked, first, words);
        }
        return;
    }
    // A record that changed with a case or a meeting is committed to together with it: `verify_cases.rs` and
    // `verify_meetings.rs` open that.
    if matches!(entry.subject.register.as_str(), "case" | "meeting") {
        return;
    }
    for version in &group.rows {
        let record = &version.record;
        let subject = &entry.subject;
        // Not named where the list is for nobody; the commitment holds the id all the same.
        let named =
            (subject.id.is_empty() || subject.id == record.id.as_str()) && subject.version == record.version;
        if !named || !proof.holds(&version_state(record)) {
            let words = (
                "内容与其记录中的承诺不符：写入后在程序之外被改动。",
                "its content does not fit the commitment in its entry: it was altered behind the program's back.",
            );
            said(checked, version, words);
        }
    }
}

fn tell(checked: &mut Checked, register: &str, id: &str, version: i64, (zh, en): (&str, &str)) {
    checked.find(
        format!("清单 {register} 的条目 {id} 第 {version} 版：{zh}"),
        format!("{register} {id}, version {version}: {en}"),
    );
}

/// Entries whose version row is gone.
fn lost_versions(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT e.cell, e.seq, e.subject, e.command FROM journal_entry e \
         LEFT JOIN record_version v ON v.cell = e.cell AND v.entry = e.seq \
         WHERE e.command IN ({WRITES_A_VERSION}) AND v.id IS NULL ORDER BY e.cell, e.seq"
    );
    reader.each(&sql, &[], &mut |row| {
        let (cell, seq, subject, command) = (row.text(0)?, row.int(1)?, row.text(2)?, row.text(3)?);
        checked.find(
            format!("分区 {cell} 第 {seq} 条记录（{command}，条目 {subject}）所写的版本不在数据库中：已被删去。"),
            format!(
                "the version that entry {seq} of cell {cell} wrote ({command}, record {subject}) is not in the \
                 database: it was taken out."
            ),
        );
        Ok(())
    })
}

/// The state of today must be the version that holds latest.
fn states(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT v.register, v.id, v.version, r.register, r.stage, r.withdrawn, r.effective_on, \
               r.charter_version, r.body, v.stage, v.withdrawn, v.effective_on, v.charter_version, v.body, r.version, \
               (SELECT max(m.version) FROM record_version m WHERE m.cell = v.cell AND m.id = v.id) \
               FROM record_version v LEFT JOIN record r ON r.cell = v.cell AND r.id = v.id \
               WHERE NOT EXISTS (SELECT 1 FROM record_version w WHERE w.cell = v.cell AND w.id = v.id \
               AND (w.effective_on > v.effective_on OR (w.effective_on = v.effective_on AND w.version > v.version))) \
               ORDER BY v.cell, v.id";
    reader.each(sql, &[], &mut |row| {
        let (register, id, version) = (row.text(0)?, row.text(1)?, row.int(2)?);
        if row.is_null(3)? {
            tell(checked, &register, &id, version, ("现行状态缺失。", "its state of today is missing."));
            return Ok(());
        }
        let same = row.text_ref(0)? == row.text_ref(3)?
            && row.text_ref(4)? == row.text_ref(9)?
            && row.int(5)? == row.int(10)?
            && row.text_ref(6)? == row.text_ref(11)?
            && row.int(7)? == row.int(12)?
            && row.json(8)? == row.json(13)?
            && row.int(14)? == row.int(15)?;
        if !same {
            let words = (
                "现行状态与最近的版本不符：在程序之外被改动。",
                "its state of today is not its latest version: it was altered behind the program's back.",
            );
            tell(checked, &register, &id, version, words);
        }
        Ok(())
    })?;
    let alone = "SELECT r.register, r.id, r.version FROM record r LEFT JOIN record_version v \
                 ON v.cell = r.cell AND v.id = r.id WHERE v.id IS NULL ORDER BY r.cell, r.id";
    reader.each(alone, &[], &mut |row| {
        let words = (
            "没有任何版本：在程序之外写入。",
            "it has no version: it was written behind the program's back.",
        );
        tell(checked, &row.text(0)?, &row.text(1)?, row.int(2)?, words);
        Ok(())
    })
}

fn figures(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT f.figure, f.as_of, f.number, f.basis, f.value, f.qualifier, f.source, f.words, f.definition, \
               f.charter_version, f.recorded_at, e.salt, e.leaf FROM figure_value f \
               LEFT JOIN journal_entry e ON e.cell = f.cell AND e.seq = f.entry ORDER BY f.cell, f.entry";
    reader.each(sql, &[], &mut |row| {
        checked.figures += 1;
        let (figure, as_of, number) = (row.text(0)?, row.text(1)?, row.int(2)?);
        let said = json!({
            "figure": figure, "as_of": as_of, "number": number, "basis": row.text(3)?, "value": row.text(4)?,
            "qualifier": row.text(5)?, "source": row.text(6)?, "words": row.json(7)?, "definition": row.int(8)?,
        });
        let (charter_version, at) = (row.int(9)?, row.int(10)?);
        let fits = Proof::of(&row, 11, 12)?.is_some_and(|proof| {
            proof.holds(&said) && proof.entry.charter_version == charter_version && proof.entry.at.0 == at
        });
        if !fits {
            checked.find(
                format!("指标 {figure} {as_of} 的第 {number} 个值与其记录不符：写入后在程序之外被改动。"),
                format!(
                    "value {number} of figure {figure} for {as_of} does not fit its entry: it was altered behind the \
                     program's back."
                ),
            );
        }
        Ok(())
    })?;
    let lost = "SELECT e.cell, e.seq, e.subject FROM journal_entry e LEFT JOIN figure_value f \
                ON f.cell = e.cell AND f.entry = e.seq \
                WHERE e.command IN ('figures.report', 'figures.publish') AND f.figure IS NULL ORDER BY e.cell, e.seq";
    reader.each(lost, &[], &mut |row| {
        let (cell, seq, figure) = (row.text(0)?, row.int(1)?, row.text(2)?);
        checked.find(
            format!("分区 {cell} 第 {seq} 条记录所写的指标 {figure} 的值不在数据库中：已被删去。"),
            format!("the value of figure {figure} that entry {seq} of cell {cell} wrote was taken out."),
        );
        Ok(())
    })
}

/// Every version of a report against its entry; a report as it stands against its latest version. The entry
/// of an accepted report commits to the record it became, so there only what is beside is held to it.
fn reports(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT v.item, v.round, v.version, v.state, v.fields, v.before, v.stage, v.remark, v.actor, v.recorded_at, \
               e.salt, e.leaf FROM report_version v LEFT JOIN journal_entry e ON e.cell = v.cell AND e.seq = v.entry \
               ORDER BY v.cell, v.entry";
    let tell = |checked: &mut Checked, item: &str, round: &str, version: i64| {
        checked.find(
            format!("条目 {item} 在 {round} 的第 {version} 版填报与其记录不符：写入后在程序之外被改动。"),
            format!(
                "version {version} of the report of {item} in {round} does not fit its entry: it was altered behind the \
                 program's back."
            ),
        );
    };
    reader.each(sql, &[], &mut |row| {
        let (item, round, version) = (row.text(0)?, row.text(1)?, row.int(2)?);
        let state = ReportState::find(row.text_ref(3)?);
        let fits = match (state, Proof::of(&row, 10, 11)?) {
            (Some(state), Some(proof)) => {
                let (fields, before) = (row.json(4)?, row.json(5)?);
                let (stage, remark) = (row.text(6)?, row.text(7)?);
                let said = report_state(&item, &round, version, state, &fields, &before, &stage, &remark);
                let beside = proof.is_by(row.text_ref(8)?) && proof.entry.at.0 == row.int(9)?;
                beside && (state == ReportState::Accepted || proof.holds(&said))
            }
            _ => false,
        };
        if !fits {
            tell(checked, &item, &round, version);
        }
        Ok(())
    })?;
    let moved = "SELECT r.item, r.round, r.version FROM report r LEFT JOIN report_version v \
                 ON v.cell = r.cell AND v.item = r.item AND v.round = r.round AND v.version = r.version \
                 WHERE v.version IS NULL OR v.state <> r.state OR v.stage <> r.stage OR v.remark <> r.remark \
                 OR CAST(v.fields AS TEXT) <> CAST(r.fields AS TEXT) ORDER BY r.cell, r.item, r.round";
    reader.each(moved, &[], &mut |row| {
        tell(checked, &row.text(0)?, &row.text(1)?, row.int(2)?);
        Ok(())
    })
}

/// A charter in force must be the one that was adopted under that number.
fn charters(reader: &mut Reader, charter: &Charter, checked: &mut Checked) -> Result<(), StoreError> {
    let mut adopted: BTreeMap<i64, String> = BTreeMap::new();
    let entries = "SELECT leaf FROM journal_entry WHERE command = 'charters.adopt' ORDER BY cell, seq";
    for row in reader.rows(entries, &[])? {
        let Ok(entry) = Entry::decode(&row.bytes(0)?) else { continue };
        let digest = entry.change["digest"].as_str().unwrap_or_default().to_owned();
        if entry.zone == charter.zone.id {
            adopted.insert(entry.subject.version, digest);
        }
    }
    for row in reader.rows("SELECT version, digest, body FROM charter_version ORDER BY version", &[])? {
        let (version, digest) = (row.int(0)?, row.text(1)?);
        let body = Charter::from_json(&row.json(2)?).ok().and_then(|charter| charter.digest().ok());
        let same = body.is_some_and(|body| hex::encode(body) == digest);
        if adopted.remove(&version).as_deref() != Some(&digest) || !same {
            checked.find(
                format!("章程第 {version} 版不是当时采用的那一份。"),
                format!("charter version {version} is not the one that was adopted."),
            );
        }
    }
    for version in adopted.keys() {
        checked.find(
            format!("采用过的章程第 {version} 版不在数据库中。"),
            format!("charter version {version} was adopted and is not in the database."),
        );
    }
    Ok(())
}

/// Every entry was answered with a receipt that names it, and there is no receipt without an entry.
fn receipts(reader: &mut Reader, checked: &mut Checked) -> Result<(), StoreError> {
    let sql = "SELECT q.cell, q.key, q.receipt, e.hash FROM request q LEFT JOIN journal_entry e \
               ON e.cell = q.cell AND e.seq = CAST(q.receipt ->> 'entry' AS BIGINT) ORDER BY q.cell, q.key";
    let mut count = 0u64;
    reader.each(sql, &[], &mut |row| {
        count += 1;
        let (receipt, hash) = (row.json(2)?, row.bytes_opt(3)?);
        if hash.map(hex::encode).as_deref() != receipt["hash"].as_str() {
            let (cell, key) = (row.text(0)?, row.text(1)?);
            checked.find(
                format!("请求 {key}（分区 {cell}）的回执与记录不符。"),
                format!(
                    "the receipt of request {key} in cell {cell} does not name the entry it was given for."
                ),
            );
        }
        Ok(())
    })?;
    if count != checked.entries {
        checked.find(
            format!("有 {count} 份回执，而记录有 {} 条。", checked.entries),
            format!("there are {count} receipts and {} entries.", checked.entries),
        );
    }
    Ok(())
}
