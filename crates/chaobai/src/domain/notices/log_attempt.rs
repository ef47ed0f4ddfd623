//! `notices.log_attempt`: how an attempt to hand a notice to a webhook went, in the notice's cell.

use super::mark_read::told;
use super::sql;
use crate::desk::{Call, Change, Command, RequestKey, Stop};
use kernel::{Cell, Refusal};
use serde_json::{Value, json};
use store::Tx;

/// An attempt that was made.
#[derive(Clone, Debug)]
pub struct LogAttempt {
    /// The notice's cell.
    pub cell: Cell,
    /// The notice.
    pub notice: String,
    /// Name of the webhook.
    pub target: String,
    /// 1 for the first.
    pub number: i64,
    /// `delivered`, `failed` or `given_up`.
    pub outcome: &'static str,
    /// What the other side said, in a few words.
    pub said: String,
    /// Microseconds until it is tried again; 0 where it is not.
    pub pause: i64,
    /// No other webhook waits for the notice.
    pub settles: bool,
}

impl Command for LogAttempt {
    fn name(&self) -> &'static str {
        "notices.log_attempt"
    }

    fn cell(&self, _zone: &str, _key: &RequestKey) -> Cell {
        self.cell.clone()
    }

    fn content(&self) -> Value {
        json!([self.notice, self.target, self.number, self.outcome, self.said, self.settles])
    }

    fn run(&self, tx: &mut Tx<'_>, call: &Call<'_>) -> Result<Change, Stop> {
        if !call.caller.operator {
            return Err(Refusal::not_allowed().into());
        }
        let cell = call.cell.as_str();
        tx.execute(
            sql::INSERT_ATTEMPT,
            &[
                cell.into(),
                self.notice.as_str().into(),
                self.target.as_str().into(),
                self.number.into(),
                call.moment.at.0.into(),
                self.outcome.into(),
                self.said.as_str().into(),
                (call.moment.at.0 + self.pause).into(),
            ],
        )?;
        if self.settles {
            tx.execute(sql::SETTLE, &[cell.into(), self.notice.as_str().into()])?;
        }
        Ok(told(json!({
            "attempt": { "notice": self.notice, "target": self.target, "number": self.number, "outcome": self.outcome },
        })))
    }
}
