//! Meetings: all of them, one with its agenda, an item in the room, votes, resolutions and the tasks they are split
//! into. What a body may do follows from its rules in the charter; nothing here knows one.

mod agenda;
mod earlier;
mod events;
mod forms;
mod index;
mod item;
mod page;
mod paper;
mod present;
mod resolution;
mod say;
mod slips;
mod tasks;
mod verb;
mod vote;

pub(super) use item::of_record;

use super::posted::Posted;
use super::said::Said;
use super::typed::{KEY, Typed};
use super::{form_key, goes_back_to_form, see, show};
use crate::desk::Command;
use crate::domain::meetings::{self, Item, Sitting};
use crate::domain::people::{self, Term};
use crate::domain::registers::Record;
use crate::http::pages::common::{Frame, Names, Query, address};
use crate::http::routes::{Route, Who};
use crate::http::views::{Link, Notice};
use crate::http::{Failure, Site, Visitor};
use axum::response::Response;
use kernel::{Date, Id, Refusal};
use std::sync::Arc;
use store::Ask;
use verb::Verb;

/// The routes.
pub fn routes() -> Vec<Route> {
    let mut all = vec![
        Route::page("meetings.index", "/meetings", index::page)
            .summary("Meetings to come, in session and held; bodies and their rules"),
    ];
    all.extend(signed_in().into_iter().map(|route| route.who(Who::SignedIn)));
    all
}

fn signed_in() -> Vec<Route> {
    let mut all = vec![
        Route::form("meetings.call", "/meetings", index::post).summary("A meeting is prepared"),
        Route::page("meetings.meeting", "/meetings/{id}", page::page)
            .summary("A meeting: agenda, papers, attendance, resolutions, what happened"),
        Route::form("meetings.order_agenda", "/meetings/{id}/agenda", agenda::post)
            .summary("The agenda in its order"),
        Route::page("meetings.present", "/meetings/{id}/present", present::page)
            .summary("The screen in the room"),
        Route::page("meetings.item", "/meetings/{id}/items/{item}", item::page)
            .summary("An item: papers, votes, what came of it"),
        Route::page("meetings.file_paper_form", "/meetings/{id}/items/{item}/paper", paper::form)
            .summary("The form for a paper"),
        Route::form("meetings.file_paper", "/meetings/{id}/items/{item}/paper", paper::post)
            .summary("A paper is handed in")
            .body_max(paper::BODY_MAX)
            .time(300),
        Route::form("meetings.open_ballot", "/meetings/{id}/items/{item}/ballot", vote::open)
            .summary("An item is put to the vote; slips of a secret one are printed"),
        Route::form("meetings.roll_call", "/meetings/{id}/items/{item}/roll-call", vote::roll_call)
            .summary("Votes by name are entered by the clerk"),
        Route::form("meetings.cast", "/meetings/{id}/items/{item}/vote", vote::cast)
            .summary("Whoever holds a seat votes"),
        Route::form("meetings.count", "/meetings/{id}/items/{item}/count", vote::count)
            .summary("A vote is counted"),
        Route::form("meetings.void_ballot", "/meetings/{id}/items/{item}/void", vote::void)
            .summary("A vote is put aside"),
        Route::form("meetings.decide", "/meetings/{id}/items/{item}/decide", vote::decide)
            .summary("What came of an item is recorded"),
        Route::page("meetings.resolution", "/meetings/{id}/resolutions/{resolution}", resolution::page)
            .summary("A resolution: number, text, tasks"),
        Route::form(
            "meetings.publish",
            "/meetings/{id}/resolutions/{resolution}/publish",
            resolution::publish,
        )
        .summary("A resolution is published"),
        Route::page(
            "meetings.issue_tasks_form",
            "/meetings/{id}/resolutions/{resolution}/tasks",
            tasks::form,
        )
        .summary("The form that splits a resolution into tasks"),
        Route::form("meetings.issue_tasks", "/meetings/{id}/resolutions/{resolution}/tasks", tasks::post)
            .summary("Tasks are looked at with the load of units, then issued"),
    ];
    for verb in Verb::ALL {
        let (form, post) = if verb.is_about_item() { of_item(verb) } else { of_meeting(verb) };
        all.extend([form.summary(verb.summary_of_form()), post.summary(verb.summary())]);
    }
    all
}

/// The form of a verb about a meeting, and where it is sent.
fn of_meeting(verb: Verb) -> (Route, Route) {
    let form = move |site, path, visitor| forms::form(verb, site, path, visitor);
    let post = move |site, path, posted| forms::post(verb, site, path, posted);
    (Route::page(verb.route_of_form(), verb.path(), form), Route::form(verb.route(), verb.path(), post))
}

/// The same for one of its items.
fn of_item(verb: Verb) -> (Route, Route) {
    let form = move |site, path, visitor| forms::item_form(verb, site, path, visitor);
    let post = move |site, path, posted| forms::item_post(verb, site, path, posted);
    (Route::page(verb.route_of_form(), verb.path(), form), Route::form(verb.route(), verb.path(), post))
}

/// A meeting a page is about.
struct About<'a> {
    frame: &'a Frame,
    sitting: Sitting<'a>,
    names: Names<'a>,
    terms: Vec<Term>,
}

