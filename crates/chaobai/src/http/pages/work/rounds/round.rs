//! One round: what my unit reports; for the office, how far every unit is, in the order of the charter.

use super::super::posted::Posted;
use super::super::typed::KEY;
use super::super::{done, form_key, see, show};
use super::{index, title};
use crate::charter::model::Register;
use crate::domain::rounds::{self, CloseRound, Progress, Round};
use crate::domain::worklists;
use crate::house::House;
use crate::http::pages::common::{Frame, address, say};
use crate::http::views::{Cell, Column, Form, Link, Nav, Notice, ProgressBlock, RoundPage, Table, TableRow};
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// The page. A clerk whose unit reports on one list only is led straight to it.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let who = visitor.clone();
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let round = rounds::round(reader, &frame.charter().zone.id, &id)?;
        draw(house, &frame, reader, &round)
    })
    .await?;
    match outcome {
        Ok(page) => show(StatusCode::OK, &page),
        Err(path) => Ok(see(&visitor, &path)),
    }
}

/// Closes the round.
pub async fn close(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let path = address::round(&id);
    perform(&site, visitor.caller.clone(), CloseRound { round: id }, key).await?;
    Ok(done(&visitor, &path, "closed"))
}

fn draw(
    house: &House,
    frame: &Frame,
    ask: &mut dyn Ask,
    round: &Round,
) -> Result<Result<RoundPage, String>, Refusal> {
    let words = frame.words();
    let lists: Vec<&Register> = round.lists.iter().filter_map(|id| frame.charter().register(id)).collect();
    let reviews: Vec<&Register> =
        lists.iter().copied().filter(|register| worklists::may_review(&frame.caller, register)).collect();
    let mut mine = Vec::new();
    for register in &lists {
        for unit in &frame.caller.units {
            let all = worklists::units(ask, register, Some(unit))?;
            let open: i64 = all.iter().map(|counted| counted.number).sum();
            let reported = all.iter().any(|counted| counted.round == round.id);
            if open > 0 || reported {
                mine.push((*register, open));
                break;
            }
        }
    }
    if reviews.is_empty()
        && let [(only, _)] = mine.as_slice()
    {
        return Ok(Err(address::report(&round.id, &only.id)));
    }
    let waiting = rounds::waiting(ask, frame.charter(), &frame.caller, round)?;
    let rows = mine.iter().map(|(register, open)| TableRow {
        cells: vec![
            Cell::link(frame.href(&address::report(&round.id, &register.id)), frame.text(&register.name)),
            Cell::number(say::whole(frame.lang, *open)),
            Cell::link(frame.href(&address::report(&round.id, &register.id)), words.round_report),
        ],
        ..TableRow::default()
    });
    let mine = table(
        frame.pick("本单位填报", "My unit reports"),
        &[(words.list, false), (frame.pick("未办结事项", "Open matters"), true), (words.round_report, false)],
        rows.collect(),
    );
    let progress = if reviews.is_empty() { Vec::new() } else { progress(frame, ask, round, &reviews)? };
    let all_mine = reviews.len() == lists.len() && !lists.is_empty();
    let close = (round.open && all_mine).then(|| Form {
        action: frame.href(&format!("{}/close", address::round(&round.id))),
        hidden: vec![(KEY.to_owned(), form_key(house))],
        submit: words.round_close.to_owned(),
        danger: true,
        ..Form::default()
    });
    let mut page = frame.page(Nav::Rounds, title(frame, round));
    page.notice = notice(frame);
    Ok(Ok(RoundPage {
        page,
        back: Link::new(frame.href(address::ROUNDS), words.rounds_title),
        heading: title(frame, round),
        tag: index::tag(frame, round),
        state: state(frame, round, waiting.to_report),
        visibility: frame
            .pick(
                "各单位的草稿办公室看不到；次序按章程，不作排名。",
                "The office does not see drafts; units stand in the order of the charter and are never ranked.",
            )
            .to_owned(),
        note: round.note.clone(),
        mine,
        progress,
        close,
    }))
}

