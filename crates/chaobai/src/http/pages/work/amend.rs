//! A record changes from a day on, or what was recorded is put right.

use super::posted::Posted;
use super::read::{self, Body};
use super::said::Said;
use super::sheet::{self, SINCE, Sheet};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{Outcome, answer, carry_out, done, form_key, judge, show, stale};
use crate::domain::registers::permits::{Access, Action};
use crate::domain::registers::{self, Amend, Record};
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::views::{FormPage, SummaryLine};
use crate::http::words;
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Lang, Refusal};
use serde_json::{Map, Value};
use std::sync::Arc;
use store::{Ask, Reader};

/// The form, filled with the record as it is.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = Subject::find(&frame, reader, &register, &id, Action::Amend)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [subject.record.version.to_string()]);
        typed.set("change", [SINCE.to_owned()]);
        typed.set("effective_on", [frame.today.to_string()]);
        for field in subject.free_fields() {
            typed.set_field(
                &field.id,
                read::typed(frame.charter(), field, subject.record.body.get(&field.id)),
            );
        }
        draw(&frame, reader, &subject, &typed, &Said::default(), Vec::new(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let (asked, who, at) = (typed.clone(), visitor.clone(), (register.clone(), id.clone()));
    let outcome = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let subject = Subject::find(&frame, reader, &at.0, &at.1, Action::Amend)?;
        judge_form(&frame, reader, &subject, &asked)
    })
    .await?;
    let command = match outcome {
        Outcome::Form(page) => return show(StatusCode::UNPROCESSABLE_ENTITY, &*page),
        Outcome::Command(command) => command,
    };
    let path = address::work_record(&register, &command.id);
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let subject = Subject::find(frame, reader, &register, &id, Action::Amend)?;
        let seen = seen(frame, reader, &subject, typed.version())?;
        let (mut typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        let mut theirs = Vec::new();
        if refusal.code == stale::CODE {
            theirs = stale::merge(frame, reader, &subject, &seen.body, &mut typed)?;
        }
        draw(frame, reader, &subject, &typed, &said, theirs, true)
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "amended"), redraw).await
}

/// The command a form asks for, or the form with everything that is wrong with it. What changes is told
/// from the version the form was made from, so that the same form is the same request whenever it comes.
fn judge_form(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    typed: &Typed,
) -> Result<Outcome<Amend>, Refusal> {
    let seen = seen(frame, ask, subject, typed.version())?;
    let whole = subject.access == Access::Full;
    let (body, mut problems) =
        judge::body(ask, frame, subject.register, &subject.free_fields(), typed, &seen.body, whole)?;
    let effective_on = sheet::effective_on(typed, frame.today, Some(seen.effective_on));
    let note = judge::note(typed, "note");
    let changes = changes(&seen.body, &body);
    match (problems.is_empty(), effective_on, note) {
        (true, Ok(_), Ok(_)) if changes.is_empty() => {
            let code = "registers.nothing_changed";
            let whole = vec![words::refusal(code, frame.lang, &Default::default())];
            let said = Said { whole, ..Said::default() };
            draw(frame, ask, subject, typed, &said, Vec::new(), true).map(Outcome::form)
        }
        (true, Ok(day), Ok(note)) => Ok(Outcome::Command(Amend {
            register: subject.register.id.clone(),
            id: subject.record.id.clone(),
            version: typed.version(),
            changes,
            effective_on: Some(day),
            note,
        })),
        (_, day, note) => {
            problems.extend(day.err());
            problems.extend(note.err());
            draw(frame, ask, subject, typed, &Said::problems(problems), Vec::new(), true).map(Outcome::form)
        }
    }
}

/// The state the form was made from: the latest one to hold among the versions up to the one it names.
fn seen(frame: &Frame, ask: &mut dyn Ask, subject: &Subject<'_>, version: i64) -> Result<Record, Refusal> {
    let id = &subject.record.id;
    let history = registers::history(ask, frame.charter(), &frame.caller, subject.register, id)?;
    let known = history.into_iter().map(|known| known.record);
    let (mut exists, mut latest) = (false, None::<Record>);
    for record in known.filter(|record| record.version <= version) {
        exists |= record.version == version;
        let holds = latest
            .as_ref()
            .is_none_or(|l| (l.effective_on, l.version) < (record.effective_on, record.version));
        if holds {
            latest = Some(record);
        }
    }
    latest.filter(|_| exists).ok_or_else(Refusal::not_found)
}

/// Fields that differ, with their new value; null where there is none any more.
fn changes(old: &Body, new: &Body) -> Map<String, Value> {
    let set = new.iter().filter(|(id, value)| old.get(*id) != Some(*value));
    let set = set.map(|(id, value)| (id.clone(), value.clone()));
    let gone = old.keys().filter(|id| !new.contains_key(*id)).map(|id| (id.clone(), Value::Null));
    set.chain(gone).collect()
}

fn draw(
    frame: &Frame,
    ask: &mut dyn Ask,
    subject: &Subject<'_>,
    typed: &Typed,
    said: &Said,
    theirs: Vec<SummaryLine>,
    posted: bool,
) -> Result<FormPage, Refusal> {
    let colon = frame.words().colon;
    let is_stale = !theirs.is_empty();
    let intro = match (is_stale, frame.lang) {
        (false, Lang::Zh) => "原来的内容不会丢：每一版都保留，可按日期回看。".to_owned(),
        (false, Lang::En) => "What was recorded stays: every version is kept and can be seen as of its day.".to_owned(),
        (true, Lang::Zh) => "别人的改动列在下面。您没有改过的字段已换成最新内容，您改过的字段保留您填的内容、旁边是现值。核对后再按保存。".to_owned(),
        (true, Lang::En) => "What somebody else changed is listed below. Fields you left alone show the new content; fields you changed keep yours, with what stands now beside them. Check, then save again.".to_owned(),
    };
    let fixed = subject.fixed(frame);
    let intro = match (fixed.is_empty(), frame.lang) {
        (true, _) => intro,
        (false, Lang::Zh) => {
            format!("{fixed}已报请或已经机构决定，不在这里改：要改，请在办件里退回，或立项报请决定。{intro}")
        }
        (false, Lang::En) => format!(
            "Before a body or decided by it, and not changed here: {fixed}. Have the case sent back, or open a case and have the change decided. {intro}"
        ),
    };
    Sheet {
        frame,
        register: subject.register,
        fields: subject.free_fields(),
        typed,
        said,
        present: Some(&subject.record.body),
        heading: format!("{}{colon}{}", frame.words().amend, subject.title),
        intro,
        facts_heading: frame.pick("别人刚才的改动", "What somebody else changed").to_owned(),
        facts: theirs,
        back: subject.back(frame),
        notice: None,
        posted,
    }
    .draw(ask)
}
