use super::*;
use kernel::calendar::Year;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

fn number(text: &str) -> Option<Decimal> {
    text.parse().ok()
}

/// A section in a stage (from 0; 5 is open), with progress and weights; empty text: not known.
fn part(stage: usize, progress: &str, weights: &[&str]) -> Section {
    Section {
        stage: Some(stage),
        is_open: stage >= 5,
        is_by_jurisdiction: true,
        progress: number(progress),
        weights: weights.iter().map(|text| number(text)).collect(),
        ..Section::default()
    }
}

fn known(text: &str, weight: Option<usize>) -> Progress {
    Progress::Known(number(text).unwrap(), weight)
}

#[test]
fn progress_is_weighed_by_the_first_weight_that_all_sections_have() {
    let cases = [
        (vec![], Progress::NoSections),
        (vec![part(3, "40", &["", ""])], known("40", None)),
        (vec![part(3, "70", &["3", ""]), part(3, "55", &["1", ""])], known("66.2", Some(0))),
        (vec![part(3, "70", &["3", "10"]), part(3, "55", &["", "30"])], known("58.8", Some(1))),
        (vec![part(3, "70", &["3", ""]), part(3, "55", &["", "30"])], Progress::NoWeight),
        (vec![part(3, "70", &["0"]), part(3, "55", &["0"])], Progress::NoWeight),
        (vec![part(3, "", &["1"]), part(3, "55", &["1"])], Progress::Missing(vec![0])),
        // An open section is done, whether somebody wrote it down or not.
        (vec![part(5, "", &["1"]), part(3, "50", &["3"])], known("62.5", Some(0))),
        (vec![part(5, "90", &["1"]), part(3, "50", &["3"])], known("62.5", Some(0))),
        (vec![part(5, "", &[""]), part(5, "", &[""])], known("100", None)),
        // What is the same of all is so whatever they weigh.
        (vec![part(3, "55", &[""]), part(3, "55.0", &[""])], known("55", None)),
    ];
    for (parts, expected) in cases {
        assert_eq!(progress(&parts), expected, "{parts:?}");
    }
    // The bridge and its approach are another way of dividing what the two halves are.
    let whole = Section { is_by_jurisdiction: false, ..part(3, "10", &["9"]) };
    let parts = [whole, part(3, "70", &["1"]), part(3, "50", &["1"])];
    assert_eq!(progress(&parts), known("60", Some(0)));
}

#[test]
fn a_parent_is_where_its_weakest_part_is_and_open_only_when_all_are() {
    let opened = |text: &str| Section {
        finish: Days { actual: Some(day(text)), ..Days::default() },
        ..part(5, "", &[])
    };
    assert_eq!(open(&[]), None);
    assert_eq!(weakest(&[]), None);
    let both = [opened("2025-12-31"), opened("2025-12-31")];
    assert_eq!(open(&both), Some(Open::All(Some(day("2025-12-31")))));
    let later = [opened("2024-09-29"), opened("2024-10-01")];
    assert_eq!(open(&later), Some(Open::All(Some(day("2024-10-01")))));
    assert_eq!(open(&[opened("2024-09-29"), part(5, "", &[])]), Some(Open::All(None)));
    assert_eq!(open(&[opened("2024-09-29"), part(4, "", &[])]), Some(Open::Waiting(vec![1])));
    assert_eq!(weakest(&[part(4, "", &[]), part(2, "", &[]), part(2, "", &[])]), Some(1));
    let ended = Section { has_ended: true, ..part(6, "", &[]) };
    assert_eq!(weakest(&[part(4, "", &[]), ended]), Some(1));
    let unknown = Section { stage: None, ..part(0, "", &[]) };
    assert_eq!(weakest(&[part(0, "", &[]), unknown]), Some(1));
}

