//! What would be written, before it is: problems first, each with an input to put it right, then every
//! change as old and new.

use super::super::said::Said;
use super::super::sheet as form;
use super::super::typed::{KEY, Typed};
use super::Asked;
use crate::charter::model::Register;
use crate::domain::sheets::{CellCheck, Key, RowCheck, Sent, State};
use crate::http::pages::common::{Frame, address};
use crate::http::sheets::{posted, say, write};
use crate::http::views::{
    ChangeLine, CheckPage, ErrorLine, FieldInput, InputKind, Link, Nav, ProblemLine, Tag, Tone,
};
use kernel::{Lang, Refusal};

/// Lines of problems on one page.
pub const PROBLEMS_MAX: usize = 200;
/// Lines of changes on one page.
pub const CHANGES_MAX: usize = 500;

/// What is written where some rows must be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing, until every row is right.
    All,
    /// The rows that are right.
    Good,
}

impl Choice {
    /// What a form chose.
    pub fn of(typed: &Typed) -> Choice {
        if typed.get("choice") == "good" { Choice::Good } else { Choice::All }
    }

    /// The rows that are written; none where this choice writes nothing. Rows that are already so are asked
    /// for again: if this very form wrote them, the desk gives the receipt again.
    pub fn fit(self, checks: &[RowCheck]) -> Vec<usize> {
        let bad = checks.iter().any(|row| row.state == State::Bad);
        if bad && self == Choice::All {
            return Vec::new();
        }
        let fits = |row: &RowCheck| row.is_good() || row.already || (row.is_stale() && only_stale(row));
        (0..checks.len()).filter(|at| fits(&checks[*at])).collect()
    }
}

/// Whether nothing but somebody else's change keeps a row from being written.
fn only_stale(row: &RowCheck) -> bool {
    row.problems.len() == 1 && row.cells.iter().all(|cell| cell.trouble.is_none())
}

/// How many rows stand how.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Would change a record.
    pub changed: usize,
    /// Would make one.
    pub new: usize,
    /// Must be put right.
    pub bad: usize,
    /// Nothing to do.
    pub same: usize,
    /// Cells that would be written.
    pub cells: usize,
}

impl Tally {
    /// Counts rows.
    pub fn of<'a>(checks: impl IntoIterator<Item = &'a RowCheck>) -> Tally {
        let mut tally = Tally::default();
        checks.into_iter().for_each(|row| tally.add(row));
        tally
    }

    /// Counts one more.
    pub fn add(&mut self, row: &RowCheck) {
        match row.state {
            State::Changed => self.changed += 1,
            State::New => self.new += 1,
            State::Bad => self.bad += 1,
            State::Same => self.same += 1,
        }
        if row.is_good() {
            self.cells += row.cells.len();
        }
    }

    /// The counts as marks with words.
    pub fn tags(&self, frame: &Frame) -> Vec<Tag> {
        let words = |zh: &str, en: &str, n: usize| match frame.lang {
            Lang::Zh => format!("{zh} {n} 行"),
            Lang::En => format!("{en}: {n}"),
        };
        let mut tags = vec![Tag::new(Tone::Green, words("可写入", "ready", self.changed + self.new))];
        if self.new > 0 {
            tags.push(Tag::new(Tone::Blue, words("其中新增", "of them new", self.new)));
        }
        if self.bad > 0 {
            tags.push(Tag::new(Tone::Amber, words("需改", "to put right", self.bad)));
        }
        if self.same > 0 {
            tags.push(Tag::new(Tone::Grey, words("没有变化", "unchanged", self.same)));
        }
        tags
    }
}

