//! kill -9 under load. Sixteen writers post changes to the real program; every receipt is put on the
//! disk outside before the writer goes on. The program (on PostgreSQL also a server process of the
//! database) is killed at random moments. What must hold after every kill:
//! - every receipt that was given names a version and an entry that are there, with that hash;
//! - nothing is half-written: versions, entries, requests and chains fit each other (`chaobai verify`);
//! - a change whose outcome was not known, sent again with its key, has happened exactly once.
//!
//! `CHAOBAI_KILLS` sets the number of kills per engine (5), `CHAOBAI_SEED` the moments; the seed is
//! printed, so that a failure can be played again.

mod crash_support;
mod running;

use crash_support::{Acknowledged, Chance, Client, Server, Writers};
use running::{Zone, copy_folder, edit, places, three_towns};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::Command;
use std::sync::Arc;
use store::Ask;

/// Threads that post changes.
const WRITERS: usize = 16;
/// Every so manieth round on PostgreSQL a server process of the database is killed instead.
const BACKEND_EVERY: u64 = 3;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_program_is_killed_on_sqlite() {
    let place = places().into_iter().find(|place| place.engine() == "SQLite");
    story(place.expect("SQLite is always there"));
}

#[test]
fn nothing_that_was_acknowledged_is_lost_when_the_program_is_killed_on_postgresql() {
    if let Some(place) = places().into_iter().find(|place| place.engine() == "PostgreSQL") {
        story(place);
    }
}

fn story(zone: Zone) {
    let (kills, seed) = (setting("CHAOBAI_KILLS", 5), setting("CHAOBAI_SEED", u64::from(std::process::id())));
    println!("{}: {kills} kills, CHAOBAI_SEED={seed}", zone.engine());
    let mut chance = Chance::new(seed);
    let token = found(&zone);
    let acknowledged = Acknowledged::create(&zone.path().join("acknowledged.txt"));
    let mut server = Server::start(&zone);
    let client = Arc::new(Client::new(server.address.clone(), token));
    let writers = Writers::start(WRITERS, &client, &acknowledged, seed);
    let mut checked = 0;
    for round in 1..=kills {
        acknowledged.wait_for_more(chance.between(20, 200), &mut || server.has_ended());
        if zone.engine() == "PostgreSQL" && round % BACKEND_EVERY == 0 {
            kill_a_backend(&zone, &mut chance);
            // The program goes on by itself, or has ended so that a fresh start can recover.
            let before = acknowledged.count();
            acknowledged.wait_for_more(20, &mut || server.has_ended());
            println!("round {round}: a process of the database was killed at {before} receipts");
            if !server.has_ended() {
                continue;
            }
        }
        server.kill();
        let said = zone.run(&["verify"]);
        assert_eq!(said.code, Some(0), "after kill {round}: {}{}", said.out, said.err);
        checked = check(&zone, checked);
        println!("round {round}: killed; {checked} receipts are kept");
        server.start_again(&zone);
    }
    let done = writers.finish();
    server.stop();
    zone.run(&["verify"]).good();
    let all = check(&zone, 0);
    assert_eq!(all, done.len(), "a change has no receipt, or two");
    let keys = keys(&zone);
    assert_eq!(keys, done.into_iter().collect::<BTreeSet<_>>(), "what was asked for and what was done");
    println!("{}: {kills} kills, {all} acknowledged changes, none lost, none twice", zone.engine());
}

/// Founds the three towns with a clerk who is in office, and gives the clerk's token.
fn found(zone: &Zone) -> String {
    let charter = zone.path().join("charter");
    copy_folder(&three_towns(), &charter);
    let terms = charter.join("facts/terms.csv");
    edit(&terms, "示例乙,clerk-xidu", "示例乙,clerk-dongdu,2023-01-01,,S1,2022-12-31\n示例乙,clerk-xidu");
    zone.adopt(&charter).good();
    zone.run(&["accounts", "open", "clerk", "--person", "示例乙"]).good();
    zone.run(&["accounts", "token", "clerk"]).good().trim().to_owned()
}

/// Compares the receipts on the disk from number `from` on with the database; how many there are.
fn check(zone: &Zone, from: usize) -> usize {
    let store = zone.store();
    let mut reader = store.reader().expect("a reader");
    let file = File::open(zone.path().join("acknowledged.txt")).expect("the list of receipts");
    let mut count = 0;
    for line in BufReader::new(file).lines() {
        let line = line.expect("a line");
        count += 1;
        if count <= from {
            continue;
        }
        let [key, cell, entry, hash, id, version] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("a receipt of six parts: {line}")
        };
        let (entry, version): (i64, i64) = (entry.parse().unwrap(), version.parse().unwrap());
        let sql = "SELECT e.hash, v.entry, q.receipt FROM journal_entry e \
                   LEFT JOIN record_version v ON v.cell = e.cell AND v.id = $3 AND v.version = $4 \
                   LEFT JOIN request q ON q.cell = e.cell AND q.key = $5 WHERE e.cell = $1 AND e.seq = $2";
        let values = [cell.into(), entry.into(), id.into(), version.into(), key.into()];
        let row = reader.row(sql, &values).expect("an answer");
        let row = row.unwrap_or_else(|| panic!("LOST: the entry of an acknowledged change: {line}"));
        assert_eq!(hex::encode(row.bytes(0).unwrap()), hash, "another entry stands there: {line}");
        assert_eq!(
            row.int_opt(1).unwrap(),
            Some(entry),
            "LOST: the version of an acknowledged change: {line}"
        );
        let receipt = row.json_opt(2).unwrap().unwrap_or_else(|| panic!("LOST: the request: {line}"));
        assert_eq!(receipt["hash"], hash, "another receipt is kept: {line}");
    }
    count
}

/// Keys of every request the writers sent, as the database has them.
fn keys(zone: &Zone) -> BTreeSet<String> {
    let store = zone.store();
    let rows =
        store.reader().unwrap().rows("SELECT key FROM request WHERE key LIKE 'writer-%'", &[]).unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

/// kill -9 of one of the database's own processes that work for this zone.
fn kill_a_backend(zone: &Zone, chance: &mut Chance) {
    let sql = "SELECT CAST(pid AS BIGINT) FROM pg_stat_activity WHERE datname = current_database() \
               AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY pid";
    let store = zone.store();
    let rows = store.reader().unwrap().rows(sql, &[]).unwrap();
    let pids: Vec<i64> = rows.iter().map(|row| row.int(0).unwrap()).collect();
    assert!(!pids.is_empty(), "the program has connections");
    let pid = pids[chance.between(0, pids.len() as u64 - 1) as usize];
    let status = Command::new("kill").args(["-9", &pid.to_string()]).status().expect("kill");
    assert!(status.success(), "process {pid} of the database could not be killed");
}
