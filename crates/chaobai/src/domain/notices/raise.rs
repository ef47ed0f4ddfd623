//! Telling of something, inside the command that did it.

use super::{rules, sql};
use crate::charter::model::Register;
use crate::desk::{Call, Stop};
use crate::domain::registers::Record;
use crate::domain::registers::permits::{self, Access};
use kernel::Text;
use std::collections::BTreeMap;
use store::Tx;

/// The record something happened to, as it is after.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its list.
    pub register: &'a Register,
    /// The record; its cell is the command's.
    pub record: &'a Record,
}

/// What a sentence may speak of, and who is named.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Units the event names, for the relation `mentioned`.
    pub units: Vec<String>,
    /// Placeholders of this event beside `list`, `record`, `by` and `day`.
    pub words: Vec<(&'static str, Text)>,
}

/// Writes the notices of an event into the outbox; gives how many. Says nothing where the charter has no
/// template for it, where the operator loads data, and to those who did it or may not see the record.
///
/// Call it last in a command: what is refused after it would have been told.
pub fn raise(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    event: &'static str,
    about: About<'_>,
    facts: &Facts,
) -> Result<usize, Stop> {
    debug_assert!(crate::charter::events::find(event).is_some(), "{event} is not in charter/events.rs");
    if call.caller.operator {
        return Ok(0);
    }
    let (charter, About { register, record }) = (&call.law.charter, about);
    let templates = charter.notices.values().filter(|template| {
        template.event == event
            && (template.registers.is_empty() || template.registers.contains(&register.id))
    });
    let mut words: BTreeMap<&str, Text> =
        facts.words.iter().map(|(name, text)| (*name, text.clone())).collect();
    let title = record.title(register);
    words.insert("list", register.name.clone());
    words.insert("record", Text::new(title.as_str(), title.as_str()));
    words.insert("by", doer(call));
    words.insert("day", Text::new(call.moment.today.to_string(), call.moment.today.to_string()));
    let public = permits::is_public_stage(register, &record.stage) && is_public_title(register);
    let mut told = std::collections::BTreeSet::new();
    for template in templates {
        let text = rules::fill(&template.text, &words);
        for recipient in rules::recipients(template, register, record, &facts.units, call.caller) {
            let sees = permits::access(&rules::holders(charter, &recipient), register, record);
            if sees == Access::None || (sees == Access::Public && !public) || !told.insert(recipient.clone())
            {
                continue;
            }
            sql::insert_notice(tx, call, event, about, &recipient, &text, public)?;
        }
    }
    Ok(told.len())
}

/// Whether the field that names a record may be read by anyone.
fn is_public_title(register: &Register) -> bool {
    register.field(&register.title).is_some_and(|field| field.public)
}

/// Who did it: the unit, else the post. Never a person's name.
fn doer(call: &Call<'_>) -> Text {
    let charter = &call.law.charter;
    let unit = call.caller.units.iter().next().and_then(|unit| charter.unit(unit));
    let post = || call.caller.posts.first().map(|held| held.name.clone());
    unit.map(|unit| unit.name.clone()).or_else(post).unwrap_or_else(|| Text::new("本区", "the zone"))
}
