//! Many at once in a meeting: one decision, one number each, no agenda that changes under a vote; and a secret ballot of two
//! hundred that nothing ties to its voters.

use super::audit;
use super::meetings::*;
use super::races::{MANY, at_once};
use super::supervision::on_each_first_zone;
use super::world::{World, key, why};
use chaobai::charter::model::{BallotKind, Verdict};
use chaobai::desk::{Caller, Receipt};
use chaobai::domain::meetings::*;
use kernel::{Id, Refusal};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use store::testing::engines;

fn codes(answers: &[Result<Receipt, Refusal>]) -> BTreeSet<&'static str> {
    answers.iter().filter_map(|answer| answer.as_ref().err()).map(|refusal| refusal.code).collect()
}

fn won(answers: &[Result<Receipt, Refusal>]) -> usize {
    answers.iter().filter(|answer| answer.is_ok()).count()
}

#[test]
fn of_many_clerks_who_record_a_decision_one_does_and_the_others_are_told() {
    on_each_first_zone(|world| {
        let (_, item) = in_session(world, "2026-03-05", &all());
        let clerk = office(world);
        let command = decision(world, &item, Some(Verdict::Passed), "");
        let other = super::races::beside(world);
        let answers = at_once(|number| {
            let house = if number % 4 == 0 { &other } else { world.house() };
            let verdict = if number % 2 == 0 { Verdict::Passed } else { Verdict::Postponed };
            let command = Decide { verdict: Some(verdict), ..command.clone() };
            house.desk.perform(clerk.clone(), command, key(&format!("decide-{number:04}")), house.moment())
        });
        assert_eq!((won(&answers), codes(&answers)), (1, BTreeSet::from(["registers.stale_version"])));
        drop(other);
        audit::all_is_well(world);
    });
}

#[test]
fn the_agenda_stands_while_a_vote_is_taken_and_every_vote_before_the_count_counts() {
    on_each_first_zone(|world| {
        let (meeting, item) = in_session(world, "2026-03-05", &all());
        let clerk = office(world);
        let ballot = vote(world, &item);
        let version = world.version(&item);
        let members: Vec<(&str, Arc<Caller>)> =
            all().into_iter().map(|post| (post, member(world, post))).collect();
        let answers = at_once(|number| {
            let (house, key) = (world.house(), key(&format!("vote-{number:04}")));
            let moment = house.moment();
            match number {
                0..6 => {
                    let (post, caller) = members[number].clone();
                    let command = Cast { ballot: ballot.clone(), post: post.into(), choice: Choice::Yes };
                    house.desk.perform(caller, command, key, moment)
                }
                6..20 => {
                    let items =
                        vec![Ordered { id: item.clone(), version, mode: "settle".into(), minutes: 5 }];
                    let command =
                        OrderAgenda { meeting: meeting.clone(), items, off: Vec::new(), note: String::new() };
                    house.desk.perform(clerk.clone(), command, key, moment)
                }
                _ => house.desk.perform(clerk.clone(), Count { ballot: ballot.clone() }, key, moment),
            }
        });
        let counted = world.number("SELECT count(*) FROM meeting_event WHERE command = 'meetings.count'");
        assert_eq!(counted, 1, "{answers:?}");
        let cast = answers[..6].iter().filter(|answer| answer.is_ok()).count();
        let outcome = look(world, &meeting, |sitting| {
            sitting.items.iter().flat_map(|item| &item.ballots).find_map(|(ballot, _)| ballot.outcome.clone())
        });
        let yes: u32 = outcome.expect("an outcome").tallies.iter().map(|tally| tally.yes).sum();
        assert_eq!(yes as usize, cast, "a vote that was acknowledged is in the count, and no other");
        for answer in &answers[..6] {
            assert!(answer.is_ok() || answer.as_ref().unwrap_err().code == "meetings.ballot_over");
        }
        audit::all_is_well(world);
    });
}

#[test]
fn numbers_are_issued_once_and_in_order() {
    on_each_first_zone(|world| {
        let clerk = office(world);
        let other = super::races::beside(world);
        let answers = at_once(|number| {
            let house = if number % 2 == 0 { &other } else { world.house() };
            let command = calling("sitting", "2026-03-05");
            house.desk.perform(clerk.clone(), command, key(&format!("call-{number:04}")), house.moment())
        });
        let numbers: BTreeSet<i64> = answers
            .iter()
            .map(|answer| answer.as_ref().unwrap().answer["number"].as_i64().unwrap())
            .collect();
        assert_eq!(numbers, (1..=MANY as i64).collect());
        drop(other);
        audit::all_is_well(world);
    });
}

