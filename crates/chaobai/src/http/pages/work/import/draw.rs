//! The pages of a draft, and what a person put right on them.

use super::super::grid::preview;
use super::super::inputs::choices;
use super::super::said::Said;
use super::super::sheet as form;
use super::super::typed::{KEY, Typed};
use crate::charter::model::Register;
use crate::domain::sheets::{Draft, Key, Mended, RowCheck};
use crate::http::pages::common::{Frame, address, values};
use crate::http::sheets::intake::{Judged, Progress, why};
use crate::http::sheets::say;
use crate::http::views::{
    Cell, CheckPage, Choice, DonePage, ErrorLine, FieldInput, Form, FormPage, InputKind, Link, Nav,
    ProblemLine, ProgressPage, SummaryLine,
};
use crate::http::words;
use crate::http::workbook::Taken;
use crate::http::workbook::problems::Wrong;
use kernel::{Id, Lang};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

/// Path of a draft's page, without `/en`.
pub fn path(draft: &Draft) -> String {
    format!("{}/{}", address::work_import(&draft.register), draft.id)
}

/// The form for a file.
pub fn upload(frame: &Frame, register: &Register, key: String, said: &Said) -> FormPage {
    let name = frame.text(&register.name);
    let colon = frame.words().colon;
    let heading = format!("{}{colon}{name}", frame.words().sheet_import);
    let back = Link::new(frame.href(&address::work_list(&register.id)), name);
    let input = FieldInput {
        required: true,
        accept: ".xlsx".into(),
        hint: frame
            .pick(
                "Excel、WPS 或 LibreOffice 存的 .xlsx，最大 20 MB、10 万行；.xls 请先另存为 .xlsx",
                ".xlsx as saved by a spreadsheet, at most 20 MB and 100,000 rows; save .xls as .xlsx first",
            )
            .into(),
        error: said.at("file", frame.lang),
        ..FieldInput::new("file", frame.pick("工作簿", "Workbook"), InputKind::File)
    };
    let form = Form {
        action: frame.href(&address::work_import(&register.id)),
        hidden: vec![(KEY.to_owned(), key)],
        fields: vec![input],
        multipart: true,
        errors: said.lines(&["file".to_owned()], None, frame.lang),
        submit: frame.pick("上传并检查", "Upload and check").to_owned(),
        cancel_href: back.href.clone(),
        ..Form::default()
    };
    let mut page = frame.page(Nav::WorkLists, heading.clone());
    page.single_language = !form.errors.is_empty() || !form.fields[0].error.is_empty();
    let template = Link::new(frame.href(&address::work_template(&register.id)), frame.words().sheet_template);
    FormPage {
        page,
        back,
        heading,
        intro: frame
            .pick(
                "先上传，再看每一行会改什么；按“确认写入”之前什么都不会写。用本清单的模板，改过的行能自动对上；别的表格按列名认。",
                "Upload first, then see what every row would change; nothing is written before you confirm. Rows of this list's template are known again; other tables are matched by the names of their columns.",
            )
            .into(),
        facts_heading: frame.words().sheet_template.into(),
        facts: vec![SummaryLine {
            name: name.to_owned(),
            values: vec![Cell::link(template.href, template.text)],
            restricted: false,
        }],
        form,
    }
}

/// How far the work on a draft is.
pub fn progress(frame: &Frame, register: &Register, draft: &Draft, progress: &Progress) -> ProgressPage {
    let (done, all) = (progress.done.load(Ordering::Relaxed), progress.all.load(Ordering::Relaxed));
    let state = match (progress.phase.load(Ordering::Relaxed), frame.lang) {
        (0, Lang::Zh) => format!("正在读取“{}”，已读 {done} 行……", draft.name),
        (0, Lang::En) => format!("Reading “{}”: {done} rows so far…", draft.name),
        (1, Lang::Zh) => format!("正在检查，{done} / {all} 行……"),
        (1, Lang::En) => format!("Checking {done} of {all} rows…"),
        (_, Lang::Zh) => format!("正在写入 {all} 行，请稍候……"),
        (_, Lang::En) => format!("Writing {all} rows…"),
    };
    let heading = heading(frame, register);
    let mut page = frame.page(Nav::WorkLists, heading.clone());
    page.single_language = false;
    ProgressPage { page, back: back(frame, register), heading, state, share: super::share(progress) }
}

fn heading(frame: &Frame, register: &Register) -> String {
    format!("{}{}{}", frame.words().sheet_import, frame.words().colon, frame.text(&register.name))
}

