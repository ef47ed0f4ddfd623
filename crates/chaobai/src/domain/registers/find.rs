//! Questions about registers. A question gets something it can ask and never anything it can write with.

use super::attach::Photo;
use super::filter::{self, Param};
use super::page::{Cursor, Part, Sort, order, page_text};
use super::permits::{self, Access, Scope};
use super::plan::Plan;
use super::record::Record;
use super::{field_sql, plan, sql};
use crate::charter::model::{Charter, Field, Register};
use crate::desk::Caller;
use kernel::{Cell, Date, Id, Instant, Kind, Refusal};
use serde_json::Map;
use store::{Ask, Row, StoreError, Value};

/// Counting stops here unless somebody asks for the exact number.
pub const COUNT_MAX: i64 = 1000;
/// "Whatever day": asks for the latest state.
pub(super) const LAST_DAY: Date = Date::LAST;

/// A question to one register.
#[derive(Clone, Debug, Default)]
pub struct ListQuery {
    /// CQL2 text over the fields the caller sees.
    pub filter: Option<String>,
    /// Today; what `as_of` means in a filter where no other day is asked for.
    pub today: Option<Date>,
    /// Order; absent: the register's own, then id.
    pub sort: Option<Sort>,
    /// Records of one page, at most 1000.
    pub limit: usize,
    /// Where the page before ended.
    pub after: Option<String>,
    /// Business day; absent: now.
    pub as_of: Option<Date>,
    /// What was known at this instant; absent: now.
    pub known_at: Option<Instant>,
    /// West, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    /// Only records in this stage.
    pub stage: Option<String>,
    /// Also records that were taken back.
    pub withdrawn: bool,
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The records, cut down to what the caller sees.
    pub records: Vec<Record>,
    /// Cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// Exactly so many.
    Exactly(i64),
    /// More than so many; counting stopped there.
    MoreThan(i64),
}

/// A link as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Kind of the link.
    pub kind: String,
    /// The other record.
    pub other: Id,
    /// True where the other record keeps the link.
    pub inbound: bool,
}

/// A file of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// SHA-256 of the content, hex.
    pub sha256: String,
    /// Name.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// When.
    pub recorded_at: Instant,
    /// Kind of document; empty: of no kind.
    pub document: String,
    /// Side that brought it; empty: not said.
    pub side: String,
    /// What a photo says of itself, as far as the person kept it.
    pub photo: Photo,
}

/// A version of a record with who wrote it.
#[derive(Clone, Debug)]
pub struct Version {
    /// The state it made.
    pub record: Record,
    /// Command.
    pub command: String,
    /// Person, empty for the operator.
    pub actor: String,
    /// Post the person acted in.
    pub actor_post: String,
    /// Why.
    pub note: String,
    /// Number of the journal entry in the record's cell.
    pub entry: i64,
}

pub(super) struct Texts {
    pub(super) source: String,
    pub(super) conditions: Vec<String>,
    pub(super) params: Vec<Value<'static>>,
}

impl Texts {
    pub(super) fn bind(&mut self, value: impl Into<Value<'static>>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    pub(super) fn where_clause(&self) -> String {
        self.conditions.join(" AND ")
    }
}

/// Source and conditions of a list, without order and limit.
fn texts(caller: &Caller, register: &Register, query: &ListQuery, plan: &Plan) -> Result<Texts, Refusal> {
    // The register's name is written into the text, so that partial indexes are recognised.
    let mut texts = Texts { source: "record".into(), conditions: vec![], params: vec![] };
    if query.as_of.is_some() || query.known_at.is_some() {
        texts.bind(query.as_of.unwrap_or(LAST_DAY).to_string());
        texts.bind(query.known_at.map_or(i64::MAX, |at| at.0));
        texts.source = sql::states_on(&register.id);
    }
    if let Some(filter) = &query.filter {
        let day = query.as_of.or(query.today).unwrap_or(LAST_DAY);
        let allowed = |field: &Field| permits::may_filter_by(caller, register, field);
        for part in filter::parts(filter, register, day, texts.params.len() + 1, &allowed)? {
            texts.conditions.push(plan.condition(&part));
            texts.params.extend(part.params.into_iter().map(Param::into_value));
        }
    }
    texts.conditions.insert(0, format!("register = '{}'", register.id));
    if !query.withdrawn {
        texts.conditions.insert(1, "withdrawn = 0".into());
    }
    match permits::scope(caller, register) {
        Scope::All => {}
        Scope::Nothing => texts.conditions.push("1 = 0".into()),
        Scope::Some { stages, fields, units } => {
            // Said even where every stage of the charter is public: an older charter may have had others.
            let mut any = Vec::new();
            if !stages.is_empty() {
                let marks: Vec<String> = stages.into_iter().map(|stage| texts.bind(stage)).collect();
                any.push(format!("stage IN ({})", marks.join(", ")));
            }
            for field in fields {
                let marks: Vec<String> = units.iter().map(|unit| texts.bind(unit.clone())).collect();
                any.push(format!("(body ->> '{field}') IN ({})", marks.join(", ")));
            }
            texts.conditions.push(format!("({})", any.join(" OR ")));
        }
    }
    if let Some(stage) = &query.stage {
        let mark = texts.bind(stage.clone());
        texts.conditions.push(format!("stage = {mark}"));
    }
    if let Some([west, south, east, north]) = query.bbox {
        let (w, s, e, n) = (texts.bind(west), texts.bind(south), texts.bind(east), texts.bind(north));
        texts.conditions.push(field_sql::meets_box([&w, &s, &e, &n], west > east));
    }
    Ok(texts)
}

