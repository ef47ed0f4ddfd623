//! `POST …/{id}/attachments`: a file is attached to a record. Sent as it is, with its name after the
//! question mark, or as the part `file` of a form.

use super::shared::{self, CHANGE, MADE, register};
use crate::charter::model::Register;
use crate::desk::Law;
use crate::domain::files::{self, SIZE_MAX, safe_name};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{Attach, Photo, find};
use crate::http::input;
use crate::http::openapi::{Param, Shape};
use crate::http::photo::photo_of;
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, Who, ask, perform};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::Method;
use axum::response::Response;
use kernel::{Id, Kind as No, Problem, Refusal};
use std::sync::Arc;

const QUERY: &[Param] = &[
    Param::optional("name", Shape::FileName, "Name of the file, where the body is the file itself."),
    Param::optional("document", Shape::Line(60), "Kind of document: one of the list's `documents`."),
    Param::optional(
        "side",
        Shape::Line(60),
        "Side that brings it; absent: that of the record's soil or of your posts.",
    ),
    Param::optional(
        "place",
        Shape::Choice(&["keep", "remove"]),
        "What becomes of the place a photo was taken at; absent: it is taken out of the file before it is kept.",
    ),
];

/// The route. The body may be a little larger than the largest file, for the parts of a form.
pub fn route() -> Route {
    let path = "/api/registers/{register}/records/{id}/attachments";
    Route::new(Kind::Api, "registers.attach", Method::POST, path, attach)
        .who(Who::SignedIn)
        .summary("Attaches a file; what it is must be what its name says")
        .query(QUERY)
        .headers(CHANGE)
        .takes(&[("application/octet-stream", "File"), ("multipart/form-data", "FileForm")])
        .gives(MADE)
        .refuses(&[403, 409, 422])
        .body_max(SIZE_MAX as usize + 64 * 1024)
        .time(120)
}

async fn attach(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path((list, record)): Path<(String, String)>,
    asked: Asked,
    request: Request,
) -> Result<Response, Failure> {
    let (id, key) = (shared::id(&record)?, shared::key(request.headers())?);
    // Judged before anything is kept, so that nobody fills the disk with what is refused afterwards.
    let (caller, of, list_id) = (visitor.caller.clone(), id.clone(), list.clone());
    let allowed = ask(&site, move |house, reader| {
        let law = house.law();
        let register = register_of(&law, &list_id)?;
        let current =
            find(reader, &law.charter.zone.id, &of)?.filter(|record| record.register == register.id);
        let current = current.ok_or_else(Refusal::not_found)?;
        permits::demand(&caller, register, Action::Amend, &current.stage, &current.body)?;
        Ok(register.attach.clone())
    })
    .await?;
    let command = kept_file(&site, &visitor, request, &asked, (list.clone(), id.clone(), allowed)).await?;
    let sha256 = command.sha256.clone();
    let receipt = perform(&site, visitor.caller, command, key).await?;
    let address = format!("{}/attachments/{sha256}", shared::record_address(&list, id.as_str()));
    Ok(shared::receipt(&receipt, Some(address)))
}

/// Keeps the file a request brings, for the record of a list that takes these kinds of files.
pub(super) async fn kept_file(
    site: &Arc<Site>,
    visitor: &Visitor,
    request: Request,
    asked: &Asked,
    (list, id, allowed): (String, Id, Vec<String>),
) -> Result<Attach, Failure> {
    let _place = site.place_to_take().await?;
    let (name, content) = read(request, asked.text("name")).await?;
    let keeps_place = asked.text("place") == Some("keep");
    let (content, photo) = photo_of(&name, content, keeps_place);
    let (house, number) = (site.house.clone(), visitor.number.clone());
    let given = name.clone();
    let kept = tokio::task::spawn_blocking(move || {
        let marks = house.law().charter.zone.marks();
        house.files.keep(&marks, &given, &allowed, &content, &number)
    });
    let kept = kept.await.map_err(|_| Refusal::new(No::Busy, "busy"))??;
    let photo = Photo { unread: kept.unread.to_owned(), ..photo };
    Ok(Attach {
        register: list,
        id,
        sha256: kept.sha256,
        name,
        media_type: kept.media_type.to_owned(),
        size: i64::try_from(kept.size).unwrap_or(i64::MAX),
        document: asked.text("document").unwrap_or_default().to_owned(),
        side: asked.text("side").unwrap_or_default().to_owned(),
        photo,
    })
}

fn register_of<'a>(law: &'a Law, id: &str) -> Result<&'a Register, Refusal> {
    law.charter.registers.get(id).ok_or_else(Refusal::not_found)
}

/// Name and content of the file sent.
async fn read(request: Request, name: Option<&str>) -> Result<(String, Bytes), Failure> {
    let missing = |field: &str| Failure::from(Refusal::invalid(vec![Problem::new(field, "required")]));
    match input::media_type(request.headers()).as_deref() {
        Some("application/octet-stream") => {
            let name = safe_name(name.ok_or_else(|| missing("name"))?);
            Ok((name, input::read(request).await?))
        }
        Some("multipart/form-data") => {
            let unreadable = || Failure::from(Refusal::new(No::Invalid, "request.body"));
            let mut form = Multipart::from_request(request, &()).await.map_err(|_| unreadable())?;
            let part = form.next_field().await.map_err(|_| unreadable())?.ok_or_else(|| missing("file"))?;
            let other = || Failure::from(Refusal::invalid(vec![Problem::new("file", "unknown_field")]));
            if part.name() != Some("file") {
                return Err(other());
            }
            let name = safe_name(part.file_name().ok_or_else(|| missing("file"))?);
            let content = part.bytes().await.map_err(|error| match error.status() {
                axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                    Refusal::new(No::TooLarge, "too_large").with("max", files::SIZE_MAX).into()
                }
                _ => unreadable(),
            })?;
            match form.next_field().await.map_err(|_| unreadable())? {
                Some(_) => Err(other()),
                None => Ok((name, content)),
            }
        }
        _ => Err(input::unsupported("application/octet-stream, multipart/form-data")),
    }
}

/// A file of a record the caller sees.
pub(super) async fn seen(
    site: &Arc<Site>,
    visitor: Visitor,
    list: String,
    id: Id,
    sha256: String,
) -> Result<crate::domain::registers::Attachment, Failure> {
    ask(site, move |house, reader| {
        let law = house.law();
        let register = register(&law, &visitor.caller, &list)?;
        crate::domain::registers::get(reader, &law.charter, &visitor.caller, register, &id)?;
        let files = crate::domain::registers::attachments(reader, &law.charter.zone.id, &id)?;
        files.into_iter().find(|file| file.sha256 == sha256).ok_or_else(Refusal::not_found)
    })
    .await
}
