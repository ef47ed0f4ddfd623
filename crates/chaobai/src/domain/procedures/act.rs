//! `procedures.act`: whoever may does one of the actions of the step a case stands in. Which actions there are
//! is the charter's; what each brings about on the record happens with it or not at all.

use super::case::{Body, Case, Decided, Mandate, Said, State, What};
use super::rules::{self, Ground};
use super::write::{self, Loaded, Outcome};
use crate::charter::model::Register;
use crate::charter::procedure::{Action, Effect};
use crate::charter::values::parse_value;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::powers::{self, Used};
use crate::domain::registers::decided::{Behind, needs_act};
use crate::domain::registers::{self, Effect as OnRecord, Record};
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

        let mut facts = loaded.case.body.facts.clone();
        facts.extend(given.clone());
        let power = power(tx, call, &loaded, action, &decision.mandate, &facts)?;
        let said = Said { mandate: Some(decision.mandate), power, given, ..Said::new(What::Act, "", "") };
        let answer = Answer { to: decision.to, units: decision.answers, apart: decision.apart };
        carry_out(tx, call, self.name(), &loaded, action, answer, loaded.moved(call), said)
    }
}

/// Where an action leads, and for which units it was an answer.
#[derive(Default)]
pub(super) struct Answer {
    /// Step to move to; none: the case stays.
    pub to: Option<String>,
    /// Units that have now answered.
    pub units: Vec<String>,
    /// Whether the answer is a key that is the caller's own.
    pub apart: bool,
}

/// Does an action that may be done: changes the record, moves the case one version on, lays out what falls due.
/// `case` is the case one version on with what was decided about it; `said` is completed.
#[allow(clippy::too_many_arguments)]
pub(super) fn carry_out(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    command: &'static str,
    loaded: &Loaded<'_>,
    action: &Action,
    answer: Answer,
    mut case: Case,
    said: Said,
) -> Result<Change, Stop> {
    case.body.facts.extend(said.given.clone());
    let (on_record, later) = effects(call, loaded, action, &case.body, answer.to.is_some())?;
    let behind = Behind::Case(case.body.decision.as_ref().and_then(Decided::to_carry_out));
    let record = match &on_record {
        Some(effect) => registers::apply_by(tx, call, command, &case.subject, effect, "", behind)?,
        None => None,
    };
    let before = Some(&loaded.record);
    let acted = |new: &Record| needs_act(loaded.register, before, before, new).is_some();
    if let (Some(decision), Some(new)) = (&mut case.body.decision, &record) {
        decision.spent |= acted(new);
    }
    if action.back && said.decision.is_none() {
        // What goes back is decided anew.
        case.body.decision = None;
    }
    let body = record.as_ref().map_or(&loaded.record.body, |record| &record.body);
    case.subject_version = record.as_ref().unwrap_or(&loaded.record).version;
    case.counted_under = call.law.version;
    let ground = Ground { record: body, ..loaded.ground() };
    let said = Said {
        word: action.id.clone(),
        slip: action.slip.clone(),
        effects: later,
        answered: answer.units.clone(),
        from: loaded.case.step.clone(),
        to: answer.to.clone().unwrap_or_else(|| loaded.case.step.clone()),
        ..said
    };
    let planned = match &answer.to {
        Some(to) => Some(ground.enter(&mut case, to, call.moment.today)?),
        None => {
            if answer.apart {
                let person = call.caller.person.as_ref().map_or("", |id| id.as_str());
                case.body.keys.extend(answer.units.iter().map(|unit| (unit.clone(), person.to_owned())));
            }
            let version = case.version;
            case.body.answers.extend(answer.units.into_iter().map(|unit| (unit, version)));
            // What was said may be a field the limit counts by. While a case is paused, what waits is the end of
            // the pause.
            let planned = ground.count(&mut case)?;
            (case.state == State::Open).then_some(planned)
        }
    };
    let outcome = Outcome { record, ..loaded.outcome(case, said, planned) };
    write::write(tx, call, command, outcome)
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
    body: &Body,
    moves: bool,
) -> Result<(Option<OnRecord>, Vec<Value>), Refusal> {
    let (mut on_record, mut later) = (OnRecord::default(), Vec::new());
    if action.to.is_some() && !moves {
        return Ok((None, later));
    }
    for effect in &action.effects {
        match effect {
            Effect::SetField { field, value, from } => {
                let value = set_to(call, loaded.register, field, value.as_deref(), from.as_deref(), body)?;
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
    body: &Body,
) -> Result<Value, Refusal> {
    let target = register.field(field).ok_or_else(super::rules::charter_changed)?;
    match (value, from) {
        (Some(text), _) => {
            let minor_digits = call.law.charter.minor_digits();
            parse_value(target, text, minor_digits).map_err(|_| super::rules::charter_changed())
        }
        (None, Some("today")) => Ok(Value::from(call.moment.today.to_string())),
        (None, Some("decided_on")) => {
            let day = body.decision.as_ref().map_or(call.moment.today, |decision| decision.on);
            Ok(Value::from(day.to_string()))
        }
        (None, Some("wording")) => {
            let wording = body.decision.as_ref().map(|decision| decision.wording.as_str());
            Ok(wording.filter(|wording| !wording.is_empty()).map_or(Value::Null, Value::from))
        }
        (None, Some(from)) => Ok(body.facts.get(from).cloned().unwrap_or(Value::Null)),
        (None, None) => Ok(Value::Null),
    }
}
