//! The database held against its own rules, by other means than the program's: chains, heads, states,
//! versions, receipts, orphans. And then by the program's own verification.

use super::world::World;
use chaobai::cli::verify;
use journal::{Entry, leaf_hash};
use kernel::Lang;
use std::collections::BTreeMap;

/// Publishes the log, then demands that everything is in order.
pub fn all_is_well(world: &World) {
    let size = world.drain();
    assert_eq!(size as i64, world.number("SELECT count(*) FROM journal_entry"), "every entry is published");
    chains(world);
    states(world);
    receipts(world);
    orphans(world);
    let house = world.house();
    let report = journal::verify(&house.log.folder(), &house.log.trust());
    assert!(report.ok(), "{:?}", report.words(Lang::En));
    let charter = &house.law().charter;
    let good = verify::rows(&house.store, charter, &house.log.folder(), Lang::En).expect("a verification");
    assert!(good, "the program's own verification found something; see above");
}

/// Every cell's entries are numbered from 1, each names the one before, and the head is the last.
fn chains(world: &World) {
    let mut ends: BTreeMap<String, (i64, [u8; 32])> = BTreeMap::new();
    for row in world.rows("SELECT cell, seq, leaf, hash, command FROM journal_entry ORDER BY cell, seq", &[])
    {
        let (cell, seq) = (row.text(0).unwrap(), row.int(1).unwrap());
        let (last, prev) = ends.get(&cell).copied().unwrap_or((0, [0; 32]));
        let leaf = row.bytes(2).unwrap();
        let entry = Entry::decode(&leaf).expect("an entry");
        assert_eq!((seq, entry.seq, entry.prev), (last + 1, last + 1, prev), "cell {cell}");
        assert_eq!(leaf_hash(&leaf).to_vec(), row.bytes(3).unwrap(), "cell {cell} entry {seq}");
        assert_eq!((entry.cell.as_str(), entry.command), (cell.as_str(), row.text(4).unwrap()));
        ends.insert(cell, (seq, leaf_hash(&leaf)));
    }
    let heads = world.rows("SELECT cell, seq, hash FROM journal_head ORDER BY cell", &[]);
    assert_eq!(heads.len(), ends.len());
    for row in heads {
        let cell = row.text(0).unwrap();
        let (seq, hash) = ends[&cell];
        assert_eq!((seq, hash.to_vec()), (row.int(1).unwrap(), row.bytes(2).unwrap()), "head of {cell}");
    }
}

/// The state row is the version that holds latest; versions are numbered without gaps.
fn states(world: &World) {
    let mut latest: BTreeMap<String, (String, i64, i64, String)> = BTreeMap::new();
    let sql = "SELECT id, version, effective_on, register, stage, withdrawn, body, command, entry, cell \
               FROM record_version ORDER BY id, version";
    for row in world.rows(sql, &[]) {
        let (id, version) = (row.text(0).unwrap(), row.int(1).unwrap());
        let (effective_on, state) = (row.text(2).unwrap(), said(&row, 3));
        let kept = latest.get(&id).cloned();
        let last = kept.as_ref().map_or(0, |kept| kept.2);
        assert_eq!(version, last + 1, "versions of {id} have a gap");
        let holds = kept.as_ref().is_none_or(|kept| effective_on >= kept.0);
        let next = match kept {
            Some((day, number, _, state)) if !holds => (day, number, version, state),
            _ => (effective_on, version, version, state),
        };
        latest.insert(id, next);
    }
    let records = world.rows(
        "SELECT id, version, effective_on, register, stage, withdrawn, body FROM record ORDER BY id",
        &[],
    );
    assert_eq!(records.len(), latest.len(), "records and their versions");
    for row in records {
        let id = row.text(0).unwrap();
        let (effective_on, _, version, state) = &latest[&id];
        assert_eq!(*effective_on, row.text(2).unwrap(), "{id}");
        assert_eq!((*version, state.as_str()), (row.int(1).unwrap(), said(&row, 3).as_str()), "{id}");
    }
    let wrong = "SELECT count(*) FROM record_version v LEFT JOIN journal_entry e ON e.cell = v.cell AND e.seq = v.entry \
                 WHERE e.seq IS NULL OR e.command <> v.command OR e.at <> v.recorded_at OR e.actor <> v.actor";
    assert_eq!(world.number(wrong), 0, "every version has the entry that made it");
    let lost = "SELECT count(*) FROM journal_entry e WHERE e.command IN ('registers.create', 'registers.amend', \
                'registers.advance', 'registers.withdraw', 'registers.import', 'charters.load_fact', \
                'rounds.accept_row', 'worklists.approve') AND NOT EXISTS \
                (SELECT 1 FROM record_version v WHERE v.cell = e.cell AND v.entry = e.seq)";
    assert_eq!(world.number(lost), 0, "every such entry made a version");
}

fn said(row: &store::Row, from: usize) -> String {
    let body = row.json(from + 3).unwrap();
    format!(
        "{} {} {} {body}",
        row.text(from).unwrap(),
        row.text(from + 1).unwrap(),
        row.int(from + 2).unwrap()
    )
}

/// One receipt per entry, and it names the entry's hash.
fn receipts(world: &World) {
    let sql = "SELECT q.receipt, e.hash FROM request q LEFT JOIN journal_entry e ON e.cell = q.cell \
               AND e.seq = CAST(q.receipt ->> 'entry' AS BIGINT)";
    let rows = world.rows(sql, &[]);
    assert_eq!(rows.len() as i64, world.number("SELECT count(*) FROM journal_entry"), "a receipt per entry");
    for row in rows {
        let receipt = row.json(0).unwrap();
        let hash = row.bytes_opt(1).unwrap().map(hex::encode);
        assert_eq!(receipt["hash"].as_str().map(str::to_owned), hash, "{receipt}");
    }
}

fn orphans(world: &World) {
    for (what, sql) in [
        (
            "links",
            "SELECT count(*) FROM record_link l LEFT JOIN record r ON r.cell = l.cell AND r.id = l.id WHERE r.id IS NULL",
        ),
        (
            "files",
            "SELECT count(*) FROM attachment a LEFT JOIN record r ON r.cell = a.cell AND r.id = a.id WHERE r.id IS NULL",
        ),
        (
            "sessions",
            "SELECT count(*) FROM session s LEFT JOIN account a ON a.cell = s.cell AND a.login = s.login WHERE a.login IS NULL",
        ),
        (
            "values",
            "SELECT count(*) FROM figure_value f LEFT JOIN journal_entry e ON e.cell = f.cell AND e.seq = f.entry WHERE e.seq IS NULL",
        ),
        (
            "positions",
            "SELECT count(*) FROM journal_head h LEFT JOIN log_drained d ON d.cell = h.cell WHERE d.seq IS NULL OR d.seq <> h.seq",
        ),
    ] {
        assert_eq!(world.number(sql), 0, "{what} without what they belong to");
    }
}
