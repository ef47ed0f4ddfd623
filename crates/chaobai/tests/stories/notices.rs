//! Notices: told to those concerned and to nobody else, read, brought out once a day and to webhooks.

use super::comments::{bridge, comment};
use super::life::amend;
use super::sinks;
use super::world::{DAY, MINUTE, World, on_each_engine, why};
use chaobai::clock::{Channels, Delivered, Mail, Webhook, deliver, sign};
use chaobai::domain::notices::{self, MarkRead, Notice};
use chaobai::domain::people::{self, OpenAccount};
use kernel::{Id, Lang};
use serde_json::{Value, json};

/// Lets leads and partners read the whole record.
pub fn readers(world: &mut World) {
    world.edit(
        "registers/bridges.toml",
        "read = [\"office\", \"council-member\", \"audit-admin\"]",
        "read = [\"office\", \"council-member\", \"audit-admin\", \"lead\", \"partner\"]",
    );
    world.adopt();
}

fn list(world: &World, post: &str) -> Vec<Notice> {
    let mut reader = world.house().reader().expect("a reader");
    let zone = &world.law().charter.zone.id;
    notices::list(&mut reader, zone, &world.holder(post), world.now(), 100).expect("an answer")
}

/// What a post was told, newest first.
pub fn told(world: &World, post: &str) -> Vec<String> {
    list(world, post).iter().map(|notice| notice.text.get(Lang::Zh).to_owned()).collect()
}

fn unread(world: &World, post: &str) -> usize {
    let mut reader = world.house().reader().expect("a reader");
    notices::unread(&mut reader, &world.law().charter.zone.id, &world.holder(post), world.now()).unwrap()
}

#[test]
fn those_concerned_are_told_and_who_did_it_is_not() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        assert!(told(world, "clerk-dongdu").is_empty(), "loading data tells nobody");
        let (east, west) = (world.holder("clerk-dongdu"), world.holder("clerk-xidu"));
        world.done(&east, amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        let west_told = told(world, "clerk-xidu");
        assert_eq!(west_told.len(), 1);
        assert!(west_told[0].contains("示例评议桥") && west_told[0].contains("长度"), "{west_told:?}");
        assert!(told(world, "clerk-dongdu").is_empty(), "who did it knows");
        world.done(&west, comment(world, &id, "请看 @dongdu-roads"));
        assert_eq!(told(world, "clerk-dongdu").len(), 1);
        // What was refused tells nobody.
        assert_eq!(why(world.perform(&east, comment(world, &id, " "))), ["text required"]);
        assert_eq!((told(world, "clerk-dongdu").len(), told(world, "clerk-xidu").len()), (1, 1));
        assert!(told(world, "system").is_empty() && told(world, "security").is_empty());
    });
}

#[test]
fn reading_concerns_the_reader_alone() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        assert_eq!((unread(world, "clerk-dongdu"), unread(world, "clerk-xidu")), (1, 1));
        let east = world.holder("clerk-dongdu");
        let person = east.person.clone().expect("somebody");
        let notice = Id::parse(&list(world, "clerk-dongdu")[0].id).unwrap();
        let read = MarkRead { person: person.clone(), notices: vec![notice.clone()] };
        world.done(&east, read.clone());
        world.done(&east, read.clone());
        assert_eq!((unread(world, "clerk-dongdu"), unread(world, "clerk-xidu")), (0, 1));
        assert_eq!(why(world.perform(&world.holder("clerk-xidu"), read)), ["not_allowed"]);
        let none = MarkRead { person, notices: vec![] };
        assert_eq!(why(world.perform(&east, none)), ["notices required"]);
    });
}

#[test]
fn the_same_request_sent_again_tells_once() {
    on_each_engine(|world| {
        readers(world);
        let id = bridge(world);
        let (east, key) = (world.holder("clerk-dongdu"), world.key());
        let asked = comment(world, &id, "@xidu-roads 请核对");
        for _ in 0..3 {
            world.perform_with(&east, asked.clone(), &key).expect("the same receipt");
        }
        assert_eq!(told(world, "clerk-xidu").len(), 1);
    });
}

fn delivered(world: &World) -> Delivered {
    deliver(world.house()).expect("a look")
}