/// The first zone with a council of two hundred, a hundred a side.
fn with_two_hundred(world: &World) {
    let (mut posts, mut persons, mut terms, mut seats) =
        (String::new(), String::new(), String::new(), Vec::new());
    for number in 0..200 {
        let side = if number % 2 == 0 { "beijing" } else { "hebei" };
        let id = format!("sample_voter_{number}");
        posts += &format!(
            "[[posts]]\nid = \"{id}\"\nname = {{ zh = \"示例代表{number}\", en = \"Sample voter {number}\" }}\n\
             body = \"sample_council\"\nside = \"{side}\"\nroles = [\"council\"]\nsample = true\nsource = \"示例数据\"\n\n"
        );
        persons += &format!("示例代表{number},true,示例数据,2023-01-01,,kept,示例\n");
        terms += &format!(
            "示例代表{number},{id},2023-01-01,,known,示例,示例数据,2023-01-01,2023-01-01,kept,示例\n"
        );
        seats.push(format!("\"{id}\""));
    }
    let first = "[[posts]]\nid = \"sample_system_admin\"";
    world.edit("zone.toml", first, &format!("{posts}{first}"));
    world.edit(
        "zone.toml",
        "\"sample_chair_hebei\", \"sample_seat_hebei_1\"",
        &format!("\"sample_chair_hebei\", {}, \"sample_seat_hebei_1\"", seats.join(", ")),
    );
    let line = "示例甲,true,示例数据,2023-01-01,,kept,示例\n";
    world.edit("facts/persons.csv", line, &format!("{line}{persons}"));
    let line =
        "示例乙,sample_member_tongzhou,2023-01-01,,known,示例,示例数据,2023-01-01,2023-01-01,kept,示例\n";
    world.edit("facts/terms.csv", line, &format!("{line}{terms}"));
}

#[test]
fn a_secret_ballot_of_two_hundred_is_tied_to_nobody_and_still_verifies() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    for engine in engines() {
        let mut world = World::on_charter(engine, &folder, "2026-03-02T09:00:00+08:00");
        with_two_hundred(&world);
        world.adopt();
        println!("on {:?}", world.house().store.engine());
        let voters: Vec<String> = (0..200).map(|number| format!("sample_voter_{number}")).collect();
        let mut there: Vec<&str> = voters.iter().map(String::as_str).collect();
        there.push(NORTH[0]);
        there.push(SOUTH[0]);
        let (meeting, item) = in_session(&world, "2026-03-05", &there);
        // Slips as the clerk prints them: 101 a side, in an order that says nothing.
        let slips: Vec<Slip> = (0..202u8)
            .map(|number| {
                let mut chance = [0u8; 12];
                (chance[0], chance[5], chance[11]) = (number % 32, number / 32, number.wrapping_mul(37) % 32);
                Slip::new(if number % 2 == 0 { "beijing" } else { "hebei" }, chance)
            })
            .collect();
        let kept = |slip: &Slip| (slip_digest(&slip.code).expect("a code"), slip.side.clone());
        let version = world.version(&item);
        let open = |slips: Vec<(String, String)>| OpenBallot {
            item: item.clone(),
            version,
            kind: BallotKind::Secret,
            question: String::new(),
            slips,
        };
        let few = slips[1..].iter().map(kept).collect();
        assert_eq!(why(world.perform(&office(&world), open(few))), ["slips slips_do_not_fit"]);
        let ballot = answer(&world.done(&office(&world), open(slips.iter().map(kept).collect())), "ballot");

        let nobody = Arc::new(Caller::public());
        let casting = |slip: &Slip, choice: Choice| CastSlip {
            ballot: ballot.clone(),
            slip: slip_digest(&slip.code).expect("a code"),
            choice,
        };
        let before = world.number("SELECT count(*) FROM journal_entry");
        for (number, slip) in slips.iter().enumerate().take(200) {
            let choice = if number % 5 == 0 { Choice::No } else { Choice::Yes };
            world.done(&nobody, casting(slip, choice));
        }
        assert_eq!(
            why(world.perform(&nobody, casting(&slips[0], Choice::Yes))),
            ["meetings.no_such_slip"],
            "once"
        );
        let signed_in = member(&world, NORTH[0]);
        assert_eq!(
            why(world.perform(&signed_in, casting(&slips[201], Choice::Yes))),
            ["meetings.slip_is_nobodys"]
        );
        let by_name = Cast { ballot: ballot.clone(), post: NORTH[0].into(), choice: Choice::Yes };
        assert_eq!(why(world.perform(&signed_in, by_name)), ["meetings.by_slip"]);
        assert!(count(&world, &ballot));
        let outcome =
            look(&world, &meeting, |sitting| sitting.items[1].ballots[0].0.outcome.clone().unwrap());
        let sums: Vec<(u32, u32)> = outcome.tallies.iter().map(|tally| (tally.yes, tally.no)).collect();
        assert_eq!((sums, outcome.silent), (vec![(80, 20), (80, 20)], 2));
        nothing_ties(&world, &ballot, before, &slips);

        // Anybody recounts, and finds their own slip.
        let mut reader = world.house().reader().expect("a reader");
        let (_, found) = recount(&mut reader, &world.law().charter.zone.id, &ballot).expect("a recount");
        assert_eq!(found.iter().filter(|(.., choice)| *choice == Some(Choice::Yes)).count(), 160);
        let own = slip_digest(&slips[5].code).unwrap();
        assert!(found.iter().any(|(slip, _, choice)| *slip == own && *choice == Some(Choice::No)));
        drop(reader);
        audit::all_is_well(&world);
        let turned =
            world.tamper("UPDATE meeting_slip SET choice = 'yes' WHERE slip = $1", &[own.as_str().into()]);
        assert_eq!(turned, 1);
        let house = world.house();
        let good = chaobai::cli::verify::rows(
            &house.store,
            &house.law().charter,
            &house.log.folder(),
            kernel::Lang::En,
        );
        assert!(!good.expect("an answer"), "a slip that was turned is found");
    }
}

