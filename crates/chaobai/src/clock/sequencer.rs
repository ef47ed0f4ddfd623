//! The sequencer: drains the cells' chains into the zone's log, one Merkle tree written as C2SP
//! tlog-tiles with a signed checkpoint. The database says which entry has which position; the files
//! follow from it, so a crash between the two is mended by the next round.

use super::log::Log;
use crate::desk::Desk;
use anyhow::{Context, Result, bail};
use journal::append::Edge;
use journal::checkpoint::Checkpoint;
use kernel::Instant;
use std::collections::BTreeMap;
use store::{Ask, Store};

/// Entries ordered in one transaction.
const ROUND_MAX: i64 = 20_000;
/// Leaves read into memory at once while files are written.
const WRITE_MAX: i64 = 20_000;

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// Entries that got a position.
    pub entries: i64,
    /// Size of the log after.
    pub size: u64,
    /// When the oldest entry that still has no position was recorded.
    pub oldest_waiting: Option<Instant>,
}

/// Gives every waiting entry its position, then brings the files up to the database.
pub fn drain_once(store: &Store, log: &Log) -> Result<Drained> {
    demand_not_older(store, log)?;
    let mut drained = Drained::default();
    loop {
        let entries = order_waiting(store).context("ordering the cells' entries")?;
        drained.entries += entries;
        if entries < ROUND_MAX {
            break;
        }
    }
    drained.size = write_files(store, log).context("writing the log's files")?;
    Ok(drained)
}

/// Refuses a database that is older than what was published from it. Before anything new gets a
/// position: new entries in the places of published ones would make two versions of one log.
fn demand_not_older(store: &Store, log: &Log) -> Result<()> {
    let published = log.checkpoint()?.map_or(0, |checkpoint| checkpoint.size);
    let ordered = ordered(store)?;
    if published > ordered {
        bail!(
            "the log on disk has {published} entries and the database only {ordered}: this database is older than \
             what has been published. Restore the newest backup, or begin a new log: chaobai restore --new-log"
        );
    }
    Ok(())
}

/// How many entries have a position in the zone's log.
pub fn ordered(store: &Store) -> Result<u64> {
    Ok(size(&mut store.reader()?)?.unsigned_abs())
}

/// When the oldest entry without a position was recorded; none while all have one.
pub fn oldest_waiting(store: &Store) -> Result<Option<Instant>> {
    let row = store.reader()?.row(
        "SELECT CAST(min(e.at) AS BIGINT) FROM journal_head h JOIN journal_entry e ON e.cell = h.cell AND e.seq = \
         COALESCE((SELECT d.seq FROM log_drained d WHERE d.cell = h.cell), 0) + 1",
        &[],
    )?;
    Ok(row.map(|row| row.int_opt(0)).transpose()?.flatten().map(Instant))
}

/// The position of an entry in the zone's log; none while it has none.
pub fn position_of(ask: &mut dyn Ask, cell: &str, seq: i64) -> Result<Option<u64>, store::StoreError> {
    let row = ask.row(
        "SELECT first_seq, position FROM log_range WHERE cell = $1 AND first_seq <= $2 AND last_seq >= $2",
        &[cell.into(), seq.into()],
    )?;
    row.map(|row| Ok((row.int(1)? + seq - row.int(0)?).unsigned_abs())).transpose()
}

/// One transaction: the next positions, cell by cell in order of name.
fn order_waiting(store: &Store) -> Result<i64> {
    let mut writer = store.writer()?;
    let mut tx = writer.begin()?;
    let waiting = tx.rows(
        "SELECT h.cell, COALESCE((SELECT d.seq FROM log_drained d WHERE d.cell = h.cell), 0), h.seq \
         FROM journal_head h WHERE h.seq > COALESCE((SELECT d.seq FROM log_drained d WHERE d.cell = h.cell), 0) \
         ORDER BY h.cell",
        &[],
    )?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let mut position = size(&mut tx)?;
    let start = position;
    for row in waiting {
        let left = ROUND_MAX - (position - start);
        if left == 0 {
            break;
        }
        let (cell, drained, head) = (row.text(0)?, row.int(1)?, row.int(2)?);
        let last = head.min(drained + left);
        tx.execute(
            "INSERT INTO log_range (cell, first_seq, last_seq, position) VALUES ($1, $2, $3, $4)",
            &[cell.as_str().into(), (drained + 1).into(), last.into(), position.into()],
        )?;
        tx.execute(
            "INSERT INTO log_drained (cell, seq) VALUES ($1, $2) ON CONFLICT (cell) DO UPDATE SET seq = excluded.seq",
            &[cell.as_str().into(), last.into()],
        )?;
        position += last - drained;
    }
    tx.commit()?;
    Ok(position - start)
}

/// Number of entries that have a position.
fn size(ask: &mut dyn Ask) -> Result<i64, store::StoreError> {
    let row = ask.row(
        "SELECT position + last_seq - first_seq + 1 FROM log_range ORDER BY position DESC LIMIT 1",
        &[],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Brings the files from the checkpoint's size to the database's.
fn write_files(store: &Store, log: &Log) -> Result<u64> {
    let mut reader = store.reader()?;
    let size = size(&mut reader)?;
    let on_disk = log.checkpoint()?;
    let done = on_disk.as_ref().map_or(0, |checkpoint| checkpoint.size);
    if done == size.unsigned_abs() && on_disk.is_some() {
        return Ok(done);
    }
    let mut edge = Edge::open(&log.folder(), done).context("the right edge of the log on disk")?;
    if let Some(checkpoint) = &on_disk
        && edge.root() != checkpoint.root
    {
        bail!("the log's files on disk do not fit their own checkpoint; run: chaobai verify");
    }
    let mut from = i64::try_from(done)?;
    while from < size {
        let to = size.min(from + WRITE_MAX);
        let leaves = leaves(&mut reader, from, to)?;
        if leaves.len() as i64 != to - from {
            bail!("the database lacks entries between positions {from} and {to}");
        }
        for file in edge.append(&leaves)? {
            log.write(&file)?;
        }
        from = to;
    }
    log.publish(&Checkpoint::new(log.origin(), edge.size(), edge.root()))?;
    Ok(edge.size())
}

/// The leaves at positions `from` to `to` (exclusive), in order.
fn leaves(ask: &mut dyn Ask, from: i64, to: i64) -> Result<Vec<Vec<u8>>> {
    let mut found: BTreeMap<i64, Vec<u8>> = BTreeMap::new();
    ask.each(
        "SELECT r.position + e.seq - r.first_seq, e.leaf FROM log_range r JOIN journal_entry e \
         ON e.cell = r.cell AND e.seq >= r.first_seq AND e.seq <= r.last_seq \
         WHERE r.position < $2 AND r.position + r.last_seq - r.first_seq >= $1",
        &[from.into(), to.into()],
        &mut |row| {
            let position = row.int(0)?;
            if (from..to).contains(&position) {
                found.insert(position, row.bytes(1)?);
            }
            Ok(())
        },
    )?;
    Ok(found.into_values().collect())
}

/// Tells the desk whether what it takes is still proven in time.
pub fn judge_delay(store: &Store, desk: &Desk, now: Instant, delay_max_us: i64) -> Result<()> {
    let oldest = oldest_waiting(store)?;
    desk.set_unproven(oldest.is_some_and(|at| now.0 - at.0 > delay_max_us));
    Ok(())
}