/// An account for whoever holds the clerk's post in the east, with a mail address.
fn with_mail(world: &World) -> Id {
    let person = world.fact("persons", "示例甲");
    world.done(&world.holder("system"), OpenAccount { login: "shili.jia".into(), person: person.clone() });
    world.done(
        &world.holder("security"),
        amend(world, &person, "2024-03-01", json!({ "email": "jia@east.example" })),
    );
    // The clerk's post in the east, held from today on.
    world.place(
        "terms",
        "kept",
        "2024-03-01",
        json!({ "person": person.as_str(), "post": "clerk-dongdu", "since": "2024-03-01", "source": "S1",
                "source_date": "2024-03-01" }),
    );
    person
}

fn mail(sink: &sinks::Sink) -> Channels {
    Channels {
        site: "https://zone.example".into(),
        mail: Some(Mail {
            relay: format!("smtp://{}", sink.address),
            from: "Chaobai <zone@zone.example>".into(),
        }),
        ..Channels::default()
    }
}

#[test]
fn one_message_a_day_in_working_hours_and_none_where_nothing_is_unread() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::relay(vec!["250 ok"]);
        world.reopen_with(mail(&sink));
        let person = with_mail(world);
        let caller = {
            let mut reader = world.house().reader().unwrap();
            people::caller(&mut reader, &world.law().charter, "shili.jia", &person, world.today()).unwrap()
        };
        assert!(caller.units.contains("dongdu-roads"), "the person holds the clerk's post");
        assert_eq!(delivered(world), Delivered::default(), "quiet while nothing is due");

        let id = bridge(world);
        for length in ["0.81", "0.82", "0.83"] {
            world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": length })));
        }
        assert_eq!(delivered(world).mails, 1, "three events, one message");
        let got = sink.all();
        assert_eq!(got.len(), 1);
        assert!(
            got[0].contains("To: jia@east.example") && got[0].contains("Message-ID: <threetowns.2024-03-04.")
        );
        world.advance(MINUTE);
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.84" })));
        assert_eq!(delivered(world), Delivered::default(), "the next message waits for the next day");

        world.until("2024-03-05");
        world.advance(-3 * 60 * MINUTE);
        assert_eq!(delivered(world), Delivered::default(), "not at six in the morning");
        world.advance(3 * 60 * MINUTE);
        assert_eq!(delivered(world).mails, 1);
        assert_eq!(delivered(world), Delivered::default());
        world.advance(DAY);
        assert_eq!(delivered(world), Delivered::default(), "what was told yesterday is not told again");

        world.until("2024-03-09");
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.85" })));
        assert_eq!(delivered(world), Delivered::default(), "not on a Saturday");
        world.until("2024-03-11");
        assert_eq!(delivered(world).mails, 1, "on Monday");
        assert_eq!(sink.all().len(), 2);
    });
}

/// What a message says: its body is base64 as it travels.
fn body_of(message: &str) -> String {
    use base64::Engine as _;
    let (_, body) = message.split_once("\r\n\r\n").or_else(|| message.split_once("\n\n")).unwrap_or_default();
    let plain: String = body.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches('.');
    match base64::engine::general_purpose::STANDARD.decode(plain) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => body.to_owned(),
    }
}

#[test]
fn cases_that_are_due_come_in_the_same_message_in_numbers_and_none_where_nothing_is() {
    use super::procedures::{acted, bridge, open};
    on_each_engine(|world| {
        let sink = sinks::relay(vec!["250 ok"]);
        world.reopen_with(mail(&sink));
        with_mail(world);
        assert_eq!(delivered(world), Delivered::default(), "quiet while nothing is due");
        let id = open(world, "upkeep", &bridge(world, "信"), json!({ "task": "不公开的任务" }));
        assert_eq!(delivered(world).mails, 1, "due within three working days");
        assert_eq!(delivered(world), Delivered::default(), "once a day");
        let told = body_of(&sink.all()[0]);
        assert!(told.contains("您承办 1 件") && told.contains("/work/cases"), "{told}");
        assert!(!told.contains("不公开的任务") && !told.contains("信，"), "{told}");
        acted(world, "clerk-dongdu", &id, "sign", json!({}));
        world.until("2024-03-05");
        assert_eq!(delivered(world), Delivered::default(), "answered: the others are awaited");
    });
}

