//! Decisions without IO: who holds a step, who may do what, where a case goes next, and until when. Values in,
//! values out; the commands load before and write after.

use super::case::{Body, Case, Held, Mandate, State};
use crate::charter::decision::body_named;
use crate::charter::model::{Charter, Register};
use crate::charter::procedure::{Action, Limit, Procedure, Step};
use crate::charter::values::check_fields;
use crate::desk::Caller;
use crate::domain::deadlines::{self, Due, Kind as DeadlineKind, Planned};
use kernel::{Date, Id, Kind, Problem, Refusal, WorkingCalendar};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What decisions about a case are made from.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The charter in force: who is who today, and the calendars.
    pub charter: &'a Charter,
    /// The procedure as it was when the case began.
    pub procedure: &'a Procedure,
    /// The list.
    pub register: &'a Register,
    /// The record's fields today.
    pub record: &'a Map<String, Value>,
}

/// What an action comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// By what right.
    pub mandate: Mandate,
    /// Step to move to; none: it stays.
    pub to: Option<String>,
    /// The units that have now answered, in a step where each answers for itself.
    pub answers: Vec<String>,
    /// Whether they did so with a key that is the caller's own.
    pub apart: bool,
}

impl<'a> Ground<'a> {
    /// Those who stand in these relations to the case, in the order written, each once.
    pub fn who(&self, relations: &[String], opener: &str, facts: &Map<String, Value>) -> Vec<Held> {
        let mut all: Vec<Held> = Vec::new();
        let mut add = |relation: &str, kind: &str, id: &str| {
            let held = Held { relation: relation.to_owned(), holder: format!("{kind}:{id}") };
            if !id.is_empty() && !all.iter().any(|other| other.holder == held.holder) {
                all.push(held);
            }
        };
        let text = |fields: &Map<String, Value>, id: &str| {
            fields.get(id).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        for relation in relations {
            match relation.as_str() {
                "lead" if self.register.lead.is_empty() => {
                    self.register.keepers.iter().for_each(|unit| add(relation, "unit", unit));
                }
                "lead" => {
                    self.register.lead.iter().for_each(|f| add(relation, "unit", &text(self.record, f)))
                }
                "partner" => {
                    self.register.partners.iter().for_each(|f| add(relation, "unit", &text(self.record, f)));
                }
                "opener" => add(relation, "person", opener),
                other => match other.strip_prefix("unit:") {
                    Some(field) => {
                        let value = facts.get(field).or_else(|| self.record.get(field));
                        units_in(value).for_each(|unit| add(relation, "unit", unit));
                    }
                    None => add(relation, "role", other),
                },
            }
        }
        all
    }

    /// By what right a caller stands among these, if they do.
    pub fn mandate(&self, caller: &Caller, held: &[Held]) -> Option<Mandate> {
        held.iter().find_map(|held| {
            let post = stands_as(self.charter, caller, &held.holder)?;
            Some(Mandate { held: held.clone(), post })
        })
    }

    /// A step of the procedure the case began under.
    pub fn step(&self, id: &str) -> Result<&'a Step, Refusal> {
        self.procedure.step(id).ok_or_else(charter_changed)
    }

    /// Whether a caller may do this with the case as it stands, and what then happens. `seen` is the version they
    /// saw.
    ///
    /// # Errors
    /// `procedures.not_holder`, `procedures.stale_version`, `procedures.ended`, `procedures.paused`,
    /// `procedures.no_such_action`, `procedures.answered`, or what is wrong with the fields.
    pub fn judge(
        &self,
        case: &Case,
        caller: &Caller,
        action: &str,
        given: &Map<String, Value>,
        seen: i64,
    ) -> Result<Decision, Refusal> {
        if seen == case.version {
            demand_state(case)?;
        }
        let step = self.step(&case.step)?;
        let known = step.action(action);
        let is_answer = known.is_some_and(|action| step.each && action.to.is_some() && !action.back);
        // What other units answer meanwhile does not stand in one's way.
        let fits = seen == case.version || (is_answer && seen >= case.body.entered && seen < case.version);
        let Some(action) = known else {
            return Err(if fits { self.no_such_action(step, action) } else { self.stale(case, seen) });
        };
        if step.is_decided(&action.id) {
            return Err(if fits { self.needs_decision(case, step) } else { self.stale(case, seen) });
        }
        let held = self.who(step.may(action), &case.body.opener, &case.body.facts);
        let mandate = self.mandate(caller, &held);
        let Some(mandate) = mandate else {
            // Whoever held it a moment ago is told that it moved on, not that it was never theirs.
            return Err(if fits { self.not_holder(case, &held) } else { self.stale(case, seen) });
        };
        if !fits {
            return Err(self.stale(case, seen));
        }
        demand_state(case)?;
        let answers = if is_answer { self.answers(case, caller, &held, step.apart)? } else { Vec::new() };
        let problems = check_fields(&action.fields, self.charter, given);
        if !problems.is_empty() {
            return Err(Refusal::invalid(problems));
        }
        let all = !case.awaited().any(|unit| !answers.iter().any(|answer| answer == unit));
        let to = action.to.clone().filter(|_| !is_answer || all);
        Ok(Decision { mandate, to, answers, apart: step.apart })
    }

