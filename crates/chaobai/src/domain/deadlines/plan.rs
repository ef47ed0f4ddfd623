//! On which days a limit reminds, ends and escalates. Pure: a calendar and a day in, days out.

use crate::charter::procedure::{Escalation, Reminder};
use kernel::{Counted, Date, WorkingCalendar};

/// What happens on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something an action brings about beside moving the case: at once.
    Effect,
    /// A pause is over.
    Resume,
    /// The holder is reminded.
    Remind,
    /// The limit is over, and this rung is reached.
    Escalate,
    /// The limit is over, and whoever has not answered stays silent.
    Silence,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Effect, Kind::Resume, Kind::Remind, Kind::Escalate, Kind::Silence];

    /// The word it is kept under.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Effect => "effect",
            Kind::Resume => "resume",
            Kind::Remind => "remind",
            Kind::Escalate => "escalate",
            Kind::Silence => "silence",
        }
    }

    /// Reads the word it is kept under.
    pub fn parse(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A day that was counted, with the years whose calendar was not published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Years taken as plain Monday to Friday: to be shown with the day, and to start nothing.
    pub unpublished: Vec<i16>,
}

impl From<Counted<Date>> for Due {
    fn from(counted: Counted<Date>) -> Due {
        let (on, unpublished) = counted.with_warning();
        Due { on, unpublished }
    }
}

impl Due {
    /// The later of two counts: where units of two sides hold a step together, nobody is late by the other
    /// side's calendar. What is not certain of either is not certain of both.
    pub fn later(self, other: Due) -> Due {
        let mut unpublished = self.unpublished;
        unpublished.extend(other.unpublished);
        unpublished.sort_unstable();
        unpublished.dedup();
        Due { on: self.on.max(other.on), unpublished }
    }

    /// So many working days after it (before it, for negative `days`), as uncertain as the two together.
    pub fn plus(&self, calendar: &WorkingCalendar, days: i32) -> Due {
        let moved = Due::from(calendar.add_working_days(self.on, days));
        Due { on: moved.on, unpublished: moved.later(self.clone()).unpublished }
    }
}

/// Something that will happen on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub kind: Kind,
    /// Which of several, from 0.
    pub part: i64,
    /// When.
    pub due: Due,
}

