//! Records as rows of a sheet: what stands in each cell as text, and why a row cannot be typed in.

use super::others::Seen;
use crate::charter::model::{Field, FieldType, Register};
use crate::charter::values::kind_name;
use crate::domain::registers::permits::{self, Action};
use crate::domain::registers::{self, Record};
use crate::domain::sheets::{Checker, named};
use crate::http::pages::common::{Frame, address, values};
use crate::http::views::{Link, SheetCell, SheetColumn, SheetRow, Tag, Tone};
use kernel::{Lang, Refusal};
use store::Ask;

/// Names a column offers while one is typed.
const OPTIONS_MAX: usize = 60;

/// The fields of a sheet: what names a record, then every other field the caller sees in some record.
pub fn fields<'a>(frame: &Frame, register: &'a Register) -> Vec<&'a Field> {
    let seen = crate::http::api::export::fields(&frame.caller, register);
    let title = register.field(&register.title);
    let rest = seen.iter().copied().filter(|field| field.id != register.title);
    title.into_iter().filter(|title| seen.iter().any(|f| f.id == title.id)).chain(rest).collect()
}

/// The columns of these fields.
pub fn columns(frame: &Frame, fields: &[&Field]) -> Vec<SheetColumn> {
    let names = frame.names();
    let column = |field: &&Field| {
        let known = named(frame.charter(), field);
        let mut options: Vec<String> = known.iter().map(|(_, name)| frame.text(name).to_owned()).collect();
        if field.kind == FieldType::Boolean {
            options = vec![frame.words().yes.to_owned(), frame.words().no.to_owned()];
        }
        if options.len() > OPTIONS_MAX || field.kind.is_list() {
            options.clear();
        }
        SheetColumn {
            field: field.id.clone(),
            label: values::label(&names, field),
            kind: kind_name(field.kind),
            unit: values::unit(&names, field),
            required: field.required,
            numeric: values::is_number(field),
            multiline: field.kind == FieldType::LongText,
            options,
        }
    };
    fields.iter().map(column).collect()
}

/// One record as a row; `number` counts from 1.
pub fn row(
    frame: &Frame,
    ask: &mut dyn Ask,
    register: &Register,
    checker: &mut Checker<'_, Seen<'_>>,
    fields: &[&Field],
    record: &Record,
    number: usize,
) -> Result<SheetRow, Refusal> {
    let locked = lock(frame, ask, register, record)?;
    let texts = checker.texts(ask, fields, record)?;
    let cells =
        texts.into_iter().map(|value| SheetCell { value, locked: locked.clone(), ..SheetCell::default() });
    let is_sample = frame.names().is_sample(register, record);
    Ok(SheetRow {
        key: record.id.to_string(),
        version: record.version,
        title: Link::new(frame.href(&address::work_record(&register.id, &record.id)), number.to_string()),
        tag: is_sample.then(|| Tag::new(Tone::Grey, frame.words().sample)),
        cells: cells.collect(),
    })
}

/// Why the caller cannot type in a record, with whose it is; empty: they can.
fn lock(frame: &Frame, ask: &mut dyn Ask, register: &Register, record: &Record) -> Result<String, Refusal> {
    // Judged by the whole record: what names the caller's unit may be a field they do not see.
    let whole = registers::find(ask, &frame.charter().zone.id, &record.id)?.ok_or_else(Refusal::not_found)?;
    if whole.withdrawn {
        return Ok(frame.words().withdrawn.to_owned());
    }
    if permits::may(&frame.caller, register, Action::Amend, &whole.body) {
        return Ok(String::new());
    }
    let leads = register.lead.iter().filter_map(|field| record.body.get(field)?.as_str());
    let units: Vec<&str> =
        leads.filter_map(|id| frame.charter().unit(id)).map(|unit| frame.text(&unit.name)).collect();
    Ok(match (units.is_empty(), frame.lang) {
        (true, Lang::Zh) => "您现任的职务不能改这一行".to_owned(),
        (true, Lang::En) => "your posts do not permit changing this row".to_owned(),
        (false, Lang::Zh) => format!("由{}填写", units.join("、")),
        (false, Lang::En) => format!("filled in by {}", units.join(", ")),
    })
}