#[test]
fn the_gap_between_the_halves_is_told_from_the_best_that_is_known() {
    let half = |planned: &str, forecast: &str, actual: &str| Section {
        is_by_jurisdiction: true,
        finish: Days {
            planned: Date::parse(planned),
            forecast: Date::parse(forecast),
            actual: Date::parse(actual),
        },
        ..Section::default()
    };
    let east = half("2025-06-30", "", "");
    assert_eq!(
        gap(&[east.clone(), half("2025-06-30", "2025-08-31", "")]),
        Some(Gap { first: 0, last: 1, days: 62 })
    );
    assert_eq!(gap(&[half("2025-06-30", "2025-09-30", "2025-05-31"), east.clone()]).unwrap().days, 30);
    assert_eq!(gap(&[east.clone(), east.clone()]), None);
    assert_eq!(gap(&[east.clone(), half("", "", "")]), None);
    assert_eq!(gap(&[east]), None);
}

fn calendar() -> WorkingCalendar {
    // 2023 as published: the week of the national day, and two weekend days worked instead.
    let off = ["2023-09-29/2023-10-06".to_owned()];
    let work = ["2023-10-07".to_owned(), "2023-10-08".to_owned()];
    WorkingCalendar::new(vec![Year::from_notice(2023, &off, &work).unwrap()]).unwrap()
}

fn approval(submitted: &str, promised: Option<i64>, decided: &str) -> Approval {
    Approval { submitted: Date::parse(submitted), promised, decided: Date::parse(decided) }
}

#[test]
fn an_approval_waits_in_working_days_of_the_deciding_place() {
    let stands = |a: &Approval, today: &str| standing(a, &calendar(), day(today));
    let waited = |days, over| Waited { days, over, unpublished: vec![] };
    // facts: 2023-09-28 + 5 working days is 2023-10-11.
    let land = approval("2023-09-28", Some(4), "");
    assert_eq!(stands(&land, "2023-10-11"), Standing::Waiting(waited(5, Some(1))));
    assert_eq!(stands(&land, "2023-09-28"), Standing::Waiting(waited(0, Some(-4))));
    assert_eq!(stands(&land, "2023-09-27"), Standing::NotSubmitted);
    assert_eq!(stands(&approval("", Some(4), ""), "2023-10-11"), Standing::NotSubmitted);
    let decided = approval("2023-09-28", None, "2023-10-11");
    assert_eq!(stands(&decided, "2024-05-01"), Standing::Decided(Some(waited(5, None))));
    assert_eq!(stands(&approval("", None, "2023-10-11"), "2024-05-01"), Standing::Decided(None));
    // A year that is not published is counted as its weekdays come, and named.
    let Standing::Waiting(late) = stands(&approval("2023-12-18", None, ""), "2024-01-02") else { panic!() };
    assert_eq!(late.unpublished, [2024]);
}

#[test]
fn the_longest_of_those_that_wait_is_named() {
    let waits = |days, over| Standing::Waiting(Waited { days, over, unpublished: vec![] });
    assert_eq!(blocking(&[]), None);
    assert_eq!(blocking(&[Standing::NotSubmitted, Standing::Decided(None)]), None);
    assert_eq!(blocking(&[waits(5, Some(-5)), Standing::Decided(None), waits(23, Some(8))]), Some(2));
    // Of two that have waited as long, the one that is further over its promise; then the first.
    assert_eq!(blocking(&[waits(7, None), waits(7, Some(2))]), Some(1));
    assert_eq!(blocking(&[waits(7, Some(2)), waits(7, Some(2))]), Some(0));
}

#[test]
fn the_curve_sums_the_months_of_both_halves_and_stops_where_reports_stop() {
    let month = |text: &str, planned: &str, actual: &str| Month {
        day: day(text),
        planned: number(planned),
        actual: number(actual),
    };
    let points = curve(&[
        month("2024-03-31", "100", ""),
        month("2024-01-31", "100", "80"),
        month("2024-02-29", "100", "110"),
        month("2024-02-01", "50", "20"),
    ]);
    let told: Vec<(i8, String, String)> = points
        .iter()
        .map(|p| (p.month.1, p.planned.to_string(), p.actual.map_or("-".into(), |a| a.to_string())))
        .collect();
    let expected = [(1, "100", "80"), (2, "250", "210"), (3, "350", "-")];
    assert_eq!(told, expected.map(|(m, p, a)| (m, p.to_owned(), a.to_owned())));
    assert!(curve(&[]).is_empty());
}

