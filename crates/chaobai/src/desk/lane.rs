//! A worker of the desk: takes what waits, runs it in one transaction, commits once, answers all.

use super::secrecy;
use super::{Call, Caller, Change, Closed, Command, Done, Receipt, RequestKey, SharedLaw, Stop};
use journal::Entry;
use kernel::secrecy::Marks;
use kernel::{Cell, Kind, Moment, Refusal, canonical};
use serde_json::{Value as Json, json};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, mpsc};
use store::{Ask, Kind as StoreKind, StoreError, Tx, Value, Writer};

/// Most commands that share one commit.
const BATCH_MAX: usize = 256;
/// How often a batch is tried when the store says "conflict, again".
const TRIES: usize = 6;

/// A request that was done.
const REQUEST: &str = "SELECT digest, receipt FROM request WHERE cell = $1 AND key = $2";

/// One command on its way.
pub(super) struct Job {
    pub caller: Arc<Caller>,
    pub command: Box<dyn Command>,
    pub key: RequestKey,
    pub moment: Moment,
    pub cell: Cell,
    pub done: Done,
}

/// A worker with a connection of its own. No two lanes share a cell.
pub(super) struct Lane {
    writer: Writer,
    law: SharedLaw,
    closed: Arc<AtomicU8>,
}

type Answers = Vec<Result<Receipt, Refusal>>;

impl Lane {
    pub fn new(writer: Writer, law: SharedLaw, closed: Arc<AtomicU8>) -> Lane {
        Lane { writer, law, closed }
    }

    /// Works until the desk is dropped.
    pub fn work(mut self, waiting: &mpsc::Receiver<Job>) {
        let _guard = Guard(self.closed.clone());
        while let Ok(first) = waiting.recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH_MAX {
                let Ok(job) = waiting.try_recv() else { break };
                batch.push(job);
            }
            let answers = self.run(&batch);
            for (job, answer) in batch.into_iter().zip(answers) {
                (job.done)(answer);
            }
        }
    }

    fn run(&mut self, batch: &[Job]) -> Answers {
        for attempt in 0..TRIES {
            match self.try_batch(batch, attempt + 1 == TRIES) {
                Ok(answers) => return answers,
                Err(error) => match error.kind() {
                    StoreKind::Retry if attempt + 1 < TRIES => pause(attempt),
                    StoreKind::Retry => return all(batch, Kind::Busy, "busy"),
                    StoreKind::Full => return all(batch, Kind::Closed, "closed.disk_full"),
                    StoreKind::Unknown | StoreKind::Constraint | StoreKind::Other => {
                        tracing::error!(%error, commands = batch.len(), "a batch ended without a known outcome");
                        if error.is_fatal() {
                            self.closed.store(Closed::Failed as u8, Ordering::Release);
                        }
                        return all(batch, Kind::Unknown, "unknown");
                    }
                },
            }
        }
        all(batch, Kind::Busy, "busy")
    }

    fn try_batch(&mut self, batch: &[Job], last: bool) -> Result<Answers, StoreError> {
        let law = self.law.get();
        let marks = law.charter.zone.marks();
        let mut tx = self.writer.begin()?;
        let mut answers = Vec::with_capacity(batch.len());
        for job in batch {
            let outcome = tx.savepoint(|tx| perform(tx, job, &law, &marks));
            answers.push(match outcome {
                Ok(receipt) => Ok(receipt),
                Err(Stop::Refused(refusal)) => Err(refusal),
                // Another program on the same database was first: what it wrote is seen the next time.
                Err(Stop::Store(error)) if error.kind() == StoreKind::Constraint && !last => {
                    return Err(StoreError::retry(error.to_string()));
                }
                Err(Stop::Store(error)) if concerns_one(&error) => {
                    // Undone to its savepoint: the others of the batch have nothing to do with it.
                    tracing::error!(%error, command = job.command.name(), "a command could not be written");
                    Err(Refusal::new(Kind::Unknown, "unknown"))
                }
                Err(Stop::Store(error)) => return Err(error),
            });
        }
        tx.commit()?;
        Ok(answers)
    }
}

/// Tells the door that a lane died of a panic: nothing it has would ever be answered, so the process
/// must end and start again.
struct Guard(Arc<AtomicU8>);

impl Drop for Guard {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(Closed::Failed as u8, Ordering::Release);
        }
    }
}

/// Whether an error is about what one command wanted to write, and not about the store or the batch.
fn concerns_one(error: &StoreError) -> bool {
    matches!(error.kind(), StoreKind::Constraint | StoreKind::Other) && !error.is_fatal()
}