/// The page. `refused`: the choice under which nothing could be written.
pub fn page(
    frame: &Frame,
    register: &Register,
    typed: &Typed,
    asked: Asked,
    refused: Option<Choice>,
) -> Result<CheckPage, Refusal> {
    let Asked { rows, checks, how } = asked;
    let tally = Tally::of(&checks);
    let good = tally.changed + tally.new;
    let said = Said::problems(how.err().unwrap_or_default());
    let problems = problem_lines(frame, register, &checks, true);
    let changes = change_lines(frame, register, &checks);
    let mut hidden = vec![
        (KEY.to_owned(), typed.get(KEY).to_owned()),
        ("query".to_owned(), typed.get("query").to_owned()),
    ];
    // Cells with an input of their own on this page are not sent a second time.
    let own: std::collections::BTreeSet<&str> =
        problems.iter().map(|line| line.name.as_str()).filter(|name| !name.is_empty()).collect();
    let current = |check: &RowCheck| match &check.key {
        Key::Known(_, version) => *version,
        Key::New(_) => 0,
    };
    let kept: Vec<(&Sent, i64)> =
        rows.iter().zip(&checks).map(|(sent, check)| (sent, current(check))).collect();
    hidden.extend(write::pairs(kept).into_iter().filter(|(name, _)| !own.contains(name.as_str())));
    let mut inputs = Vec::new();
    if good > 0 && tally.bad > 0 {
        inputs.push(choice_input(frame, typed, &tally));
    }
    if good > 0 {
        inputs.extend(form::day_and_reason(frame, typed, &said, tally.changed > 0));
    } else {
        for name in ["change", "effective_on", "note"] {
            hidden.push((name.to_owned(), typed.get(name).to_owned()));
        }
    }
    let mut errors = Vec::new();
    if refused == Some(Choice::All) && tally.bad > 0 {
        let text = match frame.lang {
            Lang::Zh => format!("没有写入：还有 {} 行要改。改好再写，或选“先写入可写入的行”。", tally.bad),
            Lang::En => format!(
                "Nothing was written: {} rows must be put right. Correct them, or choose to write the good rows.",
                tally.bad
            ),
        };
        errors.push(ErrorLine { text, ..ErrorLine::default() });
    }
    let path = address::work_sheet(&register.id);
    let name = frame.text(&register.name);
    let heading =
        format!("{}{}{name}", frame.pick("写入前核对", "Check before writing"), frame.words().colon);
    let mut page = frame.page(Nav::WorkLists, heading.clone());
    page.single_language = true;
    Ok(CheckPage {
        page,
        back: Link::new(frame.href(&address::work_list(&register.id)), name),
        heading,
        facts: Vec::new(),
        counts: tally.tags(frame),
        state: state(frame, &tally),
        action: frame.href(&path),
        hidden,
        more_problems: more(frame, count_problems(&checks), problems.len()),
        problems,
        more_changes: more(frame, tally.cells, changes.len()),
        changes,
        inputs,
        write: write_word(frame, good),
        links: Vec::new(),
        errors,
    })
}

/// Whether all or the good rows are written.
pub fn choice_input(frame: &Frame, typed: &Typed, tally: &Tally) -> FieldInput {
    let good = tally.changed + tally.new;
    let (all, some) = match frame.lang {
        Lang::Zh => ("全部正确才写入".to_owned(), format!("先写入可写入的 {good} 行")),
        Lang::En => {
            ("write only when every row is right".to_owned(), format!("write the {good} good rows now"))
        }
    };
    let options = vec![("all".to_owned(), all), ("good".to_owned(), some)];
    let chosen = if typed.get("choice") == "good" { "good" } else { "all" };
    let label = frame.pick("有的行还要改", "Some rows must be put right");
    FieldInput {
        required: true,
        options: super::super::inputs::choices(options, &[chosen.to_owned()]),
        ..FieldInput::new("choice", label, InputKind::Radios)
    }
}

/// The word of the button.
pub fn write_word(frame: &Frame, good: usize) -> String {
    match (good, frame.lang) {
        (0, _) => String::new(),
        (_, Lang::Zh) => "确认写入".to_owned(),
        (_, Lang::En) => "Write".to_owned(),
    }
}

pub fn state(frame: &Frame, tally: &Tally) -> String {
    let (rows, cells) = (tally.changed + tally.new, tally.cells);
    match (rows + tally.bad, frame.lang) {
        (0, Lang::Zh) => "没有内容发生变化，没有需要写入的。".to_owned(),
        (0, Lang::En) => "Nothing differs from what is kept; there is nothing to write.".to_owned(),
        (_, Lang::Zh) => format!(
            "已识别 {} 行，可写入 {rows} 行 {cells} 格，需改 {} 行。现在还没有写入。",
            rows + tally.bad,
            tally.bad
        ),
        (_, Lang::En) => format!(
            "{} rows recognised: {rows} rows with {cells} cells ready, {} to put right. Nothing has been written yet.",
            rows + tally.bad,
            tally.bad
        ),
    }
}

