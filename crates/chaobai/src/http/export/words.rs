//! The words an export says itself.

use super::{Column, Head, Official};
use kernel::Lang;

pub(super) fn column(column: Column<'_>, lang: Lang) -> &'static str {
    let (zh, en) = match column {
        Column::Field(_) => ("", ""),
        Column::Stage => ("状态", "Stage"),
        Column::EffectiveOn => ("生效日期", "Effective on"),
        Column::AmendedAt => ("更新时间", "Amended at"),
        Column::Version => ("版本", "Version"),
        Column::Id => ("编号", "Id"),
    };
    pick(lang, zh, en)
}

pub(super) fn yes_no(yes: bool, lang: Lang) -> &'static str {
    if yes { pick(lang, "是", "yes") } else { pick(lang, "否", "no") }
}

pub(super) fn separator(lang: Lang) -> &'static str {
    pick(lang, "、", ", ")
}

/// The line under the title: which list, of which day, written when.
pub(super) fn source(head: &Head<'_>) -> String {
    let (name, day) = (head.register.name.get(head.lang), head.as_of);
    let at = head.exported_at.local(head.time_zone);
    match head.lang {
        Lang::Zh => format!("来源：{name}　数据截至：{day}　导出时间：{at}"),
        Lang::En => format!("Source: {name}    As of: {day}    Exported: {at}"),
    }
}

/// The line of an official table: who filled it in, who checks it, the day, what money is counted in.
pub(super) fn official(official: &Official, head: &Head<'_>) -> String {
    let Official { unit, person, checker, date } = official;
    let checker = if checker.is_empty() { "　　　　" } else { checker };
    let money = head.fields.iter().any(|field| field.kind == crate::charter::model::FieldType::Money);
    match head.lang {
        Lang::Zh => {
            let counted = if money { format!("　　单位：{}", head.money.0) } else { String::new() };
            format!("填报单位：{unit}　　填报人：{person}　　审核人：{checker}　　日期：{date}{counted}")
        }
        Lang::En => {
            let counted = if money { format!("    Money in {}", head.money.0) } else { String::new() };
            let checker = checker.replace('　', "_");
            format!(
                "Filled in by: {unit}    Person: {person}    Checked by: {checker}    Date: {date}{counted}"
            )
        }
    }
}

/// The line under the last row.
pub(super) fn total(rows: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("共 {rows} 条"),
        Lang::En if rows == 1 => "1 record".into(),
        Lang::En => format!("{rows} records"),
    }
}

/// Said at the end of a text that a cell of a workbook cannot hold whole.
pub(super) fn cut(lang: Lang) -> &'static str {
    pick(lang, "……（超出单元格长度，未完）", "… (cut: longer than a cell can hold)")
}

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
