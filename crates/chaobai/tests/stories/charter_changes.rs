//! The law changes; what was done under the old one stays as it was done.

use super::audit;
use super::life::{advance, amend, bridge, withdraw};
use super::world::{MINUTE, World, new_record, on_each_engine, why};
use chaobai::charter::explain;
use chaobai::domain::charters::{self, Adopt};
use chaobai::domain::figures;
use chaobai::domain::registers::{self, ListQuery};
use chaobai::house::House;
use kernel::Id;
use serde_json::json;

fn entries(world: &World) -> i64 {
    world.number("SELECT count(*) FROM journal_entry")
}

const COLOUR: &str = "[[fields]]\nid = \"colour\"\nname = { zh = \"颜色\", en = \"Colour\" }\ntype = \"text\"\n\
                      public = true\nindexed = true\n\n[[stages]]\nid = \"draft\"";

#[test]
fn a_changed_charter_is_adopted_and_old_records_keep_theirs() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let old = world.create(&clerk, "bridges", bridge("旧"));
        let before = world.charter();
        world.edit("registers/bridges.toml", "[[stages]]\nid = \"draft\"", COLOUR);
        world.edit("registers/bridges.toml", "to = [\"draft\"]\n", "to = [\"draft\", \"closed\"]\n\n[[stages]]\nid = \"closed\"\nname = { zh = \"停用\", en = \"Closed\" }\n");
        world.edit(
            "figures/crossing.toml",
            "definition = { zh = \"各桥长度之和。\"",
            "version = 2\ndefinition = { zh = \"在册各桥长度之和。\"",
        );
        let beside = House::open(world.house().settings.clone()).unwrap();
        let (written, known, refused) = world.adopt();
        assert_eq!((written, refused, known > 8), (0, 0, true), "the facts stood already");
        assert_eq!(world.law().version, 2);

        let changes = explain::diff(&before, &world.charter());
        let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
        for path in [
            "registers/bridges/fields/colour",
            "registers/bridges/stages/closed",
            "registers/bridges/stages/kept/to",
            "figures/B03/version",
            "figures/B03/definition",
        ] {
            assert!(paths.contains(&path), "{path} is not in {paths:?}");
        }
        let entry = world.rows(
            "SELECT leaf FROM journal_entry WHERE command = 'charters.adopt' ORDER BY seq DESC LIMIT 1",
            &[],
        );
        let entry = journal::Entry::decode(&entry[0].bytes(0).unwrap()).unwrap();
        assert_eq!(entry.change["changes"].as_array().unwrap().len(), paths.len());

        let clerk = world.holder("clerk-dongdu");
        let new = world.create(
            &clerk,
            "bridges",
            json!({ "name": "新", "state": "built", "colour": "红",
            "lead_east": "dongdu-roads", "source": "S1", "source_date": "2024-01-01" }),
        );
        assert_eq!((world.record(&old).charter_version, world.record(&new).charter_version), (1, 2));
        let office = world.holder("office");
        world.done(&clerk, advance(world, &new, "submitted"));
        world.done(&office, advance(world, &new, "kept"));
        world.done(&office, advance(world, &new, "closed"));
        let red = ListQuery { filter: Some("colour = '红'".into()), limit: 5, ..ListQuery::default() };
        let found = world.list(&world.public(), &world.register("bridges"), &red).unwrap();
        assert_eq!(found.len(), 1);
        let indexes = world.house().store.catalogue().unwrap().indexes;
        assert!(indexes.iter().any(|index| index.name == "record_bridges_colour"), "an index was made");
        assert_eq!(world.answer(&world.figure("B03"), "2024-03-04", None).figure().version, 2);

        assert_eq!(beside.law().version, 1);
        assert!(beside.refresh_law().unwrap() && !beside.refresh_law().unwrap());
        assert_eq!(beside.law().digest, world.law().digest);
        let mut reader = world.house().reader().unwrap();
        let versions: Vec<i64> = charters::versions(&mut reader).unwrap().iter().map(|v| v.0).collect();
        assert_eq!(versions, [2, 1]);
        drop((reader, beside));
        world.reopen();
        assert_eq!(world.law().version, 2);
        audit::all_is_well(world);
    });
}

#[test]
fn loading_the_same_facts_again_changes_nothing() {
    on_each_engine(|world| {
        let before = entries(world);
        let (written, known, refused) = world.adopt();
        assert_eq!((written, refused, entries(world)), (0, 0, before));
        let (_, again, _) = world.adopt();
        assert_eq!(known, again);
        assert_eq!(world.law().version, 1);
    });
}

