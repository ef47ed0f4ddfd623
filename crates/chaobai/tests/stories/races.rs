//! Many at once: one wins, and the others are told what is now true.

use super::audit;
use super::life::{amend, bridge};
use super::world::{World, key, new_record, on_each_engine};
use chaobai::desk::Receipt;
use chaobai::house::House;
use kernel::{Kind, Refusal};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Barrier;
use std::thread;

pub const MANY: usize = 32;

/// The same work from many threads at the same moment; the answers in the order of the threads.
pub fn at_once(work: impl Fn(usize) -> Result<Receipt, Refusal> + Sync) -> Vec<Result<Receipt, Refusal>> {
    let start = Barrier::new(MANY);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..MANY)
            .map(|number| {
                let (work, start) = (&work, &start);
                scope.spawn(move || {
                    start.wait();
                    work(number)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    })
}

/// A second program on the same database, as an operator's command beside the one that serves.
pub fn beside(world: &World) -> House {
    House::open(world.house().settings.clone()).unwrap_or_else(|e| panic!("{e:#}"))
}

#[test]
fn of_many_who_amend_one_version_exactly_one_wins() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let id = world.create(&clerk, "bridges", bridge("争"));
        let other = beside(world);
        let answers = at_once(|number| {
            let house = if number % 4 == 0 { &other } else { world.house() };
            let mut command = amend(world, &id, "2024-03-04", json!({ "lanes": number + 1 }));
            command.version = 1;
            house.desk.perform(clerk.clone(), command, key(&format!("race-{number:04}")), house.moment())
        });
        let won: Vec<&Receipt> = answers.iter().filter_map(|answer| answer.as_ref().ok()).collect();
        assert_eq!(won.len(), 1, "{answers:?}");
        assert_eq!(won[0].version, 2);
        for refusal in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!((refusal.kind, refusal.code), (Kind::Conflict, "registers.stale_version"));
            assert_eq!(refusal.params["current"], "2");
        }
        let entries = "SELECT count(*) FROM journal_entry WHERE command = 'registers.amend'";
        assert_eq!(world.number(entries), 1);
        drop(other);
        audit::all_is_well(world);
    });
}

#[test]
fn the_same_request_from_many_sides_makes_one_record() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let before = world.number("SELECT count(*) FROM record");
        let other = beside(world);
        let answers = at_once(|number| {
            let house = if number % 2 == 0 { &other } else { world.house() };
            let command = new_record("bridges", bridge("同一座"));
            house.desk.perform(clerk.clone(), command, key("one-of-many"), house.moment())
        });
        let receipts: Vec<Receipt> = answers.into_iter().map(|answer| answer.expect("a receipt")).collect();
        let ids: BTreeSet<(&str, i64, &str)> =
            receipts.iter().map(|r| (r.id.as_str(), r.entry, r.hash.as_str())).collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        assert_eq!(receipts.iter().filter(|receipt| !receipt.replayed).count(), 1);
        assert_eq!(world.number("SELECT count(*) FROM record"), before + 1);
        drop(other);
        audit::all_is_well(world);
    });
}

#[test]
fn many_writers_over_many_cells_leave_every_chain_whole() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let other = beside(world);
        let answers = at_once(|number| {
            let house = if number % 2 == 0 { &other } else { world.house() };
            let mut last = Err(Refusal::not_found());
            for round in 0..8 {
                let command = new_record("bridges", bridge(&format!("多{number}-{round}")));
                let key = key(&format!("many-{number:03}-{round}"));
                last = house.desk.perform(clerk.clone(), command, key, house.moment());
                assert!(last.is_ok(), "{number}-{round}: {last:?}");
            }
            last
        });
        assert!(answers.iter().all(Result::is_ok));
        assert_eq!(
            world.number("SELECT count(*) FROM record WHERE register = 'bridges'"),
            2 + 8 * MANY as i64
        );
        drop(other);
        audit::all_is_well(world);
    });
}