/// Said where a page does not show all lines.
pub fn more(frame: &Frame, all: usize, shown: usize) -> String {
    match (all > shown, frame.lang) {
        (false, _) => String::new(),
        (true, Lang::Zh) => format!("这里列出前 {shown} 处，共 {all} 处。"),
        (true, Lang::En) => format!("The first {shown} of {all} are listed."),
    }
}

/// How many lines the problems of rows take.
pub fn count_problems<'a>(checks: impl IntoIterator<Item = &'a RowCheck>) -> usize {
    checks
        .into_iter()
        .map(|row| row.problems.len() + row.cells.iter().filter(|c| c.trouble.is_some()).count())
        .sum()
}

/// The lines of what must be put right, at most [`PROBLEMS_MAX`].
pub fn problem_lines<'a>(
    frame: &Frame,
    register: &Register,
    checks: impl IntoIterator<Item = &'a RowCheck>,
    fixable: bool,
) -> Vec<ProblemLine> {
    let mut lines = Vec::new();
    for row in checks.into_iter().filter(|row| row.state == State::Bad) {
        for problem in &row.problems {
            let theirs: Vec<String> = row
                .cells
                .iter()
                .filter_map(|cell| {
                    let theirs = cell.theirs.as_ref()?;
                    let column = say::column(register, &cell.field, frame.lang);
                    let theirs = if theirs.is_empty() { frame.words().sheet_emptied } else { theirs };
                    Some(format!("{column}{}{} → {theirs}", frame.words().colon, cell.before))
                })
                .collect();
            lines.push(ProblemLine {
                row: row.number.to_string(),
                title: title(frame, register, row),
                reason: if row.is_stale() && problem.code == "registers.stale_version" {
                    stale(frame)
                } else {
                    say::problem(problem, frame.lang)
                },
                theirs: theirs.join(frame.pick("；", "; ")),
                ..ProblemLine::default()
            });
        }
        for cell in &row.cells {
            let Some(trouble) = &cell.trouble else { continue };
            lines.push(ProblemLine {
                row: row.number.to_string(),
                title: title(frame, register, row),
                column: say::column(register, &cell.field, frame.lang).to_owned(),
                value: cell.typed.clone(),
                reason: say::problem(&trouble.problem, frame.lang),
                meant: trouble.suggestion.clone().unwrap_or_default(),
                name: if fixable { posted::name(&row.key.word(), &cell.field) } else { String::new() },
                theirs: cell.theirs.clone().unwrap_or_default(),
                keep: String::new(),
            });
        }
        if lines.len() >= PROBLEMS_MAX {
            break;
        }
    }
    lines.truncate(PROBLEMS_MAX);
    lines
}

fn stale(frame: &Frame) -> String {
    frame
        .pick(
            "您打开之后别人改过这一条。您填的还在；看过别人的改动，再按一次“再检查一次”，就以最新内容为准写入您的改动。",
            "Somebody else changed this record after you opened it. What you typed is kept; look at their change, then check again to write yours over the latest version.",
        )
        .to_owned()
}

/// The lines of what would change, at most [`CHANGES_MAX`].
pub fn change_lines<'a>(
    frame: &Frame,
    register: &Register,
    checks: impl IntoIterator<Item = &'a RowCheck>,
) -> Vec<ChangeLine> {
    let line = |row: &RowCheck, cell: &CellCheck| ChangeLine {
        row: row.number.to_string(),
        title: title(frame, register, row),
        column: say::column(register, &cell.field, frame.lang).to_owned(),
        before: cell.before.clone(),
        after: cell.after.clone(),
        mark: say::marks(cell, frame.lang),
        typed: if cell.marks.is_empty() { String::new() } else { cell.typed.clone() },
        is_new: row.state == State::New,
    };
    let good = checks.into_iter().filter(|row| row.is_good());
    good.flat_map(|row| row.cells.iter().map(move |cell| line(row, cell))).take(CHANGES_MAX).collect()
}

fn title(frame: &Frame, register: &Register, row: &RowCheck) -> Link {
    match &row.key {
        Key::Known(id, _) if !row.title.is_empty() => {
            Link::new(frame.href(&address::work_record(&register.id, id)), row.title.clone())
        }
        _ => Link::new("", row.title.clone()),
    }
}