/// Looks through everything the casting wrote, in every table, for anything that names a voter, and for the codes.
fn nothing_ties(world: &World, ballot: &Id, before: i64, slips: &[Slip]) {
    let voters: BTreeSet<String> = world
        .rows("SELECT body ->> 'person' FROM record WHERE register = 'terms'", &[])
        .iter()
        .map(|row| row.text(0).unwrap())
        .collect();
    let entries = world.rows(
        "SELECT leaf, salt FROM journal_entry WHERE command = 'meetings.cast_slip' ORDER BY cell, seq",
        &[],
    );
    assert_eq!(entries.len(), 200);
    assert!(world.number("SELECT count(*) FROM journal_entry") >= before + 200);
    for row in &entries {
        let entry = journal::Entry::decode(&row.bytes(0).unwrap()).expect("an entry");
        assert_eq!((entry.actor, entry.actor_post.as_str()), (journal::ZERO, ""), "nobody cast it");
        let text = format!("{entry:?}");
        assert!(!voters.iter().any(|person| text.contains(person.as_str())));
    }
    let columns: Vec<String> = world.columns("meeting_slip");
    assert_eq!(columns, ["ballot", "cell", "choice", "side", "slip"], "no person, no time, no order");
    // What is kept of the requests: a key, the digest of what was asked, the receipt.
    let requests =
        "SELECT q.key, q.receipt FROM request q WHERE (q.receipt ->> 'command') = 'meetings.cast_slip'";
    for row in world.rows(requests, &[]) {
        let text = format!("{} {}", row.text(0).unwrap(), row.json(1).unwrap());
        assert!(!voters.iter().any(|person| text.contains(person.as_str())), "{text}");
        assert!(!slips.iter().any(|slip| text.contains(&slip.code)), "{text}");
    }
    // The codes stand nowhere, whole or without their dashes.
    for (table, column) in [("meeting_event", "said"), ("meeting_ballot", "base"), ("request", "receipt")] {
        let sql = format!("SELECT CAST({column} AS TEXT) FROM {table}");
        for row in world.rows(&sql, &[]) {
            let text = row.text(0).unwrap();
            let plain: Vec<String> = slips.iter().map(|slip| slip.code.replace('-', "")).collect();
            assert!(!plain.iter().any(|code| text.contains(code.as_str())), "{table}: {ballot}");
        }
    }
}
