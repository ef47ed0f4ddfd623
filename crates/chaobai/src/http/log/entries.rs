//! Questions about journal entries: all of them in the order of the log, and those of one record.

use crate::domain::registers::store_refusal;
use journal::Entry;
use kernel::{Cell, Id, Refusal};
use serde_json::{Value, json};
use store::{Ask, Row, StoreError};

/// An entry with its place in the log.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Position in the log from 0; none while the sequencer has not come to it.
    pub position: Option<i64>,
    /// The entry.
    pub entry: Entry,
    /// Its hash.
    pub hash: Vec<u8>,
    /// The person who acted, empty for nobody. Not part of the public log.
    pub actor: String,
}

impl Placed {
    /// The entry for programs; with the person who acted only for those who may know.
    pub fn to_json(&self, with_actor: bool) -> Value {
        let entry = &self.entry;
        json!({
            "position": self.position,
            "cell": entry.cell.as_str(),
            "seq": entry.seq,
            "at": entry.at.to_string(),
            "command": entry.command,
            "subject": entry.subject,
            "actor_post": entry.actor_post,
            "actor": if with_actor && !self.actor.is_empty() { json!(self.actor) } else { Value::Null },
            "charter_version": entry.charter_version,
            "change": entry.change,
            "hash": hex::encode(&self.hash),
            "proof": format!("/log/proof/{}/{}", entry.cell, entry.seq),
        })
    }
}

/// Entries behind a position (-1 for the beginning), in the order of the log. Entries that have no
/// position yet are not among them.
pub fn after(ask: &mut dyn Ask, position: i64, limit: i64) -> Result<Vec<Placed>, Refusal> {
    // A range may begin before the position and reach behind it.
    let text = "SELECT r.position + e.seq - r.first_seq, e.leaf, e.hash, e.actor FROM log_range r \
                JOIN journal_entry e ON e.cell = r.cell AND e.seq >= r.first_seq AND e.seq <= r.last_seq \
                WHERE r.position + r.last_seq - r.first_seq > $1 AND r.position <= CAST($1 AS BIGINT) + $2 \
                AND r.position + e.seq - r.first_seq > $1 \
                ORDER BY r.position, e.seq LIMIT $2";
    let rows = ask.rows(text, &[position.into(), limit.into()]).map_err(store_refusal)?;
    rows.iter().map(|row| placed(row).map_err(store_refusal)).collect()
}

/// The entries of a record, batches that brought it included, oldest first.
pub fn of_record(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Placed>, StoreError> {
    let text = "SELECT (SELECT r.position + e.seq - r.first_seq FROM log_range r WHERE r.cell = e.cell \
                AND r.first_seq <= e.seq AND r.last_seq >= e.seq), e.leaf, e.hash, e.actor FROM journal_entry e \
                WHERE e.cell = $1 AND (e.subject = $2 OR e.seq IN \
                (SELECT v.entry FROM record_version v WHERE v.cell = $1 AND v.id = $2)) ORDER BY e.seq";
    let cell = Cell::of(zone, id);
    let rows = ask.rows(text, &[cell.as_str().into(), id.as_str().into()])?;
    rows.iter().map(placed).collect()
}

fn placed(row: &Row) -> Result<Placed, StoreError> {
    let entry = Entry::decode(&row.bytes(1)?).map_err(|_| StoreError::damaged("journal_entry"))?;
    Ok(Placed { position: row.int_opt(0)?, entry, hash: row.bytes(2)?, actor: row.text(3)? })
}
