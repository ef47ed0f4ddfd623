//! What became of a sheet: rows written, and those that were not with what was typed in them.

use super::super::typed::{KEY, Typed};
use super::preview;
use crate::charter::model::Register;
use crate::domain::sheets::{Key, RowCheck, Sent, State};
use crate::http::pages::common::{Frame, address};
use crate::http::sheets::write::{self, Outcome};
use crate::http::views::{DonePage, Link, Nav, Tag, Tone};
use kernel::Lang;

/// How many rows were written, were already so, and were not written.
pub fn counts(frame: &Frame, written: usize, already: usize, refused: usize) -> Vec<Tag> {
    let words = |zh: &str, en: &str, n: usize| match frame.lang {
        Lang::Zh => format!("{zh} {n} 行"),
        Lang::En => format!("{en}: {n}"),
    };
    let mut tags = vec![Tag::new(Tone::Green, words("已写入", "written", written))];
    if already > 0 {
        tags.push(Tag::new(Tone::Grey, words("本来如此", "already so", already)));
    }
    if refused > 0 {
        tags.push(Tag::new(Tone::Amber, words("没有写入", "not written", refused)));
    }
    tags
}

/// The page. `fit` names the rows that were handed in, in the order of `outcomes`.
pub fn page(
    frame: &Frame,
    register: &Register,
    typed: &Typed,
    rows: &[Sent],
    checks: &[RowCheck],
    fit: &[usize],
    outcomes: &[Outcome],
) -> DonePage {
    let mut left: Vec<RowCheck> = Vec::new();
    let mut lost: Vec<(&Sent, i64)> = Vec::new();
    let (mut written, mut already) = (0, 0);
    for (at, check) in checks.iter().enumerate() {
        let outcome = fit.iter().position(|one| *one == at).map(|place| &outcomes[place]);
        let problems = match outcome {
            Some(Outcome::Written) => {
                written += 1;
                continue;
            }
            Some(Outcome::Already) => {
                already += 1;
                continue;
            }
            Some(Outcome::Refused(problems)) => problems.clone(),
            None if check.state == State::Bad => check.problems.clone(),
            None => continue,
        };
        left.push(RowCheck { state: State::Bad, problems, ..check.clone() });
        let version = match &rows[at].key {
            Key::Known(_, version) => *version,
            Key::New(_) => 0,
        };
        lost.push((&rows[at], version));
    }
    let problems = preview::problem_lines(frame, register, &left, false);
    let state = match (left.len(), frame.lang) {
        (0, Lang::Zh) => format!("已写入 {written} 行，每一行的旧版本都保留。"),
        (0, Lang::En) => format!("{written} rows written; every earlier version is kept."),
        (n, Lang::Zh) => {
            format!("已写入 {written} 行；另有 {n} 行没有写入，原因如下。您填的内容都还在，可以接着改。")
        }
        (n, Lang::En) => format!(
            "{written} rows written; {n} were not, for the reasons below. What you typed is kept and can be put right."
        ),
    };
    let mut hidden: Vec<(String, String)> = [KEY, "query", "change", "effective_on", "note"]
        .iter()
        .map(|name| ((*name).to_owned(), typed.get(name).to_owned()))
        .collect();
    let has_left = !lost.is_empty();
    hidden.extend(write::pairs(lost));
    let name = frame.text(&register.name);
    let heading = format!("{}{}{name}", frame.pick("写入结果", "What was written"), frame.words().colon);
    let mut page = frame.page(Nav::WorkLists, heading.clone());
    page.single_language = true;
    let path = address::work_sheet(&register.id);
    DonePage {
        page,
        back: Link::new(frame.href(&address::work_list(&register.id)), name),
        heading,
        state,
        counts: counts(frame, written, already, left.len()),
        more_problems: preview::more(frame, preview::count_problems(&left), problems.len()),
        problems,
        links: vec![
            Link::new(
                frame.href(&frame.query.only(&super::draw::QUESTION).on(&path)),
                frame.words().sheet_back,
            ),
            Link::new(frame.href(&address::work_list(&register.id)), name),
        ],
        action: if has_left { frame.href(&path) } else { String::new() },
        hidden,
    }
}