fn back(frame: &Frame, register: &Register) -> Link {
    Link::new(frame.href(&address::work_list(&register.id)), frame.text(&register.name))
}

/// Said where all were to be right and some are not.
pub fn not_all(frame: &Frame, bad: usize) -> String {
    match frame.lang {
        Lang::Zh => format!("没有写入：还有 {bad} 行要改。改好再写，或选“先写入可写入的行”。"),
        Lang::En => format!(
            "Nothing was written: {bad} rows must be put right. Correct them, or choose to write the good rows."
        ),
    }
}

/// What would be written.
pub fn check(
    frame: &Frame,
    register: &Register,
    draft: &Draft,
    judged: &Judged,
    typed: &Typed,
    said: &Said,
) -> CheckPage {
    let tally = &judged.tally;
    let good = tally.changed + tally.new;
    let bad = || judged.bad.iter().map(|(_, check)| check);
    let mut problems = preview::problem_lines(frame, register, bad(), true);
    for line in &mut problems {
        adapt(line, judged);
    }
    let changes = preview::change_lines(frame, register, judged.good.iter().map(|(_, check)| check));
    let mut typed = typed.clone();
    if typed.get("change").is_empty() {
        typed.set("change", [form::SINCE.to_owned()]);
        typed.set("effective_on", [frame.today.to_string()]);
    }
    let mut inputs = Vec::new();
    if good > 0 && tally.bad > 0 {
        inputs.push(preview::choice_input(frame, &typed, tally));
    }
    if good > 0 {
        inputs.extend(form::day_and_reason(frame, &typed, said, tally.changed > 0));
    }
    inputs.extend(column_inputs(frame, register, judged));
    let mut links = Vec::new();
    if tally.bad > 0 {
        let book = format!("{}/problems.xlsx", path(draft));
        links.push(Link::new(frame.href(&book), frame.words().sheet_problem_book));
    }
    let errors = said.whole.iter().map(|text| ErrorLine { text: text.clone(), ..ErrorLine::default() });
    let heading = heading(frame, register);
    let shown_problems = problems.len();
    CheckPage {
        page: frame.page(Nav::WorkLists, heading.clone()),
        back: back(frame, register),
        heading,
        facts: facts(frame, register, draft, judged),
        counts: tally.tags(frame),
        state: preview::state(frame, tally),
        action: frame.href(&path(draft)),
        hidden: vec![(KEY.to_owned(), typed.get(KEY).to_owned())],
        more_problems: preview::more(frame, preview::count_problems(bad()), shown_problems),
        problems,
        more_changes: preview::more(frame, tally.cells, changes.len()),
        changes,
        inputs,
        write: preview::write_word(frame, good),
        links,
        errors: errors.collect(),
    }
}

/// A line of a problem on the page of a draft: its inputs are known by line, not by record.
fn adapt(line: &mut ProblemLine, judged: &Judged) {
    if let Some(field) = line.name.rsplit('.').next().filter(|_| !line.name.is_empty()) {
        line.name = format!("fix.{}.{field}", line.row);
    } else if judged.bad.iter().any(|(sent, check)| sent.number.to_string() == line.row && check.is_stale())
        && !line.theirs.is_empty()
    {
        line.keep = format!("version.{}", line.row);
    }
}

fn facts(frame: &Frame, register: &Register, draft: &Draft, judged: &Judged) -> Vec<SummaryLine> {
    let line =
        |name: &str, values: Vec<Cell>| SummaryLine { name: name.to_owned(), values, restricted: false };
    let taken = |column: &crate::http::workbook::table::TableColumn| {
        let to = match &column.taken {
            Taken::Nothing => frame.pick("（忽略）", "(ignored)").to_owned(),
            Taken::Field(field) => {
                let name = say::column(register, field, frame.lang);
                match &column.unit {
                    Some(unit) if frame.lang == Lang::Zh => format!("{name} ✓（数字按“{unit}”换算）"),
                    Some(unit) => format!("{name} ✓ (numbers converted from {unit})"),
                    None => format!("{name} ✓"),
                }
            }
            Taken::Key | Taken::Id => frame.pick("条目编号 ✓", "record id ✓").to_owned(),
            Taken::Version => frame.pick("版本 ✓", "version ✓").to_owned(),
        };
        format!("{} → {to}", column.heading.replace('\n', " "))
    };
    let columns: Vec<String> = judged.columns.iter().map(taken).collect();
    let mut facts = vec![
        line(frame.pick("文件", "File"), vec![Cell::text(format!("{} › {}", draft.name, judged.sheet))]),
        line(frame.pick("列对应", "Columns"), vec![Cell::text(columns.join(frame.pick("；", "; ")))]),
    ];
    let mut by_why: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (number, why) in judged.left_out.iter().filter(|(_, why)| *why != "blank") {
        by_why.entry(why).or_default().push(number.to_string());
    }
    let left: Vec<String> = by_why
        .into_iter()
        .map(|(why, mut lines)| {
            let all = lines.len();
            lines.truncate(20);
            let why = match why {
                "total" => frame.pick("合计行", "totals"),
                "remark" => frame.pick("说明行", "remarks"),
                "unit" => frame.pick("单位行", "units"),
                _ => frame.pick("重复的表头", "headings again"),
            };
            let more = if all > 20 { "…" } else { "" };
            format!("{why}{}{}{more}", frame.words().colon, lines.join(frame.pick("、", ", ")))
        })
        .collect();
    if !left.is_empty() {
        let name = frame.pick("没有当作数据的行", "Lines that are no rows");
        facts.push(line(name, vec![Cell::text(left.join(frame.pick("；", "; ")))]));
    }
    if !judged.others.is_empty() {
        let name = frame.pick("没有读的工作表", "Sheets that were not read");
        facts.push(line(name, vec![Cell::text(judged.others.join(frame.pick("、", ", ")))]));
    }
    facts
}

