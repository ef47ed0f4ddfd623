//! Questions about notices. Lists read across cells: they are shown, nothing is decided from them.

use super::{reader_cell, recipients_of, sql};
use crate::desk::Caller;
use crate::domain::registers::store_refusal;
use kernel::{Cell, Date, Id, Instant, Refusal, Text};
use store::{Ask, Row, StoreError, Value};

/// How far back notices are shown: 90 days.
const SHOWN_US: i64 = 90 * 24 * 3600 * 1_000_000;
/// How long a webhook is waited for before a notice is left alone: 7 days.
const WAITED_US: i64 = 7 * 24 * 3600 * 1_000_000;
/// Most notices counted as unread.
const COUNT_MAX: i64 = 100;

/// A notice as a reader sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Event.
    pub event: String,
    /// List of the record.
    pub register: String,
    /// The record.
    pub record: String,
    /// The sentence.
    pub text: Text,
    /// Whether the sentence may leave the house.
    pub told_publicly: bool,
    /// When it happened.
    pub raised_at: Instant,
    /// When this reader read it.
    pub read_at: Option<Instant>,
}

/// A digest on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigestState {
    /// Ids of its notices.
    pub notices: Vec<String>,
    /// `claimed`, `sent`, `failed` or `empty`.
    pub state: String,
    /// Attempts so far.
    pub attempts: i64,
    /// The last of them, or when it was claimed.
    pub tried_at: Instant,
    /// When it was claimed: what happened later is for the next one.
    pub claimed_at: Instant,
}

/// A notice some webhook may still wait for.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Its cell.
    pub cell: Cell,
    /// Id; also the receiver's way to know it has had it before.
    pub id: String,
    /// Event.
    pub event: String,
    /// List of the record.
    pub register: String,
    /// The record.
    pub record: String,
    /// Version of the record.
    pub version: i64,
    /// `unit/…` or `role/…`.
    pub recipient: String,
    /// When it happened.
    pub raised_at: Instant,
}

/// An attempt to hand a notice over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Name of the webhook.
    pub target: String,
    /// 1 for the first.
    pub number: i64,
    /// When.
    pub at: Instant,
    /// `delivered`, `failed` or `given_up`.
    pub outcome: String,
    /// What the other side said, in a few words.
    pub said: String,
    /// When it is tried again.
    pub next_at: Instant,
}

/// A line of the delivery log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The attempt.
    pub attempt: Attempt,
    /// Id of the notice.
    pub notice: String,
    /// Event.
    pub event: String,
    /// List of the record; `round` for rounds.
    pub register: String,
}

/// A daily message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentDigest {
    /// Person it is for.
    pub reader: String,
    /// The day.
    pub day: String,
    /// `claimed`, `sent`, `failed` or `empty`.
    pub state: String,
    /// Attempts so far.
    pub attempts: i64,
    /// The last of them.
    pub tried_at: Instant,
    /// What the relay said, in a few words.
    pub said: String,
    /// How many notices it tells of.
    pub notices: usize,
}

/// Notices for a caller, unread ones first, then the newest.
pub fn list(
    ask: &mut dyn Ask,
    zone: &str,
    caller: &Caller,
    now: Instant,
    limit: i64,
) -> Result<Vec<Notice>, Refusal> {
    asked(ask, zone, caller, Instant(now.0 - SHOWN_US), limit, false)
}

/// How many a caller has not read, at most 100.
pub fn unread(ask: &mut dyn Ask, zone: &str, caller: &Caller, now: Instant) -> Result<usize, Refusal> {
    Ok(asked(ask, zone, caller, Instant(now.0 - SHOWN_US), COUNT_MAX, true)?.len())
}

/// Notices since an instant that a caller has not read: what a digest tells of.
pub fn due(ask: &mut dyn Ask, zone: &str, caller: &Caller, since: Instant) -> Result<Vec<Notice>, Refusal> {
    asked(ask, zone, caller, since, COUNT_MAX, true)
}

fn asked(
    ask: &mut dyn Ask,
    zone: &str,
    caller: &Caller,
    since: Instant,
    limit: i64,
    unread: bool,
) -> Result<Vec<Notice>, Refusal> {
    let recipients = recipients_of(caller);
    let Some(person) = caller.person.as_ref().filter(|_| !recipients.is_empty()) else {
        return Ok(Vec::new());
    };
    let cell = reader_cell(zone, person);
    let mut values: Vec<Value<'_>> =
        vec![cell.as_str().into(), person.as_str().into(), since.0.into(), limit.into()];
    values.extend(recipients.iter().map(|recipient| recipient.as_str().into()));
    let rows = ask.rows(&sql::list(recipients.len(), unread), &values).map_err(store_refusal)?;
    rows.iter()
        .map(|row| read(row, row.int_opt(7)?.map(Instant)))
        .collect::<Result<_, _>>()
        .map_err(store_refusal)
}

