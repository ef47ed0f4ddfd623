//! `feeds.issue`: whoever is signed in makes an address under which a program reads their calendar.

use super::{FEEDS_MAX, find};
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use crate::domain::people::{Token, account_cell};
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A new address. The secret is made by the door and shown once; only its hash is kept.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Whose: the caller's own login.
    pub login: String,
    /// The secret of the address.
    pub token: Token,
}

impl Command for Issue {
    fn name(&self) -> &'static str {
        "feeds.issue"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!([self.login, self.token.hash()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_own(call, &self.login)?;
        let zone = &call.law.charter.zone.id;
        // The account was open when the session began; a session ends with it.
        if find::feeds(tx, zone, &self.login)?.len() >= FEEDS_MAX {
            return Err(Refusal::new(Kind::Conflict, "feeds.too_many").with("max", FEEDS_MAX).into());
        }
        let hash = self.token.hash();
        tx.execute(
            find::INSERT,
            &[
                call.cell.as_str().into(),
                hash.as_str().into(),
                self.login.as_str().into(),
                call.moment.at.0.into(),
            ],
        )?;
        Ok(about(&self.login, "calendar address issued"))
    }
}

/// A calendar is its owner's alone: what it says follows from the posts they hold.
pub(super) fn demand_own(call: &Call<'_>, login: &str) -> Result<(), Refusal> {
    if call.caller.is_signed_in() && !login.is_empty() && call.caller.login == login {
        Ok(())
    } else {
        Err(Refusal::not_found())
    }
}

/// What is said of it: whose calendar it is is nobody's business, so it enters as a commitment.
pub(super) fn about(login: &str, what: &str) -> Change {
    let hidden = json!({ "login": login, "what": what });
    Change {
        subject: Subject { register: "account".into(), id: String::new(), version: 1 },
        public: Value::Null,
        hidden: hidden.clone(),
        state: hidden,
        answer: Value::Null,
    }
}
