//! Words for what was recognised and for what is wrong.

use crate::charter::model::Register;
use crate::domain::sheets::{CellCheck, Key, Mark, RowCheck, State};
use crate::http::words;
use kernel::{Lang, Problem};
use serde_json::{Value, json};

/// What was done to a text, in a word or two.
pub fn mark(mark: Mark, lang: Lang) -> &'static str {
    let (zh, en) = match mark {
        Mark::HalfWidth => ("全角转半角", "full-width letters"),
        Mark::Separators => ("去掉千分位", "thousands separators taken out"),
        Mark::Percent => ("去掉百分号", "percent sign taken off"),
        Mark::Multiplied => ("换算万、亿", "multiplied out"),
        Mark::Converted => ("换算单位", "unit converted"),
        Mark::HeadingUnit => ("按表头单位换算", "converted from the unit of the heading"),
        Mark::Date => ("统一日期写法", "date rewritten"),
        Mark::DayNumber => ("表格日期序号转日期", "day number of the workbook"),
        Mark::Blank => ("视为空", "read as empty"),
        Mark::YesNo => ("视为是或否", "read as yes or no"),
        Mark::Trimmed => ("去掉首尾空格", "blanks taken off"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// All that was done to a cell, in words; empty: nothing.
pub fn marks(cell: &CellCheck, lang: Lang) -> String {
    let all: Vec<&str> = cell.marks.iter().map(|one| mark(*one, lang)).collect();
    all.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// What is wrong, in a sentence that says what to do.
pub fn problem(problem: &Problem, lang: Lang) -> String {
    words::refusal(problem.code, lang, &problem.params)
}

/// The name of a column.
pub fn column<'a>(register: &'a Register, field: &'a str, lang: Lang) -> &'a str {
    register.field(field).map_or(field, |field| field.name.get(lang))
}

/// A judged row for programs and for the grid.
pub fn row(row: &RowCheck, lang: Lang) -> Value {
    let told = |problem: &Problem| json!({ "code": problem.code, "params": problem.params, "message": self::problem(problem, lang) });
    let cells: Vec<Value> = row
        .cells
        .iter()
        .map(|cell| {
            let marks: Vec<Value> =
                cell.marks.iter().map(|one| json!({ "id": one.id(), "message": mark(*one, lang) })).collect();
            json!({
                "field": cell.field,
                "typed": cell.typed,
                "before": cell.before,
                "after": cell.after,
                "marks": marks,
                "problem": cell.trouble.as_ref().map(|trouble| told(&trouble.problem)),
                "suggestion": cell.trouble.as_ref().and_then(|trouble| trouble.suggestion.clone()),
                "theirs": cell.theirs,
            })
        })
        .collect();
    let state = match row.state {
        State::Same => "same",
        State::Changed => "changed",
        State::New => "new",
        State::Bad => "bad",
    };
    json!({
        "key": row.key.word(),
        "version": match &row.key { Key::Known(_, version) => Some(*version), Key::New(_) => None },
        "row": row.number,
        "title": row.title,
        "state": state,
        "problems": row.problems.iter().map(told).collect::<Vec<_>>(),
        "cells": cells,
    })
}
