//! Reads the powers a unit has been given, and refuses a decision that lacks the one it needs.

use super::rules::{Answer, Asked, Power, Used, Wanting, judge};
use super::words;
use crate::charter::model::{Charter, NeedsPower, Register};
use kernel::{Date, Id, Kind, Refusal};
use serde_json::{Map, Value};
use store::{Ask, StoreError};

/// Of the powers of a list, those that a unit has received.
fn received(
    ask: &mut dyn Ask,
    register: &Register,
    field: &str,
    unit: &str,
) -> Result<Vec<Power>, StoreError> {
    let text = format!(
        "SELECT id, version, stage, body FROM record WHERE register = '{}' AND withdrawn = 0 \
         AND (body ->> '{field}') = $1 ORDER BY id",
        register.id
    );
    let mut all = Vec::new();
    for row in ask.rows(&text, &[unit.into()])? {
        let id = Id::parse(row.text_ref(0)?).ok_or_else(|| StoreError::damaged("record"))?;
        let Value::Object(body) = row.json(3)? else { return Err(StoreError::damaged("record")) };
        all.push(Power { id, version: row.int(1)?, stage: row.text(2)?, body });
    }
    Ok(all)
}

/// The power by which a unit may decide, or every one of the matter it has with what is wanting. The first that
/// holds counts, in the order in which the lists are called and the powers were written.
pub fn judge_all(
    ask: &mut dyn Ask,
    charter: &Charter,
    asked: &Asked,
) -> Result<Result<Used, Vec<(String, Wanting)>>, StoreError> {
    let mut wanting = Vec::new();
    for register in charter.registers.values() {
        let Some(law) = register.powers.as_ref().filter(|law| !law.example) else { continue };
        for power in received(ask, register, &law.receiver, &asked.unit)? {
            match judge(charter, register, law, &power, asked) {
                Answer::Other => {}
                Answer::Holds(used) => return Ok(Ok(used)),
                Answer::Wants(what) => {
                    let name = super::rules::title(register, &power).unwrap_or_else(|| asked.matter.clone());
                    wanting.push((name, what));
                }
            }
        }
    }
    Ok(Err(wanting))
}

/// What an action asks for, from the fields of the case and of the record.
pub fn judge_action(
    need: &NeedsPower,
    unit: &str,
    facts: &Map<String, Value>,
    record: &Map<String, Value>,
    on: Date,
) -> Asked {
    let value = |id: &String| facts.get(id).or_else(|| record.get(id)).filter(|value| !value.is_null());
    Asked {
        matter: need.matter.clone(),
        part: need.part.clone(),
        unit: unit.to_owned(),
        jurisdiction: need
            .jurisdiction
            .as_ref()
            .map(|id| value(id).and_then(Value::as_str).map(str::to_owned)),
        place: need.place.as_ref().map(|id| value(id).cloned()),
        on,
    }
}

/// The power by which a unit decides.
///
/// # Errors
/// `powers.needed`: which power, where and on which day, and what was found wanting.
pub fn demand(
    ask: &mut dyn Ask,
    charter: &Charter,
    asked: &Asked,
) -> Result<Result<Used, Refusal>, StoreError> {
    let wanting = match judge_all(ask, charter, asked)? {
        Ok(used) => return Ok(Ok(used)),
        Err(wanting) => wanting,
    };
    let found = words::wanting(charter, asked, &wanting);
    let what = words::asked(charter, asked);
    let unit = words::name_of(charter, &asked.unit);
    let en = |text: &kernel::Text| text.get(kernel::Lang::En).to_owned();
    Ok(Err(Refusal::new(Kind::NotAllowed, "powers.needed")
        .with("matter", &asked.matter)
        .with("day", asked.on)
        .with("power_zh", &what.zh)
        .with("power_en", en(&what))
        .with("unit_zh", &unit.zh)
        .with("unit_en", en(&unit))
        .with("found_zh", &found.zh)
        .with("found_en", en(&found))))
}
