//! `GET /api/registers/{register}/export.csv`, `.xlsx`, `.geojson`: a whole list as a file, however long.

use super::list;
use super::shared::{AS_OF, BBOX, KNOWN_AT, download, register};
use super::stream;
use crate::charter::model::{Charter, Field, FieldType, Register};
use crate::desk::Caller;
use crate::domain::registers::permits::{self, Scope};
use crate::domain::registers::{self, Access, ListQuery, Record, Sort};
use crate::house::House;
use crate::http::export::{Format, Head, RecordView};
use crate::http::openapi::{Param, Shape};
use crate::http::{Asked, Failure, Kind, Route, Site, Visitor, ask};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use kernel::{Id, Lang, Refusal};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;
use store::{Reader, StoreError};

/// Names of records that are remembered while a list is written.
const NAMES_MAX: usize = 20_000;

const QUERY: &[Param] = &[
    Param::optional("filter", Shape::Filter, "CQL2 text over the fields the caller sees."),
    AS_OF,
    KNOWN_AT,
    Param::optional("stage", Shape::Stage, "Only records in this stage."),
    BBOX,
    Param::optional("lang", Shape::Choice(&["zh", "en"]), "Language of names and headings; left out: zh."),
];

/// The routes.
pub fn routes() -> Vec<Route> {
    let route = |name, path, summary| {
        Route::new(Kind::Api, name, Method::GET, path, export).summary(summary).query(QUERY)
    };
    vec![
        route(
            "registers.export_csv",
            "/api/registers/{register}/export.csv",
            "A whole list as CSV, for people",
        )
        .gives(&[(200, "text/csv", "Text")]),
        route(
            "registers.export_geojson",
            "/api/registers/{register}/export.geojson",
            "A whole list as GeoJSON, for programs",
        )
        .gives(&[(200, "application/geo+json", "Export")]),
        route("registers.export_xlsx", "/api/registers/{register}/export.xlsx", "A whole list as a workbook")
            .gives(&[(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "File")]),
    ]
}

async fn export(
    State(site): State<Arc<Site>>,
    visitor: Visitor,
    Path(list): Path<String>,
    asked: Asked,
) -> Result<Response, Failure> {
    let ending = visitor.path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let format = Format::from_ending(ending).ok_or_else(Failure::not_found)?;
    let lang = if asked.text("lang") == Some("en") { Lang::En } else { Lang::Zh };
    let place = site.place_to_send().await?;
    // One page is asked for first: what is refused is refused before the file begins.
    let (of, caller) = (list.clone(), visitor.caller.clone());
    let query = ask(&site, move |house, reader| {
        let law = house.law();
        let register = register(&law, &caller, &of)?;
        let query = ListQuery { today: Some(house.clock.today()), ..list::query(register, &asked)? };
        let first = ListQuery { sort: Some(Sort::parse("id")), limit: 1, ..query.clone() };
        registers::list(reader, &caller, register, &first)?;
        Ok(query)
    })
    .await?;
    let (pieces, body) = stream::pieces();
    let (house, caller, of) = (site.house.clone(), visitor.caller, list.clone());
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let broken = pieces.breaker();
        if let Err(error) = write(&house, &caller, &of, &query, format, lang, pieces) {
            tracing::warn!(error = format!("{error:#}"), "a list was not sent to its end");
            broken(std::io::ErrorKind::Other.into());
        }
    });
    let day = site.house.clock.today();
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(format.media_type()));
    let (name, value) = download(&format!("{list}-{day}.{}", format.ending()));
    headers.insert(name, value);
    Ok(response)
}

