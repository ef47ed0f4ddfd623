//! `procedures.act`: whoever may does one of the actions of the step a case stands in. Which actions there are
//! is the charter's; what each brings about on the record happens with it or not at all.

use super::case::{Mandate, Said, What};
use super::rules;
use super::write::{self, Loaded, Outcome};
use crate::charter::model::Register;
use crate::charter::procedure::{Action, Effect};
use crate::charter::values::parse_value;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::powers::{self, Used};
use crate::domain::registers::{self, Effect as OnRecord};
use kernel::{Cell, Id, Refusal};
use serde_json::{Map, Value, json};
use store::Tx;

/// An action of the present step.
#[derive(Clone, Debug)]
pub struct Act {
    /// Case.
    pub id: Id,
    /// Version the caller saw.
    pub version: i64,
    /// Action of the charter.
    pub action: String,
    /// What the action asks for.
    pub given: Map<String, Value>,
}

impl Command for Act {
    fn name(&self) -> &'static str {
        "procedures.act"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!({ "id": self.id.as_str(), "version": self.version, "action": self.action, "given": self.given })
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        let given = super::without_nulls(&self.given);
        let ground = loaded.ground();
        let decision = ground.judge(&loaded.case, call.caller, &self.action, &given, self.version)?;
        let step = ground.step(&loaded.case.step)?;
        let action = step.action(&self.action).ok_or_else(Refusal::not_found)?;
        write::demand_records(tx, call, &action.fields, &given)?;

        let mut case = loaded.moved(call);
        case.body.facts.extend(given.clone());
        let power = power(tx, call, &loaded, action, &decision.mandate, &case.body.facts)?;
        let (on_record, later) = effects(call, &loaded, action, &case.body.facts, decision.to.is_some())?;
        let record = match &on_record {
            Some(effect) => registers::apply(tx, call, self.name(), &case.subject, effect, "")?,
            None => None,
        };
        let body = record.as_ref().map_or(&loaded.record.body, |record| &record.body);
        case.subject_version = record.as_ref().unwrap_or(&loaded.record).version;
        case.counted_under = call.law.version;
        let ground = super::rules::Ground { record: body, ..ground };
        let said = Said {
            word: self.action.clone(),
            mandate: Some(decision.mandate),
            power,
            given,
            slip: action.slip.clone(),
            effects: later,
            ..Said::new(What::Act, &loaded.case.step, decision.to.as_deref().unwrap_or(&loaded.case.step))
        };
        let planned = match &decision.to {
            Some(to) => Some(ground.enter(&mut case, to, call.moment.today)?),
            None => {
                let version = case.version;
                case.body.answers.extend(decision.answers.into_iter().map(|unit| (unit, version)));
                // What was said may be a field the limit counts by.
                Some(ground.count(&mut case)?)
            }
        };
        let outcome = Outcome { record, ..loaded.outcome(case, said, planned) };
        write::write(tx, call, self.name(), outcome)
    }
}

/// The power the action is done by, where it needs one: judged on the day it is done, whenever it was drafted.
fn power(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    loaded: &Loaded<'_>,
    action: &Action,
    mandate: &Mandate,
    facts: &Map<String, Value>,
) -> Result<Option<Used>, Stop> {
    let Some(need) = &action.needs_power else { return Ok(None) };
    let charter = &call.law.charter;
    let unit = rules::unit_of(charter, mandate).unwrap_or_default();
    let asked = powers::judge_action(need, &unit, facts, &loaded.record.body, call.moment.today);
    Ok(Some(powers::demand(tx, charter, &asked)??))
}

/// What the action does to the record now, and what is left for the clock to do. In a step where each unit
/// answers, only the answer that moves the case on brings anything about.
fn effects(
    call: &Call<'_>,
    loaded: &Loaded<'_>,
    action: &Action,
    facts: &Map<String, Value>,
    moves: bool,
) -> Result<(Option<OnRecord>, Vec<Value>), Refusal> {
    let (mut on_record, mut later) = (OnRecord::default(), Vec::new());
    if action.to.is_some() && !moves {
        return Ok((None, later));
    }
    for effect in &action.effects {
        match effect {
            Effect::SetField { field, value, from } => {
                let value = set_to(call, loaded.register, field, value.as_deref(), from.as_deref(), facts)?;
                on_record.fields.insert(field.clone(), value);
            }
            Effect::Advance { to } => {
                // A charter may have dropped the stage since the case began.
                loaded.register.stage(to).ok_or_else(super::rules::charter_changed)?;
                if loaded.record.stage != *to {
                    on_record.stage = Some(to.clone());
                }
            }
            Effect::OpenCase { .. } | Effect::Publish { .. } => later.push(json!(effect)),
        }
    }
    let changes = on_record != OnRecord::default();
    Ok((changes.then_some(on_record), later))
}

fn set_to(
    call: &Call<'_>,
    register: &Register,
    field: &str,
    value: Option<&str>,
    from: Option<&str>,
    facts: &Map<String, Value>,
) -> Result<Value, Refusal> {
    let target = register.field(field).ok_or_else(super::rules::charter_changed)?;
    match (value, from) {
        (Some(text), _) => {
            let minor_digits = call.law.charter.minor_digits();
            parse_value(target, text, minor_digits).map_err(|_| super::rules::charter_changed())
        }
        (None, Some("today")) => Ok(Value::from(call.moment.today.to_string())),
        (None, Some(from)) => Ok(facts.get(from).cloned().unwrap_or(Value::Null)),
        (None, None) => Ok(Value::Null),
    }
}
