//! A paper is handed in for an item. It is kept, whole and looked into, before the item names it.

use super::super::small::input;
use super::super::upload;
use super::{About, KEY, Said, Typed, blank, done, form_key, goes_back_to_form, perform, say, show};
use crate::domain::files::{SIZE_MAX, safe_name};
use crate::domain::meetings::{self, FilePaper};
use crate::domain::registers::{Attach, Photo};
use crate::http::pages::common::{Frame, address, cases};
use crate::http::photo::photo_of;
use crate::http::site::fresh_key;
use crate::http::views::{Cell, FieldInput, Form, FormPage, InputKind, Link, Nav};
use crate::http::{Failure, Site, Visitor, ask};
use axum::body::Bytes;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Id, Kind, Problem, Refusal};
use std::sync::Arc;

/// Largest body: the largest file and the parts around it.
pub const BODY_MAX: usize = SIZE_MAX as usize + 64 * 1024;

type At = (String, String);

/// The form.
pub async fn form(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    visitor: Visitor,
) -> Result<Response, Failure> {
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        draw(&about, &at, &blank(house), &Said::default(), false)
    })
    .await?;
    show(StatusCode::OK, &page)
}

/// The file.
pub async fn post(
    State(site): State<Arc<Site>>,
    Path(at): Path<At>,
    visitor: Visitor,
    parts: Multipart,
) -> Result<Response, Failure> {
    // Who may not hand in a paper is told before anything is read, and nothing of theirs reaches the disk.
    let (who, here) = (visitor.clone(), at.clone());
    let (list, item, allowed, meeting) = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &who);
        let about = About::find(&frame, reader, &here.0)?;
        let item = demand(&about, &here)?;
        let agenda = about.sitting.agenda;
        Ok((agenda.id.clone(), item, agenda.attach.clone(), about.id().clone()))
    })
    .await?;
    let _place = site.place_to_take().await?;
    let sent = upload::read(&visitor, parts).await?;
    let typed = sent.typed.clone();
    typed.key()?;
    let path = address::item(&meeting, &item);
    let answer = match keep(&site, sent, list, item, allowed).await {
        Ok(file) => {
            let let_in = typed.get("let_in").replace("\r\n", "\n");
            perform(&site, &visitor, Box::new(FilePaper { file, let_in }), &typed).await
        }
        Err(failure) => Err(failure),
    };
    let failure = match answer {
        Ok(_) => return Ok(done(&visitor, &path, "paper")),
        Err(failure) if goes_back_to_form(&failure) => failure,
        Err(failure) => return Err(failure),
    };
    let status = failure.status();
    let page = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let about = About::find(&frame, reader, &at.0)?;
        let mut typed = typed;
        typed.set(KEY, [form_key(house)]);
        let mut refusal = failure.refusal;
        if refusal.kind == Kind::TooLarge {
            refusal.problems = vec![Problem::new("file", "file_too_large").with("max", largest())];
        }
        draw(&about, &at, &typed, &Said::of(&refusal, None, frame.lang), true)
    })
    .await?;
    show(status, &page)
}

