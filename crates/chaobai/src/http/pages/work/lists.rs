//! The lists I see, one list in all its stages, one record with what can be done with it.

use super::{cases, comment, meetings, notices, offered};
use super::{see, show};
use crate::charter::model::Register;
use crate::domain::registers::permits::{self, Scope};
use crate::domain::registers::{self, ListQuery};
use crate::http::pages::common::list::{Outcome, Shape};
use crate::http::pages::common::{self, Frame, address, say};
use crate::http::views::{ListGroup, ListIndex, ListLine, Nav, Notice};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// The lists I see, by area.
pub async fn index(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let mut groups = Vec::new();
        for area in &frame.charter().zone.areas {
            let mut lists = Vec::new();
            for register in frame.charter().registers_of(&area.id) {
                if permits::scope(&frame.caller, register) != Scope::Nothing {
                    lists.push(line(&frame, reader, register, frame.text(&area.name))?);
                }
            }
            if !lists.is_empty() {
                groups.push(ListGroup {
                    id: area.id.clone(),
                    name: frame.text(&area.name).to_owned(),
                    summary: frame.text(&area.summary).to_owned(),
                    lists,
                });
            }
        }
        let lists: usize = groups.iter().map(|group| group.lists.len()).sum();
        let state = match frame.lang {
            Lang::Zh => format!("您能看到 {lists} 份清单"),
            Lang::En => format!("You see {lists} lists"),
        };
        let title = frame.words().lists_title;
        Ok(ListIndex { page: frame.page(Nav::WorkLists, title), state, groups, ogc_href: "/ogc".into() })
    })
    .await?;
    show(StatusCode::OK, &page)
}

fn line(frame: &Frame, ask: &mut dyn Ask, register: &Register, area: &str) -> Result<ListLine, Refusal> {
    let query = ListQuery { today: Some(frame.today), ..ListQuery::default() };
    let count = registers::count(ask, &frame.caller, register, &query, false)?;
    Ok(ListLine {
        name: frame.text(&register.name).to_owned(),
        href: frame.href(&address::work_list(&register.id)),
        summary: frame.text(&register.summary).to_owned(),
        count: say::count(frame.lang, count),
        changed: String::new(),
        area: area.to_owned(),
    })
}

/// A list in all the stages I may see.
pub async fn list(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    shaped(site, register, visitor, Shape::Table).await
}

/// The projects of a list on one axis of time.
pub async fn timeline(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    shaped(site, register, visitor, Shape::Timeline).await
}

/// The records of a list on the zone's map.
pub async fn map(
    State(site): State<Arc<Site>>,
    Path(register): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    shaped(site, register, visitor, Shape::Map).await
}

async fn shaped(
    site: Arc<Site>,
    register: String,
    visitor: Visitor,
    shape: Shape,
) -> Result<Response, Failure> {
    let who = visitor.clone();
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let register = common::list::find(&frame, &register)?;
        let mut outcome = common::list::outcome(&frame, reader, register, shape)?;
        if let Outcome::Page(page, _) = &mut outcome {
            page.page.notice = notice(&frame);
        }
        Ok(outcome)
    })
    .await?;
    match outcome {
        Outcome::Page(page, true) => show(StatusCode::OK, &*page),
        Outcome::Page(page, false) => show(StatusCode::BAD_REQUEST, &*page),
        Outcome::See(path) => Ok(see(&visitor, path.strip_prefix("/en").unwrap_or(&path))),
    }
}

/// A record, and what I can do with it. Who may create a record but not see it in its first stage is led
/// to the list.
pub async fn record(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let (who, list) = (visitor.clone(), address::work_list(&register));
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let just_created = frame.query.get("done") == Some("created");
        match common::record::page(&frame, reader, &register, &id) {
            Ok(mut page) => {
                page.page.notice = notice(&frame);
                page.page.status_line = notices::status_line(&frame, reader)?;
                if page.as_of_words.is_empty() {
                    page.comments = comment::section(house, &frame, reader, &register, &id)?;
                    let (cases, may_open) = cases::card::of_record(&frame, reader, &register, &id)?;
                    page.cases = cases;
                    page.meetings = meetings::of_record(&frame, reader, &register, &id)?;
                    let room = 3_usize.saturating_sub(page.actions.len()).min(may_open.len());
                    let mut may_open = may_open;
                    page.more_actions.splice(0..0, may_open.split_off(room));
                    page.actions.extend(may_open);
                    if page.withdrawn.is_empty() {
                        let mut offered = offered::buttons(&frame, reader, &register, &id)?;
                        let room = 3_usize.saturating_sub(page.actions.len()).min(offered.len());
                        page.more_actions.splice(0..0, offered.split_off(room));
                        page.actions.extend(offered);
                    }
                }
                Ok(Some(page))
            }
            Err(refusal) if refusal.kind == Kind::NotFound && just_created => Ok(None),
            Err(refusal) => Err(refusal),
        }
    })
    .await?;
    match page {
        Some(page) => show(StatusCode::OK, &page),
        None => Ok(see(&visitor, &format!("{list}?done=created"))),
    }
}

/// Two versions of a record side by side.
pub async fn difference(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        common::difference::page(&Frame::new(house, &visitor), reader, &register, &id)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// What has just been done, by the word a form leads on with.
fn notice(frame: &Frame) -> Option<Notice> {
    let (zh, en) = match frame.query.get("done")? {
        "created" => ("已保存，新建了这一条，并已留痕。", "Saved: the record is created and journalled."),
        "amended" => {
            ("已保存，新内容成为新的一版，并已留痕。", "Saved: the new content is a new version, journalled.")
        }
        "advanced" => ("已移到新的阶段，并已留痕。", "Moved to the new stage, journalled."),
        "withdrawn" => {
            ("已撤回，不再出现在清单和指标里。", "Withdrawn: no longer on the list or in any figure.")
        }
        "linked" => ("已关联，并已留痕。", "Linked, journalled."),
        "unlinked" => ("已取消关联，并已留痕。", "The link is taken back, journalled."),
        "lamp" => (
            "已人工亮灯，到期自动恢复按规则亮灯，并已留痕。",
            "The lamp is given; it ends by itself on its last day. Journalled.",
        ),
        "proposed" => ("申请已提出，批准之前内容不变。", "Proposed; nothing changes before it is approved."),
        "decided" => ("已批复，并已留痕。", "Decided, journalled."),
        "plan_approved" => (
            "计划已批准，此后按它说明偏差，并已留痕。",
            "The plan is approved, journalled; drift is measured against it.",
        ),
        "resolved" => ("意见已办结，并已留痕。", "The comment is settled, journalled."),
        "attached" => ("附件已上传，并已留痕。", "The file is attached, journalled."),
        _ => return None,
    };
    Some(Notice { done: true, text: frame.pick(zh, en).to_owned(), link: None })
}
