//! What units answered in the steps where each answers for itself: a table per time the case stood there. Silence
//! stands there as silence.

use super::About;
use crate::charter::procedure::Step;
use crate::domain::procedures::{Event, State, What};
use crate::http::pages::common::{Names, cases};
use crate::http::views::{CaseGroup, Cell, Column, Table, TableRow};

/// One time that a case stood in such a step.
struct Round<'a> {
    step: &'a Step,
    /// Unit, what it said, when; latest answers last.
    rows: Vec<(String, String, String)>,
}

/// The tables, the latest first.
pub fn tables(about: &About<'_>, names: &Names<'_>, history: &[Event]) -> Vec<CaseGroup> {
    let rounds = rounds(about, names, history);
    let latest = rounds.len();
    let tables = rounds.into_iter().enumerate().filter(|(_, round)| !round.rows.is_empty());
    let mut tables: Vec<CaseGroup> =
        tables.map(|(number, round)| table(about, number + 1 == latest, number, round)).collect();
    tables.reverse();
    tables
}

fn rounds<'a>(about: &'a About<'_>, names: &Names<'_>, history: &[Event]) -> Vec<Round<'a>> {
    let frame = about.frame;
    let each = |id: &str| about.loaded.procedure.step(id).filter(|step| step.each);
    let mut rounds: Vec<Round<'a>> = Vec::new();
    for event in history {
        let said = &event.said;
        if let (What::Act | What::Silence, Some(step)) = (said.what, each(&said.from))
            && let Some(round) = rounds.last_mut().filter(|round| round.step.id == step.id)
        {
            let when = frame.time(event.at);
            if said.what == What::Silence {
                let silent = frame.pick("未答复（不视为同意）", "No answer (not consent)");
                let silent = said
                    .silent
                    .iter()
                    .map(|unit| (cases::unit(frame, unit), silent.to_owned(), when.clone()));
                round.rows.extend(silent);
            } else if step.action(&said.word).is_some() {
                let words = words(about, names, step, event);
                let units = units(event);
                round
                    .rows
                    .extend(units.iter().map(|unit| (cases::unit(frame, unit), words.clone(), when.clone())));
            }
        }
        if said.from != said.to
            && let Some(step) = each(&said.to)
        {
            rounds.push(Round { step, rows: Vec::new() });
        }
    }
    let case = about.case();
    if let Some(round) =
        rounds.last_mut().filter(|round| round.step.id == case.step && case.state != State::Ended)
    {
        let waits = frame.pick("等待答复", "Awaited");
        round
            .rows
            .extend(case.awaited().map(|unit| (cases::unit(frame, unit), waits.to_owned(), String::new())));
    }
    rounds
}

/// The units an event speaks for.
fn units(event: &Event) -> Vec<String> {
    if !event.said.answered.is_empty() {
        return event.said.answered.clone();
    }
    let held = event.said.mandate.as_ref().and_then(|mandate| mandate.held.holder.strip_prefix("unit:"));
    held.map(str::to_owned).into_iter().collect()
}

/// What was done and what was said with it.
fn words(about: &About<'_>, names: &Names<'_>, step: &Step, event: &Event) -> String {
    let frame = about.frame;
    let given = cases::given(names, &about.loaded.procedure, &event.said.given);
    let given = given.into_iter().map(|line| {
        let values: Vec<String> = line.values.into_iter().map(|cell| cell.text).collect();
        format!("{}{}{}", line.name, frame.words().colon, values.join(" "))
    });
    let action = step.action(&event.said.word).map(|action| frame.text(&action.name).to_owned());
    let parts: Vec<String> = action.into_iter().chain(given).collect();
    parts.join(frame.pick("；", "; "))
}

fn table(about: &About<'_>, latest: bool, number: usize, round: Round<'_>) -> CaseGroup {
    let frame = about.frame;
    let name = frame.text(&round.step.name);
    let earlier = if latest { "" } else { frame.pick("（先前一次）", " (earlier)") };
    let heading = format!("{name}{earlier}");
    let labels = [frame.pick("单位", "Unit"), frame.pick("答复", "Answer"), frame.pick("时间", "When")];
    let rows = round.rows.into_iter().map(|(unit, words, when)| TableRow {
        cells: vec![Cell::text(unit), Cell::text(words), Cell::text(when)],
        ..TableRow::default()
    });
    CaseGroup {
        id: format!("answers-{}-{number}", round.step.id),
        table: Table {
            caption: heading.clone(),
            columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
            rows: rows.collect(),
        },
        heading,
    }
}
