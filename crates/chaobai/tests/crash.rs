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

use crash_support::{Acknowledged, Chance, Client, Server, Writers, check, found_with_clerk};
use running::{Zone, places};
use std::collections::BTreeSet;
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
    let token = found_with_clerk(&zone);
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
        checked = checked + check(&zone, checked, usize::MAX);
        println!("round {round}: killed; {checked} receipts are kept");
        server.start_again(&zone);
    }
    let done = writers.finish();
    server.stop();
    zone.run(&["verify"]).good();
    let all = check(&zone, 0, usize::MAX);
    assert_eq!(all, done.len(), "a change has no receipt, or two");
    let keys = keys(&zone);
    assert_eq!(keys, done.into_iter().collect::<BTreeSet<_>>(), "what was asked for and what was done");
    println!("{}: {kills} kills, {all} acknowledged changes, none lost, none twice", zone.engine());
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
