//! `procedures.decided`: the body a case waits for has decided, and its verdict does the action the charter names
//! for it. A command of the house itself: no door on the network leads here, only a meeting does.

use super::act::{Answer, carry_out};
use super::case::{Decided, Said, State, What};
use super::write::{self, Loaded};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::notices::{self, About, Facts};
use crate::domain::registers;
use kernel::{Cell, Id, Kind, Lang, Refusal, Text};
use serde_json::{Value, json};
use store::Tx;

/// A decision about the record of a case.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Case.
    pub id: Id,
    /// What was decided.
    pub decision: Decided,
}

impl Command for Decide {
    fn name(&self) -> &'static str {
        "procedures.decided"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        Cell::of(zone, &self.id)
    }

    fn content(&self) -> Value {
        json!([self.id.as_str(), self.decision])
    }

    /// # Errors
    /// `procedures.already_decided` where this item's decision is in the case; `procedures.ended`;
    /// `procedures.not_awaited` where the case waits for no body, or for another one.
    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        write::demand_clock(call)?;
        let loaded = write::load(tx, call.law, call.caller, &self.id)?;
        self.demand_awaited(tx, call, &loaded)?;
        let step = loaded.ground().step(&loaded.case.step)?;
        let verdict = self.decision.verdict;
        let results = step.decision.as_ref().map(|decision| &decision.results);
        let action = results.and_then(|results| step.action(results.action(verdict)));
        let action = action.ok_or_else(super::rules::charter_changed)?.clone();

        let mut case = loaded.moved(call);
        let decision = Decided { spent: false, ..self.decision.clone() };
        case.body.decision = Some(decision.clone());
        let said = Said { decision: Some(decision), ..Said::new(What::Decide, "", "") };
        let answer = Answer { to: action.to.clone(), ..Answer::default() };
        let change = carry_out(tx, call, self.name(), &loaded, &action, answer, case, said)?;

        let record = registers::load(tx, call, &loaded.case.subject)?;
        let body = call.law.charter.body(&self.decision.body).map(|body| body.name.clone());
        let body = body.unwrap_or_else(|| Text::new(&self.decision.body, &self.decision.body));
        let wording = self.decision.wording.as_str();
        let facts = Facts {
            words: vec![
                ("body", body),
                ("verdict", verdict.word()),
                ("wording", Text::new(wording, wording)),
                ("procedure", Text::new(&loaded.procedure.name.zh, loaded.procedure.name.get(Lang::En))),
            ],
            ..Facts::default()
        };
        let about = About { register: loaded.register, record: &record };
        notices::raise(tx, call, "procedures.decided", about, &facts)?;
        Ok(change)
    }
}

impl Decide {
    fn demand_awaited(&self, tx: &mut Tx<'_>, call: &Call<'_>, loaded: &Loaded<'_>) -> Result<(), Stop> {
        let (case, ground) = (&loaded.case, loaded.ground());
        let events = write::events(tx, call.cell, &self.id)?;
        let mut decisions = events.iter().filter_map(|event| event.said.decision.as_ref());
        if decisions.any(|decision| decision.item == self.decision.item) {
            return Err(Refusal::new(Kind::Conflict, "procedures.already_decided").into());
        }
        if case.state == State::Ended {
            return Err(Refusal::new(Kind::Conflict, "procedures.ended").into());
        }
        // A pause stops what people must do, not what a body decides.
        let step = ground.step(&case.step)?;
        if ground.awaited_body(step) != Some(self.decision.body.as_str()) {
            let refusal = ground.with_step(Refusal::new(Kind::Conflict, "procedures.not_awaited"), case);
            return Err(ground.with_body(refusal, Some(&self.decision.body)).into());
        }
        Ok(())
    }
}
