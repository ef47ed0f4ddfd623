//! The desk: the only place where anything changes.
//!
//! `perform(caller, command, request key)` → routed by cell → permit and rules inside the command →
//! state rows + version row + journal entry in one transaction → commit → receipt. Commands that wait
//! at the same time share one commit (group commit), each in a savepoint of its own.

mod caller;
mod command;
mod lane;
mod law;
mod receipt;
mod secrecy;

pub use caller::{Caller, HeldPost};
pub use command::{Call, Change, Command, RequestKey, Stop, Subject};
pub use law::{Law, SharedLaw};
pub use receipt::Receipt;

use kernel::{Kind, Moment, Refusal};
use lane::{Job, Lane};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, mpsc};
use store::{Store, StoreError};

/// How many commands may wait in one lane before the desk says "busy".
const WAITING_MAX: usize = 4096;

/// What happens when an answer is ready.
pub type Done = Box<dyn FnOnce(Result<Receipt, Refusal>) + Send>;

/// Why the desk accepts no changes at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Closed {
    /// Changes are accepted.
    No = 0,
    /// Nothing could be proven for too long: the log's sequencer is behind.
    Unproven = 1,
    /// The store failed while it wrote; the process must be started again and recover.
    Failed = 2,
}

/// The desk. Cheap to share behind an [`Arc`].
pub struct Desk {
    lanes: Vec<mpsc::SyncSender<Job>>,
    law: SharedLaw,
    closed: Arc<AtomicU8>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Desk {
    /// Opens the desk over a store, under a law that may be replaced while it works.
    pub fn open(store: &Store, law: SharedLaw) -> Result<Desk, StoreError> {
        let count = store.lanes();
        let closed = Arc::new(AtomicU8::new(Closed::No as u8));
        let mut lanes = Vec::with_capacity(count);
        let mut threads = Vec::with_capacity(count);
        for number in 0..count {
            let (sender, receiver) = mpsc::sync_channel(WAITING_MAX);
            let lane = Lane::new(store.writer()?, law.clone(), closed.clone());
            let thread = std::thread::Builder::new()
                .name(format!("desk-{number}"))
                .spawn(move || lane.work(&receiver))
                .expect("the operating system starts a thread");
            lanes.push(sender);
            threads.push(thread);
        }
        Ok(Desk { lanes, law, closed, threads })
    }

    /// The law in force.
    pub fn law(&self) -> Arc<Law> {
        self.law.get()
    }

    /// Performs a command and waits for its receipt. Never call from an async task.
    pub fn perform(
        &self,
        caller: Arc<Caller>,
        command: impl Command + 'static,
        key: RequestKey,
        moment: Moment,
    ) -> Result<Receipt, Refusal> {
        let (sender, receiver) = mpsc::channel();
        self.submit(
            caller,
            Box::new(command),
            key,
            moment,
            Box::new(move |answer| drop(sender.send(answer))),
        );
        receiver.recv().unwrap_or_else(|_| Err(Refusal::new(Kind::Unknown, "unknown")))
    }

    /// Hands a command in; `done` is called from a worker thread once its commit is durable.
    pub fn submit(
        &self,
        caller: Arc<Caller>,
        command: Box<dyn Command>,
        key: RequestKey,
        moment: Moment,
        done: Done,
    ) {
        if let Some(refusal) = self.refusal_while_closed() {
            return done(Err(refusal));
        }
        let cell = command.cell(&self.law.get().charter.zone.id, &key);
        let lane = &self.lanes[usize::from(cell.bucket()) % self.lanes.len()];
        let job = Job { caller, command, key, moment, cell, done };
        if let Err(mpsc::TrySendError::Full(job) | mpsc::TrySendError::Disconnected(job)) = lane.try_send(job)
        {
            (job.done)(Err(Refusal::new(Kind::Busy, "busy")));
        }
    }

    /// Stops accepting changes (or starts again): the sequencer's word.
    pub fn set_unproven(&self, unproven: bool) {
        let (from, to) =
            if unproven { (Closed::No, Closed::Unproven) } else { (Closed::Unproven, Closed::No) };
        let _ = self.closed.compare_exchange(from as u8, to as u8, Ordering::AcqRel, Ordering::Acquire);
    }

    /// Whether the store failed under a write: the process must end and recover from its log.
    pub fn has_failed(&self) -> bool {
        self.closed.load(Ordering::Acquire) == Closed::Failed as u8
    }

    fn refusal_while_closed(&self) -> Option<Refusal> {
        match self.closed.load(Ordering::Acquire) {
            0 => None,
            1 => Some(Refusal::new(Kind::Closed, "closed.unproven")),
            _ => Some(Refusal::new(Kind::Closed, "closed.failed")),
        }
    }
}

impl Drop for Desk {
    /// Lets the lanes finish what they took, then ends them.
    fn drop(&mut self) {
        self.lanes.clear();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}
