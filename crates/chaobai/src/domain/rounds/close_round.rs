//! `rounds.close_round`: the office closes a round. Nothing is reported, returned or accepted in it any more.

use super::{find, round_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::worklists;
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

/// A round to close.
#[derive(Clone, Debug)]
pub struct CloseRound {
    /// The round.
    pub round: String,
}

impl Command for CloseRound {
    fn name(&self) -> &'static str {
        "rounds.close_round"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        round_cell(zone, &self.round)
    }

    fn content(&self) -> Value {
        json!([self.round])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let key = [call.cell.as_str().into(), self.round.as_str().into()];
        let row = tx.row(sql::ROUND, &key)?.ok_or_else(Refusal::not_found)?;
        let round = find::read_round(&row)?;
        let lists = round.lists.iter().filter_map(|list| call.law.charter.register(list));
        if !lists.into_iter().all(|register| worklists::may_review(call.caller, register)) {
            return Err(Refusal::not_allowed().into());
        }
        if !round.open {
            return Err(Refusal::new(Kind::Conflict, "rounds.closed").with("round", &self.round).into());
        }
        let at = call.moment.at;
        let moved =
            tx.execute(sql::CLOSE, &[at.0.into(), call.cell.as_str().into(), self.round.as_str().into()])?;
        if moved != 1 {
            return Err(StoreError::retry("another writer closed the round").into());
        }
        let said = json!({ "round": self.round, "state": "closed" });
        Ok(Change {
            subject: Subject { register: "round".into(), id: self.round.clone(), version: 2 },
            public: said.clone(),
            hidden: Value::Null,
            state: said,
            answer: Value::Null,
        })
    }
}
