//! `/work/calendar`: addresses under which my calendar program reads what I have to keep in mind: new, take back.
//! The address itself is shown once, on the answer to the form that made it.

use super::posted::Posted;
use super::{form_key, see, show};
use crate::domain::feeds::{self, Issue, Revoke};
use crate::domain::people::{Token, account_cell};
use crate::domain::registers::store_refusal;
use crate::http::ogc::Base;
use crate::http::pages::common::Frame;
use crate::http::views::{CalendarPage, FeedRow, Nav, Notice};
use crate::http::{Failure, Site, Visitor, ask, perform, words};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Lang, Refusal};
use std::sync::Arc;

/// Path of the page.
const PATH: &str = "/work/calendar";

/// The page.
pub async fn page(State(site): State<Arc<Site>>, visitor: Visitor) -> Result<Response, Failure> {
    shown(&site, visitor, StatusCode::OK, String::new(), None).await
}

/// A new address.
pub async fn issue(
    State(site): State<Arc<Site>>,
    base: Base,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let login = visitor.caller.login.clone();
    let cell = account_cell(&site.house.law().charter.zone.id, &login);
    let token = Token::new(&cell, &site.house.moment(), "calendar");
    let command = Issue { login, token: token.clone() };
    match perform(&site, visitor.caller.clone(), command, key).await {
        Ok(_) => {
            let lang = if visitor.lang == Lang::En { "/en" } else { "" };
            let address = base.address(&format!("{lang}/calendar/{}.ics", token.secret()));
            shown(&site, visitor, StatusCode::OK, address, None).await
        }
        // The form was sent twice: the address of the first time was shown then, and is not known any more.
        Err(failure) if matches!(failure.refusal.kind, Kind::KeyReused | Kind::Conflict) => {
            let status = failure.status();
            shown(&site, visitor, status, String::new(), Some(failure.refusal)).await
        }
        Err(failure) => Err(failure),
    }
}

/// An address stops working.
pub async fn revoke(
    State(site): State<Arc<Site>>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let command = Revoke { login: visitor.caller.login.clone(), hash: typed.get("feed").to_owned() };
    perform(&site, visitor.caller.clone(), command, key).await?;
    Ok(see(&visitor, &format!("{PATH}?done=revoked")))
}

async fn shown(
    site: &Arc<Site>,
    visitor: Visitor,
    status: StatusCode,
    address: String,
    refused: Option<Refusal>,
) -> Result<Response, Failure> {
    let view = ask(site, move |house, reader| {
        let frame = Frame::new(house, &Visitor { path: PATH.into(), ..visitor });
        let zone = &frame.charter().zone.id;
        let all = feeds::feeds(reader, zone, &frame.caller.login).map_err(store_refusal)?;
        let mut page = frame.page(Nav::None, frame.words().calendar_title);
        let said = |text: String, done: bool| Notice { text, done, ..Notice::default() };
        if let Some(refusal) = &refused {
            page.notice = Some(said(words::refusal(refusal.code, frame.lang, &refusal.params), false));
        } else if frame.query.get("done") == Some("revoked") {
            page.notice = Some(said(frame.words().calendar_revoked.to_owned(), true));
        }
        if !address.is_empty() {
            page.single_language = true;
        }
        Ok(CalendarPage {
            page,
            address,
            feeds: all
                .iter()
                .map(|feed| FeedRow {
                    hash: feed.hash.clone(),
                    short: feed.hash.chars().take(8).collect(),
                    issued_at: frame.time(feed.issued_at),
                    key: house.moment().id(&format!("revoke/{}", feed.hash)).to_string(),
                })
                .collect(),
            full: all.len() >= feeds::FEEDS_MAX,
            key: form_key(house),
        })
    })
    .await?;
    show(status, &view)
}
