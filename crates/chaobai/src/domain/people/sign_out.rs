//! `people.sign_out`: a session ends, on the server, for good.

use super::open_account::about;
use super::{Token, sql};
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::Cell;
use serde_json::{Value, json};
use store::Tx;

/// The end of a session.
#[derive(Clone, Debug)]
pub struct SignOut {
    /// Secret of the session.
    pub session: Token,
}

impl Command for SignOut {
    fn name(&self) -> &'static str {
        "people.sign_out"
    }

    fn cell(&self, zone: &str, _key: &RequestKey) -> Cell {
        self.session.cell(zone)
    }

    fn content(&self) -> Value {
        json!(self.session.hash())
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        let hash = self.session.hash();
        tx.execute(
            sql::END_SESSION,
            &[call.moment.at.0.into(), call.cell.as_str().into(), hash.as_str().into()],
        )?;
        Ok(about(&call.caller.login, json!("session ended")))
    }
}
