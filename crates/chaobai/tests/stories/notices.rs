//! Notices: told to those concerned and to nobody else, read, brought out once a day and to webhooks.

use super::audit;
use super::comments::{bridge, comment};
use super::life::amend;
use super::rounds::{open, row, six_each, submit, task, with_tasks};
use super::sinks;
use super::world::{DAY, MINUTE, World, body, key, on_each_engine, why};
use chaobai::clock::{Channels, Delivered, Mail, Webhook, deliver, sign, turn_due};
use chaobai::domain::notices::{self, ClaimDigest, MarkRead, Notice};
use chaobai::domain::people::{self, OpenAccount};
use chaobai::domain::procedures::OpenCase;
use chaobai::domain::rounds::ReturnRow;
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

#[test]
fn a_round_that_opens_a_report_that_is_returned_and_a_lamp_that_comes_on_are_told() {
    on_each_engine(|world| {
        with_tasks(world);
        let items = six_each(world);
        let office = world.holder("office");
        world.done(&office, open(world));
        for post in ["clerk-dongdu", "clerk-xidu", "clerk-liuwan"] {
            let told = told(world, post);
            assert_eq!(told.len(), 1, "{post}: one for the round, not one for every matter: {told:?}");
            assert!(told[0].contains("2024-03") && told[0].contains("2024-03-07"), "{told:?}");
            assert!(told[0].contains("年度任务"), "{told:?}");
        }
        assert!(told(world, "office").is_empty() && told(world, "chair-east").is_empty());
        let round = &list(world, "clerk-xidu")[0];
        assert_eq!((round.register.as_str(), round.record.as_str()), ("round", "2024-03"));

        let (clerk, item) = (world.holder("clerk-xidu"), &items["xidu-roads"][0]);
        world.done(&clerk, submit(item, 0, json!({ "progress": 25, "this_month": "路基完成" })));
        assert!(told(world, "office")[0].contains("xidu-roads 1"), "the office is told what came in");
        let back = ReturnRow { row: row(item, 1), remark: "口径含征拆？".into() };
        world.done(&office, back);
        assert!(told(world, "clerk-xidu").iter().any(|text| text.contains("口径含征拆？")));
        assert_eq!(told(world, "clerk-liuwan").len(), 1, "nobody else's matter");
        let returned = list(world, "clerk-xidu").into_iter().find(|notice| notice.event == "rounds.returned");
        assert!(!returned.expect("told").told_publicly, "a remark does not leave the house");

        // Nobody does anything: a day comes and with it a lamp. The clock tells it once.
        let late = json!({ "start": "2024-01-01", "due": "2024-03-31", "progress": 45 });
        world.place("tasks", "going", "2024-03-04", task("修桥", "lead_west", "liuwan-roads", late));
        let before = told(world, "clerk-liuwan").len();
        world.until("2024-03-17");
        assert!(turn_due(world.house()).unwrap() >= 1);
        assert_eq!(turn_due(world.house()).unwrap(), 0);
        let after = told(world, "clerk-liuwan");
        assert_eq!(after.len(), before + 1 + late_of_others(&after), "{after:?}");
        let lamp = after.iter().find(|text| text.contains("修桥")).expect("the lamp is told");
        assert!(lamp.contains("亮灯：滞后（序时 84.44%，实际 45%") && lamp.ends_with("）。"), "{lamp}");
        audit::all_is_well(world);
    });
}

/// Lamps of the six matters that came on the same day.
fn late_of_others(told: &[String]) -> usize {
    told.iter().filter(|text| text.contains("亮灯") && text.contains("liuwan-roads ")).count()
}

#[test]
fn the_message_of_the_day_counts_the_cases_somebody_holds_and_is_quiet_without_any() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::relay(vec!["250 ok"]);
        world.reopen_with(mail(&sink));
        with_mail(world);
        assert_eq!(delivered(world), Delivered::default(), "quiet while nothing is due");
        let id = bridge(world);
        let command =
            OpenCase {
                procedure: "upkeep".into(), subject: id, given: body(json!({ "task": "查伸缩缝" }))
            };
        world.done(&world.holder("office"), command);
        assert_eq!(delivered(world).mails, 1);
        assert_eq!(delivered(world), Delivered::default(), "once a day");
        world.until("2024-03-11");
        assert_eq!(delivered(world).mails, 1, "on another day again, while it is not done");
        let got = sink.all();
        let plain = |message: &str| decoded(message);
        assert!(plain(&got[0]).contains("办件：今日新到 1 件") || plain(&got[0]).contains("即将到期 1 件"));
        assert!(plain(&got[1]).contains("Cases: 1 "), "{}", plain(&got[1]));
        assert!(!got.iter().any(|message| plain(message).contains("查伸缩缝")), "what it is stays inside");
        world.until("2024-03-16");
        assert_eq!(delivered(world), Delivered::default(), "not on a Saturday, overdue or not");
    });
}

