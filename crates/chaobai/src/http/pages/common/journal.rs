//! Entries of the journal as pages show them: the latest of the zone's log, and those about one subject.

use super::{Frame, Names, address, list, say};
use crate::clock::position_of;
use crate::domain::registers::store_refusal;
use crate::house::House;
use crate::http::views::{Checkpoint, EntryRow, Link};
use journal::Entry;
use kernel::{Id, Instant, Kind, Lang, Refusal};
use store::{Ask, Row, StoreError};

/// Most entries shown for one subject.
const SUBJECT_MAX: i64 = 200;

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number in the zone's log, from 0; none while it waits for one.
    pub position: Option<u64>,
    /// Its cell.
    pub cell: String,
    /// Number in the cell, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// The command.
    pub command: String,
    /// Register, or the noun of the subject.
    pub register: String,
    /// Id of the subject.
    pub subject: String,
    /// Its hash, hex.
    pub hash: String,
    /// Person who did it; empty for the operator.
    pub actor: String,
    /// Post it was done under.
    pub actor_post: String,
}

/// Columns of a line without its position, in the order [`line`] reads them.
const COLUMNS: &str = "e.cell, e.seq, e.at, e.command, e.subject, e.hash, e.actor, e.leaf";

/// The entries before a position (none: the latest), newest first, and the position the next page ends at.
pub fn latest(
    ask: &mut dyn Ask,
    before: Option<u64>,
    limit: u32,
) -> Result<(Vec<Line>, Option<u64>), Refusal> {
    let read = |ask: &mut dyn Ask| -> Result<(Vec<Line>, Option<u64>), StoreError> {
        let end = ask.row(
            "SELECT position + last_seq - first_seq + 1 FROM log_range ORDER BY position DESC LIMIT 1",
            &[],
        )?;
        let end = end.map_or(Ok(0), |row| row.int(0))?;
        let to = before.and_then(|before| i64::try_from(before).ok()).map_or(end, |before| before.min(end));
        let from = (to - i64::from(limit)).max(0);
        // Ranges do not overlap and are ordered by position, so a window of the log meets few of them.
        let text = format!(
            "SELECT {COLUMNS}, r.position + e.seq - r.first_seq FROM log_range r JOIN journal_entry e \
             ON e.cell = r.cell AND e.seq >= r.first_seq AND e.seq <= r.last_seq \
             WHERE r.position < $2 AND r.position + r.last_seq - r.first_seq >= $1 \
             AND r.position + e.seq - r.first_seq >= $1 AND r.position + e.seq - r.first_seq < $2 \
             ORDER BY 9 DESC"
        );
        let mut lines = Vec::new();
        for row in ask.rows(&text, &[from.into(), to.into()])? {
            lines.push(line(&row, Some(row.int(8)?.unsigned_abs()))?);
        }
        Ok((lines, (from > 0).then_some(from.unsigned_abs())))
    };
    read(ask).map_err(store_refusal)
}

/// The entries of a cell about a subject, newest first, at most 200.
pub fn of_subject(ask: &mut dyn Ask, cell: &str, subject: &str) -> Result<Vec<Line>, Refusal> {
    let read = |ask: &mut dyn Ask| -> Result<Vec<Line>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM journal_entry e WHERE e.subject = $1 AND e.cell = $2 \
             ORDER BY e.seq DESC LIMIT {SUBJECT_MAX}"
        );
        let mut lines = Vec::new();
        for row in ask.rows(&text, &[subject.into(), cell.into()])? {
            let position = position_of(ask, cell, row.int(1)?)?;
            lines.push(line(&row, position)?);
        }
        Ok(lines)
    };
    read(ask).map_err(store_refusal)
}

fn line(row: &Row, position: Option<u64>) -> Result<Line, StoreError> {
    let entry = Entry::decode(&row.bytes(7)?).map_err(|_| StoreError::damaged("journal_entry"))?;
    Ok(Line {
        position,
        cell: row.text(0)?,
        seq: row.int(1)?,
        at: Instant(row.int(2)?),
        command: row.text(3)?,
        register: entry.subject.register,
        subject: row.text(4)?,
        hash: hex::encode(row.bytes(5)?),
        actor: row.text(6)?,
        actor_post: entry.actor_post,
    })
}

