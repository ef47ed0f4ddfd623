//! Telling of something, inside the command that did it.

use super::{rules, sql};
use crate::charter::events::{self, Event};
use crate::charter::model::{NoticeTemplate, Register};
use crate::desk::{Call, Stop};
use crate::domain::registers::Record;
use crate::domain::registers::permits::{self, Access};
use kernel::Text;
use std::collections::{BTreeMap, BTreeSet};
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

/// What a notice is about: the list and the record, or the noun and its name.
pub(super) struct Subject<'a> {
    pub register: &'a str,
    pub id: &'a str,
    pub version: i64,
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
    let event = known(event);
    if is_loading(call) {
        return Ok(0);
    }
    let (charter, About { register, record }) = (&call.law.charter, about);
    let mut words = words(call, facts);
    let title = record.title(register);
    words.insert("list", register.name.clone());
    words.insert("record", Text::new(title.as_str(), title.as_str()));
    let public = permits::is_public_stage(register, &record.stage) && is_public_title(register);
    let public = public && !event.inside;
    let subject = Subject { register: &register.id, id: record.id.as_str(), version: record.version };
    let mut told = BTreeSet::new();
    for template in templates(call, event, &[&register.id]) {
        let text = rules::fill(&template.text, &words);
        for recipient in rules::recipients(template, about, &facts.units, call.caller) {
            let sees = permits::access(&rules::holders(charter, &recipient), register, record);
            if sees == Access::None || (sees == Access::Public && !public) || !told.insert(recipient.clone())
            {
                continue;
            }
            sql::insert_notice(tx, call, event.id, &subject, &recipient, &text, public)?;
        }
    }
    Ok(told.len())
}

/// Writes the notices of a round that opens: `units` are those that are to report, `lists` its lists. Months
/// and days of rounds are public.
pub fn raise_round(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    event: &'static str,
    round: &str,
    lists: &[String],
    facts: &Facts,
) -> Result<usize, Stop> {
    let event = known(event);
    if is_loading(call) {
        return Ok(0);
    }
    let words = words(call, facts);
    let subject = Subject { register: "round", id: round, version: 1 };
    let lists: Vec<&str> = lists.iter().map(String::as_str).collect();
    let mut told = BTreeSet::new();
    for template in templates(call, event, &lists) {
        let text = rules::fill(&template.text, &words);
        for recipient in rules::named(template, &facts.units, call.caller) {
            if told.insert(recipient.clone()) {
                sql::insert_notice(tx, call, event.id, &subject, &recipient, &text, !event.inside)?;
            }
        }
    }
    Ok(told.len())
}

/// The operator loads data; what the clock finds is news.
fn is_loading(call: &Call<'_>) -> bool {
    call.caller.operator && !call.caller.is_clock()
}

fn known(event: &'static str) -> &'static Event {
    events::find(event).unwrap_or_else(|| panic!("{event} is not in charter/events.rs"))
}

/// Templates of the charter for an event about one of these lists.
fn templates<'a>(call: &Call<'a>, event: &Event, lists: &[&str]) -> Vec<&'a NoticeTemplate> {
    let about = |of: &[String]| of.is_empty() || of.iter().any(|register| lists.contains(&register.as_str()));
    let all = call.law.charter.notices.values();
    all.filter(|template| template.event == event.id && about(&template.registers)).collect()
}

fn words(call: &Call<'_>, facts: &Facts) -> BTreeMap<&'static str, Text> {
    let mut words: BTreeMap<&'static str, Text> =
        facts.words.iter().map(|(name, text)| (*name, text.clone())).collect();
    words.insert("by", doer(call));
    words.insert("day", Text::new(call.moment.today.to_string(), call.moment.today.to_string()));
    words
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