/// What each column is taken for, to be chosen otherwise. Only those that were not recognised, or that stand
/// beside fields nobody fills.
fn column_inputs(frame: &Frame, register: &Register, judged: &Judged) -> Vec<FieldInput> {
    let names = frame.names();
    let open =
        judged.columns.iter().filter(|column| column.taken == Taken::Nothing && !column.heading.is_empty());
    let used: Vec<&str> = judged
        .columns
        .iter()
        .filter_map(|column| match &column.taken {
            Taken::Field(field) => Some(field.as_str()),
            _ => None,
        })
        .collect();
    let input = |column: &crate::http::workbook::table::TableColumn| {
        let mut all = vec![(String::new(), frame.pick("（忽略）", "(ignored)").to_owned())];
        let free = register.fields.iter().filter(|field| !used.contains(&field.id.as_str()));
        all.extend(free.map(|field| (field.id.clone(), values::label(&names, field))));
        let label = match frame.lang {
            Lang::Zh => format!("列“{}”对应", column.heading),
            Lang::En => format!("Column “{}” is", column.heading),
        };
        let options: Vec<Choice> = choices(all, &[String::new()]);
        FieldInput {
            required: true,
            options,
            ..FieldInput::new(format!("column.{}", column.at), label, InputKind::Select)
        }
    };
    open.take(20).map(input).collect()
}

/// What a form puts right in a draft.
pub fn mended(draft: &Draft, judged: &Judged, typed: &Typed) -> Mended {
    let mut mended = draft.mended.clone();
    for (name, value) in typed.pairs() {
        let parts: Vec<&str> = name.splitn(3, '.').collect();
        match parts[..] {
            ["column", at] if !value.is_empty() => {
                if let Ok(at) = at.parse() {
                    mended.columns.insert(at, value.clone());
                }
            }
            ["fix", line, field] => {
                let Ok(line) = line.parse::<usize>() else { continue };
                let stood = find(judged, line).and_then(|(_, check)| {
                    check.cells.iter().find(|cell| cell.field == field).map(|cell| cell.typed.as_str())
                });
                if stood.is_some_and(|stood| stood != value) {
                    mended.fixes.entry(line).or_default().insert(field.to_owned(), value.clone());
                }
            }
            _ => {}
        }
    }
    let adopt = typed.get("adopt");
    for (sent, check) in judged.bad.iter().filter(|_| !adopt.is_empty()) {
        let line = sent.number;
        for cell in &check.cells {
            let meant = cell.trouble.as_ref().and_then(|trouble| trouble.suggestion.as_ref());
            if let Some(meant) =
                meant.filter(|_| adopt == "all" || adopt == format!("fix.{line}.{}", cell.field))
            {
                mended.fixes.entry(line).or_default().insert(cell.field.clone(), meant.clone());
            }
        }
        if adopt == format!("version.{line}")
            && let Key::Known(_, version) = &check.key
        {
            mended.versions.insert(line, *version);
        }
    }
    mended
}

fn find(judged: &Judged, line: usize) -> Option<&(crate::domain::sheets::Sent, RowCheck)> {
    judged.bad.iter().find(|(sent, _)| sent.number == line)
}

