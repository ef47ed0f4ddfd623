//! `people.issue_link`: a one-time link with which a person sets a password and signs in.

use super::open_account::{about, demand_system_admin};
use super::{LINK_US, Token, account_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Refusal};
use serde_json::{Value, json};
use store::{Ask, Tx};

/// A one-time link. The token is made by the caller and shown once; only its hash is kept.
#[derive(Clone, Debug)]
pub struct IssueLink {
    /// Whose.
    pub login: String,
    /// The secret of the link.
    pub token: Token,
}

impl Command for IssueLink {
    fn name(&self) -> &'static str {
        "people.issue_link"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!([self.login, self.token.hash()])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_system_admin(call)?;
        let account = tx.row(sql::ACCOUNT, &[call.cell.as_str().into(), self.login.as_str().into()])?;
        if account.is_none_or(|row| row.int_opt(5).ok().flatten().is_some()) {
            return Err(Refusal::not_found().into());
        }
        let (hash, until) = (self.token.hash(), call.moment.at.0 + LINK_US);
        tx.execute(
            sql::INSERT_LINK,
            &[call.cell.as_str().into(), hash.as_str().into(), self.login.as_str().into(), until.into()],
        )?;
        Ok(about(&self.login, json!("link")))
    }
}