/// A page of a register, in the order asked for.
pub fn list(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    query: &ListQuery,
) -> Result<Page, Refusal> {
    let limit = query.limit.clamp(1, 1000);
    let plan = Plan::make(ask, caller, register, query)?;
    let mut order = order(caller, register, query)?;
    if plan.looks_up {
        order.key = order.key.map(|(sql, kind)| (plan::unindexed(&sql), kind));
    }
    let cursor = query.after.as_deref().map(|text| Cursor::parse(text, &order)).transpose()?;
    let mut rows = Vec::new();
    // Nulls come first going up and last coming down, on both engines. A page that ends inside one
    // of the two parts is filled up from the other.
    let parts: &[Part] = match (&order.key, &cursor) {
        (None, _) => &[Part::Plain],
        (Some(_), Some(Cursor { null: true, .. })) if order.descending => &[Part::Null],
        (Some(_), Some(Cursor { null: false, .. })) if !order.descending => &[Part::Same, Part::Value],
        (Some(_), Some(Cursor { null: false, .. })) => &[Part::Same, Part::Value, Part::Null],
        (Some(_), _) if order.descending => &[Part::Value, Part::Null],
        (Some(_), _) => &[Part::Null, Part::Value],
    };
    for part in parts {
        let start = cursor.as_ref().filter(|cursor| cursor.null == matches!(part, Part::Plain | Part::Null));
        let want = limit + 1 - rows.len();
        let mut texts = texts(caller, register, query, &plan)?;
        let text = page_text(&mut texts, &order, *part, start, want);
        let found = ask.rows(&text, &texts.params).map_err(store_refusal)?;
        rows.extend(found.into_iter().map(|row| (row, *part)));
        if rows.len() > limit {
            break;
        }
    }
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = match rows.last() {
        Some((row, part)) if more => Some(Cursor::of(row, *part, &order).map_err(store_refusal)?),
        _ => None,
    };
    let mut records = Vec::with_capacity(rows.len());
    for (row, _) in &rows {
        records.push(shown(caller, register, sql::record(row).map_err(store_refusal)?));
    }
    Ok(Page { records, next })
}

/// Every record of a list in order of id, one by one; memory does not grow with the list.
pub fn each(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    query: &ListQuery,
    mut take: impl FnMut(Record) -> Result<(), StoreError>,
) -> Result<(), Refusal> {
    let texts = texts(caller, register, query, &Plan::default())?;
    let text =
        format!("SELECT {} FROM {} WHERE {} ORDER BY id", sql::COLUMNS, texts.source, texts.where_clause());
    ask.each(&text, &texts.params, &mut |row| take(shown(caller, register, sql::record(&row)?)))
        .map_err(store_refusal)
}

/// How many records a question has; up to [`COUNT_MAX`] unless `exact`.
pub fn count(
    ask: &mut dyn Ask,
    caller: &Caller,
    register: &Register,
    query: &ListQuery,
    exact: bool,
) -> Result<Count, Refusal> {
    let texts = texts(caller, register, query, &Plan::default())?;
    let limit = if exact { String::new() } else { format!(" LIMIT {}", COUNT_MAX + 1) };
    let text = format!(
        "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {}{limit}) AS counted",
        texts.source,
        texts.where_clause()
    );
    let row = ask.row(&text, &texts.params).map_err(store_refusal)?;
    let number = row.map_or(Ok(0), |row| row.int(0)).map_err(store_refusal)?;
    Ok(if !exact && number > COUNT_MAX { Count::MoreThan(COUNT_MAX) } else { Count::Exactly(number) })
}

