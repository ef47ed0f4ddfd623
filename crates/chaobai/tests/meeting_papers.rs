//! The papers of a made-up meeting through the door: for those who may see all of it, in PDF and .docx, and a pack
//! that bears the name of the member who asked, and of nobody else.

mod browser;
mod door;

use browser::Person;
use chaobai::charter::model::Verdict;
use chaobai::desk::{Caller, Command, HeldPost, RequestKey};
use chaobai::domain::meetings::{
    CallMeeting, Close, Decide, FilePaper, GiveNotice, IssueResolution, Open, PlaceItem, sitting,
};
use chaobai::domain::registers::{Attach, Photo};
use document::read::look;
use door::{World, zones};
use kernel::{Date, Id};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

const SEATS: [&str; 6] = [
    "sample_chair_beijing",
    "sample_seat_beijing_1",
    "sample_seat_beijing_2",
    "sample_chair_hebei",
    "sample_seat_hebei_1",
    "sample_seat_hebei_2",
];

fn caller(world: &World, post: &str) -> Arc<Caller> {
    let law = world.house.law();
    let zone = &law.charter.zone;
    let post = zone.posts.iter().find(|p| p.id == post).unwrap_or_else(|| panic!("no post {post}"));
    let kinds = zone.roles.iter().filter(|role| post.roles.contains(&role.id)).map(|role| role.kind);
    Arc::new(Caller {
        person: world.ids.get(format!("persons/{}", post.id).as_str()).cloned(),
        name: post.id.clone(),
        login: post.id.clone(),
        roles: post.roles.iter().cloned().collect(),
        kinds: kinds.collect(),
        units: post.unit.iter().cloned().collect(),
        posts: vec![HeldPost {
            post: post.id.clone(),
            name: post.name.clone(),
            unit: post.unit.clone(),
            body: post.body.clone(),
            side: post.side.clone(),
        }],
        operator: false,
    })
}

/// The office does something; its answer.
fn done(world: &World, command: impl Command + 'static) -> Value {
    let house = &world.house;
    let name = command.name();
    let key = RequestKey::parse(&hex::encode(house.moment().random("key"))).expect("hex is a key");
    let receipt = house.desk.perform(caller(world, "sample_office"), command, key, house.moment());
    receipt.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}")).answer
}

fn id(answer: &Value, key: &str) -> Id {
    answer[key].as_str().and_then(Id::parse).unwrap_or_else(|| panic!("no {key} in {answer}"))
}

/// A meeting on the same day: one item, one file, one decision, one resolution.
fn held(world: &World) -> Id {
    let meeting = done(
        world,
        CallMeeting {
            body: "sample_council".into(),
            way: "sitting".into(),
            held_on: Date::parse("2024-01-15").unwrap(),
            time: "15:00".into(),
            place: "示例会议室".into(),
            note: String::new(),
        },
    );
    let meeting = id(&meeting, "meeting");
    let item = PlaceItem {
        meeting: meeting.clone(),
        name: "示例实施方案".into(),
        mode: "deliberate".into(),
        minutes: 20,
        joint: true,
        reporter: "示例办公室".into(),
        request: "请审议".into(),
        about: serde_json::Map::new(),
        let_in: String::new(),
    };
    let item = id(&done(world, item), "item");
    let content = b"text of a paper, handed over as it is";
    let marks = world.house.law().charter.zone.marks();
    let kinds = ["docx".to_owned(), "pdf".to_owned()];
    let mut zipped = b"PK\x03\x04".to_vec();
    zipped.extend(content);
    let kept = world.house.files.keep(&marks, "说明.docx", &kinds, &zipped, "1").expect("a file");
    let file = Attach {
        register: "agenda_items".into(),
        id: item.clone(),
        sha256: kept.sha256,
        name: "说明.docx".into(),
        media_type: kept.media_type.into(),
        size: zipped.len() as i64,
        document: String::new(),
        side: String::new(),
        photo: Photo { unread: kept.unread.into(), ..Photo::default() },
    };
    done(world, FilePaper { file, let_in: "示例：会期临近".into() });
    let version = |of: &Id| -> i64 {
        let mut reader = world.house.reader().expect("a reader");
        let law = world.house.law();
        let found =
            sitting(&mut reader, &law.charter, &caller(world, "sample_office"), &meeting).expect("seen");
        if *of == meeting {
            return found.meeting.version;
        }
        found.items.iter().find(|one| one.record.id == *of).expect("the item").record.version
    };
    done(
        world,
        GiveNotice {
            meeting: meeting.clone(), version: version(&meeting), let_in: "示例：当日召开".into()
        },
    );
    let seat = |post: &&str| format!("post:{post}");
    done(
        world,
        Open {
            meeting: meeting.clone(),
            version: version(&meeting),
            present: SEATS[..5].iter().map(seat).collect(),
            leave: SEATS[5..].iter().map(seat).collect(),
            chair: String::new(),
        },
    );
    done(
        world,
        Decide {
            item: item.clone(),
            version: version(&item),
            verdict: Some(Verdict::Passed),
            wording: "同意示例实施方案。".into(),
            dissent: String::new(),
        },
    );
    done(
        world,
        IssueResolution {
            item: item.clone(),
            name: String::new(),
            text: "同意示例实施方案，由示例办公室组织实施。".into(),
        },
    );
    done(world, Close { meeting: meeting.clone(), version: version(&meeting), note: "示例".into() });
    meeting
}