#[test]
fn a_message_the_relay_did_not_take_is_sent_again_under_the_same_name() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::relay(vec!["451 later", "250 ok"]);
        world.reopen_with(mail(&sink));
        with_mail(world);
        let id = bridge(world);
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        assert_eq!(delivered(world), Delivered { failed: 1, ..Delivered::default() });
        assert_eq!(delivered(world), Delivered::default(), "it rests a while first");
        world.advance(2 * MINUTE);
        world.reopen();
        assert_eq!(delivered(world).mails, 1, "after a restart it goes on where it was");
        let names: Vec<String> = sink
            .all()
            .iter()
            .filter_map(|m| m.lines().find(|l| l.starts_with("Message-ID:")).map(str::to_owned))
            .collect();
        assert_eq!(names.len(), 2);
        assert_eq!(names[0], names[1]);
        assert_eq!(delivered(world), Delivered::default());
    });
}

fn hooks(sink: &sinks::Sink, allow_private: bool) -> Channels {
    let hook = Webhook {
        name: "office".into(),
        url: format!("http://{}/in", sink.address),
        secret: "0123456789abcdef".into(),
    };
    Channels { webhooks: vec![hook], allow_private, ..Channels::default() }
}

#[test]
fn a_webhook_gets_a_signed_notice_once_and_every_attempt_is_on_record() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::receiver(vec!["503 Busy", "302 Found", "200 OK"]);
        world.reopen_with(hooks(&sink, true));
        let id = bridge(world);
        world
            .done(&world.holder("clerk-dongdu"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        assert_eq!(delivered(world), Delivered { failed: 1, ..Delivered::default() });
        assert_eq!(delivered(world), Delivered::default(), "it rests a minute first");
        world.advance(MINUTE);
        assert_eq!(delivered(world).failed, 1, "a redirect is not followed");
        world.advance(5 * MINUTE);
        assert_eq!(delivered(world).hooks, 1);
        world.advance(DAY);
        assert_eq!(delivered(world), Delivered::default(), "what was taken is not sent again");

        let got = sink.all();
        assert_eq!(got.len(), 3);
        let header = |request: &str, name: &str| {
            let line = request.lines().find(|l| l.to_lowercase().starts_with(name)).expect("a header");
            line.split_once(": ").expect("a value").1.to_owned()
        };
        let ids: Vec<String> = got.iter().map(|request| header(request, "chaobai-delivery")).collect();
        assert!(ids[0] == ids[1] && ids[1] == ids[2], "the receiver can tell it has had it before");
        let (head, body) = got[2].split_once("\n\n").expect("a body");
        let signature = header(head, "chaobai-signature");
        let (time, mac) = signature.split_once(",v1=").expect("time and mac");
        let seconds: i64 = time.trim_start_matches("t=").parse().expect("seconds");
        assert_eq!(mac, sign("0123456789abcdef", seconds, body));
        let told: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!(
            (told["event"].as_str(), told["record"].as_str()),
            (Some("registers.amended"), Some(id.as_str()))
        );
        assert!(!body.contains("示例评议桥"), "which record, not what it says");

        let mut reader = world.house().reader().unwrap();
        let cell = kernel::Cell::of(&world.law().charter.zone.id, &id);
        let attempts = notices::attempts(&mut reader, &cell, &ids[0]).unwrap();
        let log: Vec<(i64, &str, &str)> =
            attempts.iter().map(|a| (a.number, a.outcome.as_str(), a.said.as_str())).collect();
        assert_eq!(log, [(1, "failed", "HTTP 503"), (2, "failed", "HTTP 302"), (3, "delivered", "200")]);
    });
}

#[test]
fn an_address_inside_is_refused_unless_the_operator_allows_it_and_a_dead_webhook_is_given_up() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::receiver(vec!["200 OK"]);
        world.reopen_with(hooks(&sink, false));
        let id = bridge(world);
        world
            .done(&world.holder("clerk-dongdu"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        for minutes in [0, 1, 5, 30, 120, 480, 1440] {
            world.advance(minutes * MINUTE);
            assert_eq!(delivered(world).failed, 1, "after {minutes} minutes");
        }
        world.advance(2 * DAY);
        assert_eq!(delivered(world), Delivered::default(), "given up");
        assert!(sink.all().is_empty(), "nothing was ever sent to this machine");
        let mut reader = world.house().reader().unwrap();
        let cell = kernel::Cell::of(&world.law().charter.zone.id, &id);
        let notice = list(world, "clerk-xidu")[0].id.clone();
        let attempts = notices::attempts(&mut reader, &cell, &notice).unwrap();
        assert_eq!(attempts.len(), 7);
        assert!(attempts[0].said.contains("private or loopback"), "{}", attempts[0].said);
        assert_eq!(attempts[6].outcome, "given_up");
    });
}
