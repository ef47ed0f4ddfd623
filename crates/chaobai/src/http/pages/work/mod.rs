//! The workbench: my lists, one list with all its stages, one record, and the forms that change it.
//!
//! Every form is made from the charter. It posts without script to its own address, carries a request key
//! made when it was drawn (so that sending it twice does one thing), and comes back with everything typed
//! and every mistake said when it is refused.

mod advance;
mod amend;
mod approve_plan;
mod attach;
mod calendar;
mod cases;
mod comment;
mod create;
mod decide;
pub(in crate::http) mod grid;
mod home;
mod import;
pub(in crate::http) mod inputs;
pub(in crate::http) mod judge;
mod lamp;
mod link;
mod lists;
mod meeting_papers;
mod meetings;
mod notices;
mod offered;
pub(in crate::http) mod posted;
mod propose;
pub(in crate::http) mod records;
pub(in crate::http) mod rounds;
pub(in crate::http) mod said;
pub(in crate::http) mod sheet;
mod small;
mod stale;
mod subject;
pub(in crate::http) mod typed;
mod unlink;
mod upload;
mod withdraw;

use crate::desk::{Command, Receipt, RequestKey};
use crate::domain::files::SIZE_MAX;
pub(super) use crate::domain::sheets::text as read;
use crate::house::House;
use crate::http::failure::Failure;
use crate::http::pages::common::{self, Frame, Query};
use crate::http::routes::{Route, Who};
use crate::http::views::{FormPage, Page};
use crate::http::{Site, Visitor, ask, perform};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Kind, Refusal};
use said::Said;
use std::sync::Arc;
use store::Reader;
use typed::{KEY, Typed};

/// Largest form without files in bytes: several long texts, percent-encoded.
const FORM_MAX: usize = 1024 * 1024;
/// Room for the parts of a form around a file.
const AROUND_FILE: usize = 64 * 1024;

