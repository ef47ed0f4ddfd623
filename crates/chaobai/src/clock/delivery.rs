//! Brings notices out of the house: the daily message by e-mail, and webhooks. A thread of its own, so that a
//! slow relay never keeps the log waiting. It looks at what is there; after a crash it goes on where it was.

use super::channels::{Channels, Webhook};
use super::mail::{self, Cases, Digest};
use super::webhook::{self, Message};
use crate::charter;
use crate::desk::{Caller, Command, Receipt, RequestKey};
use crate::domain::deadlines::working_calendar;
use crate::domain::notices::{
    self, Attempt, ClaimDigest, CloseDigest, DigestState, LogAttempt, TRIES_MAX, Waiting, pause_after,
};
use crate::domain::{people, procedures, registers};
use crate::house::House;
use kernel::{Id, Instant, Kind, Refusal};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use store::Reader;

/// Time between two looks.
const PAUSE: Duration = Duration::from_secs(15);
/// Looks from one at daily messages to the next: they ask for every account.
const DIGESTS_EVERY: u32 = 20;
/// Notices handed over in one look.
const AT_ONCE: i64 = 50;
/// How far back the first digest of a reader looks: 7 days.
const FIRST_US: i64 = 7 * 24 * 3600 * 1_000_000;

/// The thread; ends with the value.
pub struct Delivery {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Delivery {
    /// Starts it; none where the operator named no channel.
    pub fn start(house: Arc<House>) -> std::io::Result<Option<Delivery>> {
        if house.settings.channels.is_empty() {
            return Ok(None);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let seen = stop.clone();
        let thread = thread::Builder::new().name("delivery".into()).spawn(move || {
            for look in 0u32.. {
                if seen.load(Ordering::Acquire) {
                    break;
                }
                let done =
                    if look.is_multiple_of(DIGESTS_EVERY) { deliver(&house) } else { deliver_hooks(&house) };
                if let Err(refusal) = done {
                    tracing::error!(code = refusal.code, "notices could not be brought out");
                }
                thread::park_timeout(PAUSE);
            }
        })?;
        Ok(Some(Delivery { stop, thread: Some(thread) }))
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

/// What one look brought out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Messages the relay took.
    pub mails: usize,
    /// Notices webhooks took.
    pub hooks: usize,
    /// Attempts that failed.
    pub failed: usize,
}

/// One look: everything that is due now.
pub fn deliver(house: &House) -> Result<Delivered, Refusal> {
    let mut done = deliver_hooks(house)?;
    let channels = &house.settings.channels;
    if channels.mail.is_some() && is_time(house) {
        send_digests(house, channels, &mut done)?;
    }
    Ok(done)
}

/// One look at webhooks alone.
fn deliver_hooks(house: &House) -> Result<Delivered, Refusal> {
    let mut done = Delivered::default();
    hand_over(house, &house.settings.channels, &mut done)?;
    Ok(done)
}

fn reader(house: &House) -> Result<Reader, Refusal> {
    house.reader().map_err(registers::store_refusal)
}

fn perform(house: &House, command: impl Command + 'static, key: &str) -> Result<Receipt, Refusal> {
    let key = RequestKey::parse(key)?;
    house.desk.perform(Arc::new(Caller::operator()), command, key, house.moment())
}

/// Whether the charter sends messages now: within its hours, on a working day. In a year whose calendar is not
/// published, Monday to Friday, and the log says so.
fn is_time(house: &House) -> bool {
    let law = house.law();
    let Some(digest) = &law.charter.zone.digest else { return false };
    let (Some(from), Some(until)) = (charter::minutes(&digest.from), charter::minutes(&digest.until)) else {
        return false;
    };
    let now = house.clock.now();
    let today = house.clock.today();
    let Some(midnight) = Instant::start_of(today, house.clock.time_zone()) else { return false };
    let minute = (now.0 - midnight.0) / 60_000_000;
    if !(from..until).contains(&minute) {
        return false;
    }
    match working_calendar(&law.charter, &digest.calendar).is_working(today) {
        Ok(working) => working,
        Err(_) => {
            tracing::warn!(%today, "the working calendar of this year is not published; Monday to Friday are taken");
            today.weekday() <= 5
        }
    }
}

fn send_digests(house: &House, channels: &Channels, done: &mut Delivered) -> Result<(), Refusal> {
    let law = house.law();
    let Some(field) = &law.charter.zone.people.email else { return Ok(()) };
    let accounts = people::accounts(&mut reader(house)?)?;
    for account in accounts.iter().filter(|account| account.closed_at.is_none()) {
        let mut reader = reader(house)?;
        let zone = &law.charter.zone.id;
        let person = registers::find(&mut reader, zone, &account.person)?;
        let address = person.as_ref().and_then(|record| record.body.get(field)?.as_str().map(str::to_owned));
        let Some(to) = address.filter(|address| !address.is_empty()) else { continue };
        send_digest(house, channels, &mut reader, &account.login, &account.person, &to, done)?;
    }
    Ok(())
}

fn send_digest(
    house: &House,
    channels: &Channels,
    reader: &mut Reader,
    login: &str,
    person: &Id,
    to: &str,
    done: &mut Delivered,
) -> Result<(), Refusal> {
    let (law, now, today) = (house.law(), house.clock.now(), house.clock.today());
    let zone = &law.charter.zone.id;
    let known = notices::digest(reader, zone, person, today)?;
    if known.as_ref().is_some_and(|state| state.state != "claimed") {
        return Ok(());
    }
    let caller = people::caller(reader, &law.charter, login, person, today)?;
    let cases = Cases::of(&procedures::digest(reader, &law, &caller, now)?);
    let state = match known {
        Some(state) => state,
        None => {
            let since = last_told(reader, house, person)?;
            let due = notices::due(reader, zone, &caller, since)?;
            if due.is_empty() && cases.is_none() {
                return Ok(());
            }
            let ids: Vec<String> = due.into_iter().map(|notice| notice.id).collect();
            let claim = ClaimDigest { person: person.clone(), day: today, notices: ids.clone() };
            match perform(house, claim, &format!("digest/{person}/{today}")) {
                Ok(_) => DigestState {
                    notices: ids,
                    state: "claimed".into(),
                    attempts: 0,
                    tried_at: now,
                    claimed_at: now,
                },
                // Another program was first: it sends.
                Err(refusal) if matches!(refusal.kind, Kind::Conflict | Kind::KeyReused) => return Ok(()),
                Err(refusal) => return Err(refusal),
            }
        }
    };
    let rests =
        state.attempts > 0 && now.0 < state.tried_at.0 + pause_after(state.attempts).unwrap_or(i64::MAX / 2);
    if rests {
        return Ok(());
    }
    let told = notices::texts(reader, &state.notices)?;
    let name = format!("{zone}.{today}.{person}");
    let digest = Digest { to, day: today, name, notices: &told, cases, at: now };
    let Some(relay) = &channels.mail else { return Ok(()) };
    // What was to be told of may be done by now.
    let is_empty = told.is_empty() && cases.is_none();
    let sent = if is_empty { Ok(()) } else { mail::send(relay, channels, &law.charter, &digest) };
    let (state_after, said) = match &sent {
        Ok(()) if is_empty => ("empty", String::new()),
        Ok(()) => ("sent", String::new()),
        Err(why) if state.attempts + 1 >= TRIES_MAX => ("failed", why.clone()),
        Err(why) => ("claimed", why.clone()),
    };
    match &sent {
        Ok(()) => done.mails += usize::from(!is_empty),
        Err(why) => {
            done.failed += 1;
            tracing::warn!(%why, attempt = state.attempts + 1, "a message was not taken by the relay");
        }
    }
    let close =
        CloseDigest { person: person.clone(), day: today, before: state.attempts, state: state_after, said };
    perform(house, close, &format!("digest/{person}/{today}/{}", state.attempts + 1)).map(|_| ())
}

/// When a reader was last sent something: notices before that are not told again.
fn last_told(reader: &mut Reader, house: &House, person: &Id) -> Result<Instant, Refusal> {
    let (now, today) = (house.clock.now(), house.clock.today());
    for back in 1..=7 {
        let day = today.plus_days(-back);
        let state = notices::digest(reader, &house.law().charter.zone.id, person, day)?;
        if let Some(state) = state.filter(|state| state.state == "sent") {
            return Ok(state.claimed_at);
        }
    }
    Ok(Instant(now.0 - FIRST_US))
}

/// Every webhook is handed what waits for it. One that does not take something is left alone until the next
/// look: a dead receiver costs one time-out a look, and holds up nobody else's notices.
fn hand_over(house: &House, channels: &Channels, done: &mut Delivered) -> Result<(), Refusal> {
    let now = house.clock.now();
    for hook in &channels.webhooks {
        for notice in notices::waiting(&mut reader(house)?, &hook.name, now, AT_ONCE)? {
            let attempts = notices::attempts(&mut reader(house)?, &notice.cell, &notice.id)?;
            let message = Message {
                id: &notice.id,
                event: &notice.event,
                body: body(house, channels, &notice),
                at: now,
            };
            let sent = webhook::post(hook, &message, channels.allow_private);
            let log = logged(channels, hook, &notice, &attempts, sent);
            let (number, outcome) = (log.number, log.outcome);
            if outcome == "delivered" {
                done.hooks += 1;
            } else {
                done.failed += 1;
                tracing::warn!(webhook = %hook.name, said = %log.said, number, "a webhook did not take a notice");
            }
            perform(house, log, &format!("attempt/{}/{}/{number}", notice.id, hook.name))?;
            if outcome != "delivered" {
                break;
            }
        }
    }
    Ok(())
}

/// What the delivery log says of an attempt.
fn logged(
    channels: &Channels,
    hook: &Webhook,
    notice: &Waiting,
    attempts: &[Attempt],
    sent: Result<String, String>,
) -> LogAttempt {
    let of = |name: &str| attempts.iter().filter(|attempt| attempt.target == name).collect::<Vec<_>>();
    let number = of(&hook.name).last().map_or(1, |last| last.number + 1);
    let (outcome, said, pause) = match (sent, pause_after(number)) {
        (Ok(said), _) => ("delivered", said, 0),
        (Err(said), Some(pause)) => ("failed", said, pause),
        (Err(said), None) => ("given_up", said, 0),
    };
    let others = channels.webhooks.iter().filter(|other| other.name != hook.name);
    let is_over = |name: &str| of(name).iter().any(|attempt| attempt.outcome != "failed");
    LogAttempt {
        cell: notice.cell.clone(),
        notice: notice.id.clone(),
        target: hook.name.clone(),
        number,
        outcome,
        said,
        pause,
        settles: outcome != "failed" && others.into_iter().all(|other| is_over(&other.name)),
    }
}

/// What a webhook is told: which record, not what it says. The receiver asks for that under its own permit.
fn body(house: &House, channels: &Channels, notice: &Waiting) -> String {
    let zone = house.law().charter.zone.id.clone();
    json!({
        "id": notice.id,
        "zone": zone,
        "event": notice.event,
        "raised_at": notice.raised_at.to_string(),
        "recipient": notice.recipient,
        "register": notice.register,
        "record": notice.record,
        "version": notice.version,
        "href": format!("{}{}", channels.site, address(notice)),
    })
    .to_string()
}

fn address(notice: &Waiting) -> String {
    match notice.register.as_str() {
        "round" => format!("/api/rounds/{}", notice.record),
        register => format!("/api/registers/{register}/records/{}", notice.record),
    }
}
