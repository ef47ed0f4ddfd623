//! The four schemes of practice, each written as a charter would write it, judged day by day; then laws that
//! hold of every rule.

use super::rules::{Case, Facts, Hand, Held};
use crate::charter::model::{Lamp, Register};
use kernel::calendar::Year;
use kernel::{Date, WorkingCalendar};
use serde_json::{Map, Value, json};

/// A work list whose lamps have these rules.
fn list(lamps: &str) -> Register {
    let text = format!(
        r#"
        id = "matters"
        name = {{ zh = "事项" }}
        area = "a"
        title = "name"
        key = ["name"]
        lead = ["lead"]
        permits = {{}}
        fields = [
          {{ id = "name", type = "text", name = {{ zh = "名称" }} }},
          {{ id = "lead", type = "unit", name = {{ zh = "牵头" }} }},
          {{ id = "start", type = "date", name = {{ zh = "开始" }} }},
          {{ id = "due", type = "date", name = {{ zh = "完成时限" }} }},
          {{ id = "progress", type = "decimal", name = {{ zh = "进度" }} }},
          {{ id = "year", type = "integer", name = {{ zh = "年度" }} }},
          {{ id = "q1", type = "integer", name = {{ zh = "一季度" }} }},
          {{ id = "q2", type = "integer", name = {{ zh = "二季度" }} }},
          {{ id = "q3", type = "integer", name = {{ zh = "三季度" }} }},
          {{ id = "q4", type = "integer", name = {{ zh = "四季度" }} }},
          {{ id = "reason", type = "text", name = {{ zh = "滞后原因" }} }},
          {{ id = "quality", type = "choice", name = {{ zh = "质量" }}, choices = [ {{ id = "poor", name = {{ zh = "不高" }} }} ] }},
          {{ id = "urgent", type = "boolean", name = {{ zh = "紧急" }} }},
          {{ id = "planned_start", type = "date", name = {{ zh = "计划开工" }} }},
          {{ id = "started", type = "date", name = {{ zh = "开工" }} }},
          {{ id = "registered", type = "date", name = {{ zh = "入库" }} }},
        ]
        stages = [
          {{ id = "waiting", name = {{ zh = "未启动" }} }},
          {{ id = "open", name = {{ zh = "推进" }} }},
          {{ id = "kept_up", name = {{ zh = "长期坚持" }} }},
          {{ id = "done", name = {{ zh = "完成" }} }},
          {{ id = "off", name = {{ zh = "取消" }} }},
        ]
        [worklist]
        done = ["done"]
        cancelled = ["off"]
        standing = ["kept_up"]
        not_started = ["waiting"]
        sides = ["east"]
        start = "start"
        deadline = "due"
        progress = "progress"
        plan = ["q1", "q2", "q3", "q4"]
        year = "year"
        reason = "reason"
        reason_from = 5
        reported = ["progress", "reason"]
        review = ["office"]
        [worklist.lamps]
        {lamps}
        "#
    );
    toml::from_str(&text).unwrap_or_else(|why| panic!("{why}"))
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn body(value: Value) -> Map<String, Value> {
    value.as_object().expect("a map").clone()
}

/// The lamp on each of some days, the days between judged too.
fn lamps(register: &Register, stage: &str, fields: Value, from: &str, days: &[&str]) -> Vec<Lamp> {
    let body = body(fields);
    let calendar = calendar();
    let facts = Facts {
        register,
        standing: register.standing(stage),
        body: &body,
        reported_on: None,
        calendar: Some(&calendar),
    };
    let case = Case::new(&facts, None).expect("a work list");
    days.iter()
        .map(|text| {
            let (_, held) = case.follow(None, Held::default(), day(from), day(text).plus_days(-1));
            case.judge(day(text), &held).lamp
        })
        .collect()
}

fn calendar() -> WorkingCalendar {
    let off = ["2023-04-05".to_owned(), "2023-01-21/2023-01-27".to_owned()];
    let work = ["2023-01-28".to_owned(), "2023-01-29".to_owned()];
    WorkingCalendar::new(vec![Year::from_notice(2023, &off, &work).unwrap()]).unwrap()
}

use Lamp::{Behind, Done, Normal, NotStarted, Notice, Overdue, Serious, Stopped, Warning};

#[test]
fn by_deadline_amber_with_three_days_left_and_red_when_overdue() {
    let register =
        list(r#"rules = [{ lamp = "overdue", overdue_days = 1 }, { lamp = "warning", days_left = 3 }]"#);
    let days = ["2023-03-27", "2023-03-28", "2023-03-31", "2023-04-01"];
    let found = lamps(&register, "open", json!({ "due": "2023-03-31" }), "2023-03-01", &days);
    assert_eq!(found, [Normal, Warning, Warning, Overdue]);
    // Struck off in time or late, it is done; what is kept up for good has no deadline.
    assert_eq!(lamps(&register, "done", json!({ "due": "2023-03-31" }), "2023-03-01", &days), [Done; 4]);
    assert_eq!(lamps(&register, "off", json!({ "due": "2023-03-31" }), "2023-03-01", &days), [Stopped; 4]);
    assert_eq!(lamps(&register, "kept_up", json!({ "due": "2023-03-31" }), "2023-03-01", &days), [Normal; 4]);
    assert_eq!(lamps(&register, "waiting", json!({}), "2023-03-01", &days), [NotStarted; 4]);
}

#[test]
fn the_same_in_working_days_over_a_holiday() {
    let register = list(
        r#"
        days = "working"
        calendar = "cn"
        rules = [{ lamp = "overdue", overdue_days = 1 }, { lamp = "warning", days_left = 3 }]
        "#,
    );
    // 2023-01-30 is a Monday after a week off with two worked days of the weekend: 28, 29, 30 are the last
    // three, so three are left from the last working day before, 2023-01-20.
    let days = ["2023-01-19", "2023-01-20", "2023-01-24", "2023-01-30", "2023-01-31"];
    let found = lamps(&register, "open", json!({ "due": "2023-01-30" }), "2023-01-01", &days);
    assert_eq!(found, [Normal, Warning, Warning, Warning, Overdue]);
}

#[test]
fn a_deadline_in_a_year_whose_calendar_is_not_published_says_so() {
    let register = list(
        r#"
        days = "working"
        calendar = "cn"
        rules = [{ lamp = "warning", days_left = 3 }]
        "#,
    );
    let (body, calendar) = (body(json!({ "due": "2024-03-08" })), calendar());
    let facts = Facts {
        register: &register,
        standing: register.standing("open"),
        body: &body,
        reported_on: None,
        calendar: Some(&calendar),
    };
    let judged = Case::new(&facts, None).unwrap().judge(day("2024-03-06"), &Held::default());
    assert_eq!((judged.lamp, judged.unpublished.clone()), (Warning, vec![2024]));
    assert!(super::words::judged(&judged).zh.contains("2024 年工作日历未公布"));
}

#[test]
fn three_slips_blue_near_the_deadline_amber_behind_or_poor_red_overdue() {
    let register = list(
        r#"
        rules = [
          { lamp = "overdue", overdue_days = 1 },
          { lamp = "warning", behind_from = 10 },
          { lamp = "warning", when = { field = "quality", is = "poor" } },
          { lamp = "notice", days_left = 7 },
        ]
        "#,
    );
    let on_plan = json!({ "start": "2023-03-01", "due": "2023-03-31", "progress": "95" });
    let days = ["2023-03-20", "2023-03-24", "2023-03-31", "2023-04-01"];
    assert_eq!(lamps(&register, "open", on_plan, "2023-03-01", &days), [Normal, Notice, Notice, Overdue]);
    let poor = json!({ "start": "2023-03-01", "due": "2023-03-31", "progress": "95", "quality": "poor" });
    assert_eq!(lamps(&register, "open", poor, "2023-03-01", &days), [Warning, Warning, Warning, Overdue]);
    let slow = json!({ "start": "2023-03-01", "due": "2023-03-31", "progress": "40" });
    // 40 % are behind by ten points from the day on which 50 % were to be done.
    let days = ["2023-03-15", "2023-03-16", "2023-03-31", "2023-04-01"];
    assert_eq!(lamps(&register, "open", slow, "2023-03-01", &days), [Normal, Warning, Warning, Overdue]);
}

#[test]
fn escalation_from_blue_to_orange_to_red_unless_a_reason_is_given() {
    let register = list(
        r#"
        rules = [
          { lamp = "behind", held = { lamp = "serious", days = 5 }, behind_from = 10 },
          { lamp = "serious", held = { lamp = "notice", days = 5 }, behind_from = 10, without_reason = true },
          { lamp = "serious", when = { field = "urgent", is = "true" }, behind_from = 10 },
          { lamp = "notice", behind_from = 10 },
        ]
        "#,
    );
    let slow = |more: Value| {
        let mut fields = body(json!({ "start": "2023-03-01", "due": "2023-03-31", "progress": "40" }));
        fields.extend(body(more));
        Value::Object(fields)
    };
    // Behind from the 16th: blue; without a reason orange after five days, red after five more.
    let days = ["2023-03-15", "2023-03-16", "2023-03-20", "2023-03-21", "2023-03-25", "2023-03-26"];
    let found = lamps(&register, "open", slow(json!({})), "2023-03-01", &days);
    assert_eq!(found, [Normal, Notice, Notice, Serious, Serious, Behind]);
    let found = lamps(&register, "open", slow(json!({ "reason": "汛期停工" })), "2023-03-01", &days);
    assert_eq!(found, [Normal, Notice, Notice, Notice, Notice, Notice]);
    let found = lamps(&register, "open", slow(json!({ "urgent": true })), "2023-03-01", &days);
    assert_eq!(found, [Normal, Serious, Serious, Behind, Behind, Behind]);
}

#[test]
fn projects_by_points_behind_not_begun_and_not_registered() {
    let register = list(
        r#"
        rules = [
          { lamp = "behind", behind_over = 30 },
          { lamp = "behind", without = "started", since = "planned_start", months_ended = 3 },
          { lamp = "behind", without = "registered", since = "started", months_over = 2 },
          { lamp = "warning", behind_from = 10 },
          { lamp = "warning", without = "started", since = "planned_start", months_ended = 1, without_reason = true },
          { lamp = "warning", without = "registered", since = "started", months_over = 1 },
        ]
        "#,
    );
    // Behind by 10 to 30 points, both included: amber; by more: red. The year's plan is 25 points a quarter.
    let quarters = |progress: &str| {
        json!({ "year": 2023, "q1": 25, "q2": 50, "q3": 75, "q4": 100, "progress": progress,
                "started": "2023-01-05", "registered": "2023-01-05" })
    };
    let at = ["2023-06-30"];
    for (progress, lamp) in [
        ("41", Normal),
        ("40.01", Normal),
        ("40", Warning),
        ("20", Warning),
        ("19.99", Behind),
        ("0", Behind),
    ] {
        let found = lamps(&register, "open", quarters(progress), "2023-06-30", &at);
        assert_eq!(found, [lamp], "{progress} %");
    }
    // Not begun in the planned month without a reason; three months running.
    let days = ["2023-02-28", "2023-03-01", "2023-04-30", "2023-05-01"];
    let late = json!({ "planned_start": "2023-02-10" });
    assert_eq!(lamps(&register, "open", late, "2023-02-01", &days), [Normal, Warning, Warning, Behind]);
    let said = json!({ "planned_start": "2023-02-10", "reason": "用地未批" });
    assert_eq!(lamps(&register, "open", said, "2023-02-01", &days), [Normal, Normal, Normal, Behind]);
    // Begun and not registered for more than a month, more than two.
    let days = ["2023-03-10", "2023-03-11", "2023-04-10", "2023-04-11"];
    let begun = json!({ "started": "2023-02-10" });
    assert_eq!(lamps(&register, "open", begun, "2023-02-10", &days), [Normal, Warning, Warning, Behind]);
}

#[test]
fn the_age_of_the_last_report_counts_from_the_day_it_speaks_of() {
    let register = list(r#"rules = [{ lamp = "warning", silent_days = 40 }]"#);
    let body = body(json!({ "start": "2023-01-01" }));
    for (reported_on, silent_from) in [(None, "2023-02-11"), (Some("2023-01-31"), "2023-03-13")] {
        let facts = Facts {
            register: &register,
            standing: register.standing("kept_up"),
            body: &body,
            reported_on: reported_on.map(day),
            calendar: None,
        };
        let case = Case::new(&facts, None).unwrap();
        let lamp = |day: Date| case.judge(day, &Held::default()).lamp;
        assert_eq!((lamp(day(silent_from).plus_days(-1)), lamp(day(silent_from))), (Normal, Warning));
    }
}

#[test]
fn the_words_say_plan_and_actual() {
    let register = list(r#"rules = [{ lamp = "warning", behind_from = 5 }]"#);
    let body = body(json!({ "start": "2023-01-01", "due": "2023-04-11", "progress": "55" }));
    let facts = Facts {
        register: &register,
        standing: register.standing("open"),
        body: &body,
        reported_on: None,
        calendar: None,
    };
    let judged = Case::new(&facts, None).unwrap().judge(day("2023-03-04"), &Held::default());
    assert_eq!(judged.lamp, Warning);
    assert_eq!(super::words::judged(&judged).zh, "序时 62%，实际 55%；已 62 天没有新的进展记录");
    let law = register.worklist.as_ref().unwrap().lamps.as_ref().unwrap();
    assert_eq!(super::words::rule(&register, law, &law.rules[0]).zh, "预警：落后序时进度 5 个百分点及以上");
}

#[test]
fn a_lamp_by_hand_ends_by_itself_and_the_rule_is_still_said() {
    let register = list(r#"rules = [{ lamp = "overdue", overdue_days = 1 }]"#);
    let body = body(json!({ "due": "2023-03-31" }));
    let facts = Facts {
        register: &register,
        standing: register.standing("open"),
        body: &body,
        reported_on: None,
        calendar: None,
    };
    let hand = Hand { lamp: Normal, first: day("2023-04-03"), last: day("2023-04-10") };
    let case = Case::new(&facts, Some(hand)).unwrap();
    let (came, _) = case.follow(None, Held::default(), day("2023-03-30"), day("2023-04-30"));
    let told: Vec<(String, Lamp)> = came.iter().map(|(day, j)| (day.to_string(), j.lamp)).collect();
    assert_eq!(
        told,
        [
            ("2023-03-30".to_owned(), Normal),
            ("2023-04-01".to_owned(), Overdue),
            ("2023-04-03".to_owned(), Normal),
            ("2023-04-11".to_owned(), Overdue),
        ]
    );
    let judged = case.judge(day("2023-04-05"), &Held::default());
    assert!(super::words::judged(&judged).zh.contains("按规则为“逾期”"));
}

/// Looking ahead and looking day by day agree: what is kept as "holds until" is never wrong.
#[test]
fn the_day_a_lamp_turns_is_the_day_it_is_found_to_have_turned() {
    let register = list(
        r#"
        rules = [
          { lamp = "overdue", overdue_days = 1 },
          { lamp = "behind", held = { lamp = "warning", days = 20 }, behind_from = 10 },
          { lamp = "warning", behind_from = 10 },
          { lamp = "notice", days_left = 9 },
        ]
        "#,
    );
    let mut random = 20_231_229_u64;
    let mut below = |n: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % n
    };
    let first = day("2023-01-01");
    for _ in 0..300 {
        let (start, length) = (below(100) as i64, 20 + below(250) as i64);
        let progress = below(101).to_string();
        let due = first.plus_days(start + length);
        let body = body(
            json!({ "start": first.plus_days(start).to_string(), "due": due.to_string(), "progress": progress }),
        );
        let facts = Facts {
            register: &register,
            standing: register.standing("open"),
            body: &body,
            reported_on: None,
            calendar: None,
        };
        let case = Case::new(&facts, None).unwrap();
        let today = first.plus_days(below(300) as i64);
        let (came, held) = case.follow(None, Held::default(), first, today);
        let lamp = came.last().unwrap().1.lamp;
        let until = case.holds_until(lamp, held, today);
        let (later, _) = case.follow(Some(lamp), held, today.plus_days(1), today.plus_days(399));
        let turned = later.first().map_or(today.plus_days(400), |(day, _)| *day);
        assert_eq!(until, turned, "{body:?} on {today}");
    }
}
