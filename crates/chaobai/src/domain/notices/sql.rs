//! Every SQL text of this folder.

use super::raise::Subject;
use crate::desk::Call;
use kernel::Text;
use store::{StoreError, Tx, Value};

const INSERT_NOTICE: &str = "INSERT INTO notice (cell, id, event, register, record, version, recipient, text, \
     told_publicly, raised_at, entry, settled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0)";

/// That a reader has read a notice.
pub const INSERT_READ: &str = "INSERT INTO notice_read (cell, reader, notice, read_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (cell, reader, notice) DO NOTHING";

/// A digest that is about to be sent.
pub const INSERT_DIGEST: &str = "INSERT INTO notice_digest (cell, reader, day, notices, state, attempts, claimed_at, \
     tried_at, said) VALUES ($1, $2, $3, $4, 'claimed', 0, $5, $5, '') ON CONFLICT (cell, reader, day) DO NOTHING";

/// How an attempt to send a digest went.
pub const CLOSE_DIGEST: &str = "UPDATE notice_digest SET state = $1, attempts = attempts + 1, tried_at = $2, said = $3 \
     WHERE cell = $4 AND reader = $5 AND day = $6 AND state = 'claimed' AND attempts = $7";

/// One day's digest of a reader.
pub const DIGEST: &str = "SELECT notices, state, attempts, tried_at, claimed_at FROM notice_digest WHERE cell = $1 AND reader = $2 AND day = $3";

/// An attempt to hand a notice over.
pub const INSERT_ATTEMPT: &str = "INSERT INTO notice_attempt (cell, notice, target, number, at, outcome, said, next_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (cell, notice, target, number) DO NOTHING";

/// A notice no webhook waits for any more.
pub const SETTLE: &str = "UPDATE notice SET settled = 1 WHERE cell = $1 AND id = $2";

/// Notices a webhook ($2) waits for now ($3), oldest first: neither taken nor given up, and not resting.
pub const WAITING: &str = "SELECT n.cell, n.id, n.event, n.register, n.record, n.version, n.recipient, n.raised_at \
     FROM notice n WHERE n.settled = 0 AND n.raised_at > $1 AND NOT EXISTS (SELECT 1 FROM notice_attempt a \
     WHERE a.cell = n.cell AND a.notice = n.id AND a.target = $2 AND (a.outcome <> 'failed' OR a.next_at > $3)) \
     ORDER BY n.raised_at, n.id LIMIT $4";

/// The latest attempts of all webhooks, with what each was about.
pub const LATEST_ATTEMPTS: &str = "SELECT a.target, a.number, a.at, a.outcome, a.said, a.next_at, n.id, n.event, n.register \
     FROM notice_attempt a JOIN notice n ON n.cell = a.cell AND n.id = a.notice \
     ORDER BY a.at DESC, a.notice, a.number DESC LIMIT $1";

/// The latest daily messages.
pub const LATEST_DIGESTS: &str = "SELECT reader, day, state, attempts, tried_at, said, notices FROM notice_digest \
     ORDER BY tried_at DESC, reader LIMIT $1";

/// Attempts for a notice.
pub const ATTEMPTS: &str = "SELECT target, number, at, outcome, said, next_at FROM notice_attempt \
     WHERE cell = $1 AND notice = $2 ORDER BY target, number";

/// Notices by id.
pub const BY_ID: &str =
    "SELECT id, event, register, record, text, told_publicly, raised_at FROM notice WHERE id = $1";

/// Notices for recipients (`$5` on), unread ones first, then the newest, with when the reader read each.
pub fn list(recipients: usize, unread: bool) -> String {
    let places: Vec<String> = (0..recipients).map(|n| format!("${}", n + 5)).collect();
    let only = if unread { "AND r.read_at IS NULL" } else { "" };
    format!(
        "SELECT n.id, n.event, n.register, n.record, n.text, n.told_publicly, n.raised_at, r.read_at \
         FROM notice n LEFT JOIN notice_read r ON r.cell = $1 AND r.reader = $2 AND r.notice = n.id \
         WHERE n.raised_at > $3 AND n.recipient IN ({}) {only} \
         ORDER BY CASE WHEN r.read_at IS NULL THEN 0 ELSE 1 END, n.raised_at DESC, n.id DESC LIMIT $4",
        places.join(", ")
    )
}

pub fn insert_notice(
    tx: &mut Tx<'_>,
    call: &Call<'_>,
    event: &str,
    subject: &Subject<'_>,
    recipient: &str,
    text: &Text,
    public: bool,
) -> Result<(), StoreError> {
    let id = call.moment.id(&format!("notice/{event}/{recipient}/{}", call.key.as_str()));
    let text = serde_json::to_value(text).expect("a text is plain JSON");
    tx.execute(
        INSERT_NOTICE,
        &[
            call.cell.as_str().into(),
            id.as_str().into(),
            event.into(),
            subject.register.into(),
            subject.id.into(),
            subject.version.into(),
            recipient.into(),
            Value::from(&text),
            i64::from(public).into(),
            call.moment.at.0.into(),
            call.entry.into(),
        ],
    )?;
    Ok(())
}
