//! The screen in the room: large type, nothing to press. It renews itself.

use super::{About, agenda, item, say, show};
use crate::domain::meetings::BallotState;
use crate::http::pages::common::Frame;
use crate::http::pages::portal::key_figures;
use crate::http::views::{Nav, PresentItem, PresentPage, Tag, Tone};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use kernel::Refusal;
use std::sync::Arc;
use store::Ask;

/// Seconds until the screen shows what is then true. A header does it: no script, and nothing on the page to press.
const RENEW: &str = "10";

/// The screen.
pub async fn page(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        draw(&about, reader)
    })
    .await?;
    let mut response = show(StatusCode::OK, &page)?;
    response.headers_mut().insert(HeaderName::from_static("refresh"), HeaderValue::from_static(RENEW));
    Ok(response)
}

fn draw(about: &About<'_>, ask: &mut dyn Ask) -> Result<PresentPage, Refusal> {
    let frame = about.frame;
    let open = about.sitting.open_ballot().map(|(item, ..)| item);
    let waiting = about.sitting.items.iter().find(|item| item.record.stage == "placed");
    let last = about.sitting.items.iter().rev().find(|item| item.record.stage == "kept");
    let current = if about.is_in(&["sitting"]) { open.or(waiting).or(last) } else { None };
    let mut vote = String::new();
    if let Some((ballot, votes)) = current.and_then(|item| item.ballots.last()) {
        vote = match ballot.state {
            BallotState::Open => {
                let cast = item::cast_so_far(about, ask, ballot, votes)?;
                let way = ballot.way.word();
                let turnout = say::turnout(frame, cast, say::asked(ballot));
                format!("{}{}{turnout}", frame.text(&way), frame.words().colon)
            }
            BallotState::Counted => {
                let outcome = ballot.outcome.as_ref();
                outcome.map(|outcome| say::outcome(frame, ballot.way, outcome)).unwrap_or_default()
            }
            BallotState::Void => String::new(),
        };
    }
    let result = current.map(|item| say::text(&item.record, "wording").to_owned()).unwrap_or_default();
    let items = about.sitting.items.iter().map(|item| {
        let is_current = current.is_some_and(|other| other.record.id == item.record.id);
        let state = match agenda::tags(about, item).pop() {
            Some(tag) if item.record.stage == "kept" => tag,
            _ if is_current => Tag::new(Tone::Green, frame.pick("当前", "present")),
            _ => Tag::new(Tone::Grey, frame.pick("待议", "to come")),
        };
        PresentItem {
            number: say::number(&item.record, "item_number").to_string(),
            name: about.names.title(about.sitting.agenda, &item.record),
            state,
            current: is_current,
        }
    });
    let mut under = Vec::new();
    under.extend(about.held_on().map(|day| say::day(frame, day)));
    let chair = say::text(about.meeting(), "chair");
    if !chair.is_empty() {
        under.push(format!("{}{}", frame.pick("主持：", "Chair: "), about.seat(chair)));
    }
    Ok(PresentPage {
        page: frame.page(Nav::Meetings, about.title()),
        heading: about.title(),
        under: under.join(" · "),
        item: current.map(|item| about.item_title(&item.record)).unwrap_or_default(),
        request: current.map(|item| say::text(&item.record, "request").to_owned()).unwrap_or_default(),
        papers: current
            .map(|item| item.papers.iter().map(|paper| paper.name.clone()).collect())
            .unwrap_or_default(),
        vote,
        result,
        agenda: items.collect(),
        figures: key_figures(frame, ask)?,
    })
}
