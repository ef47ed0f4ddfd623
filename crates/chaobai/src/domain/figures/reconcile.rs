//! Reported and computed, reconciled in words. The gap is work for whoever keeps the list.

use super::answer::{Completion, Computed, Reported};
use crate::charter::model::Figure;
use kernel::decimal::Decimal;
use kernel::quantity::{self, Qualifier};
use kernel::{Lang, Text};

/// One or two sentences in each language.
pub fn words(figure: &Figure, reported: Option<&Reported>, computed: Option<&Computed>) -> Text {
    let found = computed.and_then(|computed| Some((computed.value?, computed)));
    let mut text = match (reported, found) {
        (None, None) => Text::new(
            "没有来源报告过这个数字，登记也不足以计算。",
            "No source has reported this figure, and the records do not allow computing it.",
        ),
        (Some(r), None) => {
            let said = amount(figure, r.value, r.qualifier);
            let (zh, en) = match computed {
                None => ("没有可供计算的清单", "there is no list it could be computed from"),
                Some(_) => ("所问日期没有可供计算的登记", "no record allows computing it for the day asked"),
            };
            Text::new(
                format!("来源报告{}（截至 {}）；{zh}。", said.zh, r.as_of),
                format!("Reported {} (as of {}); {en}.", said.en, r.as_of),
            )
        }
        (None, Some((value, c))) => {
            let value = amount(figure, value, Qualifier::Exact);
            Text::new(
                format!("由 {} 条登记计算得{}；没有来源报告过。", c.records, value.zh),
                format!("Computed from {} records: {}; no source has reported it.", c.records, value.en),
            )
        }
        (Some(r), Some((value, c))) => both(figure, r, value, c),
    };
    if let Some(c) = computed.filter(|c| c.undetermined > 0) {
        text.zh.push_str(&format!("另有 {} 条登记当日情况未记录，无法判定。", c.undetermined));
        text.en.push_str(&format!(
            " {} more records cannot be judged: what matters about them that day is not recorded.",
            c.undetermined
        ));
    }
    if let Some(c) = computed.and_then(|computed| computed.completion) {
        let said = completion(c);
        text.zh.push_str(&said.zh);
        text.en.push_str(&format!(" {}", said.en));
    }
    text
}

/// The share with its denominator.
pub fn completion(c: Completion) -> Text {
    let counted = c.all - c.cancelled;
    if c.all == 0 {
        return Text::new(
            "清单上没有条目，完成情况不详。",
            "There is nothing on the list: how much is done is not known.",
        );
    }
    Text::new(
        format!(
            "清单共 {} 项，经批准取消 {} 项不计，分母为 {counted} 项，其中完成 {} 项；分解出的子项不另计。",
            c.all, c.cancelled, c.done
        ),
        format!(
            "{} matters on the list, {} cancelled with approval are not counted: {} of {counted} are done. Parts \
             of a matter are not counted by themselves.",
            c.all, c.cancelled, c.done
        ),
    )
}

/// How what was reported and what the records say stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// The records fit what was reported, as exact as it was.
    Agrees,
    /// They differ, but they speak of different days.
    OtherDay,
    /// The records give less: something is not registered.
    Fewer,
    /// The records give more.
    More,
}

/// How a computed value stands to a reported one.
pub fn agreement(reported: &Reported, value: Decimal, computed: &Computed) -> Agreement {
    if fits(reported, value) {
        Agreement::Agrees
    } else if reported.as_of != computed.as_of {
        Agreement::OtherDay
    } else if value < reported.value {
        Agreement::Fewer
    } else {
        Agreement::More
    }
}

fn both(figure: &Figure, r: &Reported, value: Decimal, c: &Computed) -> Text {
    let said = amount(figure, r.value, r.qualifier);
    let found = amount(figure, value, Qualifier::Exact);
    let gap = amount(figure, (value - r.value).abs(), Qualifier::Exact);
    match agreement(r, value, c) {
        Agreement::Agrees => Text::new(
            format!("来源报告{}，由 {} 条登记计算得{}，一致。", said.zh, c.records, found.zh),
            format!("Reported {}; computed from {} records: {}. They agree.", said.en, c.records, found.en),
        ),
        Agreement::OtherDay => Text::new(
            format!("来源报告{}（截至 {}）；按 {} 的登记计算得{}。", said.zh, r.as_of, c.as_of, found.zh),
            format!(
                "Reported {} (as of {}); computed from the records of {}: {}.",
                said.en, r.as_of, c.as_of, found.en
            ),
        ),
        Agreement::Fewer => Text::new(
            format!("来源报告{}，已登记{}，尚缺{}，待清单维护单位补登。", said.zh, found.zh, gap.zh),
            format!(
                "Reported {}, registered {}, {} missing: work for the unit that keeps the list.",
                said.en, found.en, gap.en
            ),
        ),
        Agreement::More => Text::new(
            format!("来源报告{}，由 {} 条登记计算得{}，多{}。", said.zh, c.records, found.zh, gap.zh),
            format!(
                "Reported {}; computed from {} records: {}, {} more.",
                said.en, c.records, found.en, gap.en
            ),
        ),
    }
}

/// Whether a computed value is what the source's words allow: "over" from below, "about" within 5 %.
fn fits(r: &Reported, value: Decimal) -> bool {
    match r.qualifier {
        Qualifier::Exact => value == r.value,
        Qualifier::Over | Qualifier::Above => value >= r.value,
        Qualifier::About | Qualifier::Near => (value - r.value).abs() * Decimal::from(20) <= r.value.abs(),
    }
}

fn amount(figure: &Figure, value: Decimal, qualifier: Qualifier) -> Text {
    let words = |lang| quantity::words(value, qualifier, &figure.unit, lang);
    Text::new(words(Lang::Zh), words(Lang::En))
}