/// The text of a message; lettre writes what is not ASCII as base64 or quoted-printable.
fn decoded(message: &str) -> String {
    let (head, body) = message.split_once("\n\n").expect("a body");
    let bytes = if head.to_lowercase().contains("base64") {
        base64(&body.replace('\n', ""))
    } else {
        let mut bytes = Vec::new();
        let body = body.replace("=\n", "");
        let mut rest = body.bytes();
        while let Some(byte) = rest.next() {
            if byte != b'=' {
                bytes.push(byte);
                continue;
            }
            let hex: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&hex, 16).expect("two digits"));
        }
        bytes
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let (mut bytes, mut kept, mut bits) = (Vec::new(), 0u32, 0);
    for c in text.bytes().filter(|c| *c != b'=') {
        kept = (kept << 6) | u32::from(value(c));
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((kept >> bits) as u8);
        }
    }
    bytes
}

#[test]
fn a_program_that_ended_between_claiming_and_sending_sends_after_all_and_once() {
    on_each_engine(|world| {
        readers(world);
        let sink = sinks::relay(vec!["250 ok"]);
        world.reopen_with(mail(&sink));
        let person = with_mail(world);
        let id = bridge(world);
        world.done(&world.holder("office"), amend(world, &id, "2024-03-01", json!({ "length": "0.9" })));
        // The claim is on record; then the power goes.
        let today = world.today();
        let notices = list(world, "clerk-dongdu").into_iter().map(|notice| notice.id).collect();
        let claim = ClaimDigest { person: person.clone(), day: today, notices };
        world
            .perform_with(&world.operator(), claim.clone(), &key(&format!("digest/{person}/{today}")))
            .expect("claimed");
        world.reopen();
        assert_eq!(delivered(world).mails, 1, "the next program sends what was claimed");
        world.reopen();
        assert_eq!(delivered(world), Delivered::default(), "and nobody sends it again");
        assert_eq!(sink.all().len(), 1);
        let second = world.perform(&world.operator(), claim);
        assert_eq!(why(second), ["notices.digest_claimed"], "two programs do not both send");
        assert_eq!(why(world.perform(&world.holder("office"), claimed_by(&person, today))), ["not_allowed"]);
    });
}

fn claimed_by(person: &Id, day: kernel::Date) -> ClaimDigest {
    ClaimDigest { person: person.clone(), day: day.plus_days(1), notices: vec![] }
}

#[test]
fn a_receiver_that_is_down_holds_up_nobody_else_and_the_log_says_so() {
    on_each_engine(|world| {
        readers(world);
        let (down, up) = (sinks::receiver(vec!["500 Down"]), sinks::receiver(vec!["200 OK"]));
        let mut channels = hooks(&down, true);
        channels.webhooks.push(Webhook { name: "mirror".into(), ..hooks(&up, true).webhooks.remove(0) });
        world.reopen_with(channels);
        let id = bridge(world);
        for length in ["0.81", "0.82", "0.83"] {
            world.done(
                &world.holder("clerk-dongdu"),
                amend(world, &id, "2024-03-01", json!({ "length": length })),
            );
        }
        let first = delivered(world);
        assert_eq!((first.hooks, first.failed), (3, 1), "one attempt at the receiver that is down");
        assert_eq!((up.all().len(), down.all().len()), (3, 1));
        for _ in 0..3 {
            world.reopen();
            delivered(world);
        }
        assert_eq!(up.all().len(), 0, "what was taken is not sent again, after a restart neither");
        assert_eq!(down.all().len(), 2, "each of the others has its turn, then they rest");
        let mut reader = world.house().reader().unwrap();
        let log = notices::latest_attempts(&mut reader, 100).unwrap();
        let count = |target: &str, outcome: &str| {
            log.iter().filter(|l| l.attempt.target == target && l.attempt.outcome == outcome).count()
        };
        assert_eq!((count("mirror", "delivered"), count("office", "failed")), (3, 3));
        assert!(log.iter().all(|line| line.register == "bridges" && line.event == "registers.amended"));
        audit::all_is_well(world);
    });
}
