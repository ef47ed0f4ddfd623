//! Good rows become commands: `registers.amend` for a record that is there, `registers.create` for a few new
//! ones, one `registers.import` for many. Every request key follows from the key of the form and from what
//! is asked, so that sending a form again writes nothing twice, and sending it corrected writes the rest.

use crate::desk::{Command, Receipt, RequestKey};
use crate::domain::registers::{Amend, Create, Import, ImportRow, host};
use crate::domain::sheets::{Key, RowCheck, Sent};
use crate::http::site::Site;
use crate::http::visitor::Visitor;
use kernel::{Date, Kind, Problem, Refusal};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::oneshot;

/// New records that each get a command of their own; more become one batch.
const SINGLE_MAX: usize = 50;
/// Commands that wait at the desk at once: one group commit.
const WAITING_MAX: usize = 256;

/// How rows are written.
#[derive(Clone, Debug)]
pub struct How {
    /// Register.
    pub register: String,
    /// The key of the form or draft.
    pub key: String,
    /// From which day; none: each record's own (a correction).
    pub since: Option<Date>,
    /// Why.
    pub note: String,
}

/// What became of a row.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is kept.
    Written,
    /// It was already so.
    Already,
    /// It was not written, and why.
    Refused(Vec<Problem>),
}

/// Writes rows that were judged good (or that are stale: the desk says so, unless this very request wrote
/// them before). The outcomes are in the order of `rows`. `done` counts rows as they are finished.
pub async fn write(
    site: &Arc<Site>,
    visitor: &Visitor,
    how: &How,
    rows: &[(&Sent, &RowCheck)],
    done: &AtomicUsize,
) -> Vec<Outcome> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; rows.len()];
    let new: Vec<usize> = (0..rows.len()).filter(|at| matches!(rows[*at].0.key, Key::New(_))).collect();
    let batch = new.len() > SINGLE_MAX;
    if batch {
        let outcome = import(site, visitor, how, rows, &new, done).await;
        for (at, one) in new.iter().zip(outcome) {
            outcomes[*at] = Some(one);
        }
    }
    let single: Vec<usize> = (0..rows.len()).filter(|at| outcomes[*at].is_none()).collect();
    for chunk in single.chunks(WAITING_MAX) {
        let mut waiting = Vec::with_capacity(chunk.len());
        for at in chunk {
            let (sent, row) = rows[*at];
            waiting.push((*at, submit(site, visitor, how, sent, row)));
        }
        for (at, receiver) in waiting {
            let answer = match receiver {
                Ok(receiver) => {
                    receiver.await.unwrap_or_else(|_| Err(Refusal::new(Kind::Unknown, "unknown")))
                }
                Err(refusal) => Err(refusal),
            };
            outcomes[at] = Some(outcome(answer, rows[at].1));
            done.fetch_add(1, Ordering::Relaxed);
        }
    }
    outcomes.into_iter().map(|one| one.unwrap_or(Outcome::Already)).collect()
}

fn outcome(answer: Result<Receipt, Refusal>, row: &RowCheck) -> Outcome {
    match answer {
        Ok(_) => Outcome::Written,
        Err(_) if row.already => Outcome::Already,
        Err(refusal) if refusal.code == "registers.nothing_changed" => Outcome::Already,
        Err(refusal) => Outcome::Refused(problems(refusal)),
    }
}

fn problems(refusal: Refusal) -> Vec<Problem> {
    if refusal.problems.is_empty() {
        vec![Problem { field: String::new(), code: refusal.code, params: refusal.params }]
    } else {
        refusal.problems
    }
}

type Waiting = oneshot::Receiver<Result<Receipt, Refusal>>;

/// Hands the command of one row in.
fn submit(
    site: &Arc<Site>,
    visitor: &Visitor,
    how: &How,
    sent: &Sent,
    row: &RowCheck,
) -> Result<Waiting, Refusal> {
    let command: Box<dyn Command> = match &sent.key {
        Key::Known(id, version) => Box::new(Amend {
            register: how.register.clone(),
            id: id.clone(),
            version: *version,
            changes: row.changes.clone(),
            effective_on: how.since.or(row.held_from),
            note: how.note.clone(),
        }),
        Key::New(_) => Box::new(Create {
            register: how.register.clone(),
            id: None,
            beside: site.house.law().charter.registers.get(&how.register).and_then(|r| host(r, &row.changes)),
            body: row.changes.clone(),
            effective_on: how.since,
            stage: None,
            note: how.note.clone(),
        }),
    };
    let key = key(how, &sent.key.word(), &command.content())?;
    let (sender, receiver) = oneshot::channel();
    let done = Box::new(move |answer| drop(sender.send(answer)));
    site.house.desk.submit(visitor.caller.clone(), command, key, site.house.moment(), done);
    Ok(receiver)
}

/// Many new records as one batch: all of them, or none.
async fn import(
    site: &Arc<Site>,
    visitor: &Visitor,
    how: &How,
    rows: &[(&Sent, &RowCheck)],
    new: &[usize],
    done: &AtomicUsize,
) -> Vec<Outcome> {
    let of = |at: &usize| ImportRow::new(&rows[*at].1.changes, how.since);
    let command =
        Import { register: how.register.clone(), rows: new.iter().map(of).collect(), note: how.note.clone() };
    let answer = match key(how, "new", &command.content()) {
        Ok(key) => {
            let performed = crate::http::perform(site, visitor.caller.clone(), command, key).await;
            performed.map_err(|failure| failure.refusal)
        }
        Err(refusal) => Err(refusal),
    };
    done.fetch_add(new.len(), Ordering::Relaxed);
    match answer {
        Ok(_) => vec![Outcome::Written; new.len()],
        Err(refusal) => refused_batch(refusal, new.len()),
    }
}

/// A batch is written whole or not at all: rows with problems are told theirs, the others why they wait.
fn refused_batch(refusal: Refusal, rows: usize) -> Vec<Outcome> {
    let whole = problems(Refusal { problems: Vec::new(), ..refusal.clone() });
    let mut told: Vec<Vec<Problem>> = vec![Vec::new(); rows];
    for problem in refusal.problems {
        let mut parts = problem.field.splitn(3, '/').skip(1);
        let row = parts.next().and_then(|number| number.parse::<usize>().ok()).unwrap_or(0);
        let field = parts.next().unwrap_or_default().to_owned();
        if let Some(told) = row.checked_sub(1).and_then(|at| told.get_mut(at)) {
            told.push(Problem { field, ..problem });
        }
    }
    let outcome = |told: Vec<Problem>| Outcome::Refused(if told.is_empty() { whole.clone() } else { told });
    told.into_iter().map(outcome).collect()
}

/// The request key of a row: the form's key, the row, and what is asked.
fn key(how: &How, row: &str, content: &Value) -> Result<RequestKey, Refusal> {
    let asked = json!([how.key, row, content]).to_string();
    RequestKey::parse(&format!("sheet-{}", hex::encode(Sha256::digest(asked))))
}

/// Cells and versions of rows as the pairs of a form, so that nothing typed is lost.
pub fn pairs<'a>(rows: impl IntoIterator<Item = (&'a Sent, i64)>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (sent, version) in rows {
        let key = sent.key.word();
        pairs.push((format!("version.{key}"), version.to_string()));
        pairs.push((format!("row.{key}"), sent.number.to_string()));
        for (field, text) in &sent.cells {
            pairs.push((super::posted::name(&key, field), text.clone()));
        }
    }
    pairs
}
