//! What the law of a work list says of a body and of a caller, without IO.

use crate::charter::model::{Charter, Register};
use crate::desk::Caller;
use crate::domain::registers::{Record, permits};
use kernel::{Kind, Problem, Refusal};
use serde_json::{Map, Value};

/// What is wrong with the leads of a matter: each must lie on the side its field stands for, and there must
/// be one at least. A matter cannot be a part of itself; deeper circles cannot arise from one cell and are
/// harmless, because nothing walks up.
pub fn check(register: &Register, charter: &Charter, body: &Map<String, Value>) -> Vec<Problem> {
    let Some(law) = &register.worklist else { return Vec::new() };
    let mut problems = Vec::new();
    let mut any = false;
    for (field, side) in register.lead.iter().zip(&law.sides) {
        let Some(unit) = body.get(field).and_then(Value::as_str) else { continue };
        any = true;
        if let Some(lies_on) = charter.side_of_unit(unit).filter(|lies_on| lies_on != side) {
            let problem = Problem::new(field.as_str(), "wrong_side").with("given", unit);
            problems.push(problem.with("side", lies_on).with("wanted", side));
        }
    }
    if !any && let Some(first) = register.lead.first() {
        problems.push(Problem::new(first.as_str(), "no_lead"));
    }
    if let Some(field) = &law.first_side
        && let Some(first) = body.get(field).and_then(Value::as_str)
        && let Some(at) = law.sides.iter().position(|side| side == first)
        && register.lead.get(at).is_some_and(|lead| body.get(lead).is_none())
    {
        problems.push(Problem::new(field.as_str(), "first_side_without_lead").with("given", first));
    }
    problems
}

/// Whether one of a caller's units answers first for a matter: it reports.
pub fn is_unit(caller: &Caller, register: &Register, body: &Map<String, Value>) -> bool {
    register.leads(body).first().is_some_and(|unit| caller.units.contains(*unit))
}

/// Whether a caller reviews what is reported on a list.
pub fn may_review(caller: &Caller, register: &Register) -> bool {
    let review = register.worklist.as_ref().map_or(&[][..], |law| &law.review);
    caller.operator || review.iter().any(|role| caller.roles.contains(role))
}

/// Refuses whoever has none of these roles: as not found where they may not even see the matter.
pub fn demand_role(
    caller: &Caller,
    register: &Register,
    record: &Record,
    roles: &[String],
) -> Result<(), Refusal> {
    if caller.operator || roles.iter().any(|role| caller.roles.contains(role)) {
        return Ok(());
    }
    Err(match (permits::access(caller, register, record), caller.is_signed_in()) {
        (permits::Access::None, _) => Refusal::not_found(),
        (_, true) => Refusal::not_allowed(),
        (_, false) => Refusal::new(Kind::SignIn, "sign_in"),
    })
}

/// Why a matter takes no report and no lamp any more.
pub fn not_open(record: &Record) -> Refusal {
    Refusal::new(Kind::Conflict, "worklists.not_open").with("stage", &record.stage)
}

/// The field or stage of a change that only an approval can make; none: the change is free. A matter that
/// does not stand on the list yet (a draft) is still being written.
pub fn needs_approval(
    caller: &Caller,
    register: &Register,
    old: &Record,
    body: &Map<String, Value>,
    stage: &str,
) -> Option<String> {
    let approval = register.worklist.as_ref()?.approval.as_ref()?;
    let drafted = register.standing(&old.stage) == crate::charter::model::Standing::Draft;
    if caller.operator || drafted || approval.by.iter().any(|role| caller.roles.contains(role)) {
        return None;
    }
    let moved =
        (stage != old.stage && approval.stages.iter().any(|id| id == stage)).then(|| stage.to_owned());
    // What a body decided is not approved by anybody: writing it is refused for that reason.
    let free = |field: &&String| !register.is_decided(&old.stage, field);
    let changed = approval.fields.iter().filter(free).find(|field| old.body.get(*field) != body.get(*field));
    moved.or_else(|| changed.cloned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn register() -> Register {
        let text = r#"
            id = "tasks"
            name = { zh = "任务" }
            area = "a"
            title = "name"
            key = ["name"]
            lead = ["lead_east", "lead_west"]
            permits = {}
            fields = [
              { id = "name", type = "text", name = { zh = "名称" } },
              { id = "lead_east", type = "unit", name = { zh = "东" } },
              { id = "lead_west", type = "unit", name = { zh = "西" } },
              { id = "first", type = "choice", name = { zh = "先" }, choices = [] },
              { id = "due", type = "date", name = { zh = "期限" } },
            ]
            stages = [
              { id = "draft", name = { zh = "起草" }, public = false },
              { id = "open", name = { zh = "推进" } },
              { id = "off", name = { zh = "取消" } },
            ]
            [worklist]
            done = ["done"]
            cancelled = ["off"]
            sides = ["east", "west"]
            first_side = "first"
            reported = ["due"]
            review = ["office"]
            approval = { stages = ["off"], fields = ["due"], by = ["office"] }
        "#;
        toml::from_str(text).expect("a register")
    }

    fn body(value: Value) -> Map<String, Value> {
        value.as_object().expect("a map").clone()
    }

    #[test]
    fn the_first_side_leads_and_else_the_order_of_the_charter() {
        let register = register();
        for (fields, leads) in [
            (json!({}), vec![]),
            (json!({ "lead_west": "w" }), vec!["w"]),
            (json!({ "lead_east": "e", "lead_west": "w" }), vec!["e", "w"]),
            (json!({ "lead_east": "e", "lead_west": "w", "first": "west" }), vec!["w", "e"]),
            (json!({ "lead_east": "e", "lead_west": "w", "first": "east" }), vec!["e", "w"]),
        ] {
            assert_eq!(register.leads(&body(fields.clone())), leads, "{fields}");
        }
    }

    #[test]
    fn what_needs_approval_is_found_for_whoever_may_not_approve() {
        let register = register();
        let record = |stage: &str| Record {
            id: kernel::Id::from_key(1, "x"),
            register: "tasks".into(),
            version: 1,
            stage: stage.into(),
            withdrawn: false,
            effective_on: kernel::Date::ALWAYS,
            charter_version: 1,
            created_at: kernel::Instant(0),
            amended_at: kernel::Instant(0),
            body: body(json!({ "due": "2024-06-30" })),
        };
        let clerk = Caller::default();
        let office = Caller { roles: ["office".to_owned()].into(), ..Caller::default() };
        let same = body(json!({ "due": "2024-06-30", "name": "another" }));
        let later = body(json!({ "due": "2024-12-31" }));
        for (caller, from, fields, to, asked) in [
            (&clerk, "open", &same, "open", None),
            (&clerk, "open", &later, "open", Some("due")),
            (&clerk, "open", &same, "off", Some("off")),
            (&clerk, "draft", &later, "draft", None),
            (&office, "open", &later, "off", None),
        ] {
            let found = needs_approval(caller, &register, &record(from), fields, to);
            assert_eq!(found.as_deref(), asked, "{from} → {to}");
        }
    }
}
