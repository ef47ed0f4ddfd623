//! Reported and computed, reconciled in words. The gap is work for whoever keeps the list.

use super::answer::{Computed, Reported};
use crate::charter::model::Figure;
use kernel::Text;
use kernel::decimal::Decimal;
use kernel::quantity::Qualifier;

/// One or two sentences in each language.
pub fn words(figure: &Figure, reported: Option<&Reported>, computed: Option<&Computed>) -> Text {
    let (unit_zh, unit_en) = (&figure.unit.zh, figure.unit.get(kernel::Lang::En));
    let number = |value: Decimal| value.normalize().to_string();
    let mut text = match (reported, computed.and_then(|c| c.value.map(|v| (v, c)))) {
        (None, None) => Text::new(
            "没有来源报告过这个数字,登记也不足以计算。",
            "No source has reported this figure, and the records do not allow computing it.",
        ),
        (Some(r), None) => {
            let value = number(r.value);
            match computed {
                None => Text::new(
                    format!("来源报告 {value} {unit_zh}(截至 {});没有可供计算的清单。", r.as_of),
                    format!(
                        "Reported {value} {unit_en} (as of {}); there is no list it could be computed from.",
                        r.as_of
                    ),
                ),
                Some(_) => Text::new(
                    format!("来源报告 {value} {unit_zh}(截至 {});所问日期没有可供计算的登记。", r.as_of),
                    format!(
                        "Reported {value} {unit_en} (as of {}); no record allows computing it for the day asked.",
                        r.as_of
                    ),
                ),
            }
        }
        (None, Some((value, c))) => {
            let (value, records) = (number(value), c.records);
            Text::new(
                format!("由 {records} 条登记计算得 {value} {unit_zh};没有来源报告过。"),
                format!("Computed from {records} records: {value} {unit_en}; no source has reported it."),
            )
        }
        (Some(r), Some((value, c))) => both(r, value, c, unit_zh, unit_en),
    };
    if let Some(c) = computed.filter(|c| c.undetermined > 0) {
        text.zh.push_str(&format!("另有 {} 条登记当日情况未记录,无法判定。", c.undetermined));
        text.en.push_str(&format!(
            " {} more records cannot be judged: what matters about them that day is not recorded.",
            c.undetermined
        ));
    }
    text
}

fn both(r: &Reported, value: Decimal, c: &Computed, unit_zh: &str, unit_en: &str) -> Text {
    let (said, found) = (r.value.normalize().to_string(), value.normalize().to_string());
    let gap = (value - r.value).abs().normalize().to_string();
    let records = c.records;
    let fits = match r.qualifier {
        Qualifier::Exact => value == r.value,
        Qualifier::Over | Qualifier::Above => value >= r.value,
        Qualifier::About | Qualifier::Near => (value - r.value).abs() * Decimal::from(20) <= r.value.abs(),
    };
    if fits {
        return Text::new(
            format!("来源报告 {said} {unit_zh},由 {records} 条登记计算得 {found} {unit_zh},一致。"),
            format!(
                "Reported {said} {unit_en}; computed from {records} records: {found} {unit_en}. They agree."
            ),
        );
    }
    if value < r.value {
        return Text::new(
            format!(
                "来源报告 {said} {unit_zh},已登记 {found} {unit_zh},尚缺 {gap} {unit_zh},待清单维护单位补登。"
            ),
            format!(
                "Reported {said} {unit_en}, registered {found}, {gap} missing: work for the unit that keeps the list."
            ),
        );
    }
    Text::new(
        format!(
            "来源报告 {said} {unit_zh}(截至 {}),由 {records} 条登记计算得 {found} {unit_zh},多 {gap} {unit_zh}。",
            r.as_of
        ),
        format!(
            "Reported {said} {unit_en} (as of {}); computed from {records} records: {found}, {gap} more.",
            r.as_of
        ),
    )
}
