//! Projects in the terms of OC4IDS 0.9.5 (Open Contracting for Infrastructure Data Standard). Only what anyone may see
//! goes out; a field that is not known is left out, never invented. The identifier's prefix is this zone's own and not
//! registered with the standard's keepers.

use super::read;
use super::rules::Days;
use crate::charter::model::{Charter, ProjectLaw, Register, ThreeDays};
use crate::domain::registers::{Attachment, Record};
use kernel::{Date, Decimal, Instant, Lang, Unit, place};
use serde_json::{Map, Value, json};

/// The version of the schema as a package says it: major and minor.
pub const VERSION: &str = "0.9";

/// A package of projects; `projects` must not be empty, as the schema wants at least one.
pub fn package(uri: &str, charter: &Charter, changed: Instant, projects: Vec<Value>) -> Value {
    json!({
        "uri": uri,
        "publishedDate": changed.to_string(),
        "version": VERSION,
        "publisher": { "name": charter.zone.name.get(Lang::Zh) },
        "projects": projects,
    })
}

/// A project as anyone may see it. `files` are its public files with their whole addresses.
pub fn project(
    charter: &Charter,
    register: &Register,
    record: &Record,
    files: &[(Attachment, String)],
) -> Option<Value> {
    let law = register.project.as_ref()?;
    let mut out = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            out.insert(key.to_owned(), value);
        }
    };
    put("id", Some(json!(format!("{}-{}", prefix(charter), record.id))));
    put("updated", Some(json!(record.amended_at.to_string())));
    put("title", Some(json!(record.title(register))));
    put(
        "status",
        law.oc4ids.as_ref().and_then(|words| words.status.get(&record.stage)).map(|word| json!(word)),
    );
    put("sector", sector(law, record));
    put(
        "purpose",
        law.purpose.as_ref().and_then(|id| record.body.get(id)).filter(|v| v.is_string()).cloned(),
    );
    let days = |three: &Option<ThreeDays>| {
        three.as_ref().map(|law| read::days(&record.body, law)).unwrap_or_default()
    };
    let (start, finish) = (days(&law.start), days(&law.finish));
    put("period", period(&start, &finish));
    put("completion", completion(charter, register, law, record, finish.actual));
    put("locations", location(register, record));
    put("budget", budget(charter, register, law, record));
    put("parties", parties(charter, register, record));
    put("documents", documents(files));
    Some(Value::Object(out))
}

/// What identifiers begin with: one prefix for each zone, not registered.
pub fn prefix(charter: &Charter) -> String {
    format!("chaobai-{}", charter.zone.id)
}

fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// When the work begins and the project opens, by the best that is known.
fn period(start: &Days, finish: &Days) -> Option<Value> {
    let mut period = Map::new();
    for (key, day) in [("startDate", start.best()), ("endDate", finish.best())] {
        if let Some(day) = day {
            period.insert(key.to_owned(), json!(instant(day)));
        }
    }
    (!period.is_empty()).then_some(Value::Object(period))
}

fn sector(law: &ProjectLaw, record: &Record) -> Option<Value> {
    let words = law.oc4ids.as_ref()?;
    let choice = record.body.get(words.sector_field.as_ref()?)?.as_str()?;
    words.sector.get(choice).filter(|codes| !codes.is_empty()).map(|codes| json!(codes))
}

fn location(register: &Register, record: &Record) -> Option<Value> {
    let kept = record.body.get(register.place.as_ref()?).filter(|place| place.is_object())?;
    Some(json!([{ "id": "1", "geometry": place::to_geojson(kept) }]))
}

/// The day it opened and what it cost in the end, as far as they are known.
fn completion(
    charter: &Charter,
    register: &Register,
    law: &ProjectLaw,
    record: &Record,
    opened: Option<Date>,
) -> Option<Value> {
    let mut out = Map::new();
    if let Some(day) = opened {
        out.insert("endDate".into(), json!(instant(day)));
    }
    if let Some(value) = amount(charter, register, record, law.final_cost.as_ref()) {
        out.insert("finalValue".into(), value);
    }
    (!out.is_empty()).then_some(Value::Object(out))
}

fn budget(charter: &Charter, register: &Register, law: &ProjectLaw, record: &Record) -> Option<Value> {
    amount(charter, register, record, law.investment.as_ref()).map(|value| json!({ "amount": value }))
}

/// A sum, turned exactly into the currency's own unit; left out where it cannot be.
fn amount(charter: &Charter, register: &Register, record: &Record, field: Option<&String>) -> Option<Value> {
    let field = register.field(field?)?;
    let value = read::decimal(&record.body, &field.id)?;
    let value = match field.unit.as_deref() {
        Some(unit) => value * factor(unit)?,
        None => value / Decimal::from(10_i64.pow(charter.minor_digits())),
    };
    let text = value.normalize().to_string();
    let whole = text.parse::<i64>().ok().map(|whole| json!(whole));
    let amount = whole.or_else(|| text.parse::<f64>().ok().map(|amount| json!(amount)))?;
    Some(json!({ "amount": amount, "currency": charter.zone.currency }))
}

/// How many of the currency's own unit one of this unit is.
fn factor(unit: &str) -> Option<Decimal> {
    let (unit, yuan) = (Unit::find(unit)?, Unit::find("元")?);
    unit.convert(Decimal::ONE, &yuan).ok()?.decimal()
}

fn parties(charter: &Charter, register: &Register, record: &Record) -> Option<Value> {
    let units = register.lead.iter().filter_map(|field| record.body.get(field)?.as_str());
    let units = units.filter_map(|id| charter.unit(id)).filter(|unit| !unit.sample);
    let parties: Vec<Value> = units
        .map(|unit| json!({ "id": unit.id, "name": unit.name.zh, "roles": ["publicAuthority"] }))
        .collect();
    (!parties.is_empty()).then_some(Value::Array(parties))
}

fn documents(files: &[(Attachment, String)]) -> Option<Value> {
    let document = |(file, url): &(Attachment, String)| {
        json!({
            "id": file.sha256,
            "title": file.name,
            "url": url,
            "format": file.media_type,
            "datePublished": file.recorded_at.to_string(),
        })
    };
    (!files.is_empty()).then(|| files.iter().map(document).collect())
}