/// Rows with problems for a workbook, under the headings of the file.
pub fn wrong(frame: &Frame, draft: &Draft, judged: &Judged) -> (Vec<String>, Vec<Wrong>) {
    let Some(register) = frame.charter().register(&draft.register) else { return (Vec::new(), Vec::new()) };
    let fields: Vec<(&str, String)> = judged
        .columns
        .iter()
        .filter_map(|column| match &column.taken {
            Taken::Field(field) => Some((field.as_str(), column.heading.clone())),
            _ => None,
        })
        .collect();
    let has_keys = judged.bad.iter().any(|(sent, _)| matches!(sent.key, Key::Known(..)));
    let mut headings: Vec<String> = fields.iter().map(|(_, heading)| heading.clone()).collect();
    if has_keys {
        headings.extend([frame.pick("编号", "Id").to_owned(), frame.pick("版本", "Version").to_owned()]);
    }
    let row = |(sent, check): &(crate::domain::sheets::Sent, RowCheck)| {
        let mut cells: Vec<String> =
            fields.iter().map(|(field, _)| sent.cells.get(*field).cloned().unwrap_or_default()).collect();
        let wrong = fields.iter().enumerate().filter(|(_, (field, _))| {
            check.cells.iter().any(|cell| cell.field == *field && cell.trouble.is_some())
        });
        let wrong = wrong.map(|(at, _)| at).collect();
        if has_keys {
            let (id, version) = match &sent.key {
                Key::Known(id, version) => (id.to_string(), version.to_string()),
                Key::New(_) => (String::new(), String::new()),
            };
            cells.extend([id, version]);
        }
        Wrong { line: sent.number, cells, wrong, why: why(frame, register, check) }
    };
    (headings, judged.bad.iter().map(row).collect())
}

/// What became of a draft.
pub fn done(frame: &Frame, register: &Register, draft: &Draft) -> DonePage {
    let number = |name: &str| draft.outcome[name].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
    let (written, already, left) = (number("written"), number("already"), number("left"));
    let rows = draft.outcome["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let problems: Vec<ProblemLine> = rows.iter().flat_map(|row| lines(frame, register, row)).collect();
    let heading = heading(frame, register);
    let list = back(frame, register);
    let state = match (left, frame.lang) {
        (0, Lang::Zh) => format!("“{}”已写入 {written} 行。", draft.name),
        (0, Lang::En) => format!("{written} rows of “{}” written.", draft.name),
        (n, Lang::Zh) => format!(
            "“{}”已写入 {written} 行；另有 {n} 行没有写入，原因如下。请下载问题行，改好再导入。",
            draft.name
        ),
        (n, Lang::En) => format!(
            "{written} rows of “{}” written; {n} were not, for the reasons below. Download them, put them right and import them.",
            draft.name
        ),
    };
    let mut links = Vec::new();
    if left > 0 {
        let book = format!("{}/problems.xlsx", path(draft));
        links.push(Link::new(frame.href(&book), frame.words().sheet_problem_book));
    }
    links.push(Link::new(frame.href(&address::work_import(&register.id)), frame.words().sheet_import));
    links.push(list.clone());
    DonePage {
        page: frame.page(Nav::WorkLists, heading.clone()),
        back: list,
        heading,
        state,
        counts: counts(frame, written, already, left),
        more_problems: preview::more(frame, left, rows.len()),
        problems,
        links,
        action: String::new(),
        hidden: Vec::new(),
    }
}

fn counts(frame: &Frame, written: usize, already: usize, left: usize) -> Vec<crate::http::views::Tag> {
    super::super::grid::counts(frame, written, already, left)
}

/// The lines of a row that was not written.
fn lines(frame: &Frame, register: &Register, row: &Value) -> Vec<ProblemLine> {
    let text = |name: &str| row[name].as_str().unwrap_or_default();
    let title = match Id::parse(text("id")) {
        Some(id) => Link::new(frame.href(&address::work_record(&register.id, &id)), text("title")),
        None => Link::new("", text("title")),
    };
    let problems = row["problems"].as_array().map(Vec::as_slice).unwrap_or_default();
    let line = |problem: &Value| {
        let params: BTreeMap<String, String> =
            serde_json::from_value(problem["params"].clone()).unwrap_or_default();
        ProblemLine {
            row: row["line"].to_string(),
            title: title.clone(),
            column: match problem["field"].as_str().unwrap_or_default() {
                "" => String::new(),
                field => say::column(register, field, frame.lang).to_owned(),
            },
            value: params.get("given").cloned().unwrap_or_default(),
            reason: words::refusal_of(problem["code"].as_str().unwrap_or_default(), frame.lang, &params),
            ..ProblemLine::default()
        }
    };
    problems.iter().map(line).collect()
}