/// Everything a limit that ends on `due` brings, in order of day. Reminders come before or on the last day,
/// rungs and silence after it.
pub fn plan(
    calendar: &WorkingCalendar,
    due: &Due,
    reminders: &[Reminder],
    rungs: &[Escalation],
    silence: bool,
) -> Vec<Planned> {
    let days = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let reminders = (0..).zip(reminders).map(|(part, reminder)| Planned {
        kind: Kind::Remind,
        part,
        due: due.plus(calendar, -days(reminder.before)),
    });
    let rungs = (0..).zip(rungs).map(|(part, rung)| Planned {
        kind: Kind::Escalate,
        part,
        due: due.plus(calendar, days(rung.after)),
    });
    let silence = silence.then(|| Planned { kind: Kind::Silence, part: 0, due: due.plus(calendar, 1) });
    let mut all: Vec<Planned> = reminders.chain(rungs).chain(silence).collect();
    all.sort_by_key(|one| (one.due.on, one.kind, one.part));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charter::{self, model::Charter};
    use crate::domain::deadlines::{calendar_of, unit_calendar, working_calendar};
    use std::path::Path;

    fn d(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
    }

    /// The first zone's charter: its calendar is the published one.
    fn first_zone() -> Charter {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei");
        charter::read(&folder).unwrap_or_else(|all| panic!("{all:?}")).charter
    }

    #[test]
    fn time_limits_of_the_charter_end_on_the_days_the_notices_give() {
        let charter = first_zone();
        let calendar = working_calendar(&charter, "cn");
        for (start, n, end) in [
            ("2023-09-22", 20, "2023-10-26"),
            ("2023-09-28", 5, "2023-10-11"),
            ("2023-12-20", 20, "2024-01-18"),
            ("2024-02-02", 5, "2024-02-08"),
            ("2024-09-13", 20, "2024-10-17"),
            ("2025-01-24", 20, "2025-02-27"),
            ("2025-09-26", 5, "2025-10-10"),
            ("2025-12-31", 20, "2026-01-29"),
            ("2026-02-13", 10, "2026-03-05"),
            ("2026-09-18", 20, "2026-10-22"),
        ] {
            let due = Due::from(calendar.add_working_days(d(start), n));
            assert_eq!((due.on, due.unpublished), (d(end), vec![]), "{start} +{n}");
        }
        let days = |(year, m)| calendar.working_days_in_month(year, m).unwrap().with_warning().0;
        let months = (2023..=2026).flat_map(|year| (1..=12).map(move |m| (year, m)));
        let all: Vec<i64> = months.map(days).collect();
        let published = [
            [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21],
            [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22],
            [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23],
            [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
        ];
        assert_eq!(all, published.concat());
    }

    #[test]
    fn a_year_that_is_not_published_is_named_and_carried_on() {
        let charter = first_zone();
        let calendar = working_calendar(&charter, "cn");
        let due = Due::from(calendar.add_working_days(d("2026-12-18"), 10));
        assert_eq!((due.on, due.unpublished.as_slice()), (d("2027-01-01"), &[2027][..]));
        let before = due.plus(&calendar, -9);
        assert_eq!(
            (before.on, before.unpublished),
            (d("2026-12-21"), vec![2027]),
            "as uncertain as its limit"
        );
        assert!(calendar_of(&charter, None, Some("nowhere")).is_working(d("2025-03-03")).is_err());
    }

    #[test]
    fn a_limit_reminds_ends_and_escalates_in_order() {
        let charter = first_zone();
        let calendar = working_calendar(&charter, "cn");
        let due = Due::from(calendar.add_working_days(d("2025-09-22"), 6));
        assert_eq!(due.on, d("2025-09-29"));
        let reminders = [Reminder { before: 0, slip: None }, Reminder { before: 3, slip: None }];
        let rung = |after| Escalation { after, to: vec![], slip: None, step: None };
        let all = plan(&calendar, &due, &reminders, &[rung(1), rung(3)], true);
        let told: Vec<(Kind, i64, String)> =
            all.iter().map(|p| (p.kind, p.part, p.due.on.to_string())).collect();
        let expected = [
            (Kind::Remind, 1, "2025-09-25"),
            (Kind::Remind, 0, "2025-09-29"),
            (Kind::Escalate, 0, "2025-09-30"),
            (Kind::Silence, 0, "2025-09-30"),
            (Kind::Escalate, 1, "2025-10-10"),
        ];
        assert_eq!(told, expected.map(|(k, p, day)| (k, p, day.to_owned())));
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }

    #[test]
    fn the_calendar_of_the_unit_counts_and_a_place_may_have_days_of_its_own() {
        let mut charter = first_zone();
        let mut local = charter.calendars["cn"].clone();
        (local.id, local.over) = ("local".into(), Some("cn".into()));
        local.years.retain(|year| year.year == 2026);
        local.years[0].off = vec!["2026-05-27".into()];
        local.years[0].work = vec![];
        charter.calendars.insert("local".into(), local);
        assert_eq!(unit_calendar(&charter, None, None), None, "two calendars, and nobody said which");
        let unit = charter.zone.units[0].clone();
        let place = charter.zone.jurisdictions.iter_mut().find(|j| j.id == unit.jurisdiction).unwrap();
        place.calendar = Some("local".into());
        assert_eq!(unit_calendar(&charter, Some(&unit.id), Some("cn")), Some("local"));
        let (cn, own) = (working_calendar(&charter, "cn"), calendar_of(&charter, Some(&unit.id), None));
        let count = |calendar: &WorkingCalendar, n| Due::from(calendar.add_working_days(d("2026-05-26"), n));
        assert_eq!((count(&cn, 1).on, count(&own, 1).on), (d("2026-05-27"), d("2026-05-28")));
        assert_eq!(count(&cn, 1).later(count(&own, 1)).on, d("2026-05-28"));
        assert_eq!(count(&own, 3).unpublished, Vec::<i16>::new(), "the country's notice still holds");
    }
}
