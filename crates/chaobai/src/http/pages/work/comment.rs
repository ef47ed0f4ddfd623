//! Comments on a record: beside its history, with a form of their own; and the button that settles one.

use super::posted::Posted;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{answer, carry_out, done, form_key, show};
use crate::charter::model::Register;
use crate::domain::comments::{self, Comment, Resolve};
use crate::domain::notices::holders;
use crate::domain::registers::permits::{self, Access, Action};
use crate::domain::registers::{self, Record};
use crate::house::House;
use crate::http::pages::common::{Frame, address, journal};
use crate::http::views::{Choice, CommentView, CommentsView, FieldInput, FormPage, InputKind, Tag, Tone};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Lang, Refusal};
use std::sync::Arc;
use store::{Ask, Reader};

/// The comments part of a record's page; none for callers who may not read the whole record.
pub fn section(
    house: &House,
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &str,
    id: &str,
) -> Result<Option<CommentsView>, Refusal> {
    let (charter, caller) = (frame.charter(), &frame.caller);
    let (Some(register), Some(id)) = (charter.register(register), Id::parse(id)) else { return Ok(None) };
    let Some(record) = registers::find(ask, &charter.zone.id, &id)? else { return Ok(None) };
    if permits::access(caller, register, &record) != Access::Full || record.withdrawn {
        return Ok(None);
    }
    let may_settle = permits::may(caller, register, Action::Amend, &record.body);
    let said = comments::of_record(ask, &charter.zone.id, &id)?;
    let open = said.iter().filter(|comment| comment.resolved.is_none()).count();
    let mut names = frame.names();
    let mut shown = Vec::with_capacity(said.len());
    for comment in said {
        let author = journal::actor(&mut names, ask, &comment.author, &comment.author_post)?;
        let resolved = match &comment.resolved {
            Some((person, post, at)) => {
                let who = journal::actor(&mut names, ask, person, post)?;
                let at = frame.time(*at);
                match frame.lang {
                    Lang::Zh => format!("{at} 由{who}办结"),
                    Lang::En => format!("Settled {at} by {who}"),
                }
            }
            None => String::new(),
        };
        let is_mine = caller.person.as_ref().is_some_and(|person| person.as_str() == comment.author);
        let can = comment.resolved.is_none() && (may_settle || is_mine);
        let units = comment.mentions.iter().map(|unit| unit_name(frame, unit));
        let told = units.collect::<Vec<_>>().join(frame.pick("、", ", "));
        let path = address::work_form(&register.id, &id, &format!("comments/{}/resolve", comment.id));
        shown.push(CommentView {
            anchor: comments::anchor(&comment.id),
            author,
            at: frame.time(comment.at),
            about: about(frame, register, &comment.field, comment.version, &record),
            text: comment.text,
            told,
            state: if resolved.is_empty() {
                Tag::new(Tone::Amber, frame.pick("待办", "open"))
            } else {
                Tag::new(Tone::Green, frame.pick("已办结", "settled"))
            },
            resolve_action: if can { frame.href(&path) } else { String::new() },
            resolve_key: if can { form_key_of(house, &comment.id) } else { String::new() },
            resolved,
        });
    }
    let state = match (frame.lang, shown.len()) {
        (_, 0) => String::new(),
        (Lang::Zh, all) => format!("{all} 条，待办 {open} 条"),
        (Lang::En, all) => format!("{all}, {open} open"),
    };
    Ok(Some(CommentsView {
        state,
        comments: shown,
        action: frame.href(&address::work_form(&register.id, &id, "comment")),
        hidden: vec![(KEY.to_owned(), form_key(house)), ("version".to_owned(), record.version.to_string())],
        fields: field_choices(frame, register, frame.query.get("field").unwrap_or_default()),
        units: unit_choices(frame, register, &record, ""),
    }))
}

/// A key for the button that settles one comment.
fn form_key_of(house: &House, comment: &str) -> String {
    house.moment().id(&format!("resolve/{comment}")).to_string()
}

fn about(frame: &Frame, register: &Register, field: &str, version: i64, record: &Record) -> String {
    let field =
        register.field(field).map_or(frame.pick("整条", "whole record"), |field| frame.text(&field.name));
    let older = version < record.version;
    match (frame.lang, older) {
        (Lang::Zh, false) => format!("{field}，第 {version} 版"),
        (Lang::Zh, true) => format!("{field}，第 {version} 版（之后已有更正）"),
        (Lang::En, false) => format!("{field}, version {version}"),
        (Lang::En, true) => format!("{field}, version {version} (amended since)"),
    }
}

