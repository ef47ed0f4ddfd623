//! A file is attached to a record. It is kept, whole and looked into, before the record names it.

use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{answer, carry_out, done, form_key, goes_back_to_form, show, upload};
use crate::domain::files::{SIZE_MAX, safe_name};
use crate::domain::registers::Attach;
use crate::domain::registers::permits::Action;
use crate::house::House;
use crate::http::pages::common::{Frame, address};
use crate::http::site::fresh_key;
use crate::http::views::{FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Kind, Problem, Refusal};
use std::sync::Arc;
use store::Reader;

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let subject = find(&frame, reader, &register, &id)?;
        let mut typed = Typed::default();
        typed.set(KEY, [form_key(house)]);
        Ok(draw(&frame, &subject, &typed, &Said::default(), false))
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The filled form.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path((register, id)): Path<(String, String)>,
    visitor: Visitor,
    parts: Multipart,
) -> Result<Response, Failure> {
    // Who may not attach is told before anything is read, and nothing of theirs reaches the disk.
    let (who, at) = (visitor.clone(), (register.clone(), id.clone()));
    let place = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let subject = find(&frame, reader, &at.0, &at.1)?;
        Ok(Place { register: at.0, id: subject.record.id, allowed: subject.register.attach.clone() })
    })
    .await?;
    let path = address::work_record(&place.register, &place.id);
    let _place = site.place_to_take().await?;
    let sent = upload::read(&visitor, parts).await?;
    let key = sent.typed.key()?;
    let typed = sent.typed.clone();
    let redraw = move |house: &House, frame: &Frame, reader: &mut Reader, refusal: &Refusal| {
        let subject = find(frame, reader, &register, &id)?;
        let (typed, _) = answer(house, frame, Some(&subject), typed, refusal);
        Ok(draw(frame, &subject, &typed, &Said::of(&at_file(refusal), None, frame.lang), true))
    };
    let command = match keep(&site, sent, place).await {
        Ok(kept) => kept,
        Err(failure) if goes_back_to_form(&failure) => {
            let status = failure.status();
            let draw = move |house: &House, reader: &mut Reader| {
                redraw(house, &Frame::new(house, &visitor), reader, &failure.refusal)
            };
            return show(status, &ask(&site, draw).await?);
        }
        Err(failure) => return Err(failure),
    };
    carry_out(&site, visitor, command, key, |visitor, _| done(visitor, &path, "attached"), redraw).await
}

/// Where a file goes.
struct Place {
    register: String,
    id: Id,
    allowed: Vec<String>,
}

/// Keeps the file and says what is to be attached.
async fn keep(site: &Arc<Site>, sent: upload::Upload, place: Place) -> Result<Attach, Failure> {
    if sent.name.is_empty() {
        return Err(Refusal::invalid(vec![Problem::new("file", "required")]).into());
    }
    let name = safe_name(&sent.name);
    let number = fresh_key(site);
    let (house, as_named, content, allowed) = (site.house.clone(), name.clone(), sent.content, place.allowed);
    let kept = tokio::task::spawn_blocking(move || {
        house.files.keep(&as_named, &allowed, &mut content.as_slice(), number.as_str())
    });
    let kept = kept.await.map_err(|_| Refusal::new(Kind::Busy, "busy"))??;
    Ok(Attach {
        register: place.register,
        id: place.id,
        sha256: kept.sha256,
        name,
        media_type: kept.media_type.to_owned(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
    })
}

/// The record, if its list takes files.
fn find<'a>(frame: &'a Frame, reader: &mut Reader, register: &str, id: &str) -> Result<Subject<'a>, Refusal> {
    let subject = Subject::find(frame, reader, register, id, Action::Amend)?;
    if subject.register.attach.is_empty() { Err(Refusal::not_found()) } else { Ok(subject) }
}

/// A file that is too large is said at the file.
fn at_file(refusal: &Refusal) -> Refusal {
    let mut refusal = refusal.clone();
    if refusal.kind == Kind::TooLarge {
        refusal.problems = vec![Problem::new("file", "file_too_large").with("max", largest())];
    }
    refusal
}

fn draw(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said, posted: bool) -> FormPage {
    let words = frame.words();
    let endings: Vec<String> = subject.register.attach.iter().map(|ending| format!(".{ending}")).collect();
    let kinds = subject.register.attach.iter().map(|ending| ending.to_uppercase()).collect::<Vec<_>>();
    let hint = format!(
        "{}{}{}{}",
        kinds.join(frame.pick("、", ", ")),
        words.comma,
        frame.pick("最大 ", "at most "),
        largest()
    );
    let fields = vec![FieldInput {
        required: true,
        accept: endings.join(","),
        hint,
        ..input(frame, typed, said, "file", words.file_name, InputKind::File)
    }];
    Small {
        frame,
        subject,
        typed,
        said,
        verb: words.attach,
        intro: frame
            .pick(
                "附件上传后不能删除；能看到本条的人都能下载。",
                "A file cannot be deleted once attached; whoever sees the record can download it.",
            )
            .to_owned(),
        fields,
        hidden: Vec::new(),
        submit: words.attach,
        danger: false,
        multipart: true,
        posted,
    }
    .draw()
}

/// The largest file in words: `20 MB`.
fn largest() -> String {
    format!("{} MB", SIZE_MAX / (1024 * 1024))
}
