//! `people.open_account`: a person gets a login. No password yet: a one-time link sets the first.

use super::{account_cell, sql};
use crate::charter::model::RoleKind;
use crate::desk::{Call, Change, Command, RequestKey, Stop, Subject};
use kernel::{Cell, Id, Kind, Problem, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// A new account.
#[derive(Clone, Debug)]
pub struct OpenAccount {
    /// Name to sign in with: 3 to 40 lower-case letters, digits, `.`, `-`, `_`.
    pub login: String,
    /// The person, a record of the persons register.
    pub person: Id,
}

impl Command for OpenAccount {
    fn name(&self) -> &'static str {
        "people.open_account"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!([self.login, self.person.as_str()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_system_admin(call)?;
        if !is_login(&self.login) {
            return Err(Refusal::invalid(vec![Problem::new("login", "login_shape")]).into());
        }
        let zone = &call.law.charter.zone;
        let known = crate::domain::registers::find(tx, &zone.id, &self.person)?;
        if known.is_none_or(|record| record.register != zone.people.persons || record.withdrawn) {
            let problem = Problem::new("person", "no_such_record").with("given", &self.person);
            return Err(Refusal::invalid(vec![problem]).into());
        }
        let values = [
            call.cell.as_str().into(),
            self.login.as_str().into(),
            self.person.as_str().into(),
            call.moment.at.0.into(),
        ];
        if tx.execute(sql::INSERT_ACCOUNT, &values)? != 1 {
            return Err(Refusal::new(Kind::Conflict, "people.login_taken").with("login", &self.login).into());
        }
        Ok(about(&self.login, json!({ "person": self.person.as_str() })))
    }
}

/// Accounts are the system administrator's work, and the operator's at the console.
pub(super) fn demand_system_admin(call: &Call<'_>) -> Result<(), Refusal> {
    if call.caller.operator || call.caller.is(RoleKind::SystemAdmin) {
        Ok(())
    } else {
        Err(Refusal::not_found())
    }
}

/// A change to an account: the login is nobody's business, so it enters as a commitment.
pub(super) fn about(login: &str, what: Value) -> Change {
    let hidden = json!({ "login": login, "what": what });
    Change {
        subject: Subject { register: "account".into(), id: String::new(), version: 1 },
        public: Value::Null,
        hidden: hidden.clone(),
        state: hidden,
        answer: Value::Null,
    }
}

pub(super) fn is_login(login: &str) -> bool {
    (3..=40).contains(&login.len())
        && login.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-_".contains(&b))
}