/// One command inside its savepoint: done before? run, journal, remember.
fn perform(tx: &mut Tx<'_>, job: &Job, law: &super::Law, marks: &Marks) -> Result<Receipt, Stop> {
    let cell = job.cell.as_str();
    let content = job.command.content();
    let digest = request_digest(job, &content)?;
    let before = tx.row(REQUEST, &[cell.into(), job.key.as_str().into()])?;
    if let Some(row) = before {
        if row.bytes(0)? != digest {
            return Err(Refusal::new(Kind::KeyReused, "key_reused").into());
        }
        // A retry writes before it answers: after a failover nothing may be acknowledged by a node
        // that nobody follows.
        tx.execute(
            "UPDATE request SET seen = seen + 1 WHERE cell = $1 AND key = $2",
            &[cell.into(), job.key.as_str().into()],
        )?;
        let mut receipt: Receipt =
            serde_json::from_value(row.json(1)?).map_err(|_| internal("request.receipt"))?;
        receipt.replayed = true;
        return Ok(receipt);
    }

    secrecy::refuse(marks, &content, &*job.command)?;
    let head = tx.row("SELECT seq, hash FROM journal_head WHERE cell = $1", &[cell.into()])?;
    let (last, prev) = match &head {
        Some(row) => (row.int(0)?, hash32(&row.bytes(1)?)?),
        None => (0, [0u8; 32]),
    };
    let entry = last + 1;
    let call = Call { caller: &job.caller, moment: &job.moment, law, cell: &job.cell, key: &job.key, entry };
    let change = match job.command.run(tx, &call) {
        // Another program on the same database may have done this very request since it was looked for:
        // then it stands in its own way, and the answer is its receipt.
        Err(Stop::Refused(refusal)) if refusal.kind == Kind::Conflict => {
            return Err(match tx.row(REQUEST, &[cell.into(), job.key.as_str().into()])? {
                Some(_) => StoreError::retry("another program did the same request").into(),
                None => refusal.into(),
            });
        }
        other => other?,
    };
    let salt = job.moment.random("journal salt");
    let (leaf, hash) = leaf(job, law, &change, entry, prev, &salt)?;

    let at = job.moment.at.0;
    tx.execute(
        "INSERT INTO journal_entry (cell, seq, at, command, subject, actor, salt, leaf, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            cell.into(),
            entry.into(),
            at.into(),
            job.command.name().into(),
            change.subject.id.as_str().into(),
            job.caller.person.as_ref().map_or("", |id| id.as_str()).into(),
            Value::from(&salt[..]),
            Value::from(&leaf[..]),
            Value::from(&hash[..]),
        ],
    )?;
    let moved = if head.is_some() {
        tx.execute(
            "UPDATE journal_head SET seq = $1, hash = $2 WHERE cell = $3 AND seq = $4",
            &[entry.into(), Value::from(&hash[..]), cell.into(), last.into()],
        )?
    } else {
        tx.execute(
            "INSERT INTO journal_head (cell, seq, hash) VALUES ($1, $2, $3) ON CONFLICT (cell) DO NOTHING",
            &[cell.into(), entry.into(), Value::from(&hash[..])],
        )?
    };
    if moved != 1 {
        return Err(StoreError::retry("another writer moved the head of the cell's chain").into());
    }

    let receipt = Receipt {
        command: job.command.name().into(),
        register: change.subject.register,
        id: change.subject.id,
        version: change.subject.version,
        cell: cell.into(),
        entry,
        hash: hex::encode(hash),
        at: job.moment.at,
        answer: change.answer,
        replayed: false,
    };
    let kept = serde_json::to_value(&receipt).expect("a receipt is plain JSON");
    tx.execute(
        "INSERT INTO request (cell, key, digest, at, seen, receipt) VALUES ($1, $2, $3, $4, 0, $5)",
        &[cell.into(), job.key.as_str().into(), Value::from(&digest[..]), at.into(), Value::from(&kept)],
    )?;
    Ok(receipt)
}

fn leaf(
    job: &Job,
    law: &super::Law,
    change: &Change,
    seq: i64,
    prev: [u8; 32],
    salt: &[u8; 16],
) -> Result<(Vec<u8>, [u8; 32]), Stop> {
    let commit = |value: &Json| canonical::commitment(salt, value).map_err(|_| internal("journal.float"));
    let actor = match &job.caller.person {
        Some(person) => commit(&json!(person.as_str()))?,
        None => [0u8; 32],
    };
    // A list that is for nobody is not told record by record either: the id of a record that came with
    // the charter follows from its key, so whoever guesses a name could find it in the public log. The
    // commitment of the state holds the id.
    let closed = law.charter.registers.get(&change.subject.register).is_some_and(|r| !r.public);
    let entry = Entry {
        zone: law.charter.zone.id.clone(),
        cell: job.cell.clone(),
        seq,
        prev,
        at: job.moment.at,
        command: job.command.name().into(),
        subject: journal::Subject {
            register: change.subject.register.clone(),
            id: if closed { String::new() } else { change.subject.id.clone() },
            version: change.subject.version,
        },
        actor_post: job.caller.post().into(),
        actor,
        // Salted, because a key may follow from what the request says: so does that of a charter's fact.
        request: commit(&json!(job.key.as_str()))?,
        charter_version: law.version,
        change: change.public.clone(),
        body: commit(&change.state)?,
        hidden: if change.hidden.is_null() { None } else { Some(commit(&change.hidden)?) },
    };
    let leaf = entry.encode().map_err(|_| Refusal::new(Kind::TooLarge, "journal.entry_too_large"))?;
    let hash = journal::leaf_hash(&leaf);
    Ok((leaf, hash))
}

fn request_digest(job: &Job, content: &Json) -> Result<[u8; 32], Stop> {
    let person = job.caller.person.as_ref().map_or("", |id| id.as_str());
    let asked = json!([job.command.name(), person, content]);
    canonical::digest(&asked)
        .map_err(|float| Refusal::new(Kind::Invalid, "number").with("given", float.0).into())
}

fn hash32(bytes: &[u8]) -> Result<[u8; 32], Stop> {
    bytes.try_into().map_err(|_| internal("journal.head"))
}

fn internal(what: &'static str) -> Stop {
    Stop::Store(StoreError::damaged(what))
}

fn all(batch: &[Job], kind: Kind, code: &'static str) -> Answers {
    batch.iter().map(|_| Err(Refusal::new(kind, code))).collect()
}

/// Waits a little longer each time, with a spread that differs between threads.
fn pause(attempt: usize) {
    let spread = u64::from(std::process::id()) % 7 + 1;
    std::thread::sleep(std::time::Duration::from_millis((1 << attempt) + spread));
}