fn write(
    house: &House,
    caller: &Caller,
    list: &str,
    query: &ListQuery,
    format: Format,
    lang: Lang,
    out: impl Write + Send,
) -> anyhow::Result<()> {
    let law = house.law();
    let Some(register) = law.charter.registers.get(list) else { anyhow::bail!("the list is gone") };
    let mut reader = house.reader()?;
    reader.snapshot()?;
    let names = Names::new(&law.charter, caller, house.reader()?);
    let name_of = |field: &Field, value: &Value, lang: Lang| names.of(field, value, lang);
    let fields = fields(caller, register);
    let head = Head {
        register,
        fields: &fields,
        lang,
        as_of: query.as_of.unwrap_or_else(|| house.clock.today()),
        exported_at: house.clock.now(),
        time_zone: &law.charter.zone.time_zone,
        money: (&law.charter.zone.currency, law.charter.minor_digits()),
        name_of: &name_of,
        official: None,
    };
    let mut sheet = format.open(head, out)?;
    registers::each(&mut reader, caller, register, query, |record| {
        sheet.row(&view(&record)).map_err(|error| StoreError::other(error.to_string()))
    })?;
    sheet.finish()?;
    Ok(())
}

/// A record as the writers take it.
pub fn view(record: &Record) -> RecordView<'_> {
    RecordView {
        id: record.id.as_str(),
        version: record.version,
        stage: &record.stage,
        effective_on: record.effective_on,
        amended_at: record.amended_at,
        body: &record.body,
    }
}

/// The columns a caller can see something in.
pub fn fields<'a>(caller: &Caller, register: &'a Register) -> Vec<&'a Field> {
    let some_full = match permits::scope(caller, register) {
        Scope::All => true,
        Scope::Some { fields, .. } => !fields.is_empty(),
        Scope::Nothing => false,
    };
    let access = if some_full { Access::Full } else { Access::Public };
    register.fields.iter().filter(|field| permits::sees_field(access, field)).collect()
}

/// Names behind ids, those of records looked up once.
pub struct Names<'a> {
    charter: &'a Charter,
    caller: &'a Caller,
    reader: RefCell<Reader>,
    records: RefCell<HashMap<String, String>>,
}

impl<'a> Names<'a> {
    /// Names as a caller sees them.
    pub fn new(charter: &'a Charter, caller: &'a Caller, reader: Reader) -> Names<'a> {
        Names { charter, caller, reader: RefCell::new(reader), records: RefCell::default() }
    }

    /// The name behind a value of a field; the value itself where it has none the caller sees.
    pub fn of(&self, field: &Field, value: &Value, lang: Lang) -> String {
        let Some(id) = value.as_str() else { return value.to_string() };
        let name = match field.kind {
            FieldType::Choice | FieldType::Choices => {
                field.choices.iter().find(|choice| choice.id == id).map(|choice| &choice.name)
            }
            FieldType::Unit | FieldType::Units => self.charter.unit(id).map(|unit| &unit.name),
            FieldType::Jurisdiction => self.charter.jurisdiction(id).map(|place| &place.name),
            FieldType::Body => self.charter.body(id).map(|body| &body.name),
            FieldType::Post => self.charter.post(id).map(|post| &post.name),
            FieldType::Record => return self.record(id),
            _ => None,
        };
        name.map_or_else(|| id.to_owned(), |name| name.get(lang).to_owned())
    }

    fn record(&self, id: &str) -> String {
        if let Some(known) = self.records.borrow().get(id) {
            return known.clone();
        }
        let name = self.look_up(id).ok().flatten().unwrap_or_else(|| id.to_owned());
        let mut known = self.records.borrow_mut();
        if known.len() < NAMES_MAX {
            known.insert(id.to_owned(), name.clone());
        }
        name
    }

    fn look_up(&self, id: &str) -> Result<Option<String>, Refusal> {
        let Some(id) = Id::parse(id) else { return Ok(None) };
        let mut reader = self.reader.borrow_mut();
        let Some(record) = registers::find(&mut *reader, &self.charter.zone.id, &id)? else {
            return Ok(None);
        };
        let Some(register) = self.charter.registers.get(&record.register) else { return Ok(None) };
        let access = permits::access(self.caller, register, &record);
        let title = register.field(&register.title).filter(|field| permits::sees_field(access, field));
        Ok(title.map(|_| record.title(register)))
    }
}