impl<'a> About<'a> {
    /// The meeting of an address, for a caller who may see it.
    fn find(frame: &'a Frame, ask: &mut dyn Ask, id: &str) -> Result<About<'a>, Refusal> {
        let id = Id::parse(id).ok_or_else(Refusal::not_found)?;
        let sitting = meetings::sitting(ask, frame.charter(), &frame.caller, &id)?;
        let mut names = frame.names();
        let agenda = sitting.agenda;
        names.learn(ask, agenda, sitting.items.iter().map(|item| &item.record.body))?;
        names.learn(ask, agenda, sitting.dropped.iter().map(|item| &item.body))?;
        let terms = people::terms(ask, frame.charter())?;
        Ok(About { frame, sitting, names, terms })
    }

    fn meeting(&self) -> &Record {
        &self.sitting.meeting
    }

    fn id(&self) -> &Id {
        &self.sitting.meeting.id
    }

    fn title(&self) -> String {
        self.names.title(self.sitting.register, &self.sitting.meeting)
    }

    fn held_on(&self) -> Option<Date> {
        say::date(&self.sitting.meeting, "held_on")
    }

    fn is_office(&self) -> bool {
        self.sitting.is_office(&self.frame.caller)
    }

    fn is_in(&self, stages: &[&str]) -> bool {
        stages.contains(&self.sitting.meeting.stage.as_str())
    }

    /// It is held in a room, not in writing.
    fn is_sitting(&self) -> bool {
        matches!(say::text(self.meeting(), "way"), "sitting" | "")
    }

    /// Its page.
    fn back(&self) -> Link {
        Link::new(self.frame.href(&address::meeting(self.id())), self.title())
    }

    /// An item of it.
    fn item(&self, id: &str) -> Result<&Item, Refusal> {
        self.sitting.items.iter().find(|item| item.record.id.as_str() == id).ok_or_else(Refusal::not_found)
    }

    /// `3 通勤快巴调整`.
    fn item_title(&self, item: &Record) -> String {
        let name = self.names.title(self.sitting.agenda, item);
        match say::number(item, "item_number") {
            0 => name,
            number => format!("{number} {name}"),
        }
    }

    /// Name of a person who holds or held a post.
    fn person(&self, id: &Id) -> String {
        self.terms.iter().find(|term| term.person == *id).map(|term| term.name.clone()).unwrap_or_default()
    }

    /// A post, and who is recorded on its seat.
    fn seat(&self, post: &str) -> String {
        let name = self.names.post(post);
        let attendee = self.sitting.attendance.iter().find(|one| one.post() == Some(post));
        match attendee.and_then(|one| one.person.as_ref()).map(|person| self.person(person)) {
            Some(person) if !person.is_empty() => {
                format!("{name}{}{person}{}", self.frame.pick("（", " ("), self.frame.pick("）", ")"))
            }
            _ => name,
        }
    }
}

/// A fresh form.
fn blank(house: &crate::house::House) -> Typed {
    let mut typed = Typed::default();
    typed.set(KEY, [form_key(house)]);
    typed
}

/// Has a command performed under the key of its form.
async fn perform(
    site: &Arc<Site>,
    visitor: &Visitor,
    command: Box<dyn Command>,
    typed: &Typed,
) -> Result<crate::desk::Receipt, Failure> {
    let key = typed.key()?;
    crate::http::site::perform_boxed(site, visitor.caller.clone(), command, key).await
}

/// Leads on to a page that says what was done.
fn done(visitor: &Visitor, path: &str, word: &str) -> Response {
    see(visitor, &Query::default().with("done", word).on(path))
}

/// What has just been done, by the word a form leads on with.
fn notice(frame: &Frame) -> Option<Notice> {
    let (zh, en) = match frame.query.get("done")? {
        "call" => (
            "会议已列入，次序号已发出，并已留痕。",
            "The meeting is prepared and its number issued; journalled.",
        ),
        "place" => ("议题已列入议程，并已留痕。", "The item is on the agenda; journalled."),
        "agenda" => ("议程已保存，并已留痕。", "The agenda is saved; journalled."),
        "merge" => ("议题已并入，并已留痕。", "The item is taken up in the other one; journalled."),
        "paper" => {
            ("材料已收下并按内容固定，已留痕。", "The paper is taken and fixed by its content; journalled.")
        }
        "recuse" => ("回避已登记，并已留痕。", "The recusal is recorded; journalled."),
        "notice" => (
            "通知已发出，材料按现在的内容固定，并已留痕。",
            "The notice is out; papers are fixed as they read now. Journalled.",
        ),
        "move" => ("会议已改期，并已留痕。", "The meeting is moved; journalled."),
        "cancel" => (
            "会议已取消，议题可列入另一次会议，并已留痕。",
            "The meeting is cancelled; its items wait for another one. Journalled.",
        ),
        "open" => (
            "会议开始，到会和主持已记录，并已留痕。",
            "The meeting is open; who is there and who presides is recorded. Journalled.",
        ),
        "attend" => ("到会情况已更新，并已留痕。", "Attendance is changed; journalled."),
        "close" => ("会议结束，并已留痕。", "The meeting is over; journalled."),
        "ballot" => ("表决开始。", "The vote is open."),
        "vote" => ("表决已记录，并已留痕。", "The vote is recorded; journalled."),
        "count" => ("已计票，并已留痕。", "Counted; journalled."),
        "void" => ("这次表决已作废，并已留痕。", "The vote is put aside; journalled."),
        "decide" => ("结果已记录，并已留痕。", "The result is recorded; journalled."),
        "resolution" => (
            "决议已印发，编号和正文不再改动，并已留痕。",
            "The resolution is issued; number and text never change. Journalled.",
        ),
        "publish" => ("决议已公开，并已留痕。", "The resolution is published; journalled."),
        "tasks" => (
            "任务已下达，几秒后进入任务清单并请两方签收，已留痕。",
            "The tasks are issued; in a few seconds they are on their list and both sides are asked to acknowledge them. Journalled.",
        ),
        _ => return None,
    };
    Some(Notice { done: true, text: frame.pick(zh, en).to_owned(), link: None })
}