/// A record by id, whatever its register; none if there is none.
pub fn find(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Option<Record>, Refusal> {
    super::write::current(ask, &Cell::of(zone, id), id).map_err(store_refusal)
}

/// A record of a register as the caller sees it today; refused as not found where they see nothing.
pub fn get(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    id: &Id,
) -> Result<(Record, Access), Refusal> {
    judged(caller, register, find(ask, &charter.zone.id, id)?)
}

/// A record as it was on a business day, as known at an instant.
pub fn get_as_of(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    id: &Id,
    day: Date,
    known_at: Option<Instant>,
) -> Result<(Record, Access), Refusal> {
    let cell = Cell::of(&charter.zone.id, id);
    let day = day.to_string();
    let known = known_at.map_or(i64::MAX, |at| at.0);
    let row = ask
        .row(
            sql::STATE_ON_KNOWN,
            &[cell.as_str().into(), id.as_str().into(), day.as_str().into(), known.into()],
        )
        .map_err(store_refusal)?;
    let record = row.map(|row| sql::version_as_record(&row).map_err(store_refusal)).transpose()?;
    judged(caller, register, record)
}

fn judged(caller: &Caller, register: &Register, record: Option<Record>) -> Result<(Record, Access), Refusal> {
    let record = record.filter(|record| record.register == register.id).ok_or_else(Refusal::not_found)?;
    match permits::access(caller, register, &record) {
        Access::None => Err(Refusal::not_found()),
        access => Ok((cut(register, record, access), access)),
    }
}

/// All versions of a record the caller may see, newest first, each cut down to what they see of it.
/// Who and why are for those who see everything.
pub fn history(
    ask: &mut dyn Ask,
    charter: &Charter,
    caller: &Caller,
    register: &Register,
    id: &Id,
) -> Result<Vec<Version>, Refusal> {
    let cell = Cell::of(&charter.zone.id, id);
    let rows = ask.rows(sql::HISTORY, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        let version = version(row).map_err(store_refusal)?;
        match permits::access(caller, register, &version.record) {
            Access::None => {}
            Access::Full => versions.push(version),
            Access::Public => versions.push(Version {
                record: cut(register, version.record, Access::Public),
                actor: String::new(),
                note: String::new(),
                ..version
            }),
        }
    }
    Ok(versions)
}

fn version(row: &Row) -> Result<Version, StoreError> {
    Ok(Version {
        record: sql::version_as_record(row)?,
        command: row.text(10)?,
        actor: row.text(11)?,
        actor_post: row.text(12)?,
        note: row.text(13)?,
        entry: row.int(14)?,
    })
}

/// Links from and to a record. The caller judges each other record before showing it.
pub fn links(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Link>, Refusal> {
    let cell = Cell::of(zone, id);
    let rows = ask.rows(sql::LINKS, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    rows.iter()
        .map(|row| {
            let other = Id::parse(row.text_ref(1)?).ok_or_else(|| StoreError::damaged("record_link"))?;
            Ok(Link { kind: row.text(0)?, other, inbound: row.int(2)? == 1 })
        })
        .collect::<Result<_, StoreError>>()
        .map_err(store_refusal)
}

/// Files of a record.
pub fn attachments(ask: &mut dyn Ask, zone: &str, id: &Id) -> Result<Vec<Attachment>, Refusal> {
    let cell = Cell::of(zone, id);
    let rows =
        ask.rows(sql::ATTACHMENTS, &[cell.as_str().into(), id.as_str().into()]).map_err(store_refusal)?;
    rows.iter()
        .map(|row| {
            Ok(Attachment {
                sha256: row.text(0)?,
                name: row.text(1)?,
                media_type: row.text(2)?,
                size: row.int(3)?,
                recorded_at: Instant(row.int(4)?),
                document: row.text(5)?,
                side: row.text(6)?,
                photo: Photo {
                    taken_at: row.text(7)?,
                    place: if row.is_null(8)? { None } else { Some(row.json(8)?) },
                    unread: row.text(9)?,
                },
            })
        })
        .collect::<Result<_, StoreError>>()
        .map_err(store_refusal)
}

/// A question the store could not answer is the house's fault, not the caller's.
pub fn store_refusal(error: StoreError) -> Refusal {
    tracing::error!(%error, "a question could not be answered");
    Refusal::new(Kind::Busy, "busy")
}

fn shown(caller: &Caller, register: &Register, record: Record) -> Record {
    let access = permits::access(caller, register, &record);
    cut(register, record, access)
}

pub(super) fn cut(register: &Register, mut record: Record, access: Access) -> Record {
    if access != Access::Full {
        let body = std::mem::take(&mut record.body);
        record.body = body
            .into_iter()
            .filter(|(id, _)| register.fields.iter().any(|f| f.id == *id && permits::sees_field(access, f)))
            .collect::<Map<_, _>>();
    }
    record
}