/// A link to an entry's proof, its number as text; the cell and number in the cell while it waits.
pub fn proof_link(frame: &Frame, ask: &mut dyn Ask, cell: &str, seq: i64) -> Result<Link, Refusal> {
    let position = position_of(ask, cell, seq).map_err(store_refusal)?;
    Ok(match position {
        Some(position) => Link::new(address::proof(cell, seq), say::entry(frame.lang, position)),
        None => Link::new("", format!("{cell} {seq}")),
    })
}

/// Lines as rows of a table. Who did it stands there only where `named` (the audit administrator).
pub fn rows(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &mut Names<'_>,
    lines: &[Line],
    named: bool,
) -> Result<Vec<EntryRow>, Refusal> {
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let actor = if named { actor(names, ask, &line.actor, &line.actor_post)? } else { String::new() };
        rows.push(EntryRow {
            number: line.position.map(|n| n.to_string()).unwrap_or_default(),
            at: frame.time(line.at),
            command: say::command(frame.lang, &line.command),
            subject: subject(frame, ask, names, line, named)?,
            hash: line.hash.chars().take(12).collect(),
            proof_href: line.position.map(|_| address::proof(&line.cell, line.seq)).unwrap_or_default(),
            actor,
        });
    }
    Ok(rows)
}

/// Post and person of an actor, as far as the caller may see the person's record.
pub fn actor(names: &mut Names<'_>, ask: &mut dyn Ask, person: &str, post: &str) -> Result<String, Refusal> {
    let office = names.post(post);
    let Some(id) = Id::parse(person) else { return Ok(office) };
    let persons = names.charter.zone.people.persons.clone();
    let name = names.learn_title(ask, &persons, &id)?;
    Ok([office, name.unwrap_or_default()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · "))
}

/// What an entry is about, as far as the caller may know.
fn subject(
    frame: &Frame,
    ask: &mut dyn Ask,
    names: &mut Names<'_>,
    line: &Line,
    named: bool,
) -> Result<Link, Refusal> {
    let noun = |zh, en| Link::new("", frame.pick(zh, en));
    match line.register.as_str() {
        "charter" => return Ok(noun("章程", "charter")),
        "account" if named => {
            return Ok(Link::new("", format!("{} {}", frame.pick("账号", "account"), line.subject)));
        }
        "account" => return Ok(noun("账号", "account")),
        "figure" => {
            let figure = frame.charter().figure(&line.subject);
            let name = figure.map_or("", |figure| frame.text(&figure.name));
            let href = figure.map(|figure| frame.href(&address::figure(&figure.id))).unwrap_or_default();
            return Ok(Link::new(href, format!("{} {name}", line.subject)));
        }
        _ => {}
    }
    let register = match list::find(frame, &line.register) {
        Ok(register) => register,
        Err(refusal) if refusal.kind == Kind::NotFound => {
            return Ok(noun("未公开的条目", "record not public"));
        }
        Err(refusal) => return Err(refusal),
    };
    let list = frame.text(&register.name);
    let Some(id) = Id::parse(&line.subject) else { return Ok(Link::new("", list)) };
    let separator = match frame.lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    Ok(match names.learn_title(ask, &register.id, &id)? {
        Some(title) => {
            let href = frame.href(&address::record(&register.id, &id));
            Link::new(href, format!("{list}{separator}{title}"))
        }
        None => Link::new("", list),
    })
}

/// The log's latest signed head; none before the first.
pub fn checkpoint(frame: &Frame, house: &House) -> Option<Checkpoint> {
    let signed = match house.log.checkpoint() {
        Ok(signed) => signed?,
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "the checkpoint cannot be shown");
            return None;
        }
    };
    Some(Checkpoint {
        size: say::whole(frame.lang, i64::try_from(signed.size).unwrap_or(i64::MAX)),
        root: hex::encode(signed.root),
        at: signed_at(house).map(|at| frame.time(at)).unwrap_or_default(),
        origin: signed.origin,
        key: house.log.verifier().to_text(),
        href: "/log/checkpoint".into(),
        cosigned: String::new(),
    })
}

/// When the checkpoint's file was written: a checkpoint itself names no time. Never later than the clock of
/// the house says, whatever the clock of the disk does.
fn signed_at(house: &House) -> Option<Instant> {
    let written = std::fs::metadata(house.log.path().join("checkpoint")).ok()?.modified().ok()?;
    let since = written.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_micros()).ok().map(|at| Instant(at).min(house.clock.now()))
}
