//! The same commands on every engine: the same answers, refusals, lists, figures and journal.

use super::audit;
use super::chance::Chance;
use super::steps::Steps;
use super::world::{DAY, World};
use chaobai::desk::Caller;
use chaobai::domain::registers::{ListQuery, Sort, sort_key};
use journal::Entry;
use kernel::{Refusal, canonical};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use store::testing::engines;

const STEPS: usize = 300;

/// An answer without what is chance: salts, and the hashes that follow from them.
fn said(answer: &Result<chaobai::desk::Receipt, Refusal>) -> Value {
    match answer {
        Ok(r) => json!([r.command, r.register, r.id, r.version, r.cell, r.entry, r.at, r.answer, r.replayed]),
        Err(refusal) => json!(refusal),
    }
}

/// Lists, figures and the journal, in words that can be compared.
fn picture(world: &World) -> Vec<Value> {
    let mut told = Vec::new();
    let law = world.law();
    for caller in [Caller::clone(&world.operator()), Caller::public(), Caller::clone(&world.holder("office"))]
    {
        for register in law.charter.registers.values() {
            let orders = register.fields.iter().filter(|field| sort_key(register, &field.id).is_some());
            for sort in orders.map(|field| field.id.as_str()).chain(["id", "amended_at", "effective_on"]) {
                for as_of in [None, Some(world.today().plus_days(-15))] {
                    let sort = Some(Sort { field: sort.into(), descending: as_of.is_some() });
                    let query = ListQuery { sort: sort.clone(), limit: 50, as_of, ..ListQuery::default() };
                    let line = match world.list(&caller, register, &query) {
                        Ok(records) => json!(
                            records
                                .iter()
                                .map(|r| json!([r.id, r.version, r.stage, r.body]))
                                .collect::<Vec<_>>()
                        ),
                        Err(refusal) => json!(refusal),
                    };
                    told.push(json!([register.id, format!("{sort:?} {as_of:?}"), line]));
                }
            }
        }
    }
    for figure in &law.charter.figures {
        for back in [0, 1, 7, 30] {
            let day = world.today().plus_days(-back).to_string();
            told.push(world.answer(figure, &day, None).to_json());
        }
    }
    for row in world.rows("SELECT leaf, salt FROM journal_entry ORDER BY cell, seq", &[]) {
        let entry = Entry::decode(&row.bytes(0).unwrap()).expect("an entry");
        told.push(json!([
            entry.cell,
            entry.seq,
            entry.at,
            entry.subject,
            entry.command,
            entry.actor_post,
            entry.change,
            entry.hidden.is_some()
        ]));
        // The commitments differ by their salts; what they commit to is compared through the rows above.
        assert_ne!(entry.body, canonical::digest(&Value::Null).unwrap());
    }
    told
}

#[test]
fn every_engine_gives_the_same_answers_to_the_same_commands() {
    let worlds: Vec<World> = engines().into_iter().map(World::over).collect();
    let mut steps = Steps::new(Chance::seeded(20_241_123));
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for number in 0..STEPS {
        if steps.chance.once_in(10) {
            let by = steps.chance.below(3) as i64 * DAY / 2;
            worlds.iter().for_each(|world| world.advance(by));
        }
        let step = steps.next(worlds[0].today());
        let answers: Vec<_> = worlds.iter().map(|world| step.perform(world)).collect();
        for answer in &answers {
            assert_eq!(said(answer), said(&answers[0]), "step {number} by {:?}", step.post);
        }
        match &answers[0] {
            Ok(receipt) => {
                *codes.entry(receipt.command.clone()).or_default() += 1;
                steps.learn(receipt);
            }
            Err(refusal) => *codes.entry(refusal.code.to_owned()).or_default() += 1,
        }
    }
    println!("{codes:?}");
    assert!(codes.len() > 12, "the steps are various: {codes:?}");
    assert!(!codes.contains_key("unknown") && !codes.contains_key("busy"), "{codes:?}");
    let pictures: Vec<Vec<Value>> = worlds.iter().map(picture).collect();
    for picture in &pictures {
        assert_eq!(picture.len(), pictures[0].len());
        for (line, first) in picture.iter().zip(&pictures[0]) {
            assert_eq!(line, first);
        }
    }
    worlds.iter().for_each(audit::all_is_well);
}
