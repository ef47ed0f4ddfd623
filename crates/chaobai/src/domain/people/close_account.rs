//! `people.close_account`: a login stops working and its sessions end.

use super::open_account::{about, demand_system_admin};
use super::{account_cell, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Kind, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// The end of an account.
#[derive(Clone, Debug)]
pub struct CloseAccount {
    /// Which.
    pub login: String,
}

impl Command for CloseAccount {
    fn name(&self) -> &'static str {
        "people.close_account"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        account_cell(zone, &self.login)
    }

    fn content(&self) -> Value {
        json!(self.login)
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        demand_system_admin(call)?;
        if self.login == call.caller.login {
            return Err(Refusal::new(Kind::Conflict, "people.own_account").into());
        }
        let (at, cell, login) = (call.moment.at.0, call.cell.as_str(), self.login.as_str());
        if tx.execute(sql::CLOSE_ACCOUNT, &[at.into(), cell.into(), login.into()])? != 1 {
            return Err(Refusal::not_found().into());
        }
        tx.execute(sql::END_SESSIONS, &[at.into(), cell.into(), login.into()])?;
        Ok(about(&self.login, json!("closed")))
    }
}
