//! Rounds on the workbench: all of them, opening one, one round, what a unit reports, what the office reviews;
//! and where all matters stand.

pub mod card;
pub mod index;
pub mod open;
pub mod overview;
pub mod report;
pub mod report_cells;
mod report_check;
mod report_rows;
pub mod review;
pub mod round;

use crate::desk::{Command, RequestKey};
use crate::domain::rounds::Round;
use crate::http::Site;
use crate::http::pages::common::Frame;
use crate::http::visitor::Visitor;
use kernel::{Kind, Lang, Refusal};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use tokio::sync::oneshot;

/// `2026年10月填报`.
pub fn title(frame: &Frame, round: &Round) -> String {
    let month = round.as_of;
    match frame.lang {
        Lang::Zh => format!("{}年{}月填报", month.year(), month.month()),
        Lang::En => format!("Round of {}", round.id),
    }
}

/// The request key of a row's command: the form's key, the row, and what is asked, so that sending a form again
/// does nothing twice and sending it corrected does the rest.
pub fn row_key(form: &str, row: &str, command: &dyn Command) -> Result<RequestKey, Refusal> {
    let asked = json!([form, row, command.name(), command.content()]).to_string();
    RequestKey::parse(&format!("round-{}", hex::encode(Sha256::digest(asked))))
}

/// What the desk answered to one row.
pub type Answer = Result<crate::desk::Receipt, Refusal>;

/// Performs one command per row at once, each under its own key; the answers in order. One refused row holds
/// up no other.
pub async fn perform_rows(
    site: &Arc<Site>,
    visitor: &Visitor,
    form: &str,
    rows: Vec<(String, Box<dyn Command>)>,
) -> Vec<Answer> {
    let mut waiting = Vec::with_capacity(rows.len());
    for (row, command) in rows {
        waiting.push(row_key(form, &row, &*command).map(|key| {
            let (sender, receiver) = oneshot::channel();
            let done = Box::new(move |answer| drop(sender.send(answer)));
            site.house.desk.submit(visitor.caller.clone(), command, key, site.house.moment(), done);
            receiver
        }));
    }
    let mut answers = Vec::with_capacity(waiting.len());
    for receiver in waiting {
        answers.push(match receiver {
            Ok(receiver) => receiver.await.unwrap_or_else(|_| Err(Refusal::new(Kind::Unknown, "unknown"))),
            Err(refusal) => Err(refusal),
        });
    }
    answers
}
