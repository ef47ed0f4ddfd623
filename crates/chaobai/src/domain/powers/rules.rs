//! Whether a power answers a need, and what is wanting where it does not. Values in, values out.

use crate::charter::model::{Charter, Field, PowerKind, PowersLaw, Register};
use kernel::place::{Lies, lies};
use kernel::{Date, Id};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A power as it stands on its list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// Record.
    pub id: Id,
    /// Its version.
    pub version: i64,
    /// Its stage.
    pub stage: String,
    /// Its fields.
    pub body: Map<String, Value>,
}

/// What a decision asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The matter.
    pub matter: String,
    /// The part of it.
    pub part: Option<String>,
    /// Unit that decides.
    pub unit: String,
    /// Jurisdiction the decision is about, where the action asks for one; `None` inside: not recorded.
    pub jurisdiction: Option<Option<String>>,
    /// Place the decision is about, where the action asks for one; `None` inside: not recorded.
    pub place: Option<Option<Value>>,
    /// Day of the decision.
    pub on: Date,
}

/// The power a decision was made by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// Register of the power.
    pub register: String,
    /// Its record.
    pub power: String,
    /// Version it was read in.
    pub version: i64,
    /// In whose name it is used.
    pub kind: PowerKind,
    /// Unit that gave it.
    pub giver: String,
    /// Unit that has it.
    pub receiver: String,
    /// The matter, in words.
    pub matter: String,
}

impl Used {
    /// The unit in whose name the decision is made.
    pub fn in_name_of(&self) -> &str {
        match self.kind {
            PowerKind::Authorised => &self.receiver,
            PowerKind::Entrusted => &self.giver,
        }
    }
}

/// How a power answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is another matter, or another unit's.
    Other,
    /// It answers.
    Holds(Used),
    /// It is the matter and the unit, and this is wanting.
    Wants(Wanting),
}

/// What is wanting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanting {
    /// It stands in a stage in which it does not hold.
    Stage(String),
    /// It begins on a later day.
    NotYet(Date),
    /// It ended on this day.
    Expired(Date),
    /// The giver holds this part back.
    HeldBack(String),
    /// How it was given is not recorded, so that nobody can say in whose name it would be used.
    NoKind,
    /// Where it holds is not recorded.
    NoScope,
    /// It holds elsewhere.
    Elsewhere,
    /// The place lies outside the area, or across its border.
    OutsideArea,
    /// The record does not say where.
    NoPlace,
    /// The place lies in what is left out; the words of the list, if any.
    Excluded(String),
    /// Something is left out whose boundary is not known; the words of the list.
    ExcludedUnknown(String),
}

/// How one power of a list answers a need.
pub fn judge(
    charter: &Charter,
    register: &Register,
    law: &PowersLaw,
    power: &Power,
    asked: &Asked,
) -> Answer {
    let text =
        |id: &str| power.body.get(id).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let is_matter = law.matter.iter().any(|id| text(id) == Some(asked.matter.as_str()));
    if !is_matter || text(&law.receiver) != Some(asked.unit.as_str()) {
        return Answer::Other;
    }
    let wanting = in_time(law, power, asked.on)
        .or_else(|| held_back(law, power, asked))
        .or_else(|| elsewhere(charter, law, power, asked))
        .or_else(|| excluded(charter, law, power, asked));
    if let Some(wanting) = wanting {
        return Answer::Wants(wanting);
    }
    match (text(&law.kind).and_then(PowerKind::find), text(&law.giver)) {
        (Some(kind), Some(giver)) => Answer::Holds(Used {
            register: register.id.clone(),
            power: power.id.to_string(),
            version: power.version,
            kind,
            giver: giver.to_owned(),
            receiver: asked.unit.clone(),
            matter: title(register, power).unwrap_or_else(|| asked.matter.clone()),
        }),
        _ => Answer::Wants(Wanting::NoKind),
    }
}

/// What a power is called on its list.
pub(super) fn title(register: &Register, power: &Power) -> Option<String> {
    let field: &Field = register.field(&register.title)?;
    let kept = power.body.get(&field.id)?.as_str()?;
    let choice = field.choices.iter().find(|choice| choice.id == kept);
    Some(choice.map_or(kept, |choice| choice.name.zh.as_str()).to_owned())
}

