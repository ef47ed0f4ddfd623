//! Questions about comments.

use super::sql;
use crate::domain::registers::store_refusal;
use kernel::{Cell, Id, Instant, Refusal};
use store::{Ask, Row, StoreError};

/// Most comments given of one record.
const MAX: i64 = 200;

/// A comment with whether it is settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// Id.
    pub id: String,
    /// Field it is about; empty: the whole record.
    pub field: String,
    /// Version of the record it was made for.
    pub version: i64,
    /// The text.
    pub text: String,
    /// Units it names.
    pub mentions: Vec<String>,
    /// Person who wrote it.
    pub author: String,
    /// Post under which.
    pub author_post: String,
    /// When.
    pub at: Instant,
    /// Person, post and instant of the settling; none while it is open.
    pub resolved: Option<(String, String, Instant)>,
}

/// Comments of a record, newest first, at most 200. Only for callers who may read the whole record: the
/// asker judges that.
pub fn of_record(ask: &mut dyn Ask, zone: &str, record: &Id) -> Result<Vec<Said>, Refusal> {
    let cell = Cell::of(zone, record);
    let rows = ask
        .rows(sql::OF_RECORD, &[cell.as_str().into(), record.as_str().into(), MAX.into()])
        .map_err(store_refusal)?;
    rows.iter().map(read).collect::<Result<_, _>>().map_err(store_refusal)
}

/// Where a comment stands on its record's page.
pub fn anchor(comment: &str) -> String {
    format!("comment-{comment}")
}

fn read(row: &Row) -> Result<Said, StoreError> {
    let resolved = match row.text_opt(8)? {
        Some(person) => Some((person, row.text(9)?, Instant(row.int(10)?))),
        None => None,
    };
    Ok(Said {
        id: row.text(0)?,
        field: row.text(1)?,
        version: row.int(2)?,
        text: row.text(3)?,
        mentions: serde_json::from_value(row.json(4)?)
            .map_err(|_| StoreError::damaged("comment.mentions"))?,
        author: row.text(5)?,
        author_post: row.text(6)?,
        at: Instant(row.int(7)?),
        resolved,
    })
}
