//! `people.sign_in` and `people.sign_in_failed`. The door has compared the password already (that
//! takes long on purpose); here the account is judged again and the session begins.

use super::open_account::about;
use super::{FAILURES_MAX, LOCK_US, SESSION_US, Token, account_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

/// A session begins.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Who.
    pub login: String,
    /// PHC string the door compared with, so that a password changed meanwhile is not let in.
    pub password: String,
    /// Secret of the session.
    pub session: Token,
}

/// A wrong password was given.
#[derive(Clone, Debug)]
pub struct SignInFailed {
    /// For whom.
    pub login: String,
}

impl Command for SignIn {
    fn name(&self) -> &'static str {
        "people.sign_in"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!([self.login, self.session.hash()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let wrong = || Refusal::new(Kind::NotAllowed, "people.wrong_password");
        let cell = call.cell.as_str();
        let account = tx.row(sql::ACCOUNT, &[cell.into(), self.login.as_str().into()])?.ok_or_else(wrong)?;
        if account.text_opt(2)?.as_deref() != Some(self.password.as_str()) {
            return Err(wrong().into());
        }
        let cleared = [cell.into(), self.login.as_str().into(), call.moment.at.0.into()];
        if tx.execute(sql::CLEAR_FAILURES, &cleared)? != 1 {
            return Err(Refusal::new(Kind::NotAllowed, "people.locked").into());
        }
        let person = Id::parse(account.text_ref(1)?).ok_or_else(|| StoreError::damaged("account"))?;
        begin_session(tx, call, &self.login, &person, &self.session)?;
        Ok(about(&self.login, json!("session begun")))
    }
}

impl Command for SignInFailed {
    fn name(&self) -> &'static str {
        "people.sign_in_failed"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!(self.login)
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let cell = call.cell.as_str();
        let row = tx
            .row(sql::ACCOUNT, &[cell.into(), self.login.as_str().into()])?
            .ok_or_else(Refusal::not_found)?;
        let failures = row.int(3)? + 1;
        let locked = failures >= FAILURES_MAX;
        let until = if locked { call.moment.at.0 + LOCK_US } else { row.int(4)? };
        let kept = if locked { 0 } else { failures };
        tx.execute(sql::SET_FAILURES, &[kept.into(), until.into(), cell.into(), self.login.as_str().into()])?;
        Ok(about(&self.login, json!(if locked { "wrong password, account rests" } else { "wrong password" })))
    }
}

pub(super) fn begin_session(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    login: &str,
    person: &Id,
    session: &Token,
) -> Result<(), StoreError> {
    let (hash, at) = (session.hash(), call.moment.at.0);
    tx.execute(
        sql::INSERT_SESSION,
        &[
            call.cell.as_str().into(),
            hash.as_str().into(),
            login.into(),
            person.as_str().into(),
            at.into(),
            (at + SESSION_US).into(),
        ],
    )?;
    Ok(())
}