fn text(ending: &str, bytes: &[u8]) -> String {
    look(ending, bytes).texts.into_iter().map(|(_, text)| text.replace('\n', "")).collect()
}

#[test]
fn the_papers_of_a_meeting_are_made_for_those_in_it_and_a_pack_bears_the_name_of_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
    let posts: Vec<&str> = SEATS.into_iter().chain(["sample_office", "sample_system_admin"]).collect();
    for world in zones(&folder, &posts) {
        let meeting = held(&world);
        let office = Person::signed_in(&world, "sample-office");
        let member = Person::signed_in(&world, "sample-seat-beijing-1");
        let paper =
            |person: &Person<'_>, name: &str| person.get(&format!("/meetings/{meeting}/papers/{name}"));

        let said = |name: &str| {
            let answer = paper(&member, name);
            assert_eq!(answer.status, 200, "{name}: {}", answer.text());
            text("docx", &answer.body)
        };
        let minutes = said("minutes.docx");
        for words in [
            "示例理事会会议纪要",
            "一、示例实施方案",
            "通过：同意示例实施方案。",
            "出席：",
            "示例人员1",
            "请假：",
            "示例人员6",
        ] {
            assert!(minutes.contains(words), "{words} in {minutes}");
        }
        assert!(said("notice.docx").contains("三、会议议题") || said("notice.docx").contains("四、会议议题"));
        assert!(said("agenda.docx").contains("示例实施方案"));
        let resolution = said("resolution.docx");
        for words in ["示例理〔2024〕1号", "由示例办公室组织实施", "2024年1月15日"] {
            assert!(resolution.contains(words), "{words} in {resolution}");
        }
        assert_eq!(paper(&office, "minutes.exe").status, 404);
        assert_eq!(paper(&office, "letter.pdf").status, 404);
        assert_eq!(paper(&office, "resolution.docx?resolution=x").status, 404);
        assert_eq!(paper(&Person::nobody(&world), "minutes.docx").status, 401);
        let system = Person::signed_in(&world, "sample-system-admin");
        assert_eq!(paper(&system, "minutes.docx").status, 404);

        let pack =
            |person: &Person<'_>, query: &str| person.get(&format!("/meetings/{meeting}/pack.pdf{query}"));
        assert_eq!(pack(&system, "").status, 404);
        assert_eq!(
            pack(&member, "?member=sample_chair_beijing").status,
            404,
            "nobody gets the copy of somebody else"
        );
        let own = pack(&member, "");
        if own.status == 503 {
            continue;
        }
        assert_eq!(own.status, 200, "{}", own.text());
        let cover = text("pdf", &own.body);
        assert!(cover.contains("第2号示例人员2") || cover.contains("第2号 示例人员2"), "{cover}");
        assert!(!cover.contains("示例人员3"), "{cover}");
        let again = pack(&member, "?member=sample_seat_beijing_1");
        assert!(again.body == own.body, "the same copy is the same bytes");
        let other = text("pdf", &pack(&office, "?member=sample_seat_hebei_2").body);
        assert!(other.contains("示例人员6") && !other.contains("示例人员2"), "{other}");
        assert!(!text("pdf", &pack(&office, "").body).contains("第2号"));
        assert_eq!(paper(&member, "minutes.pdf").header("content-type"), "application/pdf");
    }
}
