//! Test data: the notices of the State Council for 2023 to 2026. The program holds no year of its own.

use super::*;

fn d(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Years with days written `MM-DD` or `MM-DD/MM-DD`; a leading `-` is the year before.
fn notice(year: i16, off: &[&str], work: &[&str]) -> Year {
    let full = |text: &str| match text.strip_prefix('-') {
        Some(day) => format!("{:04}-{day}", year - 1),
        None => format!("{year:04}-{text}"),
    };
    let list = |texts: &[&str]| -> Vec<String> {
        texts.iter().map(|t| t.split('/').map(full).collect::<Vec<_>>().join("/")).collect()
    };
    Year::from_notice(year, &list(off), &list(work)).unwrap()
}

fn published() -> WorkingCalendar {
    WorkingCalendar::new(vec![
        notice(
            2023,
            &["-12-31/01-02", "01-21/01-27", "04-05", "04-29/05-03", "06-22/06-24", "09-29/10-06"],
            &["01-28", "01-29", "04-23", "05-06", "06-25", "10-07", "10-08"],
        ),
        notice(
            2024,
            &["01-01", "02-10/02-17", "04-04/04-06", "05-01/05-05", "06-10", "09-15/09-17", "10-01/10-07"],
            &["02-04", "02-18", "04-07", "04-28", "05-11", "09-14", "09-29", "10-12"],
        ),
        notice(
            2025,
            &["01-01", "01-28/02-04", "04-04/04-06", "05-01/05-05", "05-31/06-02", "10-01/10-08"],
            &["01-26", "02-08", "04-27", "09-28", "10-11"],
        ),
        notice(
            2026,
            &[
                "01-01/01-03",
                "02-15/02-23",
                "04-04/04-06",
                "05-01/05-05",
                "06-19/06-21",
                "09-25/09-27",
                "10-01/10-07",
            ],
            &["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
        ),
    ])
    .unwrap()
}

#[test]
fn a_year_and_its_months_have_the_published_number_of_working_days() {
    let calendar = published();
    let table: [(i16, i64, [i64; 12]); 4] = [
        (2023, 249, [18, 20, 23, 20, 21, 21, 21, 23, 20, 19, 22, 21]),
        (2024, 251, [22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22]),
        (2025, 248, [19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23]),
        (2026, 248, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]),
    ];
    for (year, total, months) in table {
        // The last week of the last published year waits for the next notice, and says so.
        let waiting: &[i16] = if year == 2026 { &[2027] } else { &[] };
        let (count, warning) = calendar.working_days_in_year(year).unwrap().with_warning();
        assert_eq!((count, warning.as_slice()), (total, waiting), "{year}");
        for (month, expected) in (1..).zip(months) {
            let (count, warning) = calendar.working_days_in_month(year, month).unwrap().with_warning();
            assert_eq!(count, expected, "{year}-{month}");
            assert_eq!(warning.is_empty(), waiting.is_empty() || month < 12, "{year}-{month}");
        }
    }
}

#[test]
fn time_limits_count_from_the_day_after() {
    let calendar = published();
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
        assert_eq!(calendar.add_working_days(d(start), n), Counted::Certain(d(end)), "{start} +{n}");
        assert_eq!(
            calendar.working_days_between(d(start), d(end)),
            Counted::Certain(i64::from(n)),
            "{start} to {end}"
        );
        // Every start above is itself worked, so counting back finds it again.
        assert_eq!(calendar.add_working_days(d(end), -n), Counted::Certain(d(start)), "{end} -{n}");
        assert_eq!(calendar.working_days_between(d(end), d(start)), Counted::Certain(i64::from(-n)));
    }
    assert_eq!(calendar.add_working_days(d("2023-10-01"), 0), Counted::Certain(d("2023-10-01")));
    assert_eq!(calendar.next_working_day(d("2023-10-01")), Counted::Certain(d("2023-10-07")));
    assert_eq!(calendar.next_working_day(d("2023-10-08")), Counted::Certain(d("2023-10-08")));
}

#[test]
fn an_unpublished_year_is_never_certain() {
    let calendar = published();
    let over = calendar.add_working_days(d("2026-12-28"), 10);
    assert_eq!(
        over,
        Counted::Provisional { value: d("2027-01-11"), unpublished: vec![2027] },
        "plain Monday to Friday, and marked as such"
    );
    assert_eq!(over.certain(), Err(Unpublished { year: 2027 }));
    assert_eq!(calendar.is_working(d("2027-03-01")), Err(Unpublished { year: 2027 }));
    assert_eq!(calendar.is_working(d("2026-12-31")), Err(Unpublished { year: 2027 }));
    assert_eq!(calendar.is_working(d("2026-12-24")), Ok(true));
    let (_, missing) = calendar.working_days_between(d("2026-12-01"), d("2029-02-01")).with_warning();
    assert_eq!(missing, [2027, 2028, 2029]);
    let (_, missing) =
        WorkingCalendar::default().working_days_between(d("2024-01-01"), d("2024-01-05")).with_warning();
    assert_eq!(missing, [2024]);
}

#[test]
fn a_notice_reaches_into_the_year_before() {
    let calendar = published();
    assert!(!calendar.is_published(2022));
    assert_eq!(calendar.is_working(d("2022-12-31")), Ok(false), "named by the notice for 2023");
    assert_eq!(calendar.is_working(d("2022-12-30")), Err(Unpublished { year: 2022 }));
}

#[test]
fn a_place_may_have_days_of_its_own() {
    let local = published().with_local(&[d("2024-06-17")].into(), &[d("2024-06-22")].into()).unwrap();
    assert_eq!(local.is_working(d("2024-06-17")), Ok(false));
    assert_eq!(local.is_working(d("2024-06-22")), Ok(true));
    assert_eq!(published().is_working(d("2024-06-17")), Ok(true));
    assert_eq!(local.add_working_days(d("2024-06-14"), 5), Counted::Certain(d("2024-06-22")));
}

#[test]
fn wrong_data_is_named() {
    let year = |off: &[&str], work: &[&str]| WorkingCalendar::new(vec![notice(2024, off, work)]);
    assert_eq!(year(&[], &["02-05"]), Err(CalendarProblem::NotAWeekend(d("2024-02-05"))));
    assert_eq!(year(&["02-04"], &["02-04"]), Err(CalendarProblem::OffAndWork(d("2024-02-04"))));
    let outside = Year { year: 2024, off: [d("2023-11-30")].into(), ..Year::default() };
    assert_eq!(
        WorkingCalendar::new(vec![outside]),
        Err(CalendarProblem::OutsideYear { year: 2024, day: d("2023-11-30") })
    );
    assert_eq!(
        WorkingCalendar::new(vec![notice(2024, &[], &[]), notice(2024, &[], &[])]),
        Err(CalendarProblem::YearTwice(2024))
    );
    for text in ["2024-1-1", "2024-01-02/2024-01-01", "2024-01-01/2024-03-01", "", "2024-01-01/"] {
        assert_eq!(days(text), Err(CalendarProblem::NotDays(text.into())));
    }
}

#[test]
fn the_end_of_time_ends() {
    let end = d("9999-12-31");
    let (day, _) = published().add_working_days(end, 3).with_warning();
    assert_eq!(day, end);
    let (count, _) = published().working_days_in_year(9999).unwrap().with_warning();
    assert_eq!(count, 261);
}
