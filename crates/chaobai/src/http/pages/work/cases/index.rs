//! My cases: what is overdue first, then what falls due soon, what is new, what waits; and what was escalated to me.

use super::super::show;
use crate::domain::procedures::{Line, digest};
use crate::domain::registers::permits::{self, Scope};
use crate::http::pages::common::{Frame, address, cases};
use crate::http::views::{CaseGroup, CasesPage, Cell, Column, Empty, Link, Nav, Table, TableRow};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let digest = digest(reader, &frame.law, &frame.caller, frame.now)?;
        let groups = [
            ("overdue", frame.pick("已逾期", "Overdue"), &digest.overdue),
            ("soon", frame.pick("三个工作日内到期", "Due within three working days"), &digest.due_soon),
            ("new", frame.pick("今天新到", "New today"), &digest.new),
            ("rest", frame.pick("办理中", "Under way"), &digest.rest),
            ("told", frame.pick("他人承办、逾期报到我处", "Held by others, escalated to me"), &digest.told),
        ];
        let groups = groups.into_iter().filter(|(_, _, lines)| !lines.is_empty());
        let groups = groups.map(|(id, heading, lines)| CaseGroup {
            id: id.to_owned(),
            heading: heading.to_owned(),
            table: table(&frame, heading, lines),
        });
        let words = frame.words();
        let procedures = frame.charter().procedures.values().filter(|procedure| {
            let list = frame.charter().register(&procedure.register);
            list.is_some_and(|list| permits::scope(&frame.caller, list) != Scope::Nothing)
        });
        let why = frame.pick(
            "现在没有由您承办的办件。立项或转到您这里的办件会按期限列在这里。",
            "You hold no cases now. Those that come to you are listed here by what is due.",
        );
        Ok(CasesPage {
            page: frame.page(Nav::Cases, words.cases_title),
            state: cases::digest(&frame, &digest),
            groups: groups.collect(),
            empty: Empty {
                why: why.to_owned(),
                next: vec![Link::new(frame.href("/work/lists"), words.all_lists)],
            },
            procedures: procedures
                .map(|one| Link::new(frame.href(&address::procedure(&one.id)), frame.text(&one.name)))
                .collect(),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

fn table(frame: &Frame, caption: &str, lines: &[Line]) -> Table {
    let labels = [
        frame.pick("事项", "Matter"),
        frame.pick("流程", "Procedure"),
        frame.pick("环节", "Step"),
        frame.pick("期限", "Until"),
        frame.pick("剩余", "Left"),
    ];
    let rows = lines.iter().map(|line| TableRow {
        cells: vec![
            Cell::link(frame.href(&address::case(&line.case)), line.title.clone()),
            Cell::text(frame.text(&line.procedure)),
            Cell::text(frame.text(&line.step)),
            Cell::text(cases::due(frame, line.due_on)),
            match cases::time_left(frame, line.left) {
                Some(tag) => Cell::tag(tag),
                None => Cell::text(frame.pick("没有期限", "no limit")),
            },
        ],
        ..TableRow::default()
    });
    Table {
        caption: caption.to_owned(),
        columns: labels.map(|label| Column { label: label.to_owned(), ..Column::default() }).to_vec(),
        rows: rows.collect(),
    }
}
