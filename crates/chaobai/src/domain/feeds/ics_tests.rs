//! What is written is read back by two parsers that share no code with it nor with each other.

use super::*;
use icalendar::{Calendar, CalendarComponent, Component, EventLike};
use std::io::BufReader;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

const HARD: &str =
    "会议：逗号,分号;反斜杠\\末尾\n第二行，很长很长很长很长很长很长很长很长很长很长很长很长的一行😀\u{7}";

fn sample() -> Vec<Event> {
    let event = |uid: &str, when: When| Event {
        uid: uid.into(),
        sequence: 3,
        changed_at: at("2024-03-01T00:30:15.5Z"),
        when,
        summary: HARD.into(),
        description: String::new(),
        location: "二楼, 会议室; 甲".into(),
        url: "https://example.org/work/cases/1?a=b,c;d".into(),
        cancelled: false,
    };
    vec![
        Event {
            cancelled: true,
            ..event(
                "b@zone",
                When::At(at("2024-03-04T09:00:00+08:00"), Some(at("2024-03-04T11:30:00+08:00"))),
            )
        },
        event("a@zone", When::Days(date("2024-02-28"), date("2024-02-29"))),
        event("c@zone", When::At(at("2024-03-05T00:00:00+08:00"), None)),
    ]
}

/// What the text says after the parser took the escapes and the folding away.
fn kept() -> String {
    HARD.replace('\u{7}', "")
}

#[test]
fn lines_are_folded_by_octets_and_end_as_the_standard_says() {
    let text = calendar("名称", &sample());
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.replace("\r\n", "").chars().all(|letter| !letter.is_control()));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(text.split("\r\n").any(|line| line.starts_with(' ')), "something was folded");
    assert_eq!(text, calendar("名称", &sample().into_iter().rev().collect::<Vec<_>>()), "order says nothing");
}

#[test]
fn a_line_of_any_length_unfolds_to_itself() {
    for length in 60..160 {
        for letter in ["a", "汉", "😀"] {
            let content = letter.repeat(length);
            let mut out = String::new();
            line(&mut out, &content);
            assert!(out.split("\r\n").all(|line| line.len() <= 75), "{length} {letter}");
            assert_eq!(out.replace("\r\n ", "").trim_end(), content, "{length} {letter}");
        }
    }
}

#[test]
fn the_first_parser_reads_what_was_meant() {
    let text = calendar("名称", &sample());
    let read: Calendar = text.parse().expect("a calendar");
    let events: Vec<_> = read
        .components
        .iter()
        .map(|component| match component {
            CalendarComponent::Event(event) => event.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    let uids: Vec<&str> = events.iter().filter_map(|event| event.get_uid()).collect();
    assert_eq!(uids, ["a@zone", "b@zone", "c@zone"], "in order of their days");
    for event in &events {
        assert_eq!(event.get_summary(), Some(kept().as_str()));
        assert_eq!(event.get_location(), Some("二楼, 会议室; 甲"));
        assert_eq!(event.property_value("DTSTAMP"), Some("20240301T003015Z"));
        assert_eq!(event.property_value("SEQUENCE"), Some("3"));
        assert_eq!(event.property_value("URL"), Some("https://example.org/work/cases/1?a=b,c;d"));
    }
    let of = |number: usize, name: &str| events[number].property_value(name).unwrap_or_default().to_owned();
    assert_eq!((of(0, "DTSTART"), of(0, "DTEND")), ("20240228".into(), "20240301".into()), "a leap day");
    assert_eq!((of(1, "DTSTART"), of(1, "DTEND")), ("20240304T010000Z".into(), "20240304T033000Z".into()));
    assert_eq!((of(2, "DTSTART"), of(2, "DTEND")), ("20240304T160000Z".into(), String::new()));
    assert_eq!((of(0, "STATUS"), of(1, "STATUS")), ("CONFIRMED".into(), "CANCELLED".into()));
}

#[test]
fn the_second_parser_reads_the_same() {
    let text = calendar("名称", &sample());
    let mut parser = ical::IcalParser::new(BufReader::new(text.as_bytes()));
    let read = parser.next().expect("a calendar").expect("well formed");
    assert!(parser.next().is_none());
    assert_eq!(read.events.len(), 3);
    let value = |number: usize, name: &str| {
        let property = read.events[number].properties.iter().find(|property| property.name == name);
        property.and_then(|property| property.value.clone()).unwrap_or_default()
    };
    // This parser unfolds and leaves the escapes to whoever reads.
    let plain = |text: String| {
        text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    };
    assert_eq!(plain(value(0, "SUMMARY")), kept());
    assert_eq!((value(0, "UID"), value(0, "DTSTART")), ("a@zone".into(), "20240228".into()));
    assert_eq!((value(1, "DTSTART"), value(1, "STATUS")), ("20240304T010000Z".into(), "CANCELLED".into()));
    let kind = &read.events[0].properties.iter().find(|p| p.name == "DTSTART").expect("a start").params;
    assert_eq!(kind.as_ref().expect("parameters"), &[("VALUE".to_owned(), vec!["DATE".to_owned()])]);
    assert!(read.properties.iter().any(|p| p.name == "VERSION" && p.value.as_deref() == Some("2.0")));
}