    /// The caller's units whose answer is still awaited. Where nobody gives two answers, that of one unit: the one
    /// whose post is named first.
    fn answers(
        &self,
        case: &Case,
        caller: &Caller,
        held: &[Held],
        apart: bool,
    ) -> Result<Vec<String>, Refusal> {
        let own = held.iter().filter_map(|held| held.holder.strip_prefix("unit:"));
        let own: Vec<&str> = own.filter(|unit| caller.units.contains(*unit)).collect();
        let open: Vec<String> = own
            .iter()
            .filter(|unit| !case.body.answers.contains_key(**unit))
            .map(|u| (*u).to_owned())
            .collect();
        if !own.is_empty() && open.is_empty() {
            return Err(Refusal::new(Kind::Conflict, "procedures.answered"));
        }
        if apart {
            if gave_key(case, caller) {
                return Err(Refusal::new(Kind::NotAllowed, "procedures.one_key_each"));
            }
            return Ok(open.into_iter().take(1).collect());
        }
        Ok(open)
    }

    /// The body a step waits for; none: it waits for none.
    pub fn awaited_body(&self, step: &'a Step) -> Option<&'a str> {
        let decision = step.decision.as_ref()?;
        body_named(&decision.body, self.record)
    }

    fn needs_decision(&self, case: &Case, step: &Step) -> Refusal {
        let refusal = self.with_step(Refusal::new(Kind::NotAllowed, "procedures.needs_decision"), case);
        let body = step.decision.as_ref().and_then(|decision| body_named(&decision.body, self.record));
        self.with_body(refusal, body)
    }

    /// A refusal that names a body.
    pub fn with_body(&self, refusal: Refusal, body: Option<&str>) -> Refusal {
        match body.and_then(|body| self.charter.body(body)) {
            Some(body) => refusal
                .with("body", &body.id)
                .with("body_zh", &body.name.zh)
                .with("body_en", body.name.get(kernel::Lang::En)),
            None => refusal,
        }
    }

    /// Two keys are of two sides where the record says that the matter is a joint one.
    fn demand_sides(&self, case: &Case, step: &Step) -> Result<(), Refusal> {
        let joint = step.joint.as_ref().is_some_and(|id| self.record.get(id) == Some(&Value::Bool(true)));
        let units = case.body.holders.iter().filter_map(|held| held.holder.strip_prefix("unit:"));
        let sides: BTreeSet<&str> = units.filter_map(|unit| self.charter.side_of_unit(unit)).collect();
        if !joint || sides.len() > 1 {
            return Ok(());
        }
        Err(self.with_step(Refusal::new(Kind::Conflict, "procedures.both_sides"), case))
    }

    /// The refusal of somebody who saw an older state: with what is now true.
    pub fn stale(&self, case: &Case, seen: i64) -> Refusal {
        let refusal = Refusal::new(Kind::Conflict, "procedures.stale_version")
            .with("expected", seen)
            .with("current", case.version)
            .with("step", &case.step);
        self.with_step(refusal, case)
    }

    fn not_holder(&self, case: &Case, held: &[Held]) -> Refusal {
        let refusal = Refusal::new(Kind::NotAllowed, "procedures.not_holder").with("step", &case.step);
        let names: Vec<_> = held.iter().map(|held| holder_name(self.charter, &held.holder)).collect();
        let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
        let en: Vec<&str> = names.iter().map(|name| name.get(kernel::Lang::En)).collect();
        self.with_step(refusal, case).with("who_zh", zh.join("、")).with("who_en", en.join(", "))
    }

    fn no_such_action(&self, step: &Step, given: &str) -> Refusal {
        let allowed: Vec<&str> = step.actions.iter().map(|action| action.id.as_str()).collect();
        Refusal::new(Kind::Invalid, "procedures.no_such_action")
            .with("given", given)
            .with("allowed", allowed.join(", "))
            .with("step_zh", &step.name.zh)
            .with("step_en", step.name.get(kernel::Lang::En))
    }

    /// A refusal that names the step a case stands in.
    pub fn with_step(&self, refusal: Refusal, case: &Case) -> Refusal {
        let name = self.procedure.step_name(&case.step);
        refusal.with("step_zh", &name.zh).with("step_en", name.get(kernel::Lang::En))
    }

    /// The state of a case that enters a step on a day: holders, last day, nothing answered, nothing fired.
    pub fn enter(&self, case: &mut Case, step: &str, today: Date) -> Result<Vec<Planned>, Refusal> {
        let step = self.step(step)?;
        case.step.clone_from(&step.id);
        case.state = if step.end { State::Ended } else { State::Open };
        case.body = Body {
            entered: case.version,
            since: today,
            answers: BTreeMap::new(),
            keys: BTreeMap::new(),
            fired: Vec::new(),
            spans: Vec::new(),
            paused: None,
            holders: Vec::new(),
            ..case.body.clone()
        };
        let planned = self.count(case)?;
        if case.body.holders.is_empty() && !step.end {
            let refusal = Refusal::new(Kind::Conflict, "procedures.nobody_holds").with("step", &step.id);
            return Err(self.with_step(refusal, case));
        }
        self.demand_sides(case, step)?;
        Ok(planned)
    }

    /// Holders and days of a case as it stands, counted anew: everything that has not happened yet.
    pub fn count(&self, case: &mut Case) -> Result<Vec<Planned>, Refusal> {
        let step = self.step(&case.step)?;
        case.body.holders = self.who(&step.holder, &case.body.opener, &case.body.facts);
        case.due_on = None;
        case.unpublished = Vec::new();
        let Some((calendar, due)) = self.due(case, step) else { return Ok(Vec::new()) };
        case.due_on = Some(due.on);
        case.unpublished.clone_from(&due.unpublished);
        if case.state != State::Open {
            return Ok(Vec::new());
        }
        let all = deadlines::plan(&calendar, &due, &step.remind, &step.escalate, step.silence.is_some());
        Ok(all.into_iter().filter(|one| !case.body.fired.contains(&fired(one.kind, one.part))).collect())
    }

    /// The last day of a step's limit, with the calendar that gave it: of several holders, the later day.
    pub fn due(&self, case: &Case, step: &Step) -> Option<(WorkingCalendar, Due)> {
        let limit = step.limit.as_ref()?;
        let units = case.body.holders.iter().filter_map(|held| held.holder.strip_prefix("unit:")).map(Some);
        let mut units: Vec<Option<&str>> = units.collect();
        if units.is_empty() {
            units.push(None);
        }
        let mut found: Option<(WorkingCalendar, Due)> = None;
        for unit in units {
            let calendar = deadlines::calendar_of(self.charter, unit, self.procedure.calendar.as_deref());
            let mut due = self.one_due(case, limit, &calendar)?;
            for span in &case.body.spans {
                let (stood, unpublished) = calendar.working_days_between(span.from, span.to).with_warning();
                let shift = Due { on: due.on, unpublished };
                due = due.later(shift).plus(&calendar, i32::try_from(stood).unwrap_or(0));
            }
            found = Some(match found {
                Some((other, before)) if before.on >= due.on => (other, before.later(due)),
                Some((_, before)) => (calendar, due.later(before)),
                None => (calendar, due),
            });
        }
        found
    }

    fn one_due(&self, case: &Case, limit: &Limit, calendar: &WorkingCalendar) -> Option<Due> {
        match (limit.days, &limit.field) {
            (Some(days), _) => Some(
                calendar.add_working_days(case.body.since, i32::try_from(days).unwrap_or(i32::MAX)).into(),
            ),
            (None, Some(field)) => {
                let value = case.body.facts.get(field).or_else(|| self.record.get(field));
                let day = value.and_then(Value::as_str).and_then(Date::parse)?;
                Some(calendar.next_working_day(day).into())
            }
            (None, None) => None,
        }
    }
}

/// The units that a field of one unit, or of several, names.
fn units_in(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let (one, several) = match value {
        Some(Value::Array(all)) => (None, all.as_slice()),
        Some(value) => (value.as_str(), [].as_slice()),
        None => (None, [].as_slice()),
    };
    one.into_iter().chain(several.iter().filter_map(Value::as_str))
}

/// The word under which something of the present step is known to have happened.
pub fn fired(kind: DeadlineKind, part: i64) -> String {
    format!("{}/{part}", kind.as_str())
}

/// Refuses whatever needs a case that somebody holds.
pub fn demand_state(case: &Case) -> Result<(), Refusal> {
    match case.state {
        State::Open => Ok(()),
        State::Paused => Err(Refusal::new(Kind::Conflict, "procedures.paused")),
        State::Ended => Err(Refusal::new(Kind::Conflict, "procedures.ended")),
    }
}

/// The charter no longer has what the case needs.
pub fn charter_changed() -> Refusal {
    Refusal::new(Kind::Conflict, "procedures.charter_changed")
}

/// Whether a caller stands as a holder: the post through which they do, empty for a person.
pub fn stands_as(charter: &Charter, caller: &Caller, holder: &str) -> Option<String> {
    let (kind, id) = holder.split_once(':')?;
    let through = |fits: &dyn Fn(&str) -> bool| {
        caller.posts.iter().find(|held| fits(&held.post)).map(|held| held.post.clone()).unwrap_or_default()
    };
    match kind {
        "role" if caller.roles.contains(id) => Some(through(&|post| {
            charter.post(post).is_some_and(|post| post.roles.iter().any(|role| role == id))
        })),
        "unit" if caller.units.contains(id) => {
            Some(through(&|post| charter.post(post).is_some_and(|post| post.unit.as_deref() == Some(id))))
        }
        "person" if caller.person.as_ref().map(Id::as_str) == Some(id) => Some(String::new()),
        _ => None,
    }
}

/// The unit for which somebody acts: the one the mandate is of, else that of the post.
pub fn unit_of(charter: &Charter, mandate: &Mandate) -> Option<String> {
    match mandate.held.holder.split_once(':') {
        Some(("unit", unit)) => Some(unit.to_owned()),
        _ => charter.post(&mandate.post).and_then(|post| post.unit.clone()),
    }
}

/// What to call a holder. Persons are named by whoever may know them.
pub fn holder_name(charter: &Charter, holder: &str) -> kernel::Text {
    let (kind, id) = holder.split_once(':').unwrap_or(("", holder));
    let name = match kind {
        "role" => charter.role(id).map(|role| role.name.clone()),
        "unit" => charter.unit(id).map(|unit| unit.name.clone()),
        "person" => Some(kernel::Text::new("立项人", "whoever opened it")),
        _ => None,
    };
    name.unwrap_or_else(|| kernel::Text::new(id, id))
}

/// Everything a caller stands as: what "my cases" are looked for by.
pub fn stands_as_all(caller: &Caller) -> Vec<String> {
    let roles = caller.roles.iter().map(|role| format!("role:{role}"));
    let units = caller.units.iter().map(|unit| format!("unit:{unit}"));
    roles.chain(units).chain(caller.person.iter().map(|person| format!("person:{person}"))).collect()
}

/// Who may stop and go on with the clock of a case.
pub fn pausers(ground: &Ground<'_>, case: &Case) -> Vec<Held> {
    let Some(pause) = &ground.procedure.pause else { return Vec::new() };
    let mut all = ground.who(&pause.by, &case.body.opener, &case.body.facts);
    all.retain(|held| held.relation != "holder");
    if pause.by.iter().any(|relation| relation == "holder") {
        all.extend(case.body.holders.iter().cloned());
    }
    all
}

/// Refuses a reason for a pause that is none of the charter's.
pub fn demand_reason(procedure: &Procedure, reason: &str) -> Result<(), Refusal> {
    let reasons = procedure.pause.as_ref().map(|pause| pause.reasons.as_slice()).unwrap_or_default();
    if reasons.iter().any(|choice| choice.id == reason) {
        return Ok(());
    }
    let allowed: Vec<&str> = reasons.iter().map(|choice| choice.id.as_str()).collect();
    let code = if reason.is_empty() { "required" } else { "not_a_choice" };
    let problem = Problem::new("reason", code).with("given", reason).with("allowed", allowed.join(", "));
    Err(Refusal::invalid(vec![problem]))
}

/// Whether a caller has given an answer of the present step with a key of their own.
fn gave_key(case: &Case, caller: &Caller) -> bool {
    let person = caller.person.as_ref().map_or("", |id| id.as_str());
    case.body.keys.values().any(|by| by == person)
}

/// Actions a caller may do with a case as it stands.
pub fn may_do<'a>(ground: &Ground<'a>, case: &Case, caller: &Caller) -> Vec<&'a Action> {
    if case.state != State::Open {
        return Vec::new();
    }
    let Some(step) = ground.procedure.step(&case.step) else { return Vec::new() };
    let may = |action: &&Action| {
        if step.is_decided(&action.id) {
            return false;
        }
        let held = ground.who(step.may(action), &case.body.opener, &case.body.facts);
        let is_answer = step.each && action.to.is_some() && !action.back;
        let waits = |unit: &str| caller.units.contains(unit);
        let may_answer = || case.awaited().any(waits) && !(step.apart && gave_key(case, caller));
        ground.mandate(caller, &held).is_some() && (!is_answer || may_answer())
    };
    step.actions.iter().filter(may).collect()
}