/// Until when, and what is missing: `28日（周三）截止，数据截至 …，本单位 6 项未报`.
pub fn state(frame: &Frame, round: &Round, missing: i64) -> String {
    let (due, as_of) = (frame.date(round.due), frame.date(round.as_of));
    let closed = round.closed_at.map(|at| frame.time(at));
    let own = !frame.caller.units.is_empty() && missing > 0;
    match (frame.lang, closed) {
        (Lang::Zh, Some(at)) => format!("数据截至 {as_of}；{at} 关闭。"),
        (Lang::En, Some(at)) => format!("Data as of {as_of}; closed {at}."),
        (Lang::Zh, None) if own => format!("{due}报送截止；数据截至 {as_of}；本单位 {missing} 项未报。"),
        (Lang::En, None) if own => {
            format!("Due {due}; data as of {as_of}; {missing} of your unit's matters are not handed in.")
        }
        (Lang::Zh, None) => format!("{due}报送截止；数据截至 {as_of}。"),
        (Lang::En, None) => format!("Due {due}; data as of {as_of}."),
    }
}

fn progress(
    frame: &Frame,
    ask: &mut dyn Ask,
    round: &Round,
    lists: &[&Register],
) -> Result<Vec<ProgressBlock>, Refusal> {
    let words = frame.words();
    let all = rounds::progress(ask, frame.charter(), round)?;
    let mut blocks = Vec::new();
    for register in lists {
        // The order of the charter, so that nobody is first for being best.
        let units = frame.charter().zone.units.iter().filter_map(|unit| {
            let progress = all.get(&(register.id.clone(), unit.id.clone()))?;
            Some((unit, progress))
        });
        let rows = units.map(|(unit, progress)| {
            let Progress { missing, submitted, returned, accepted } = progress;
            let number = |n: &i64| Cell::number(say::whole(frame.lang, *n));
            let to_review = match submitted {
                0 => Cell::number("0"),
                n => Cell {
                    numeric: true,
                    ..Cell::link(
                        frame.href(&address::review(&round.id, &register.id, &unit.id)),
                        match frame.lang {
                            Lang::Zh => format!("{n} 项，{}", words.round_review),
                            Lang::En => format!("{n}: {}", words.round_review),
                        },
                    )
                },
            };
            TableRow {
                cells: vec![
                    Cell::text(frame.text(&unit.name)),
                    to_review,
                    number(missing),
                    number(returned),
                    number(accepted),
                ],
                sample: unit.sample,
                ..TableRow::default()
            }
        });
        blocks.push(ProgressBlock {
            list: frame.text(&register.name).to_owned(),
            table: table(
                frame.text(&register.name),
                &[
                    (words.round_unit, false),
                    (words.round_submitted, true),
                    (words.round_missing, true),
                    (words.round_returned, true),
                    (words.round_accepted, true),
                ],
                rows.collect(),
            ),
        });
    }
    Ok(blocks)
}

fn table(caption: &str, labels: &[(&str, bool)], rows: Vec<TableRow>) -> Table {
    let column = |(label, numeric): &(&str, bool)| Column {
        label: (*label).to_owned(),
        numeric: *numeric,
        ..Column::default()
    };
    Table { caption: caption.to_owned(), columns: labels.iter().map(column).collect(), rows }
}

/// What has just been done, by the word a form leads on with.
pub fn notice(frame: &Frame) -> Option<Notice> {
    let (zh, en) = match frame.query.get("done")? {
        "opened" => ("已发起，各单位现在可以填报。", "Open: units can report now."),
        "closed" => {
            ("本期已关闭，不再接受填报和审核。", "Closed: nothing is reported or reviewed in it any more.")
        }
        "saved" => ("草稿已保存，只有本单位看得到。", "The draft is saved; only your unit sees it."),
        "submitted" => ("已报送，等办公室审核。", "Handed in; the office reviews it."),
        "reviewed" => ("审核结果已记录并留痕。", "The review is recorded and journalled."),
        _ => return None,
    };
    Some(Notice { done: true, text: frame.pick(zh, en).to_owned(), link: None })
}
