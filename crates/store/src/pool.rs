//! Readers at rest, and how many there may be.

use crate::session::Session;
use crate::{Kind, StoreError};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Readers of one program at one time.
pub const READERS_MAX: usize = 16;
/// How long somebody waits for a reader when all are in use.
const WAIT: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(crate) struct Pool {
    state: Mutex<State>,
    freed: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<Session>,
    out: usize,
}

impl Pool {
    /// An idle reader, or a new one while there are fewer than [`READERS_MAX`].
    pub(crate) fn take(
        &self,
        connect: impl FnOnce() -> Result<Session, StoreError>,
    ) -> Result<Session, StoreError> {
        let (mut state, _) = self
            .freed
            .wait_timeout_while(self.state(), WAIT, |state| state.out >= READERS_MAX)
            .unwrap_or_else(PoisonError::into_inner);
        if state.out >= READERS_MAX {
            let message =
                format!("all {READERS_MAX} readers have been in use for {} seconds", WAIT.as_secs());
            return Err(StoreError::new(Kind::Retry, message));
        }
        state.out += 1;
        if let Some(session) = state.idle.pop() {
            return Ok(session);
        }
        drop(state);
        connect().inspect_err(|_| self.give_back(None))
    }

    /// Takes a reader back; `None` if its connection is gone.
    pub(crate) fn give_back(&self, session: Option<Session>) {
        let mut state = self.state();
        state.out -= 1;
        state.idle.extend(session);
        drop(state);
        self.freed.notify_one();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
