//! A file is attached to a record. It is kept, whole and looked into, before the record names it.

use super::inputs::choices;
use super::said::Said;
use super::small::{Small, input};
use super::subject::Subject;
use super::typed::{KEY, Typed};
use super::{answer, carry_out, done, form_key, goes_back_to_form, show, upload};
use crate::domain::files::{SIZE_MAX, photo, safe_name};
use crate::domain::registers::permits::Action;
use crate::domain::registers::{Attach, Photo, gate};
use crate::house::House;
use crate::http::pages::common::{Frame, address, say};
use crate::http::photo::photo_of;
use crate::http::site::fresh_key;
use crate::http::views::{FieldInput, FormPage, InputKind};
use crate::http::{Failure, Site, Visitor, ask};
use axum::body::Bytes;
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
        let at_place = subject.record.middle(subject.register);
        Ok(Place {
            register: at.0,
            id: subject.record.id,
            allowed: subject.register.attach.clone(),
            at: at_place,
        })
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
    /// Where the record is, longitude and latitude.
    at: Option<(f64, f64)>,
}

/// What a photo would tell of where it was taken: how far from the record, and when.
fn where_taken(taken: (f64, f64), at: &str, record: Option<(f64, f64)>) -> Problem {
    let problem = Problem::new("place", "photo_has_place");
    let problem = if at.is_empty() { problem } else { problem.with("taken_at", at.replace('T', " ")) };
    match record {
        Some(record) => problem.with("distance", say::distance(kernel::place::haversine_m(taken, record))),
        None => problem.with("where", format!("{:.5}, {:.5}", taken.0, taken.1)),
    }
}

/// Keeps the file and says what is to be attached.
async fn keep(site: &Arc<Site>, sent: upload::Upload, place: Place) -> Result<Attach, Failure> {
    if sent.name.is_empty() {
        return Err(Refusal::invalid(vec![Problem::new("file", "required")]).into());
    }
    let name = safe_name(&sent.name);
    let number = fresh_key(site);
    let choice = sent.typed.get("place");
    let found = photo::read(&name, &sent.content);
    if let (Some(taken), true) = (found.place, choice.is_empty()) {
        // Whether the place is kept is for the person to say, knowing what it is.
        return Err(Refusal::invalid(vec![where_taken(taken, &found.taken_at, place.at)]).into());
    }
    let (content, photo) = photo_of(&name, Bytes::from(sent.content), choice == "keep");
    let (house, as_named, allowed) = (site.house.clone(), name.clone(), place.allowed);
    let kept = tokio::task::spawn_blocking(move || {
        let marks = house.law().charter.zone.marks();
        house.files.keep(&marks, &as_named, &allowed, &content, number.as_str())
    });
    let kept = kept.await.map_err(|_| Refusal::new(Kind::Busy, "busy"))??;
    Ok(Attach {
        register: place.register,
        id: place.id,
        sha256: kept.sha256,
        name,
        media_type: kept.media_type.to_owned(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
        document: sent.typed.get("document").to_owned(),
        side: sent.typed.get("side").to_owned(),
        photo: Photo { unread: kept.unread.to_owned(), ..photo },
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
    let mut fields = what_it_is(frame, subject, typed, said);
    // The file is sent last: what is said of it is read before it.
    fields.push(FieldInput {
        required: true,
        accept: endings.join(","),
        hint,
        ..input(frame, typed, said, "file", words.file_name, InputKind::File)
    });
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

/// Kind of document, side and place of a photo, as far as the list asks for them.
fn what_it_is(frame: &Frame, subject: &Subject<'_>, typed: &Typed, said: &Said) -> Vec<FieldInput> {
    let register = subject.register;
    let mut fields = Vec::new();
    let choose = |name: &str, all: Vec<(String, String)>| choices(all, &[typed.get(name).to_owned()]);
    if !register.documents.is_empty() {
        let mut all = vec![(String::new(), frame.pick("（其他文件）", "(another file)").to_owned())];
        all.extend(register.documents.iter().map(|d| (d.id.clone(), frame.text(&d.name).to_owned())));
        let kind = input(
            frame,
            typed,
            said,
            "document",
            frame.pick("文件种类", "Kind of document"),
            InputKind::Select,
        );
        fields.push(FieldInput { options: choose("document", all), required: true, ..kind });
        let own: Vec<&str> = frame.caller.posts.iter().filter_map(|held| held.side.as_deref()).collect();
        if own.is_empty() && gate::side_of(frame.charter(), register, &subject.record.body).is_none() {
            let sides = &frame.charter().zone.sides;
            let all = sides.iter().map(|side| (side.id.clone(), frame.text(&side.name).to_owned())).collect();
            let side =
                input(frame, typed, said, "side", frame.pick("哪一方的文件", "Side"), InputKind::Radios);
            fields.push(FieldInput { options: choose("side", all), ..side });
        }
    }
    if register.attach.iter().any(|ending| matches!(ending.as_str(), "jpg" | "jpeg")) {
        let all = vec![
            (
                "remove".to_owned(),
                frame.pick("去掉位置再保存", "take the place out before keeping it").to_owned(),
            ),
            ("keep".to_owned(), frame.pick("保留位置", "keep the place").to_owned()),
        ];
        let place = input(
            frame,
            typed,
            said,
            "place",
            frame.pick("照片里的拍摄位置", "The place a photo was taken at"),
            InputKind::Radios,
        );
        let hint = frame.pick(
            "只对带有位置的照片起作用；不选时，系统读出位置和距离后再问您。",
            "Only for photos that carry one; if you choose nothing, you are told what it is and asked.",
        );
        fields.push(FieldInput { options: choose("place", all), hint: hint.to_owned(), ..place });
    }
    fields
}

/// The largest file in words: `20 MB`.
fn largest() -> String {
    format!("{} MB", SIZE_MAX / (1024 * 1024))
}