async fn keep(
    site: &Arc<Site>,
    sent: upload::Upload,
    list: String,
    item: Id,
    allowed: Vec<String>,
) -> Result<Attach, Failure> {
    if sent.name.is_empty() {
        return Err(Refusal::invalid(vec![Problem::new("file", "required")]).into());
    }
    let name = safe_name(&sent.name);
    let number = fresh_key(site);
    // A photo among papers tells nothing of where it was taken.
    let (content, photo) = photo_of(&name, Bytes::from(sent.content), false);
    let (house, as_named) = (site.house.clone(), name.clone());
    let kept = tokio::task::spawn_blocking(move || {
        let marks = house.law().charter.zone.marks();
        house.files.keep(&marks, &as_named, &allowed, &content, number.as_str())
    });
    let kept = kept.await.map_err(|_| Refusal::new(Kind::Busy, "busy"))??;
    Ok(Attach {
        register: list,
        id: item,
        sha256: kept.sha256,
        name,
        media_type: kept.media_type.to_owned(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
        document: String::new(),
        side: String::new(),
        photo: Photo { unread: kept.unread.to_owned(), ..photo },
    })
}

/// The item, if the caller may hand in a paper for it now.
fn demand(about: &About<'_>, at: &At) -> Result<Id, Refusal> {
    let item = about.item(&at.1)?;
    if !about.is_office() {
        return Err(Refusal::not_allowed());
    }
    if !about.is_in(&["preparing", "called"]) {
        return Err(Refusal::new(Kind::Conflict, "meetings.stage"));
    }
    Ok(item.record.id.clone())
}

fn draw(about: &About<'_>, at: &At, typed: &Typed, said: &Said, posted: bool) -> Result<FormPage, Refusal> {
    let frame = about.frame;
    demand(about, at)?;
    let item = about.item(&at.1)?;
    let verb = frame.pick("交材料", "Hand in a paper");
    let title = about.item_title(&item.record);
    let heading = format!("{verb}{}{title}", frame.words().colon);
    let endings: Vec<String> =
        about.sitting.agenda.attach.iter().map(|ending| format!(".{ending}")).collect();
    let kinds: Vec<String> = about.sitting.agenda.attach.iter().map(|ending| ending.to_uppercase()).collect();
    let due = about
        .sitting
        .rules
        .zip(about.held_on())
        .map(|(rules, day)| meetings::paper_due(frame.charter(), rules, day));
    let mut fields = Vec::new();
    if due.as_ref().is_some_and(|due| frame.today > due.on) {
        fields.push(FieldInput {
            hint: frame
                .pick(
                    "材料已过截止日期：主持人准许的，在此写明理由",
                    "the day for papers is over: if the chair lets it in, say why",
                )
                .to_owned(),
            ..input(
                frame,
                typed,
                said,
                "let_in",
                frame.pick("主持人准许的理由", "Why the chair lets it in"),
                InputKind::Textarea,
            )
        });
    }
    // The file is sent last: what is said of it is read before it.
    fields.push(FieldInput {
        required: true,
        accept: endings.join(","),
        hint: format!(
            "{}{}{}{}",
            kinds.join(frame.pick("、", ", ")),
            frame.words().comma,
            frame.pick("最大 ", "at most "),
            largest()
        ),
        ..input(frame, typed, said, "file", frame.words().file_name, InputKind::File)
    });
    let shown: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let mut facts = vec![cases::line(
        frame.pick("会议", "Meeting"),
        Cell::link(frame.href(&address::meeting(about.id())), about.title()),
    )];
    if let Some(due) = due {
        facts.push(cases::line(frame.pick("材料截止", "Papers due"), Cell::text(say::day(frame, due.on))));
        let not_published = cases::not_published(frame, &due.unpublished);
        facts.extend(not_published.map(|text| cases::line(frame.pick("注意", "Note"), Cell::text(text))));
    }
    let back = Link::new(frame.href(&address::item(about.id(), &item.record.id)), title);
    let mut page = frame.page(Nav::Meetings, heading.clone());
    page.single_language = posted;
    Ok(FormPage {
        page,
        heading,
        intro: frame
            .pick(
                "材料按内容的校验值固定，交后不能删改；修改过的作为另一份再交。",
                "A paper is fixed by the digest of its content and cannot be changed; an amended one is handed in as another.",
            )
            .to_owned(),
        facts_heading: frame.words().meeting_facts.to_owned(),
        facts,
        form: Form {
            action: frame.href(&frame.path),
            multipart: true,
            hidden: vec![(KEY.to_owned(), typed.get(KEY).to_owned())],
            fields,
            errors: said.lines(&shown, None, frame.lang),
            submit: verb.to_owned(),
            cancel_href: back.href.clone(),
            ..Form::default()
        },
        back,
    })
}

/// The largest file in words: `20 MB`.
fn largest() -> String {
    format!("{} MB", SIZE_MAX / (1024 * 1024))
}
