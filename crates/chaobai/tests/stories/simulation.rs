//! A season of the zone in a few seconds: random commands, restarts, jumps of the clock, new charters,
//! then everything is held against everything else. `CHAOBAI_SEED` plays a season again,
//! `CHAOBAI_STEPS` makes it longer.

use super::audit;
use super::chance::Chance;
use super::steps::Steps;
use super::world::{DAY, MINUTE, on_each_engine};
use kernel::Kind;
use std::collections::BTreeMap;

#[test]
fn after_a_season_of_everything_all_is_well() {
    let steps_max = std::env::var("CHAOBAI_STEPS").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    on_each_engine(|world| {
        let mut steps = Steps::new(Chance::seeded(20_241_124));
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        let (mut acknowledged, mut contact) = (Vec::new(), 0);
        for _ in 0..steps_max {
            match steps.chance.below(40) {
                0 => world.reopen(),
                1 => world.advance(steps.chance.below(20) as i64 * DAY),
                2 => drop(world.drain()),
                3 => world.engine().cut_connections(),
                4 => {
                    let (old, new) = (contact, contact + 1);
                    let line = |n: i32| {
                        if n == 0 {
                            "publishers".to_owned()
                        } else {
                            format!("contact = \"c{n}@example.org\"\npublishers")
                        }
                    };
                    world.edit("zone.toml", &line(old), &line(new));
                    contact = new;
                    world.adopt();
                }
                _ => world.advance(steps.chance.below(30) as i64 * MINUTE),
            }
            let step = steps.next(world.today());
            let mut answer = step.perform(world);
            for _ in 0..5 {
                // As a browser does: what is not known is asked again under the same key.
                if !matches!(&answer, Err(refusal) if matches!(refusal.kind, Kind::Unknown | Kind::Busy)) {
                    break;
                }
                *told.entry("again".into()).or_default() += 1;
                answer = step.perform(world);
            }
            match answer {
                Ok(receipt) => {
                    steps.learn(&receipt);
                    *told.entry(receipt.command.clone()).or_default() += 1;
                    acknowledged.push(receipt);
                }
                Err(refusal) => {
                    assert!(
                        !matches!(refusal.kind, Kind::Unknown | Kind::Busy | Kind::Closed),
                        "{refusal:?}"
                    );
                    *told.entry(refusal.code.to_owned()).or_default() += 1;
                }
            }
        }
        println!("{told:?}");
        for receipt in &acknowledged {
            let row = world.rows(
                "SELECT hash FROM journal_entry WHERE cell = $1 AND seq = $2",
                &[receipt.cell.as_str().into(), receipt.entry.into()],
            );
            assert_eq!(row.len(), 1, "{receipt:?} was acknowledged");
            assert_eq!(hex::encode(row[0].bytes(0).unwrap()), receipt.hash);
        }
        audit::all_is_well(world);
        world.reopen();
        audit::all_is_well(world);
    });
}