/// The routes of the workbench.
pub fn routes() -> Vec<Route> {
    let all = vec![
        Route::page("work.home", "/work", home::page).summary("What waits for me"),
        Route::page("work.lists", "/work/lists", lists::index).summary("The lists I see, by area"),
        Route::page("work.list", "/work/lists/{register}", lists::list).summary("A list in all its stages"),
        Route::page("work.timeline", "/work/lists/{register}/timeline", lists::timeline)
            .summary("The projects of a list on one axis of time"),
        Route::page("work.map", "/work/lists/{register}/map", lists::map)
            .summary("The records of a list on the zone's map"),
        Route::page(
            "projects.approve_plan_form",
            "/work/lists/{register}/{id}/approve-plan",
            approve_plan::form,
        )
        .summary("The form that approves a plan"),
        Route::form("projects.approve_plan", "/work/lists/{register}/{id}/approve-plan", approve_plan::post)
            .summary("The plan of a project is approved"),
        Route::page("registers.create_form", "/work/lists/{register}/new", create::form)
            .summary("The form of a new record"),
        Route::form("registers.create", "/work/lists/{register}/new", create::post).summary("A new record"),
        Route::page("sheets.edit", "/work/lists/{register}/sheet", grid::page).summary("A list as a sheet"),
        Route::form("sheets.write", "/work/lists/{register}/sheet", grid::post)
            .summary("A sheet is checked and written")
            .body_max(grid::FORM_MAX)
            .time(120),
        Route::page("sheets.template", "/work/lists/{register}/template.xlsx", import::template)
            .summary("A list as a workbook to fill in")
            .time(60),
        Route::page("sheets.import_form", "/work/lists/{register}/import", import::form)
            .summary("The form for a workbook"),
        Route::form("sheets.open_draft", "/work/lists/{register}/import", import::upload)
            .summary("A workbook is brought")
            .body_max(usize::try_from(SIZE_MAX).unwrap_or(usize::MAX) + AROUND_FILE)
            .time(300),
        Route::page("sheets.draft", "/work/lists/{register}/import/{draft}", import::draft)
            .summary("What a workbook would change, or what became of it"),
        Route::form("sheets.write_draft", "/work/lists/{register}/import/{draft}", import::post)
            .summary("A workbook is put right or written")
            .time(120),
        Route::page(
            "sheets.problems",
            "/work/lists/{register}/import/{draft}/problems.xlsx",
            import::problem_book,
        )
        .summary("Rows with problems as a workbook")
        .time(60),
        Route::page("work.record", "/work/lists/{register}/{id}", lists::record)
            .summary("A record and what can be done with it"),
        Route::page("work.difference", "/work/lists/{register}/{id}/difference", lists::difference)
            .summary("Two versions of a record side by side"),
        Route::page("registers.amend_form", "/work/lists/{register}/{id}/amend", amend::form)
            .summary("The form of a change"),
        Route::form("registers.amend", "/work/lists/{register}/{id}/amend", amend::post)
            .summary("A record changes"),
        Route::page("registers.advance_form", "/work/lists/{register}/{id}/advance", advance::form)
            .summary("The form of a move to another stage"),
        Route::form("registers.advance", "/work/lists/{register}/{id}/advance", advance::post)
            .summary("A record moves to another stage"),
        Route::page("registers.withdraw_form", "/work/lists/{register}/{id}/withdraw", withdraw::form)
            .summary("The form of a withdrawal"),
        Route::form("registers.withdraw", "/work/lists/{register}/{id}/withdraw", withdraw::post)
            .summary("A record is taken back"),
        Route::page("registers.link_form", "/work/lists/{register}/{id}/link", link::form)
            .summary("The form of a link"),
        Route::form("registers.link", "/work/lists/{register}/{id}/link", link::post)
            .summary("A record is tied to another"),
        Route::page("registers.unlink_form", "/work/lists/{register}/{id}/unlink", unlink::form)
            .summary("Links that can be taken back"),
        Route::form("registers.unlink", "/work/lists/{register}/{id}/unlink", unlink::post)
            .summary("A link is taken back"),
        Route::page("comments.comment_form", "/work/lists/{register}/{id}/comment", comment::form)
            .summary("The form of a comment"),
        Route::form("comments.comment", "/work/lists/{register}/{id}/comment", comment::post)
            .summary("Something is said of a record"),
        Route::form(
            "comments.resolve",
            "/work/lists/{register}/{id}/comments/{comment}/resolve",
            comment::resolve,
        )
        .summary("A comment is settled"),
        Route::page("work.notices", "/work/notices", notices::page).summary("What I was told"),
        Route::form("notices.mark_read", "/work/notices", notices::post).summary("Notices were read"),
        Route::page("work.calendar", "/work/calendar", calendar::page)
            .summary("Addresses under which my calendar is read elsewhere"),
        Route::form("feeds.issue", "/work/calendar", calendar::issue).summary("A new address of my calendar"),
        Route::form("feeds.revoke", "/work/calendar/revoke", calendar::revoke)
            .summary("An address of my calendar is taken back"),
        Route::page("registers.attach_form", "/work/lists/{register}/{id}/attach", attach::form)
            .summary("The form for a file"),
        Route::form("registers.attach", "/work/lists/{register}/{id}/attach", attach::post)
            .summary("A file is attached")
            .body_max(usize::try_from(SIZE_MAX).unwrap_or(usize::MAX) + AROUND_FILE)
            .time(300),
    ];
    let all = all.into_iter().chain(rounds_routes()).chain(cases::routes()).chain(meeting_papers::routes());
    let all = all.into_iter().map(|route| route.who(Who::SignedIn)).chain(meetings::routes());
    all.map(|route| if route.body_max < FORM_MAX { route.body_max(FORM_MAX) } else { route }).collect()
}

/// The routes of rounds, lamps and approvals.
fn rounds_routes() -> Vec<Route> {
    vec![
        Route::page("rounds.index", "/work/rounds", rounds::index::page).summary("All rounds"),
        Route::page("rounds.open_form", "/work/rounds/new", rounds::open::form)
            .summary("The form that opens a round"),
        Route::form("rounds.open_round", "/work/rounds/new", rounds::open::post).summary("A round is opened"),
        Route::page("rounds.round", "/work/rounds/{round}", rounds::round::page)
            .summary("One round: what is to be reported, how far every unit is"),
        Route::form("rounds.close_round", "/work/rounds/{round}/close", rounds::round::close)
            .summary("A round is closed"),
        Route::page("rounds.report", "/work/rounds/{round}/{register}", rounds::report::page)
            .summary("What my unit reports on a list"),
        Route::form("rounds.report_post", "/work/rounds/{round}/{register}", rounds::report::post)
            .summary("A draft is saved, checked or handed in, row by row")
            .body_max(8 * FORM_MAX),
        Route::page("rounds.review", "/work/rounds/{round}/{register}/review", rounds::review::page)
            .summary("What a unit handed in: only what changed, old beside new"),
        Route::form("rounds.review_post", "/work/rounds/{round}/{register}/review", rounds::review::post)
            .summary("Rows are accepted or returned"),
        Route::page("worklists.overview", "/work/overview", rounds::overview::page)
            .summary("Where all matters stand"),
        Route::page("lamps.give_form", "/work/lists/{register}/{id}/lamp", lamp::form)
            .summary("The form of a lamp given by hand"),
        Route::form("lamps.give", "/work/lists/{register}/{id}/lamp", lamp::post)
            .summary("A lamp is given by hand"),
        Route::page("worklists.propose_form", "/work/lists/{register}/{id}/propose", propose::form)
            .summary("The form of a proposed change"),
        Route::form("worklists.propose", "/work/lists/{register}/{id}/propose", propose::post)
            .summary("A change that needs approval is proposed"),
        Route::page("worklists.decide_form", "/work/lists/{register}/{id}/proposals/{number}", decide::form)
            .summary("The form of a decision about a proposal"),
        Route::form("worklists.decide", "/work/lists/{register}/{id}/proposals/{number}", decide::post)
            .summary("A proposed change is approved or declined"),
    ]
}

