//! Seats as a table: the terms there are, a day, and whose seat it is.

use super::*;
use crate::charter::{Charter, read};
use std::path::Path;

fn charter() -> Charter {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
    read(&folder).expect("the fixture is right").charter
}

fn id(of: &str) -> Id {
    Id::from_key(0, of)
}

/// A term from one line: `regular A 2024-01-01 2024-03-31`, `substitute C 2024-02-01 - for A`.
fn term(line: &str) -> Term {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [standing, person, since, until, rest @ ..] = words.as_slice() else { panic!("{line}") };
    Term {
        id: id(line),
        person: id(person),
        name: (*person).to_owned(),
        post: "chair-east".into(),
        since: Date::parse(since),
        until: Date::parse(until),
        standing: Standing::find(standing).expect("a standing"),
        home_unit: (*standing == "secondment").then(|| "dongdu-roads".to_owned()),
        in_place_of: rest.get(1).map(|person| id(person)),
        reason: String::new(),
        sample: true,
    }
}

/// What a seat says, in one line.
fn told(seat: &Seat) -> String {
    let day = |day: &Option<Date>| day.map_or("-".to_owned(), |day| day.to_string());
    let names = |all: &[Holder]| {
        let mut names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        names.join("+")
    };
    let waiting =
        if seat.waiting.is_empty() { String::new() } else { format!(", waiting {}", names(&seat.waiting)) };
    match &seat.state {
        SeatState::Held(holder) => format!("{} {}{waiting}", holder.standing.id(), holder.name),
        SeatState::Vacant { ended, begins } => format!("vacant {} {}{waiting}", day(ended), day(begins)),
        SeatState::Uncertain(all) => format!("uncertain {}{waiting}", names(all)),
    }
}

/// What it is about, terms, and the seat on days.
type Case = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

#[test]
fn one_seat_has_one_holder_or_says_why_not() {
    let charter = charter();
    let table: &[Case] = &[
        ("nobody ever", &[], &[("2024-03-04", "vacant - -")]),
        (
            "a term ends at midnight, the next begins then",
            &["regular A 2023-01-01 2024-03-31", "regular B 2024-04-01 -"],
            &[
                ("2022-12-31", "vacant - 2023-01-01"),
                ("2023-01-01", "regular A"),
                ("2024-03-31", "regular A"),
                ("2024-04-01", "regular B"),
            ],
        ),
        (
            "one ends and the next begins on the same day: both hold it",
            &["regular A 2023-01-01 2024-03-31", "regular B 2024-03-31 -"],
            &[("2024-03-30", "regular A"), ("2024-03-31", "uncertain A+B"), ("2024-04-01", "regular B")],
        ),
        (
            "a gap is a vacancy with both its ends",
            &["regular A 2023-01-01 2023-12-31", "regular B 2024-05-01 -"],
            &[("2024-03-04", "vacant 2023-12-31 2024-05-01")],
        ),
        (
            "a substitute for a reason has the seat only while nobody holds it",
            &[
                "regular A 2023-01-01 2023-12-31",
                "substitute C 2023-11-01 2024-06-30",
                "regular B 2024-05-01 -",
            ],
            &[
                ("2023-12-31", "regular A, waiting C"),
                ("2024-01-01", "substitute C"),
                ("2024-04-30", "substitute C"),
                ("2024-05-01", "regular B, waiting C"),
                ("2024-07-01", "regular B"),
            ],
        ),
        (
            "a substitute for the absent holder by name has it while that term goes on",
            &["regular A 2023-01-01 -", "substitute C 2024-02-01 2024-02-29 for A"],
            &[
                ("2024-01-31", "regular A"),
                ("2024-02-01", "substitute C, waiting A"),
                ("2024-02-29", "substitute C, waiting A"),
                ("2024-03-01", "regular A"),
            ],
        ),
        (
            "a substitute for somebody who holds it no longer does not keep the next holder out",
            &["regular A 2023-01-01 2023-12-31", "substitute C 2023-06-01 - for A", "regular B 2024-02-01 -"],
            &[
                ("2023-12-31", "substitute C, waiting A"),
                ("2024-01-15", "substitute C"),
                ("2024-02-01", "regular B, waiting C"),
            ],
        ),
        (
            "two substitutes with the same claim",
            &["substitute C 2024-01-01 -", "substitute D 2024-02-01 -"],
            &[("2024-01-31", "substitute C"), ("2024-02-01", "uncertain C+D")],
        ),
        (
            "two substitutes, one of them for the holder",
            &["regular A 2023-01-01 -", "substitute C 2024-01-01 - for A", "substitute D 2024-01-01 -"],
            &[("2024-02-01", "substitute C, waiting A+D")],
        ),
        (
            "no substitute makes two holders one",
            &["regular A 2023-01-01 -", "regular B 2023-06-01 -", "substitute C 2024-01-01 - for A"],
            &[("2024-02-01", "uncertain A+B, waiting C")],
        ),
        (
            "whoever is seconded holds the seat like any other",
            &["secondment A 2024-01-01 2024-12-31", "regular B 2025-01-01 -"],
            &[("2024-06-01", "secondment A"), ("2025-01-01", "regular B")],
        ),
        (
            "two terms of one person are one holder",
            &["regular A 2023-01-01 2024-12-31", "regular A 2024-01-01 -", "substitute A 2022-01-01 -"],
            &[("2024-06-01", "regular A"), ("2022-06-01", "substitute A")],
        ),
        (
            "a substitute for two persons is one substitute",
            &["substitute C 2024-01-01 - for A", "substitute C 2024-01-01 - for B"],
            &[("2024-06-01", "substitute C")],
        ),
        (
            "a term without a first day is not known to hold",
            &["regular A - 2024-12-31"],
            &[("2024-03-04", "vacant - -")],
        ),
    ];
    for (what, lines, days) in table {
        let terms: Vec<Term> = lines.iter().map(|line| term(line)).collect();
        let backwards: Vec<Term> = terms.iter().rev().cloned().collect();
        for (day, expected) in *days {
            for terms in [&terms, &backwards] {
                let day = Date::parse(day).expect("a day");
                let seats = holders_on(&charter, &["chair-east".into()], terms, day);
                assert_eq!(seats.len(), 1);
                assert_eq!(told(&seats[0]), *expected, "{what}, on {day}");
                assert_eq!(
                    seats[0].is_filled(),
                    !expected.starts_with("vacant") && !expected.starts_with("un")
                );
            }
        }
    }
}

#[test]
fn seats_come_in_the_order_of_the_rules_with_their_sides() {
    let charter = charter();
    let terms = [term("regular A 2023-01-01 -")];
    let posts = ["chair-west".to_owned(), "chair-east".to_owned(), "gone".to_owned()];
    let seats = holders_on(&charter, &posts, &terms, Date::parse("2024-03-04").expect("a day"));
    let told: Vec<(&str, Option<&str>, bool)> =
        seats.iter().map(|seat| (seat.post.as_str(), seat.side.as_deref(), seat.is_of(&id("A")))).collect();
    let side = |post: &str| charter.post(post).and_then(|post| post.side.clone());
    assert_eq!(
        told,
        [
            ("chair-west", side("chair-west").as_deref(), false),
            ("chair-east", side("chair-east").as_deref(), true),
            ("gone", None, false),
        ]
    );
}