fn in_time(law: &PowersLaw, power: &Power, on: Date) -> Option<Wanting> {
    if !law.stages.contains(&power.stage) {
        return Some(Wanting::Stage(power.stage.clone()));
    }
    let day = |id: &str| power.body.get(id).and_then(Value::as_str).and_then(Date::parse);
    match (day(&law.from), day(&law.to)) {
        (Some(from), _) if on < from => Some(Wanting::NotYet(from)),
        (_, Some(to)) if on > to => Some(Wanting::Expired(to)),
        _ => None,
    }
}

fn held_back(law: &PowersLaw, power: &Power, asked: &Asked) -> Option<Wanting> {
    let part = asked.part.as_ref()?;
    let held = power.body.get(law.held_back.as_deref()?)?.as_array()?;
    held.iter().any(|one| one.as_str() == Some(part)).then(|| Wanting::HeldBack(part.clone()))
}

/// What is wanting of where the power holds. Where it names jurisdictions and an area, both must be met.
fn elsewhere(charter: &Charter, law: &PowersLaw, power: &Power, asked: &Asked) -> Option<Wanting> {
    let scope = jurisdictions(&law.scope, power);
    let area = law.area.as_deref().and_then(|id| filled(power, id));
    if scope.is_empty() && area.is_none() {
        return Some(Wanting::NoScope);
    }
    if !scope.is_empty() {
        match &asked.jurisdiction {
            Some(Some(soil)) if scope.iter().any(|one| lies_in(charter, soil, one)) => {}
            Some(Some(_)) => return Some(Wanting::Elsewhere),
            // The area alone says where, and is looked at below.
            None if area.is_some() => {}
            Some(None) | None => return Some(Wanting::NoPlace),
        }
    }
    match (area, &asked.place) {
        (None, _) => None,
        (Some(area), Some(Some(place))) => match lies(place, area) {
            Some(Lies::Within) => None,
            Some(Lies::Across | Lies::Outside) => Some(Wanting::OutsideArea),
            None => Some(Wanting::NoScope),
        },
        (Some(_), Some(None) | None) => Some(Wanting::NoPlace),
    }
}

/// Whether the place is left out. What cannot be told counts as wanting: a power is used where it is certain.
fn excluded(charter: &Charter, law: &PowersLaw, power: &Power, asked: &Asked) -> Option<Wanting> {
    let words = law.excluded_words.as_deref().and_then(|id| filled(power, id)).and_then(Value::as_str);
    let words = words.unwrap_or_default().trim().to_owned();
    let out = jurisdictions(&law.excluded, power);
    let area = law.excluded_area.as_deref().and_then(|id| filled(power, id));
    if !out.is_empty() {
        let soil = asked.jurisdiction.as_ref().and_then(Option::as_deref);
        let Some(soil) = soil else { return Some(Wanting::ExcludedUnknown(words)) };
        if out.iter().any(|one| lies_in(charter, soil, one)) {
            return Some(Wanting::Excluded(words));
        }
        // What is left out is a part of where the record says it is: only an area could tell on which side.
        if out.iter().any(|one| lies_in(charter, one, soil)) {
            return Some(Wanting::ExcludedUnknown(words));
        }
    }
    match (area, &asked.place) {
        (Some(area), Some(Some(place))) => match lies(place, area) {
            Some(Lies::Outside) => None,
            Some(Lies::Within | Lies::Across) => Some(Wanting::Excluded(words)),
            None => Some(Wanting::ExcludedUnknown(words)),
        },
        (Some(_), _) => Some(Wanting::NoPlace),
        (None, _) if !words.is_empty() => Some(Wanting::ExcludedUnknown(words)),
        (None, _) => None,
    }
}

fn filled<'a>(power: &'a Power, id: &str) -> Option<&'a Value> {
    power.body.get(id).filter(|value| !value.is_null())
}

fn jurisdictions<'a>(fields: &[String], power: &'a Power) -> Vec<&'a str> {
    fields.iter().filter_map(|id| power.body.get(id).and_then(Value::as_str)).collect()
}

/// Whether a jurisdiction is another one or lies within it.
fn lies_in(charter: &Charter, soil: &str, within: &str) -> bool {
    let mut at = Some(soil);
    // A charter whose jurisdictions lie in a circle is not adopted; the count is a belt beside the braces.
    for _ in 0..64 {
        match at {
            Some(one) if one == within => return true,
            Some(one) => at = charter.jurisdiction(one).and_then(|one| one.within.as_deref()),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
