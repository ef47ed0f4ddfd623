//! Before handing in: every row old → new, and what goes to public pages and figures.

use super::super::typed::{KEY, Typed};
use super::report_rows::Row;
use super::title;
use crate::charter::model::Register;
use crate::domain::rounds::Round;
use crate::http::pages::common::{Frame, address, reported};
use crate::http::views::{Link, Nav, ReportCheckPage, ReportCheckRow};
use kernel::Lang;
use std::collections::BTreeSet;

/// The page.
pub fn page(
    frame: &Frame,
    register: &Register,
    round: &Round,
    typed: &Typed,
    rows: &[Row<'_>],
) -> ReportCheckPage {
    let names = frame.names();
    let drawn: Vec<ReportCheckRow> = rows
        .iter()
        .map(|row| {
            let path = address::work_record(&register.id, &row.record.id);
            let stage = (row.record.stage.as_str(), row.stage.as_deref().unwrap_or_default());
            ReportCheckRow {
                key: row.record.id.to_string(),
                title: Link::new(frame.href(&path), row.title(frame)),
                cells: reported::cells(frame, &names, register, &row.record.body, &row.fields, stage),
            }
        })
        .collect();
    let changes: usize = drawn.iter().map(|row| row.cells.len()).sum();
    let open = drawn.iter().flat_map(|row| &row.cells).filter(|cell| !cell.goes_to.is_empty());
    let numbers: BTreeSet<&str> = open.clone().map(|cell| cell.label.as_str()).collect();
    let warning = match (frame.lang, open.count()) {
        (_, 0) => String::new(),
        (Lang::Zh, n) => format!(
            "核定后，下列 {n} 处会进入公开页或指标：{}。",
            numbers.into_iter().collect::<Vec<_>>().join("、")
        ),
        (Lang::En, n) => format!(
            "Once accepted, {n} of these go to public pages or figures: {}.",
            numbers.into_iter().collect::<Vec<_>>().join(", ")
        ),
    };
    let rows_number = drawn.len();
    let state = match frame.lang {
        Lang::Zh => format!("{rows_number} 项，{changes} 处改动；确认后报送，逐项审核。"),
        Lang::En => format!("{rows_number} rows, {changes} changes; each row is reviewed by itself."),
    };
    let heading =
        format!("{}{}{}", frame.words().round_check, frame.words().colon, frame.text(&register.name));
    let mut page = frame.page(Nav::Rounds, heading.clone());
    page.single_language = true;
    let kept =
        typed.pairs().iter().filter(|(name, _)| name.starts_with("cell.") || name.starts_with("version."));
    let mut hidden = vec![(KEY.to_owned(), typed.get(KEY).to_owned())];
    hidden.extend(kept.cloned());
    let path = address::report(&round.id, &register.id);
    ReportCheckPage {
        page,
        back: Link::new(frame.href(&path), title(frame, round)),
        heading,
        state,
        warning,
        rows: drawn,
        action: frame.href(&path),
        hidden,
    }
}
