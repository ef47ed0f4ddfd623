//! Sending the same request again is always safe.

use super::audit;
use super::life::{amend, bridge};
use super::world::{World, key, new_record, on_each_engine, why};
use chaobai::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind};
use serde_json::{Value, json};
use std::sync::mpsc;
use store::Tx;

fn bridges(world: &World) -> i64 {
    world.number("SELECT count(*) FROM record WHERE register = 'bridges'")
}

#[test]
fn the_same_key_gives_the_same_receipt_and_nothing_happens_twice() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let (before, again) = (bridges(world), key("the-same-key"));
        let first = world.perform_with(&clerk, new_record("bridges", bridge("一")), &again).unwrap();
        for _ in 0..3 {
            let mut next = world.perform_with(&clerk, new_record("bridges", bridge("一")), &again).unwrap();
            assert!(next.replayed);
            next.replayed = false;
            assert_eq!(next, first);
            world.reopen_after_a_minute();
        }
        assert_eq!(bridges(world), before + 1);
        let seen = world.rows("SELECT seen FROM request WHERE key = 'the-same-key'", &[]);
        assert_eq!(seen[0].int(0).unwrap(), 3, "a retry writes before it answers");
        audit::all_is_well(world);
    });
}

#[test]
fn a_key_is_for_one_content_one_person_and_one_command() {
    on_each_engine(|world| {
        let (clerk, other) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        let again = key("used-for-one-thing");
        let receipt = world.perform_with(&clerk, new_record("bridges", bridge("一")), &again).unwrap();
        let id = Id::parse(&receipt.id).unwrap();
        let refused = [
            world.perform_with(&clerk, new_record("bridges", bridge("二")), &again),
            world.perform_with(&other, new_record("bridges", bridge("一")), &again),
            world.perform_with(&world.operator(), new_record("bridges", bridge("一")), &again),
            world.perform_with(&clerk, amend(world, &id, "2024-03-04", json!({ "lanes": 2 })), &again),
        ];
        for answer in refused {
            let refusal = answer.unwrap_err();
            assert_eq!((refusal.kind, refusal.code), (Kind::KeyReused, "key_reused"));
        }
        assert_eq!(world.version(&id), 1);
    });
}

#[test]
fn a_refused_command_may_be_mended_and_sent_under_its_key() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let again = key("refused-at-first");
        let mut wrong = bridge("一");
        wrong["length"] = json!("far");
        for _ in 0..2 {
            let answer = world.perform_with(&clerk, new_record("bridges", wrong.clone()), &again);
            assert_eq!(why(answer), ["length not_a_number"]);
        }
        let receipt = world.perform_with(&clerk, new_record("bridges", bridge("一")), &again).unwrap();
        assert!(!receipt.replayed);
        audit::all_is_well(world);
    });
}

#[test]
fn an_answer_that_never_came_is_asked_for_again() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let before = bridges(world);
        for number in 0..20 {
            let lost = key(&format!("answer-lost-{number}"));
            let command = || new_record("bridges", bridge(&format!("丢{number}")));
            let moment = world.house().moment();
            world.house().desk.submit(
                clerk.clone(),
                Box::new(command()),
                lost.clone(),
                moment,
                Box::new(drop),
            );
            if number == 10 {
                world.engine().cut_connections();
            }
            // Whatever became of it, the same key brings the receipt, sooner or later.
            let receipt = (0..5)
                .find_map(|_| match world.perform_with(&clerk, command(), &lost) {
                    Ok(receipt) => Some(receipt),
                    Err(refusal) => {
                        assert!(matches!(refusal.kind, Kind::Unknown | Kind::Busy), "{refusal:?}");
                        None
                    }
                })
                .expect("a receipt in the end");
            assert_eq!(receipt.version, 1);
        }
        assert_eq!(bridges(world), before + 20);
        audit::all_is_well(world);
    });
}

/// A command that writes what a table refuses.
struct Broken(&'static str);

impl Command for Broken {
    fn name(&self) -> &'static str {
        "stories.broken"
    }

    fn cell(&self, zone: &str, key: &RequestKey) -> Cell {
        Cell::of(zone, &Id::from_key(0, key.as_str()))
    }

    fn content(&self) -> Value {
        json!(self.0)
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        tx.execute(
            "INSERT INTO session (cell, token_hash, login, person, created_at, expires_at) VALUES ($1, $2, '', '', 0, 0)",
            &[call.cell.as_str().into(), self.0.into()],
        )?;
        tx.execute("INSERT INTO journal_head (cell, seq, hash) VALUES ($1, NULL, NULL)", &[self.0.into()])?;
        Ok(Change::default())
    }
}

#[test]
fn one_command_that_cannot_be_written_harms_no_other() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let before = bridges(world);
        let (sender, receiver) = mpsc::channel();
        for number in 0..40 {
            let command: Box<dyn Command> = match number % 10 {
                3 => Box::new(Broken("twice")),
                7 => Box::new(Broken("a\0b")),
                _ => Box::new(new_record("bridges", bridge(&format!("同{number}")))),
            };
            let (sender, house) = (sender.clone(), world.house());
            let done = Box::new(move |answer| drop(sender.send((number, answer))));
            house.desk.submit(
                clerk.clone(),
                command,
                key(&format!("together-{number}")),
                house.moment(),
                done,
            );
        }
        drop(sender);
        let mut answers: Vec<(usize, Result<_, _>)> = receiver.iter().collect();
        answers.sort_by_key(|(number, _)| *number);
        for (number, answer) in answers {
            match number % 10 {
                3 | 7 => assert_eq!(answer.unwrap_err().kind, Kind::Unknown, "{number}"),
                _ => assert!(answer.is_ok(), "{number}: {answer:?}"),
            }
        }
        assert_eq!(bridges(world), before + 32);
        assert_eq!(world.number("SELECT count(*) FROM session"), 0, "and leaves nothing behind");
        audit::all_is_well(world);
    });
}

#[test]
fn no_change_is_taken_while_nothing_can_be_proven() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        world.house().desk.set_unproven(true);
        let refusal = world.perform(&clerk, new_record("bridges", bridge("一"))).unwrap_err();
        assert_eq!((refusal.kind, refusal.code), (Kind::Closed, "closed.unproven"));
        world.house().desk.set_unproven(false);
        world.done(&clerk, new_record("bridges", bridge("一")));
    });
}