fn unit_name(frame: &Frame, unit: &str) -> String {
    frame.charter().unit(unit).map_or(unit, |unit| frame.text(&unit.name)).to_owned()
}

fn choice(value: &str, text: &str, chosen: &str) -> Choice {
    Choice { value: value.into(), text: text.into(), chosen: value == chosen, ..Choice::default() }
}

fn field_choices(frame: &Frame, register: &Register, chosen: &str) -> Vec<Choice> {
    let whole = choice("", frame.pick("整条", "The whole record"), chosen);
    let fields = register.fields.iter().map(|field| choice(&field.id, frame.text(&field.name), chosen));
    [whole].into_iter().chain(fields).collect()
}

/// Units that may read the whole record, and so can be told of a comment on it.
fn unit_choices(frame: &Frame, register: &Register, record: &Record, chosen: &str) -> Vec<Choice> {
    let charter = frame.charter();
    let none = choice("", frame.pick("不提醒", "Nobody"), chosen);
    let units = charter.zone.units.iter().filter(|unit| {
        let holder = holders(charter, &format!("unit/{}", unit.id));
        permits::access(&holder, register, record) == Access::Full
    });
    [none].into_iter().chain(units.map(|unit| choice(&unit.id, frame.text(&unit.name), chosen))).collect()
}

/// The form by itself, for whoever comes to its address.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = Subject::find(&frame, reader, &register, &id, Action::Read)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        typed.set("version", [subject.record.version.to_string()]);
        typed.set("field", [frame.query.get("field").unwrap_or_default().to_owned()]);
        Ok(draw(&frame, &subject, &typed, &Said::default(), false))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// Something is said.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let record = Id::parse(&id).ok_or_else(Refusal::not_found)?;
    let path = format!("{}#comments", address::work_record(&register, &record));
    let command = Comment {
        register: register.clone(),
        id: record,
        version: typed.version(),
        field: typed.get("field").to_owned(),
        text: typed.get("text").replace("\r\n", "\n").trim().to_owned(),
        unit: typed.get("unit").to_owned(),
    };
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let subject = Subject::find(frame, reader, &register, &id, Action::Read)?;
        let (typed, said) = answer(house, frame, Some(&subject), typed, refusal);
        Ok(draw(frame, &subject, &typed, &said, true))
    };
    carry_out(&site, visitor, command, key, |visitor, _| super::see(visitor, &path), redraw).await
}

/// A comment is settled.
pub async fn resolve(
    State(site): State<Arc<Site>>,
    Path((register, id, comment)): Path<(String, String, String)>,
    Posted { visitor, typed }: Posted,
) -> Result<Response, Failure> {
    let key = typed.key()?;
    let id = Id::parse(&id).ok_or_else(Refusal::not_found)?;
    let comment = Id::parse(&comment).ok_or_else(Refusal::not_found)?;
    let path = address::work_record(&register, &id);
    let command = Resolve { register, id, comment };
    crate::http::perform(&site, visitor.caller.clone(), command, key).await?;
    Ok(done(&visitor, &path, "resolved"))
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let words = frame.words();
    let fields = vec![
        FieldInput {
            required: true,
            hint: words.comments_hint.to_owned(),
            ..input(frame, typed, said, "text", words.comments_text, InputKind::Textarea)
        },
        FieldInput {
            options: field_choices(frame, subject.register, typed.get("field")),
            ..input(frame, typed, said, "field", words.comments_about, InputKind::Select)
        },
        FieldInput {
            options: unit_choices(frame, subject.register, &subject.record, typed.get("unit")),
            ..input(frame, typed, said, "unit", words.comments_unit, InputKind::Select)
        },
    ];
    Small {
        frame,
        subject,
        typed,
        said,
        verb: words.comments_send,
        intro: frame
            .pick(
                "意见不公开：能看到本条全部内容的人可见；发出后不能修改，只能办结。",
                "Comments are not public: whoever may read the whole record sees them. They cannot be changed, only settled.",
            )
            .to_owned(),
        fields,
        hidden: vec![("version".to_owned(), typed.get("version").to_owned())],
        submit: words.comments_send,
        danger: false,
        multipart: false,
        posted,
    }
    .draw()
}