#[test]
fn names_that_may_be_of_one_project_are_found_and_others_are_not() {
    let same = [
        ("东渡路跨长青河大桥", "东渡路长青河大桥工程"),
        ("南岗路周家湾大桥", "南岗路西河段跨北沙河周家湾大桥"),
        ("Ｍ202 线延伸", "M202线延伸"),
        ("岗小路（甲乙公路—甲丙界）", "岗小路 甲乙公路-甲丙界"),
    ];
    for (a, b) in same {
        assert!(may_be_same(a, b, None), "{a} {b} {}", likeness(a, b));
    }
    for (a, b) in [
        ("岗小路", "南岗路"),
        ("东渡路", "林屯路"),
        ("长青河国家森林公园", "长青河综合治理与生态修复"),
        ("桥", "桥"),
    ] {
        assert!(!may_be_same(a, b, None), "{a} {b} {}", likeness(a, b));
    }
    // At the same place less is enough; at another one it is not.
    let (here, nearby, elsewhere) = ((116.75, 39.9), (116.751, 39.9), (117.5, 39.9));
    let (a, b) = ("东渡大桥新建工程", "东渡大桥改扩建");
    assert!(!may_be_same(a, b, None) && !may_be_same(a, b, Some((here, elsewhere))), "{}", likeness(a, b));
    assert!(may_be_same(a, b, Some((here, nearby))), "{}", likeness(a, b));
}

fn any_part() -> impl Strategy<Value = Section> {
    (0usize..7, prop::option::of(0u8..=100), prop::option::of(1u16..500), any::<bool>()).prop_map(
        |(stage, progress, weight, mine)| Section {
            is_by_jurisdiction: mine,
            progress: progress.map(Decimal::from),
            weights: vec![weight.map(Decimal::from)],
            ..part(stage, "", &[])
        },
    )
}

proptest! {
    #[test]
    fn a_parent_is_never_further_than_its_best_part_nor_behind_its_worst(
        parts in prop::collection::vec(any_part(), 1..6)
    ) {
        if let Progress::Known(percent, _) = progress(&parts) {
            let of = |i: usize| if parts[i].is_open { Decimal::ONE_HUNDRED } else { parts[i].progress.unwrap() };
            let all: Vec<Decimal> = sections(&parts).into_iter().map(of).collect();
            let tenth = Decimal::new(5, 2);
            prop_assert!(percent <= *all.iter().max().unwrap() + tenth);
            prop_assert!(percent >= *all.iter().min().unwrap() - tenth);
        }
    }

    #[test]
    fn a_parent_is_open_exactly_when_its_weakest_part_is(parts in prop::collection::vec(any_part(), 1..6)) {
        let weakest = weakest(&parts).unwrap();
        prop_assert_eq!(matches!(open(&parts), Some(Open::All(_))), parts[weakest].is_open);
    }

    #[test]
    fn weights_of_another_unit_change_nothing(parts in prop::collection::vec(any_part(), 1..6), by in 2u8..9) {
        let scaled: Vec<Section> = parts
            .iter()
            .map(|part| Section {
                weights: part.weights.iter().map(|w| w.map(|w| w * Decimal::from(by))).collect(),
                ..part.clone()
            })
            .collect();
        prop_assert_eq!(progress(&parts), progress(&scaled));
    }

    #[test]
    fn likeness_is_a_measure(a in "[桥路河东西大]{0,8}", b in "[桥路河东西大]{0,8}") {
        let ab = likeness(&a, &b);
        prop_assert!((0.0..=1.0).contains(&ab));
        prop_assert!((ab - likeness(&b, &a)).abs() < 1e-12);
        if a.chars().count() > 1 {
            prop_assert!((likeness(&a, &a) - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn what_it_cost_is_told_in_percent_of_what_was_approved() {
    for (approved, last, percent) in
        [("5", "5.2", "4"), ("5", "5", "0"), ("3", "2", "-33.3"), ("400", "401", "0.2")]
    {
        let told = percent_over(number(approved).unwrap(), number(last).unwrap());
        assert_eq!(told, number(percent).unwrap(), "{approved} → {last}");
    }
}
