//! What a term must say for the way in which the post is held.

use crate::charter::Standing;
use crate::charter::model::{Charter, Register};
use kernel::Problem;
use serde_json::{Map, Value};

/// What is wrong with a term, beside what the fields themselves ask: the last day before the first, a secondment
/// without the unit the person comes from, a substitute for nobody and no reason. Nothing for other lists.
pub fn check(register: &Register, charter: &Charter, body: &Map<String, Value>) -> Vec<Problem> {
    if register.id != charter.zone.people.terms {
        return Vec::new();
    }
    let text = |id: &str| body.get(id).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
    let mut problems = Vec::new();
    if let (Some(since), Some(until)) = (text("since"), text("until"))
        && until < since
    {
        problems.push(Problem::new("until", "before_since").with("since", since));
    }
    let has = |id: &str| register.field(id).is_some();
    match text("kind").and_then(Standing::find) {
        Some(Standing::Secondment) if has("home_unit") && text("home_unit").is_none() => {
            problems.push(Problem::new("home_unit", "secondment_from_nowhere"));
        }
        Some(Standing::Substitute) if text("in_place_of").is_none() && text("reason").is_none() => {
            let field = if has("in_place_of") { "in_place_of" } else { "kind" };
            problems.push(Problem::new(field, "substitute_for_nobody"));
        }
        _ => {}
    }
    if text("in_place_of").is_some() && text("in_place_of") == text("person") {
        problems.push(Problem::new("in_place_of", "substitute_for_oneself"));
    }
    problems
}
