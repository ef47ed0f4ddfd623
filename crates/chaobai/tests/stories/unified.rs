//! Rules laid side by side: what share of them is one rule now, and which matters are one in every aspect.

use super::life::{amend, withdraw};
use super::procedures::bridge;
use super::world::{DAY, World, on_each_engine};
use kernel::Id;
use serde_json::json;

fn aspect(world: &World, matter: &Id, name: &str, state: &str) -> Id {
    world.create(
        &world.holder("office"),
        "aspects",
        json!({ "matter": matter.as_str(), "aspect": name, "state": state }),
    )
}

#[test]
fn without_records_there_is_no_share_and_a_matter_is_unified_with_its_last_aspect() {
    on_each_engine(|world| {
        world.write("registers/aspects.toml", include_str!("aspects.toml"));
        world.write("figures/unified.toml", include_str!("unified.toml"));
        assert_eq!(world.adopt().2, 0);
        let (share, matters) = (world.figure("U01"), world.figure("U02"));
        let told =
            |world: &World, on: &str| (world.computed(&share, on, None), world.computed(&matters, on, None));
        let said = |share: &str, matters: &str| (share.to_owned(), matters.to_owned());
        assert_eq!(told(world, "2024-03-04"), said("", ""), "no records, no share");

        let (first, second) = (bridge(world, "甲"), bridge(world, "乙"));
        let open = aspect(world, &first, "限速", "not_compared");
        assert_eq!(told(world, "2024-03-04"), said("", "0"), "nothing compared, no share");
        aspect(world, &first, "限重", "unified");
        assert_eq!(told(world, "2024-03-04"), said("100", "0"), "one aspect is not compared");
        aspect(world, &second, "限速", "different");
        let same = aspect(world, &second, "限重", "same");
        assert_eq!(told(world, "2024-03-04"), said("33.3", "0"));
        let sample =
            json!({ "matter": second.as_str(), "aspect": "示例", "state": "unified", "sample": true });
        world.create(&world.holder("office"), "aspects", sample);
        assert_eq!(told(world, "2024-03-04"), said("33.3", "0"), "samples do not count");

        world.advance(DAY);
        let office = world.holder("office");
        world.done(&office, amend(world, &open, "2024-03-05", json!({ "state": "unified" })));
        assert_eq!(told(world, "2024-03-05"), said("50", "1"), "the last aspect of the first matter");
        assert_eq!(told(world, "2024-03-04"), said("33.3", "0"), "the day before stays as it was");
        world.done(&office, withdraw(world, &same, None));
        assert_eq!(told(world, "2024-03-05"), said("66.7", "1"));
    });
}
