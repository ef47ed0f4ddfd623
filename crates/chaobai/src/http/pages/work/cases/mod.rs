//! Cases in the workbench: mine, one with everything that happened to it, and the forms that move it on. What
//! can be done, by whom and with which fields, is the procedure's; nothing here knows one.

mod act;
mod answers;
mod begin;
pub(super) mod card;
mod decision;
mod events;
mod form;
mod index;
mod open;
mod page;
mod pause;
mod slip;

use super::posted::Posted;
use super::said::Said;
use super::typed::{KEY, Typed};
use super::{form_key, show};
use crate::domain::procedures::{self, Case, Loaded, rules};
use crate::domain::registers::permits::{self, Access};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::routes::Route;
use crate::http::views::{Link, Notice};
use crate::http::{Failure, Site, Visitor, ask, words};
use axum::response::Response;
use kernel::Refusal;
use std::sync::Arc;
use store::Ask;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::page("work.cases", "/work/cases", index::page).summary("Cases I hold, by what is due"),
        Route::page("work.case", "/work/cases/{id}", page::page)
            .summary("A case: where it stands, who holds it, why, until when"),
        Route::page("work.slip", "/work/cases/{id}/slips/{number}", slip::page)
            .summary("A note that was issued, to print"),
        Route::page("work.slip_pdf", "/work/cases/{id}/slips/{number}/slip.pdf", slip::pdf)
            .summary("The same as PDF")
            .time(60),
        Route::page("work.slip_docx", "/work/cases/{id}/slips/{number}/slip.docx", slip::docx)
            .summary("The same for office programs"),
        Route::page("procedures.act_form", "/work/cases/{id}/act/{action}", act::form)
            .summary("The form of an action"),
        Route::form("procedures.act", "/work/cases/{id}/act/{action}", act::post)
            .summary("An action of the present step is done"),
        Route::page("procedures.pause_form", "/work/cases/{id}/pause", pause::form)
            .summary("The form that stops the clock of a case"),
        Route::form("procedures.pause", "/work/cases/{id}/pause", pause::post)
            .summary("The clock of a case is stopped"),
        Route::page("procedures.resume_form", "/work/cases/{id}/resume", pause::resume_form)
            .summary("The form that lets the clock of a case go on"),
        Route::form("procedures.resume", "/work/cases/{id}/resume", pause::resume_post)
            .summary("The clock of a case goes on"),
        Route::page("procedures.open_form", "/work/lists/{register}/{id}/open/{procedure}", open::form)
            .summary("The form that opens a case"),
        Route::form("procedures.open_case", "/work/lists/{register}/{id}/open/{procedure}", open::post)
            .summary("A case about a record is opened"),
    ]
}

/// A case a page is about.
struct About<'a> {
    frame: &'a Frame,
    loaded: Loaded<'a>,
    title: String,
    sample: bool,
}

impl<'a> About<'a> {
    /// The case of an address, for a caller who may see it.
    fn find(frame: &'a Frame, ask: &mut dyn Ask, id: &str) -> Result<About<'a>, Refusal> {
        let id = procedures::case_id(id)?;
        let loaded = procedures::get(ask, &frame.law, &frame.caller, &id)?;
        let mut names = frame.names();
        names.learn(ask, loaded.register, [&loaded.record.body])?;
        let title = names.title(loaded.register, &loaded.record);
        let sample = names.is_sample(loaded.register, &loaded.record);
        drop(names);
        Ok(About { frame, loaded, title, sample })
    }

    fn case(&self) -> &Case {
        &self.loaded.case
    }

    /// `督办：交大北侧道路`.
    fn heading(&self) -> String {
        let procedure = self.frame.text(&self.loaded.procedure.name);
        format!("{procedure}{}{}", self.frame.words().colon, self.title)
    }

    /// The way to its page.
    fn back(&self) -> Link {
        Link::new(self.frame.href(&address::case(&self.case().id)), self.heading())
    }

    /// The record, as a link where the caller may read it.
    fn record(&self) -> Link {
        let sees =
            permits::access(&self.frame.caller, self.loaded.register, &self.loaded.record) != Access::None;
        let path = address::work_record(&self.loaded.register.id, &self.loaded.record.id);
        Link::new(if sees { self.frame.href(&path) } else { String::new() }, self.title.clone())
    }

    /// Whether the caller may stop and go on with the clock.
    fn may_pause(&self) -> bool {
        let ground = self.loaded.ground();
        ground.mandate(&self.frame.caller, &rules::pausers(&ground, self.case())).is_some()
    }
}

/// An empty form for a case as it stands.
fn blank(house: &House, about: &About<'_>) -> Typed {
    let mut typed = Typed::default();
    typed.set(KEY, [form_key(house)]);
    typed.set("version", [about.case().version.to_string()]);
    typed
}

/// What was typed after a refusal: with a fresh key and version, so that pressing again is a new request made
/// for what is now true.
fn again(house: &House, about: &About<'_>, typed: Typed) -> Typed {
    let mut typed = typed;
    typed.set(KEY, [form_key(house)]);
    typed.set("version", [about.case().version.to_string()]);
    typed
}

/// Draws a form again after a refusal; where the case has moved on and the form with it, the page of the case
/// with what is now true and with what was typed.
async fn redraw<D>(
    site: &Arc<Site>,
    visitor: Visitor,
    id: String,
    typed: Typed,
    failure: Failure,
    draw: D,
) -> Result<Response, Failure>
where
    D: Fn(&House, &About<'_>, &mut dyn Ask, Typed, &Refusal) -> Result<crate::http::views::FormPage, Refusal>
        + Send
        + 'static,
{
    if !super::goes_back_to_form(&failure) {
        return Err(failure);
    }
    let status = failure.status();
    let refusal = failure.refusal;
    let drawn = ask(site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &id)?;
        match draw(house, &about, reader, typed.clone(), &refusal) {
            Ok(form) => Ok(Ok(form)),
            Err(_) => {
                let mut page = page::draw(&about, reader)?;
                page.page.single_language = true;
                page.page.notice = Some(Notice {
                    done: false,
                    text: words::refusal(refusal.code, frame.lang, &refusal.params),
                    link: None,
                });
                let texts = typed.pairs().iter().filter(|(name, value)| {
                    (name.starts_with("field-") || name == "note") && !value.trim().is_empty()
                });
                page.warnings.extend(texts.map(|(_, value)| {
                    format!("{}{value}", frame.pick("您填的内容没有保存：", "Not saved, you had written: "))
                }));
                Ok(Err(page))
            }
        }
    })
    .await?;
    match drawn {
        Ok(form) => show(status, &form),
        Err(page) => show(status, &page),
    }
}

/// What a refusal says on a form.
fn said(refusal: &Refusal, register: Option<&crate::charter::model::Register>, frame: &Frame) -> Said {
    Said::of(refusal, register, frame.lang)
}
