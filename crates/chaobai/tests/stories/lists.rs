//! Counting, the map, links and files of a list.

use super::life::{amend, bridge};
use super::world::{World, on_each_engine, why};
use chaobai::desk::Caller;
use chaobai::domain::registers::{self, Attach, Count, LinkTo, ListQuery, Sort, Unlink};
use serde_json::json;

fn count(world: &World, caller: &Caller, query: &ListQuery, exact: bool) -> Count {
    let mut reader = world.house().reader().unwrap();
    registers::count(&mut reader, caller, &world.register("everything"), query, exact).unwrap()
}

#[test]
fn counting_stops_at_a_thousand_unless_the_exact_number_is_asked_for() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let rows = |from: usize, to: usize| {
            let rows = (from..to).map(|n| {
                registers::ImportRow::new(
                    &super::world::body(json!({ "name": format!("n{n:04}"), "count": n })),
                    None,
                )
            });
            registers::Import { register: "everything".into(), rows: rows.collect(), note: String::new() }
        };
        world.done(&office, rows(0, 1000));
        let all = ListQuery::default();
        assert_eq!(count(world, &office, &all, false), Count::Exactly(1000));
        world.done(&office, rows(1000, 1234));
        assert_eq!(count(world, &office, &all, false), Count::MoreThan(1000));
        assert_eq!(count(world, &office, &all, true), Count::Exactly(1234));
        let few = ListQuery { filter: Some("count >= 1200".into()), ..ListQuery::default() };
        assert_eq!(count(world, &office, &few, false), Count::Exactly(34));
        let yesterday = ListQuery { as_of: Some(world.today().plus_days(-1)), ..ListQuery::default() };
        assert_eq!(count(world, &office, &yesterday, true), Count::Exactly(0));
    });
}

#[test]
fn a_box_on_the_map_finds_what_meets_it_on_any_day() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let point = |x: &str, y: &str| json!({ "type": "Point", "coordinates": [x, y] });
        let line = json!({ "type": "LineString", "coordinates": [["116.7", "39.9"], ["116.9", "39.9"]] });
        let west = world.place(
            "everything",
            "kept",
            "2024-01-01",
            json!({ "name": "西", "place": point("116.5", "39.5") }),
        );
        world.place(
            "everything",
            "kept",
            "2024-01-01",
            json!({ "name": "东", "place": point("117.5", "39.5") }),
        );
        world.place("everything", "kept", "2024-01-01", json!({ "name": "线", "place": line }));
        world.place("everything", "kept", "2024-01-01", json!({ "name": "无" }));
        world.done(&office, amend(world, &west, "2024-02-01", json!({ "place": point("110", "30") })));
        let names = |bbox: [f64; 4], as_of: Option<&str>| {
            let query = ListQuery {
                bbox: Some(bbox),
                as_of: as_of.map(super::world::day),
                limit: 10,
                sort: Some(Sort::parse("name")),
                ..ListQuery::default()
            };
            let found = world.list(&office, &world.register("everything"), &query).unwrap();
            found.iter().map(|r| r.body["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names([116.0, 39.0, 118.0, 40.0], None), "东 线");
        assert_eq!(names([116.0, 39.0, 118.0, 40.0], Some("2024-01-15")), "东 线 西");
        assert_eq!(names([116.8, 39.8, 116.85, 39.95], None), "线", "the middle of a line");
        assert_eq!(names([117.5, 39.5, 117.5, 39.5], None), "东", "a box of one point");
        assert_eq!(names([0.0, 0.0, 1.0, 1.0], None), "");
    });
}

#[test]
fn links_are_seen_from_both_ends_and_can_be_taken_back() {
    on_each_engine(|world| {
        let office = world.holder("office");
        let (one, two) = (world.fact("bridges", "渡口桥"), world.fact("bridges", "柳湾桥"));
        let link = |kind: &str| LinkTo {
            register: "bridges".into(),
            id: one.clone(),
            kind: kind.into(),
            to_register: "bridges".into(),
            to: two.clone(),
        };
        let unlink =
            || Unlink { register: "bridges".into(), id: one.clone(), kind: "接续".into(), to: two.clone() };
        let seen = |id| {
            let mut reader = world.house().reader().unwrap();
            let links = registers::links(&mut reader, &world.law().charter.zone.id, id).unwrap();
            links.iter().map(|l| format!("{} {}", l.kind, l.inbound)).collect::<Vec<_>>()
        };
        world.done(&office, link("接续"));
        assert_eq!((seen(&one), seen(&two)), (vec!["接续 false".to_owned()], vec!["接续 true".to_owned()]));
        world.done(&office, unlink());
        assert_eq!((seen(&one), seen(&two)), (vec![], vec![]));
        assert_eq!(why(world.perform(&office, unlink())), ["registers.no_such_link"]);
        world.done(&office, link("接续"));
        assert_eq!(seen(&two).len(), 1, "and tied again");
        assert_eq!(why(world.perform(&office, link(" "))), ["kind too_long"]);
        assert_eq!(why(world.perform(&world.public(), link("接续"))), ["sign_in"]);
        let nowhere = LinkTo { to_register: "sources".into(), ..link("接续") };
        assert_eq!(why(world.perform(&office, nowhere)), ["to no_such_record"]);
    });
}

#[test]
fn a_file_is_attached_once_and_only_of_the_kinds_the_charter_names() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let id = world.create(&clerk, "bridges", bridge("附"));
        let file = |name: &str| Attach {
            register: "bridges".into(),
            id: id.clone(),
            sha256: "ab".repeat(32),
            name: name.into(),
            media_type: "application/pdf".into(),
            size: 7,
            document: String::new(),
            side: String::new(),
            photo: registers::Photo::default(),
        };
        world.done(&clerk, file("图纸.pdf"));
        world.done(&clerk, file("图纸.pdf"));
        let mut reader = world.house().reader().unwrap();
        let files = registers::attachments(&mut reader, &world.law().charter.zone.id, &id).unwrap();
        assert_eq!((files.len(), files[0].name.as_str()), (1, "图纸.pdf"));
        assert_eq!(why(world.perform(&clerk, file("图纸.exe"))), ["file not_this_kind"]);
        assert_eq!(why(world.perform(&clerk, file("a\u{0}.pdf"))), ["file too_long"]);
        assert_eq!(why(world.perform(&world.holder("clerk-xidu"), file("图纸.pdf"))), ["not_found"]);
    });
}
