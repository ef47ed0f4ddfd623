//! What a body decided stands: judged where a version is written, so that no door can pass it by. Values in,
//! values out.

use super::record::Record;
use crate::charter::decision::{DecidedFields, body_named};
use crate::charter::model::{Charter, Register};
use kernel::{Kind, Lang, Refusal};

/// What stands behind a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind<'a> {
    /// Somebody who may change the record.
    Caller,
    /// An action of a case about it. It carries the decision of this body, which adopted something that has not
    /// been carried out yet; none: it carries no such decision.
    Case(Option<&'a str>),
    /// The charter's facts: history is what the sources say.
    History,
}

/// What of a change only the body's act can bring about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Decided fields that would change.
    pub fields: Vec<String>,
    /// Stage the record would come to, where it comes into or out of those in which the fields stand.
    pub stage: Option<String>,
    /// The record would be taken back.
    pub withdrawn: bool,
}

/// What of a change needs an act of the body; none: nothing. `current` is the latest state, `before` the state that
/// is changed: another one where an older day is put right.
pub fn needs_act(
    register: &Register,
    current: Option<&Record>,
    before: Option<&Record>,
    new: &Record,
) -> Option<Needs> {
    let law = register.decided.as_ref()?;
    let stands = |record: Option<&Record>| record.is_some_and(|record| law.stands(&record.stage));
    let stood = stands(before) || stands(current);
    let mut needs = Needs::default();
    if stood {
        needs.fields = changed(law, before, new);
    }
    // Also the day from which they stand is part of what was decided.
    let earlier =
        before.is_some_and(|before| law.stands(&new.stage) && new.effective_on < before.effective_on);
    if stands(before) != law.stands(&new.stage) || earlier {
        needs.stage = Some(new.stage.clone());
    }
    needs.withdrawn = stood && new.withdrawn && before.is_none_or(|before| !before.withdrawn);
    (needs != Needs::default()).then_some(needs)
}

/// Refuses what only the body's act, or an action of the case that waits for it, can bring about.
///
/// # Errors
/// `registers.needs_act` with the fields (or the stage), the body that decided, and the list; `registers.held` while
/// the fields lie before those who decide; `registers.moved_by_case` for a stage that only a case brings about.
pub fn demand(
    charter: &Charter,
    register: &Register,
    (current, before): (Option<&Record>, Option<&Record>),
    new: &Record,
    behind: Behind<'_>,
) -> Result<(), Refusal> {
    let Some(law) = &register.decided else { return Ok(()) };
    if behind == Behind::History {
        return Ok(());
    }
    if let Some(needs) = needs_act(register, current, before, new) {
        // Who decides is what stood before the change: a change cannot choose its own judge.
        let of = before.or(current).unwrap_or(new);
        let body = body_named(&law.body, &of.body);
        let acted = matches!(behind, Behind::Case(Some(by)) if Some(by) == body);
        return if acted { Ok(()) } else { Err(needs_refusal(charter, register, body, needs)) };
    }
    let Some(before) = before.or(current).filter(|_| behind == Behind::Caller) else { return Ok(()) };
    let held = law.is_held(&before.stage);
    // Into and out of the stages in which the fields lie still a record comes by its case alone: else it could be taken
    // out, changed and put back, and the body would decide about what nobody handed over.
    let moved = new.stage != before.stage && (held || law.is_held(&new.stage));
    if moved || (held && new.withdrawn && !before.withdrawn) {
        return Err(Refusal::new(Kind::Conflict, "registers.moved_by_case"));
    }
    let fields = if held { changed(law, Some(before), new) } else { Vec::new() };
    if !fields.is_empty() {
        return Err(named(Refusal::new(Kind::Conflict, "registers.held"), register, &fields));
    }
    Ok(())
}

/// Whether somebody may bring a record to a state, as far as what a body decided goes.
pub fn is_free(charter: &Charter, register: &Register, current: &Record, new: &Record) -> bool {
    demand(charter, register, (Some(current), Some(current)), new, Behind::Caller).is_ok()
}

/// Decided fields whose value would be another one.
fn changed(law: &DecidedFields, before: Option<&Record>, new: &Record) -> Vec<String> {
    let Some(before) = before else { return Vec::new() };
    law.all().filter(|id| before.body.get(*id) != new.body.get(*id)).map(str::to_owned).collect()
}

fn needs_refusal(charter: &Charter, register: &Register, body: Option<&str>, needs: Needs) -> Refusal {
    let mut refusal = Refusal::new(Kind::NotAllowed, "registers.needs_act");
    if !needs.fields.is_empty() {
        refusal = named(refusal, register, &needs.fields);
    } else if let Some(stage) = needs.stage.as_deref().filter(|_| !needs.withdrawn) {
        let name = register.stage(stage).map(|stage| &stage.name);
        let of = |lang| name.map_or(stage, |name| name.get(lang)).to_owned();
        refusal = refusal.with("stage", stage).with("stage_zh", of(Lang::Zh)).with("stage_en", of(Lang::En));
    }
    match body.and_then(|body| charter.body(body)) {
        Some(body) => refusal
            .with("body", &body.id)
            .with("body_zh", &body.name.zh)
            .with("body_en", body.name.get(Lang::En)),
        None => refusal,
    }
}

fn named(refusal: Refusal, register: &Register, fields: &[String]) -> Refusal {
    let of = |lang| {
        let names =
            fields.iter().map(|id| register.field(id).map_or(id.as_str(), |field| field.name.get(lang)));
        names.collect::<Vec<_>>()
    };
    refusal
        .with("fields", fields.join(", "))
        .with("fields_zh", of(Lang::Zh).join("、"))
        .with("fields_en", of(Lang::En).join(", "))
}

#[cfg(test)]
#[path = "decided_tests.rs"]
mod tests;
