//! `people.use_link`: the one-time link is used up, the password is set, a session begins.

use super::open_account::about;
use super::sign_in::begin_session;
use super::{Token, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Id, Kind, Refusal};
use serde_json::{Value, json};
use store::{Ask, StoreError, Tx};

/// Using a link.
#[derive(Clone, Debug)]
pub struct UseLink {
    /// The link's secret.
    pub link: Token,
    /// PHC string of the new password.
    pub password: String,
    /// Secret of the session that begins.
    pub session: Token,
}

impl Command for UseLink {
    fn name(&self) -> &'static str {
        "people.use_link"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        self.link.cell(zone)
    }

    fn content(&self) -> Value {
        json!([self.link.hash(), self.session.hash()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let used = || Refusal::new(Kind::NotAllowed, "people.link_used");
        let (cell, hash) = (call.cell.as_str(), self.link.hash());
        let link = tx.row(sql::LINK, &[cell.into(), hash.as_str().into()])?.ok_or_else(used)?;
        let login = link.text(0)?;
        if tx.execute(sql::USE_LINK, &[call.moment.at.0.into(), cell.into(), hash.as_str().into()])? != 1 {
            return Err(used().into());
        }
        let password = [self.password.as_str().into(), cell.into(), login.as_str().into()];
        if tx.execute(sql::SET_PASSWORD, &password)? != 1 {
            return Err(used().into());
        }
        let account = tx
            .row(sql::ACCOUNT, &[cell.into(), login.as_str().into()])?
            .ok_or_else(|| StoreError::damaged("account"))?;
        let person = Id::parse(account.text_ref(1)?).ok_or_else(|| StoreError::damaged("account"))?;
        // A new password ends whatever was open under the old one.
        tx.execute(sql::END_SESSIONS, &[call.moment.at.0.into(), cell.into(), login.as_str().into()])?;
        begin_session(tx, call, &login, &person, &self.session)?;
        Ok(about(&login, json!("password set, session begun")))
    }
}
