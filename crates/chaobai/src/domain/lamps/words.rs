//! Why a matter has its lamp, and what a list's rule is, in words.

use super::rules::Judged;
use crate::charter::model::{DayCount, Lamp, LampLaw, LampRule, Register};
use kernel::{Lang, Text};

/// Why: "序时 62%，实际 55%". Empty where there is nothing to say.
pub fn judged(judged: &Judged) -> Text {
    let mut parts: Vec<Text> = Vec::new();
    if let Some(planned) = judged.planned {
        let planned = percent(planned);
        parts.push(match judged.actual {
            Some(actual) => {
                let actual = percent(actual);
                Text::new(
                    format!("序时 {planned}，实际 {actual}"),
                    format!("planned {planned}, actual {actual}"),
                )
            }
            None => Text::new(
                format!("序时 {planned}，实际进度未填"),
                format!("planned {planned}, actual progress not recorded"),
            ),
        });
    }
    match judged.days_left {
        Some(left) if left < 0 => parts.push(Text::new(
            format!("已超过完成时限 {} 天", -left),
            format!("{} days past the deadline", -left),
        )),
        Some(left) if left <= 31 => {
            parts.push(Text::new(format!("距完成时限 {left} 天"), format!("{left} days to the deadline")))
        }
        _ => {}
    }
    if let Some(silent) = judged.silent.filter(|days| *days > 31) {
        parts.push(Text::new(
            format!("已 {silent} 天没有新的进展记录"),
            format!("no new progress on record for {silent} days"),
        ));
    }
    if !judged.unpublished.is_empty() {
        let years: Vec<String> = judged.unpublished.iter().map(ToString::to_string).collect();
        parts.push(Text::new(
            format!("{} 年工作日历未公布，按周一至周五估算", years.join("、")),
            format!(
                "the working calendar for {} is not published; counted Monday to Friday",
                years.join(", ")
            ),
        ));
    }
    if judged.lamp != judged.by_rule {
        let by_rule = judged.by_rule.word();
        parts.push(Text::new(
            format!("此灯由人工给出，按规则为“{}”", by_rule.zh),
            format!("given by hand; the rule gives \u{201c}{}\u{201d}", by_rule.en),
        ));
    }
    let join = |lang: Lang, by: &str| parts.iter().map(|p| p.get(lang)).collect::<Vec<_>>().join(by);
    Text::new(join(Lang::Zh, "；"), join(Lang::En, "; "))
}

/// A rule as a sentence: "预警：落后序时进度 10 个百分点及以上".
pub fn rule(register: &Register, law: &LampLaw, rule: &LampRule) -> Text {
    let name = |id: &String| register.field(id).map_or_else(|| Text::new(id, id), |f| f.name.clone());
    let mut parts: Vec<Text> = Vec::new();
    let mut say = |zh: String, en: String| parts.push(Text::new(zh, en));
    if let Some(days) = rule.overdue_days {
        say(format!("超过完成时限 {days} 天及以上"), format!("{days} or more days past the deadline"));
    }
    if let Some(days) = rule.days_left {
        let (zh, en) = match law.days {
            DayCount::Working => ("个工作日", "working days"),
            DayCount::Calendar => ("天", "days"),
        };
        say(format!("距完成时限不超过 {days} {zh}"), format!("at most {days} {en} to the deadline"));
    }
    if let Some(points) = rule.behind_from {
        say(
            format!("落后序时进度 {points} 个百分点及以上"),
            format!("{points} or more percentage points behind the plan"),
        );
    }
    if let Some(points) = rule.behind_over {
        say(
            format!("落后序时进度超过 {points} 个百分点"),
            format!("more than {points} percentage points behind the plan"),
        );
    }
    if let Some(days) = rule.silent_days {
        say(
            format!("超过 {days} 天没有新的进展记录"),
            format!("no new progress on record for more than {days} days"),
        );
    }
    if let Some(field) = &rule.without {
        let name = name(field);
        say(format!("未填“{}”", name.zh), format!("\u{201c}{}\u{201d} is empty", name.get(Lang::En)));
    }
    if let Some(field) = &rule.since {
        let name = name(field);
        if let Some(months) = rule.months_over {
            say(
                format!("“{}”已过 {months} 个月以上", name.zh),
                format!("more than {months} months since \u{201c}{}\u{201d}", name.get(Lang::En)),
            );
        }
        if let Some(months) = rule.months_ended {
            say(
                format!("自“{}”当月起已满 {months} 个月", name.zh),
                format!(
                    "{months} months ended since \u{201c}{}\u{201d}, its own included",
                    name.get(Lang::En)
                ),
            );
        }
    }
    if rule.without_reason {
        say("没有说明原因".into(), "no reason given".into());
    }
    if let Some(held) = &rule.held {
        let lamp = Lamp::find(&held.lamp).map_or_else(Text::default, Lamp::word);
        say(
            format!("“{}”已持续 {} 天及以上", lamp.zh, held.days),
            format!("\u{201c}{}\u{201d} held for {} or more days", lamp.en, held.days),
        );
    }
    if let Some(when) = &rule.when {
        let field = register.field(&when.field);
        let choice = field.and_then(|f| f.choices.iter().find(|choice| choice.id == when.is));
        let value = match (choice, when.is.as_str()) {
            (Some(choice), _) => choice.name.clone(),
            (None, "true") => Text::new("是", "yes"),
            (None, "false") => Text::new("否", "no"),
            (None, other) => Text::new(other, other),
        };
        let name = name(&when.field);
        say(
            format!("“{}”为“{}”", name.zh, value.zh),
            format!("\u{201c}{}\u{201d} is \u{201c}{}\u{201d}", name.get(Lang::En), value.get(Lang::En)),
        );
    }
    let lamp = Lamp::find(&rule.lamp).map_or_else(Text::default, Lamp::word);
    let join = |lang: Lang, by: &str| parts.iter().map(|p| p.get(lang)).collect::<Vec<_>>().join(by);
    Text::new(
        format!("{}：{}", lamp.zh, join(Lang::Zh, "，且")),
        format!("{}: {}", lamp.en, join(Lang::En, ", and ")),
    )
}

/// `62%`, `62.5%`.
fn percent(hundredths: i64) -> String {
    let (whole, part) = (hundredths / 100, (hundredths % 100).abs());
    match part {
        0 => format!("{whole}%"),
        part if part % 10 == 0 => format!("{whole}.{}%", part / 10),
        part => format!("{whole}.{part:02}%"),
    }
}