/// A fresh request key for a form.
pub(super) fn form_key(house: &House) -> String {
    house.moment().id("form").to_string()
}

/// What a posted form comes to: a command, or the form again with what is wrong.
enum Outcome<C> {
    Command(C),
    Form(Box<FormPage>),
}

impl<C> Outcome<C> {
    fn form(page: FormPage) -> Outcome<C> {
        Outcome::Form(Box::new(page))
    }
}

/// A page as an answer.
pub(super) fn show(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    Ok(common::html(status, page))
}

/// Leads on to a page of the site after something was done, so that loading it again repeats nothing.
pub(super) fn see(visitor: &Visitor, path: &str) -> Response {
    common::see(&Page::new(visitor.lang, "", "", "").href(path))
}

/// Leads to the page of what was changed, which says what was done.
fn done(visitor: &Visitor, path: &str, word: &str) -> Response {
    see(visitor, &Query::default().with("done", word).on(path))
}

/// Whether a refusal is said on the form, with everything typed still in it.
pub(super) fn goes_back_to_form(failure: &Failure) -> bool {
    !matches!(failure.refusal.kind, Kind::NotFound | Kind::SignIn | Kind::NotAllowed)
}

/// Said where the form shows what somebody else changed, so that nobody need open anything again.
const STALE: (&str, &str) = (
    "没有保存：别人刚刚改过这一条。您填的内容都还在，请看过最新情况再按一次。",
    "Not saved: somebody else has just changed this record. What you filled in is still here; look at what is new, then press again.",
);

/// What was typed and what is said of it after a refusal. A key that was used for something else, or a
/// version that is no longer the latest, is replaced: pressing the button again is then a new request.
fn answer(
    house: &House,
    frame: &Frame,
    subject: Option<&subject::Subject<'_>>,
    typed: Typed,
    refusal: &Refusal,
) -> (Typed, Said) {
    let mut typed = typed;
    let is_stale = refusal.code == stale::CODE;
    if refusal.kind == Kind::KeyReused || is_stale {
        typed.set(KEY, [form_key(house)]);
    }
    if let Some(subject) = subject.filter(|_| is_stale) {
        typed.set("version", [subject.record.version.to_string()]);
    }
    let mut said = Said::of(refusal, subject.map(|subject| subject.register), frame.lang);
    if is_stale {
        said.whole = vec![frame.pick(STALE.0, STALE.1).to_owned()];
    }
    (typed, said)
}

/// Has a command performed; then leads on, or draws the form again with what was refused.
async fn carry_out<C, L, R>(
    site: &Arc<Site>,
    visitor: Visitor,
    command: C,
    key: RequestKey,
    lead_on: L,
    redraw: R,
) -> Result<Response, Failure>
where
    C: Command + 'static,
    L: FnOnce(&Visitor, &Receipt) -> Response,
    R: FnOnce(&House, &Frame, &mut Reader, &Refusal) -> Result<FormPage, Refusal> + Send + 'static,
{
    match perform(site, visitor.caller.clone(), command, key).await {
        Ok(receipt) => Ok(lead_on(&visitor, &receipt)),
        Err(failure) if goes_back_to_form(&failure) => {
            let status = failure.status();
            let draw = move |house: &House, reader: &mut Reader| {
                redraw(house, &Frame::new(house, &visitor), reader, &failure.refusal)
            };
            show(status, &ask(site, draw).await?)
        }
        Err(failure) => Err(failure),
    }
}
