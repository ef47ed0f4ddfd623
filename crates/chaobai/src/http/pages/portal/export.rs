//! `/lists/{register}/export.csv`, `.xlsx`, `.geojson`: a whole list as a file, with the filter, stage and
//! day of the page it was asked from.

use crate::charter::model::Field;
use crate::domain::registers::{self, ListQuery, Record};
use crate::house::House;
use crate::http::api::export::{fields, view};
use crate::http::api::stream;
use crate::http::export::{Format, Head, Official};
use crate::http::pages::common::{Frame, Question, address, list};
use crate::http::{Failure, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::{Currency, Lang, Refusal};
use serde_json::Value;
use std::cell::RefCell;
use std::io;
use std::sync::Arc;
use store::StoreError;

/// CSV.
pub async fn csv(
    site: State<Arc<Site>>,
    visitor: Visitor,
    register: Path<String>,
) -> Result<Response, Failure> {
    send(site.0, visitor, register.0, Format::Csv).await
}

/// A workbook.
pub async fn xlsx(
    site: State<Arc<Site>>,
    visitor: Visitor,
    register: Path<String>,
) -> Result<Response, Failure> {
    send(site.0, visitor, register.0, Format::Xlsx).await
}

/// GeoJSON.
pub async fn geojson(
    site: State<Arc<Site>>,
    visitor: Visitor,
    register: Path<String>,
) -> Result<Response, Failure> {
    send(site.0, visitor, register.0, Format::GeoJson).await
}

async fn send(site: Arc<Site>, visitor: Visitor, id: String, format: Format) -> Result<Response, Failure> {
    // A question that cannot be answered is refused before the first byte.
    let (frame, query, name) = ask(&site, move |house, reader| {
        let frame = Frame::new(house, &visitor);
        let register = list::find(&frame, &id)?;
        let query = Question::read(&frame, register, 1).whole()?;
        let query = ListQuery { after: None, sort: None, ..query };
        registers::list(reader, &frame.caller, register, &query)?;
        let name = register.id.clone();
        Ok((frame, query, name))
    })
    .await?;
    let place = site.place_to_send().await?;
    let (pieces, body) = stream::pieces();
    let break_off = pieces.breaker();
    let disposition = disposition(&frame, &name, &query, format);
    let house = site.house.clone();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        if let Err(why) = write(&house, &frame, &name, &query, format, pieces)
            && why.kind() != io::ErrorKind::BrokenPipe
        {
            tracing::error!(error = %why, list = name, "a list could not be sent whole");
            break_off(why);
        }
    });
    let media_type = HeaderValue::from_static(format.media_type());
    Ok(([(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, disposition)], body)
        .into_response())
}

/// `roads-2023-12-29.csv`, with the list's own name for browsers that can.
fn disposition(frame: &Frame, id: &str, query: &ListQuery, format: Format) -> HeaderValue {
    let (day, ending) = (query.as_of.unwrap_or(frame.today), format.ending());
    let name = frame.charter().register(id).map_or(id, |register| frame.text(&register.name));
    let full = address::encode(&format!("{name}-{day}.{ending}"));
    let text = format!("attachment; filename=\"{id}-{day}.{ending}\"; filename*=UTF-8''{full}");
    HeaderValue::from_str(&text).expect("a register's id and an encoded name are plain ASCII")
}

fn write(
    house: &House,
    frame: &Frame,
    id: &str,
    query: &ListQuery,
    format: Format,
    out: impl io::Write + Send,
) -> io::Result<()> {
    let register = list::find(frame, id).map_err(refused)?;
    let zone = &frame.charter().zone;
    let fields = fields(&frame.caller, register);
    // Titles of other records are looked up by a second reader while the first one gives the rows.
    let mut rows = house.reader().map_err(io::Error::other)?;
    let mut titles = house.reader().map_err(io::Error::other)?;
    rows.snapshot().map_err(io::Error::other)?;
    let names = RefCell::new(frame.names());
    let name_of = |field: &Field, value: &Value, _: Lang| names.borrow().name(field, value);
    let currency = Currency::find(&zone.currency);
    let official = official(frame);
    let head = Head {
        register,
        fields: &fields,
        lang: frame.lang,
        as_of: query.as_of.unwrap_or(frame.today),
        exported_at: frame.now,
        time_zone: &zone.time_zone,
        money: currency.map_or(("", 2), |currency| {
            let name = if frame.lang == Lang::Zh { currency.zh() } else { currency.code() };
            (name, currency.digits())
        }),
        name_of: &name_of,
        official: official.as_ref(),
    };
    let mut sheet = format.open(head, out)?;
    let mut failed = None;
    let sent = registers::each(&mut rows, &frame.caller, register, query, |record: Record| {
        let mut row = || -> io::Result<()> {
            names.borrow_mut().learn(&mut titles, register, [&record.body]).map_err(refused)?;
            sheet.row(&view(&record))
        };
        row().map_err(|error| {
            failed = Some(error);
            StoreError::other("the reader of a list went away")
        })
    });
    match (sent, failed) {
        (_, Some(error)) => Err(error),
        (Err(refusal), None) => Err(refused(refusal)),
        (Ok(()), None) => sheet.finish(),
    }
}

/// The head of an official table (`head=official`): the unit and name of who asks, a place for who checks.
fn official(frame: &Frame) -> Option<Official> {
    let asked = frame.query.get("head") == Some("official") && frame.caller.is_signed_in();
    asked.then(|| {
        let unit = frame.caller.posts.iter().find_map(|post| post.unit.as_deref());
        let unit = unit.and_then(|id| frame.charter().unit(id)).map(|unit| frame.text(&unit.name).to_owned());
        Official {
            unit: unit.unwrap_or_default(),
            person: frame.caller.name.clone(),
            checker: String::new(),
            date: frame.date(frame.today),
        }
    })
}

fn refused(refusal: Refusal) -> io::Error {
    io::Error::other(refusal)
}
