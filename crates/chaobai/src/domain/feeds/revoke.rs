//! `feeds.revoke`: an address stops working, for good.

use super::find;
use super::issue::{about, demand_own};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use crate::domain::people::account_cell;
use kernel::{Cell, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// The end of an address.
#[derive(Clone, Debug)]
pub struct Revoke {
    /// Whose: the caller's own login.
    pub login: String,
    /// Hash of its secret.
    pub hash: String,
}

impl Command for Revoke {
    fn name(&self) -> &'static str {
        "feeds.revoke"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!([self.login, self.hash])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_own(call, &self.login)?;
        let values = [
            call.moment.at.0.into(),
            call.cell.as_str().into(),
            self.hash.as_str().into(),
            self.login.as_str().into(),
        ];
        if tx.execute(find::REVOKE, &values)? != 1 {
            return Err(Refusal::not_found().into());
        }
        Ok(about(&self.login, "calendar address revoked"))
    }
}
