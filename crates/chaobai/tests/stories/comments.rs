//! Comments: for those who may read the record, made for a version, never changed, settled once.

use super::audit;
use super::life::amend;
use super::notices::{readers, told};
use super::world::{World, day, on_each_engine, why};
use chaobai::cli::verify;
use chaobai::domain::comments::{self, Comment, Resolve, Said};
use kernel::{Id, Lang};
use serde_json::json;

pub fn comment(world: &World, id: &Id, text: &str) -> Comment {
    Comment {
        register: "bridges".into(),
        id: id.clone(),
        version: world.version(id),
        field: "length".into(),
        text: text.into(),
        unit: String::new(),
    }
}

pub fn bridge(world: &World) -> Id {
    world.place(
        "bridges",
        "kept",
        "2024-01-01",
        json!({ "name": "示例评议桥", "state": "open", "length": "0.8", "lead_east": "dongdu-roads",
                "lead_west": "xidu-roads", "source": "S1", "source_date": "2024-01-01" }),
    )
}

fn said(world: &World, id: &Id) -> Vec<Said> {
    let mut reader = world.house().reader().expect("a reader");
    comments::of_record(&mut reader, &world.law().charter.zone.id, id).expect("an answer")
}

#[test]
fn what_is_said_stands_at_its_version_and_is_settled_once() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        let (east, west) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        let first = world.done(&east, comment(world, &id, "请核对长度 @西渡市交通局"));
        assert_eq!((first.register.as_str(), first.id.as_str()), ("bridges", id.as_str()));
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        let all = said(world, &id);
        let one = &all[0];
        assert_eq!(
            (all.len(), one.field.as_str(), one.version),
            (1, "length", 1),
            "made for the version seen"
        );
        assert_eq!(one.author_post, "clerk-dongdu");
        assert!(one.resolved.is_none());
        let settle =
            Resolve { register: "bridges".into(), id: id.clone(), comment: Id::parse(&one.id).unwrap() };
        world.done(&west, settle.clone());
        assert_eq!(why(world.perform(&east, settle)), ["comments.resolved_already"]);
        let (_, post, _) = said(world, &id)[0].resolved.clone().expect("settled");
        assert_eq!(post, "clerk-xidu");
        assert_eq!(
            said(world, &id)[0].text,
            "请核对长度 @西渡市交通局",
            "the comment itself stays as it was"
        );
        assert!(told(world, "clerk-dongdu").iter().any(|text| text.contains("已办结")), "who asked is told");
        audit::all_is_well(world);
    });
}

#[test]
fn only_who_reads_the_whole_record_comments_and_what_is_wrong_is_said() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        let east = world.holder("clerk-dongdu");
        assert_eq!(why(world.perform(&world.public(), comment(world, &id, "x"))), ["sign_in"]);
        assert_eq!(why(world.perform(&world.holder("system"), comment(world, &id, "x"))), ["not_allowed"]);
        for (wrong, said) in [
            (Comment { text: "  ".into(), ..comment(world, &id, "") }, "text required"),
            (comment(world, &id, &"长".repeat(2001)), "text too_long"),
            (Comment { version: 9, ..comment(world, &id, "x") }, "version no_such_version"),
            (Comment { field: "none".into(), ..comment(world, &id, "x") }, "field unknown_field"),
            (Comment { unit: "none".into(), ..comment(world, &id, "x") }, "unit unknown_unit"),
        ] {
            assert_eq!(why(world.perform(&east, wrong)), [said]);
        }
        let none = Resolve { register: "bridges".into(), id: id.clone(), comment: Id::from_key(1, "none") };
        assert_eq!(why(world.perform(&east, none)), ["not_found"]);
        assert!(said(world, &id).is_empty(), "nothing of what was refused is kept");
        assert_eq!(day("2024-03-04"), world.today());
    });
}

#[test]
fn a_unit_that_may_not_read_the_record_cannot_be_told() {
    on_each_engine(|world| {
        readers(world);
        let id = world.place(
            "bridges",
            "kept",
            "2024-01-01",
            json!({ "name": "示例独桥", "state": "open", "length": "0.8", "lead_east": "dongdu-roads",
                    "source": "S1", "source_date": "2024-01-01" }),
        );
        let east = world.holder("clerk-dongdu");
        let asks = Comment { unit: "xidu-roads".into(), ..comment(world, &id, "x") };
        assert_eq!(why(world.perform(&east, asks)), ["unit comments.unit_does_not_see"]);
    });
}

#[test]
fn a_comment_that_was_altered_or_taken_out_is_found() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        let (east, west) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        world.done(&east, comment(world, &id, "请核对长度 @西渡市交通局"));
        let one = Id::parse(&said(world, &id)[0].id).unwrap();
        world.done(&west, Resolve { register: "bridges".into(), id: id.clone(), comment: one });
        let is_good = |world: &World| {
            world.drain();
            let house = world.house();
            verify::rows(&house.store, &house.law().charter, &house.log.folder(), Lang::En).expect("read")
        };
        assert!(is_good(world));
        let text = |to: &str| world.tamper("UPDATE comment SET text = $1", &[to.into()]);
        text("什么也没有说");
        assert!(!is_good(world), "another text");
        text("请核对长度 @西渡市交通局");
        assert!(is_good(world));
        let post = |to: &str| world.tamper("UPDATE comment_resolution SET resolver_post = $1", &[to.into()]);
        post("office");
        assert!(!is_good(world), "somebody else is said to have settled it");
        post("clerk-xidu");
        assert!(is_good(world));
        world.tamper("DELETE FROM comment_resolution", &[]);
        assert!(!is_good(world), "that it was settled is gone");
    });
}
