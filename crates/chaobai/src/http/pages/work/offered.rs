//! What can be proposed from the page of a record: a new record of a list that points to it, with the link, its
//! name and the caller's unit filled in. Which lists offer that is the charter's.

use super::typed::Typed;
use crate::charter::model::{FieldType, Register};
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Record};
use crate::http::pages::common::{Frame, Query, address};
use crate::http::views::Link;
use kernel::{Id, Refusal};
use store::Ask;

/// The buttons on the page of a record.
pub fn buttons(frame: &Frame, ask: &mut dyn Ask, register: &str, id: &str) -> Result<Vec<Link>, Refusal> {
    let lists = frame.charter().registers.values();
    let offered: Vec<_> = lists
        .filter(|list| permits::might(&frame.caller, list, Action::Create))
        .flat_map(|list| list.offered_on(register).map(move |(field, name)| (list, field, name)))
        .collect();
    let Some(id) = Id::parse(id).filter(|_| !offered.is_empty()) else { return Ok(Vec::new()) };
    let record = registers::find(ask, &frame.charter().zone.id, &id)?;
    if record.is_none_or(|record| record.withdrawn) {
        return Ok(Vec::new());
    }
    let link = |(list, field, name): (&Register, &crate::charter::model::Field, &kernel::Text)| {
        let query = Query::default().with("from", &field.id).with("record", id.as_str());
        Link::new(frame.href(&query.on(&address::work_create(&list.id))), frame.text(name))
    };
    Ok(offered.into_iter().map(link).collect())
}

/// Fills a new form with what the address says it begins from; nothing where it says nothing, or names what the
/// caller does not see.
pub fn fill(frame: &Frame, ask: &mut dyn Ask, register: &Register, typed: &mut Typed) -> Result<(), Refusal> {
    let (Some(from), Some(id)) = (frame.query.get("from"), frame.query.get("record").and_then(Id::parse))
    else {
        return Ok(());
    };
    let Some(law) = register.offered.as_ref().filter(|law| law.from.iter().any(|id| id == from)) else {
        return Ok(());
    };
    let target = register.field(from).and_then(|field| field.register.as_deref());
    let Some(list) = target.and_then(|id| frame.charter().register(id)) else { return Ok(()) };
    let Ok((record, _)) = registers::get(ask, frame.charter(), &frame.caller, list, &id) else {
        return Ok(());
    };
    typed.set_field(from, [id.to_string()]);
    let mut names = frame.names();
    names.learn(ask, list, [&record.body])?;
    if register.field(&register.title).is_some_and(|field| field.kind == FieldType::Text) {
        typed.set_field(&register.title, [names.title(list, &record)]);
    }
    if let Some(unit) = &law.unit {
        typed.set_field(unit, own_unit(frame, list, &record));
    }
    let marks_samples =
        |register: &Register| register.field("sample").is_some_and(|field| field.kind == FieldType::Boolean);
    if marks_samples(register) && names.is_sample(list, &record) {
        typed.set_field("sample", ["true".to_owned()]);
    }
    Ok(())
}

/// The caller's unit: where there are several, the one that leads the record.
fn own_unit(frame: &Frame, list: &Register, record: &Record) -> Option<String> {
    let units = &frame.caller.units;
    let leads = list.leads(&record.body);
    leads.into_iter().find(|unit| units.contains(*unit)).map(str::to_owned).or_else(|| units.first().cloned())
}