/// Notices by id, for a digest that was claimed before.
pub fn texts(ask: &mut dyn Ask, ids: &[String]) -> Result<Vec<Notice>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = ask.row(sql::BY_ID, &[id.as_str().into()]).map_err(store_refusal)? {
            found.push(read(&row, None).map_err(store_refusal)?);
        }
    }
    Ok(found)
}

fn read(row: &Row, read_at: Option<Instant>) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.text(0)?,
        event: row.text(1)?,
        register: row.text(2)?,
        record: row.text(3)?,
        text: serde_json::from_value(row.json(4)?).map_err(|_| StoreError::damaged("notice.text"))?,
        told_publicly: row.int(5)? == 1,
        raised_at: Instant(row.int(6)?),
        read_at,
    })
}

/// A reader's digest of a day.
pub fn digest(ask: &mut dyn Ask, zone: &str, person: &Id, day: Date) -> Result<Option<DigestState>, Refusal> {
    let (cell, day) = (reader_cell(zone, person), day.to_string());
    let row = ask
        .row(sql::DIGEST, &[cell.as_str().into(), person.as_str().into(), day.as_str().into()])
        .map_err(store_refusal)?;
    row.map(|row| {
        Ok(DigestState {
            notices: serde_json::from_value(row.json(0)?)
                .map_err(|_| StoreError::damaged("notice_digest.notices"))?,
            state: row.text(1)?,
            attempts: row.int(2)?,
            tried_at: Instant(row.int(3)?),
            claimed_at: Instant(row.int(4)?),
        })
    })
    .transpose()
    .map_err(store_refusal)
}

/// Notices a webhook waits for now, oldest first.
pub fn waiting(ask: &mut dyn Ask, webhook: &str, now: Instant, limit: i64) -> Result<Vec<Waiting>, Refusal> {
    let values = [(now.0 - WAITED_US).into(), webhook.into(), now.0.into(), limit.into()];
    let rows = ask.rows(sql::WAITING, &values).map_err(store_refusal)?;
    let one = |row: &Row| {
        Ok(Waiting {
            cell: Cell::parse(row.text_ref(0)?).ok_or_else(|| StoreError::damaged("notice.cell"))?,
            id: row.text(1)?,
            event: row.text(2)?,
            register: row.text(3)?,
            record: row.text(4)?,
            version: row.int(5)?,
            recipient: row.text(6)?,
            raised_at: Instant(row.int(7)?),
        })
    };
    rows.iter().map(one).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

/// What was tried for a notice, by target and number.
pub fn attempts(ask: &mut dyn Ask, cell: &Cell, notice: &str) -> Result<Vec<Attempt>, Refusal> {
    let rows = ask.rows(sql::ATTEMPTS, &[cell.as_str().into(), notice.into()]).map_err(store_refusal)?;
    rows.iter().map(attempt).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

fn attempt(row: &Row) -> Result<Attempt, StoreError> {
    Ok(Attempt {
        target: row.text(0)?,
        number: row.int(1)?,
        at: Instant(row.int(2)?),
        outcome: row.text(3)?,
        said: row.text(4)?,
        next_at: Instant(row.int(5)?),
    })
}

/// The delivery log of webhooks, the latest first. It says which list a notice was about, not what it says.
pub fn latest_attempts(ask: &mut dyn Ask, limit: i64) -> Result<Vec<Logged>, Refusal> {
    let rows = ask.rows(sql::LATEST_ATTEMPTS, &[limit.into()]).map_err(store_refusal)?;
    let one = |row: &Row| {
        Ok(Logged {
            attempt: attempt(row)?,
            notice: row.text(6)?,
            event: row.text(7)?,
            register: row.text(8)?,
        })
    };
    rows.iter().map(one).collect::<Result<_, StoreError>>().map_err(store_refusal)
}

/// The daily messages, the latest first.
pub fn latest_digests(ask: &mut dyn Ask, limit: i64) -> Result<Vec<SentDigest>, Refusal> {
    let rows = ask.rows(sql::LATEST_DIGESTS, &[limit.into()]).map_err(store_refusal)?;
    let one = |row: &Row| {
        Ok(SentDigest {
            reader: row.text(0)?,
            day: row.text(1)?,
            state: row.text(2)?,
            attempts: row.int(3)?,
            tried_at: Instant(row.int(4)?),
            said: row.text(5)?,
            notices: row.json(6)?.as_array().map_or(0, Vec::len),
        })
    };
    rows.iter().map(one).collect::<Result<_, StoreError>>().map_err(store_refusal)
}