#[test]
fn a_changed_row_is_one_more_version_and_so_is_changing_it_back() {
    on_each_engine(|world| {
        let id = world.fact("bridges", "渡口桥");
        let lanes = |world: &World| world.record(&id).body["lanes"].clone();
        assert_eq!((world.version(&id), lanes(world)), (2, json!(4)));
        world.edit("facts/bridges.csv", "渡口桥,open,1.2,4", "渡口桥,open,1.2,6");
        assert_eq!(world.adopt().0, 1);
        assert_eq!((world.version(&id), lanes(world)), (3, json!(6)));
        world.edit("facts/bridges.csv", "渡口桥,open,1.2,6", "渡口桥,open,1.2,4");
        assert_eq!(world.adopt().0, 1);
        assert_eq!((world.version(&id), lanes(world)), (4, json!(4)));
        assert_eq!(world.adopt().0, 0);

        let value = |world: &World| {
            world.answer(&world.figure("B01"), "2022-12-31", None).value().unwrap().to_string()
        };
        for (from, to) in [("1", "2"), ("2", "1")] {
            world.edit(
                "figures/crossing.toml",
                &format!("value = \"{from}\"\n"),
                &format!("value = \"{to}\"\n"),
            );
            assert_eq!(world.adopt().0, 1);
            assert_eq!(value(world), to);
        }
        let mut reader = world.house().reader().unwrap();
        let history = figures::history(&mut reader, &world.charter(), &world.figure("B01")).unwrap();
        assert_eq!(history.len(), 3, "a correction is one more report");
        drop(reader);
        audit::all_is_well(world);
    });
}

#[test]
fn what_a_clerk_changed_is_not_overwritten_by_the_same_facts() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let id = world.fact("bridges", "渡口桥");
        world.done(&clerk, amend(world, &id, "2022-05-01", json!({ "lanes": 5 })));
        world.done(&clerk, amend(world, &id, "2024-03-01", json!({ "lanes": 8 })));
        world.reopen_after_a_minute();
        assert_eq!(world.adopt().0, 0);
        assert_eq!(world.record(&id).body["lanes"], json!(8));
        // A row that did change puts its own day right, and leaves what came later.
        world.edit("facts/bridges.csv", "渡口桥,open,1.2,4", "渡口桥,open,1.25,4");
        assert_eq!(world.adopt().0, 1);
        assert_eq!(world.record(&id).body["lanes"], json!(8));
        assert_eq!(world.record(&id).body["length"], json!("1.2"));
        let office = world.holder("office");
        world.done(&office, withdraw(world, &id, None));
        world.edit("facts/bridges.csv", "渡口桥,open,1.25,4", "渡口桥,open,1.26,4");
        let (written, _, refused) = world.adopt();
        assert_eq!((written, refused), (0, 1), "what was taken back does not come back by itself");
        assert!(world.record(&id).withdrawn);
    });
}

#[test]
fn a_stage_that_is_no_more_hides_its_records() {
    on_each_engine(|world| {
        let (public, operator) = (world.public(), world.operator());
        world.edit("registers/sources.toml", "[[fields]]\nid = \"code\"", "[[stages]]\nid = \"kept\"\nname = { zh = \"在册\" }\nto = [\"old\"]\n\n[[stages]]\nid = \"old\"\nname = { zh = \"旧\" }\n\n[[fields]]\nid = \"code\"");
        world.adopt();
        let source = world.fact("sources", "S1");
        world.done(&operator, advance(world, &source, "old"));
        let all = ListQuery { limit: 9, ..ListQuery::default() };
        assert_eq!(world.list(&public, &world.register("sources"), &all).unwrap().len(), 1);
        world.edit(
            "registers/sources.toml",
            "to = [\"old\"]\n\n[[stages]]\nid = \"old\"\nname = { zh = \"旧\" }\n",
            "",
        );
        world.adopt();
        assert_eq!(world.law().version, 3);
        assert_eq!(world.list(&public, &world.register("sources"), &all).unwrap().len(), 0);
        let mut reader = world.house().reader().unwrap();
        let got = registers::get(&mut reader, &world.charter(), &public, &world.register("sources"), &source);
        assert_eq!(why(got), ["not_found"]);
        assert_eq!(world.list(&operator, &world.register("sources"), &all).unwrap().len(), 1);
    });
}

#[test]
fn of_two_who_adopt_over_one_version_the_second_is_told() {
    on_each_engine(|world| {
        let system = world.holder("system");
        let mut charter = world.charter();
        charter.zone.contact = "a@example.org".into();
        let digest = hex::encode(charter.digest().unwrap());
        let adopt = |version| Adopt { charter: charter.clone(), digest: digest.clone(), version };
        assert_eq!(why(world.perform(&world.public(), adopt(1))), ["not_found"]);
        world.done(&system, adopt(1));
        world.advance(MINUTE);
        assert_eq!(why(world.perform(&system, adopt(1))), ["charters.stale_version"]);
        let mut other = adopt(2);
        other.charter.zone.id = "elsewhere".into();
        assert_eq!(why(world.perform(&system, other)), ["charters.other_zone"]);
        let id =
            Id::parse(&world.done(&world.holder("clerk-dongdu"), new_record("bridges", bridge("间"))).id)
                .unwrap();
        assert_eq!(world.record(&id).charter_version, 1, "this program has not looked yet");
        assert!(world.house().refresh_law().unwrap());
    });
}
