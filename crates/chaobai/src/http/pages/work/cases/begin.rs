//! What a form of a case begins with: a field whose value becomes the record's begins with the value that stands.

use super::{About, Typed};
use crate::charter::model::{Field, Register};
use crate::charter::procedure::{Action, Effect, Procedure};
use crate::domain::registers::Record;
use crate::domain::registers::permits::{self, Access};
use crate::http::pages::common::Frame;
use crate::http::pages::work::read;
use serde_json::{Map, Value};

/// Fills the form of an action: with the record where the action itself sets it, else with what the case says.
pub fn fill(about: &About<'_>, action: &Action, typed: &mut Typed) {
    let (loaded, facts) = (&about.loaded, &about.case().body.facts);
    let own = action.effects.iter().any(|effect| matches!(effect, Effect::SetField { .. }));
    let facts = if own { None } else { Some(facts) };
    with(about.frame, &loaded.procedure, loaded.register, &loaded.record, (&action.fields, facts), typed);
}

/// Fills the form that opens a case.
pub fn fill_opening(
    frame: &Frame,
    procedure: &Procedure,
    register: &Register,
    record: &Record,
    typed: &mut Typed,
) {
    with(frame, procedure, register, record, (&procedure.fields, None), typed);
}

fn with(
    frame: &Frame,
    procedure: &Procedure,
    register: &Register,
    record: &Record,
    (fields, facts): (&[Field], Option<&Map<String, Value>>),
    typed: &mut Typed,
) {
    // Whoever does not read the whole record does not read it here either.
    if permits::access(&frame.caller, register, record) != Access::Full {
        return;
    }
    let effects: Vec<&Effect> =
        procedure.steps.iter().flat_map(|step| &step.actions).flat_map(|action| &action.effects).collect();
    for field in fields {
        let target = effects.iter().find_map(|effect| match effect {
            Effect::SetField { field: target, from: Some(from), .. } if *from == field.id => {
                register.field(target)
            }
            _ => None,
        });
        let Some(target) = target.filter(|target| target.kind == field.kind) else { continue };
        let value = facts.and_then(|facts| facts.get(&field.id)).or_else(|| record.body.get(&target.id));
        typed.set_field(&field.id, read::typed(frame.charter(), field, value));
    }
}
