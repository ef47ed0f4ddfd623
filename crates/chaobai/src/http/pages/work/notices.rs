//! `/work/notices`: what I was told, unread first, and the buttons that mark one or all as read.

use super::posted::Posted;
use super::{form_key, see, show};
use crate::domain::notices::{self, MarkRead, Notice};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{Link, Nav, NoticeView, NoticesPage, StatusLine, Tag, Tone};
use crate::http::{Failure, Site, Visitor, ask, perform};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use std::sync::Arc;
use store::Ask;

/// Notices on the page.
const SHOWN_MAX: i64 = 100;

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let charter = frame.charter();
        let all = notices::list(reader, &charter.zone.id, &frame.caller, frame.now, SHOWN_MAX)?;
        let unread: Vec<String> =
            all.iter().filter(|notice| notice.read_at.is_none()).map(|notice| notice.id.clone()).collect();
        Ok(NoticesPage {
            page: frame.page(Nav::Notices, frame.words().nav_notices),
            state: state(frame.lang, unread.len(), all.len()),
            notices: all.iter().map(|notice| row(house, &frame, notice)).collect(),
            key: form_key(house),
            unread,
            hint: frame
                .pick(
                    "还没有通知。有人在意见中提到您的单位，或别的单位改动您牵头的条目时，会出现在这里。",
                    "No notices yet. They appear when a comment names your unit, or another unit changes a record you lead.",
                )
                .to_owned(),
        })
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Notices were read.
pub async fn post(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let person = visitor.caller.person.clone().ok_or_else(Refusal::not_found)?;
    let notices = typed.all("notice").iter().filter_map(|id| Id::parse(id)).collect();
    perform(&site, visitor.caller.clone(), MarkRead { person, notices }, key).await?;
    Ok(see(&visitor, "/work/notices"))
}

/// The line under the header where something is unread.
pub fn status_line(frame: &Frame, ask: &mut dyn Ask) -> Result<Option<StatusLine>, Refusal> {
    let unread = notices::unread(ask, &frame.charter().zone.id, &frame.caller, frame.now)?;
    if unread == 0 {
        return Ok(None);
    }
    let more = if unread >= 100 { "+" } else { "" };
    let text = match frame.lang {
        Lang::Zh => format!("有 {unread}{more} 条未读通知。"),
        Lang::En => format!("{unread}{more} unread notices."),
    };
    let link = Link::new(frame.href("/work/notices"), frame.pick("查看通知", "Read them"));
    Ok(Some(StatusLine { text, link: Some(link) }))
}

fn state(lang: Lang, unread: usize, all: usize) -> String {
    match lang {
        Lang::Zh => format!("未读 {unread} 条，近 90 天共 {all} 条"),
        Lang::En => format!("{unread} unread, {all} in 90 days"),
    }
}

fn row(house: &House, frame: &Frame, notice: &Notice) -> NoticeView {
    let list = frame.charter().register(&notice.register);
    let is_round = notice.register == "round";
    let path = match Id::parse(&notice.record) {
        _ if is_round => format!("/work/rounds/{}", notice.record),
        Some(id) if notice.event.starts_with("comments.") => {
            format!("{}#comments", address::work_record(&notice.register, &id))
        }
        Some(id) => address::work_record(&notice.register, &id),
        None => String::new(),
    };
    let href = if path.is_empty() { path } else { frame.href(&path) };
    NoticeView {
        id: notice.id.clone(),
        text: frame.text(&notice.text).to_owned(),
        at: frame.time(notice.raised_at),
        state: if notice.read_at.is_none() {
            Tag::new(Tone::Notice, frame.pick("未读", "unread"))
        } else {
            Tag::new(Tone::Blue, frame.pick("已读", "read"))
        },
        record: if is_round {
            Link::new(href, frame.pick("打开填报期", "Open the round"))
        } else {
            Link::new(href, frame.pick("打开条目", "Open the record"))
        },
        list: match list {
            Some(list) => frame.text(&list.name).to_owned(),
            None if is_round => frame.words().rounds_title.to_owned(),
            None => String::new(),
        },
        read_key: if notice.read_at.is_none() {
            house.moment().id(&format!("read/{}", notice.id)).to_string()
        } else {
            String::new()
        },
    }
}
