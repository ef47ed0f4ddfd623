//! What every handler is given, and the two ways from a handler to the house: asking, and having
//! something done. The async world ends here.

use super::failure::Failure;
use super::session::Seen;
use crate::desk::{Caller, Command, Receipt, RequestKey};
use crate::house::House;
use kernel::{Kind, Refusal};
use std::sync::Arc;
use std::time::Duration;
use store::Reader;
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

/// Questions that run at once; the store has a few readers more than this, for the clock and for lists
/// that are being sent.
const ASKING_MAX: usize = 10;
/// Lists that are being sent at once. Each holds a reader until its last row is on the way.
const SENDING_MAX: usize = 4;
/// Passwords that are compared at once; each takes tens of milliseconds and 19 MiB on purpose.
const HASHING_MAX: usize = 2;
/// Large bodies (files, imports) that are in memory at once.
const TAKING_MAX: usize = 3;
/// How long somebody waits for one of these places before hearing "busy".
const WAIT: Duration = Duration::from_secs(5);

/// How the site is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Host names the site answers to, without port; anything else is refused.
    pub hosts: Vec<String>,
    /// People reach the site by https (through a proxy that ends TLS): cookies are `Secure`.
    pub https: bool,
}

impl Default for Settings {
    /// This machine alone, by http.
    fn default() -> Settings {
        let hosts = ["localhost", "127.0.0.1", "[::1]"].map(String::from).to_vec();
        Settings { hosts, https: false }
    }
}

/// What every handler is given.
pub struct Site {
    /// The house.
    pub house: Arc<House>,
    /// How the site is reached.
    pub settings: Settings,
    pub(super) seen: Seen,
    pub(super) intakes: super::sheets::intake::Intakes,
    asking: Semaphore,
    sending: Arc<Semaphore>,
    hashing: Semaphore,
    taking: Semaphore,
}

impl Site {
    /// A site in front of a house.
    pub fn new(house: Arc<House>, settings: Settings) -> Arc<Site> {
        Arc::new(Site {
            house,
            settings,
            seen: Seen::default(),
            intakes: super::sheets::intake::Intakes::default(),
            asking: Semaphore::new(ASKING_MAX),
            sending: Arc::new(Semaphore::new(SENDING_MAX)),
            hashing: Semaphore::new(HASHING_MAX),
            taking: Semaphore::new(TAKING_MAX),
        })
    }

    /// A place among those who compare or hash passwords.
    pub async fn place_to_hash(&self) -> Result<SemaphorePermit<'_>, Failure> {
        place(&self.hashing).await
    }

    /// A place among those who hand in something large.
    pub async fn place_to_take(&self) -> Result<SemaphorePermit<'_>, Failure> {
        place(&self.taking).await
    }

    /// A place among those who are sent a whole list; free again when dropped.
    pub async fn place_to_send(&self) -> Result<tokio::sync::OwnedSemaphorePermit, Failure> {
        match tokio::time::timeout(WAIT, self.sending.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(busy().into()),
        }
    }
}

async fn place(semaphore: &Semaphore) -> Result<SemaphorePermit<'_>, Failure> {
    match tokio::time::timeout(WAIT, semaphore.acquire()).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => Err(busy().into()),
    }
}

fn busy() -> Refusal {
    Refusal::new(Kind::Busy, "busy")
}

/// Asks the house, on a thread that may wait, with a reader that cannot write. All questions of one
/// call see the same state.
pub async fn ask<T, F>(site: &Arc<Site>, question: F) -> Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce(&House, &mut Reader) -> Result<T, Refusal> + Send + 'static,
{
    let _place = place(&site.asking).await?;
    let house = site.house.clone();
    let answer = tokio::task::spawn_blocking(move || {
        let mut reader = house.reader().map_err(crate::domain::registers::store_refusal)?;
        reader.snapshot().map_err(crate::domain::registers::store_refusal)?;
        question(&house, &mut reader)
    });
    match answer.await {
        Ok(answer) => answer.map_err(Failure::from),
        Err(error) => {
            tracing::error!(%error, "a question ended without an answer");
            Err(busy().into())
        }
    }
}

/// Has a command performed; the answer comes when its commit is durable.
pub async fn perform(
    site: &Arc<Site>,
    caller: Arc<Caller>,
    command: impl Command + 'static,
    key: RequestKey,
) -> Result<Receipt, Failure> {
    perform_boxed(site, caller, Box::new(command), key).await
}

/// The same for a command whose kind is known only when it is made.
pub async fn perform_boxed(
    site: &Arc<Site>,
    caller: Arc<Caller>,
    command: Box<dyn Command>,
    key: RequestKey,
) -> Result<Receipt, Failure> {
    let (sender, receiver) = oneshot::channel();
    let done = Box::new(move |answer| drop(sender.send(answer)));
    site.house.desk.submit(caller, command, key, site.house.moment(), done);
    match receiver.await {
        Ok(answer) => answer.map_err(Failure::from),
        Err(_) => Err(Refusal::new(Kind::Unknown, "unknown").into()),
    }
}

/// A request key nobody else has, for commands that are not to be repeated (a session, a one-time link).
pub fn fresh_key(site: &Site) -> RequestKey {
    let random = hex::encode(site.house.moment().random("request key"));
    RequestKey::parse(&random).expect("32 hex digits are a request key")
}
