//! All rounds.

use super::super::show;
use super::title;
use crate::domain::rounds;
use crate::domain::worklists;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Cell, Column, Link, Nav, RoundsPage, Table, TableRow, Tag, Tone};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Lang;
use std::sync::Arc;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let words = frame.words();
        let rounds = rounds::list(reader)?;
        let rows = rounds.iter().map(|round| {
            let lists = round.lists.iter().filter_map(|id| frame.charter().register(id));
            let lists: Vec<&str> = lists.map(|register| frame.text(&register.name)).collect();
            TableRow {
                cells: vec![
                    Cell::link(frame.href(&address::round(&round.id)), title(&frame, round)),
                    Cell::tag(tag(&frame, round)),
                    Cell::text(frame.date(round.due)),
                    Cell::text(frame.date(round.as_of)),
                    Cell::text(lists.join(frame.pick("、", ", "))),
                ],
                ..TableRow::default()
            }
        });
        let labels =
            [words.rounds_title, words.account_state, words.round_due, words.round_as_of, words.round_lists];
        let columns = labels.map(|label| Column { label: label.to_owned(), ..Column::default() });
        let rounds_table =
            Table { caption: words.rounds_title.to_owned(), columns: columns.to_vec(), rows: rows.collect() };
        let mut reviewed = frame.charter().registers.values();
        let may_open = reviewed.any(|register| worklists::may_review(&frame.caller, register));
        let open = rounds.iter().filter(|round| round.open).count();
        let state = match (frame.lang, rounds.len(), open) {
            (Lang::Zh, 0, _) => "还没有发起过填报。".to_owned(),
            (Lang::En, 0, _) => "No round has been opened yet.".to_owned(),
            (Lang::Zh, all, open) => format!("共 {all} 期，其中 {open} 期正在填报。"),
            (Lang::En, all, open) => format!("{all} rounds, {open} of them open."),
        };
        Ok(RoundsPage {
            page: frame.page(Nav::Rounds, words.rounds_title),
            state,
            visibility: frame
                .pick(
                    "本单位草稿他人不可见；别的单位只看到核定后的内容；办公室看到报送的内容和意见。",
                    "Drafts are seen by their own unit only; other units see what was accepted; the office sees what was submitted and its remarks.",
                )
                .to_owned(),
            open: may_open.then(|| Link::new(frame.href("/work/rounds/new"), words.round_open)),
            rounds: rounds_table,
            overview: Link::new(frame.href(address::OVERVIEW), words.overview_title),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Open or closed.
pub fn tag(frame: &Frame, round: &rounds::Round) -> Tag {
    if round.open {
        Tag::new(Tone::Green, frame.pick("正在填报", "open"))
    } else {
        Tag::new(Tone::Stopped, frame.pick("已关闭", "closed"))
    }
}
