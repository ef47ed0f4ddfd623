//! Questions about deadlines.

use super::{Deadline, sql};
use kernel::{Cell, Date};
use store::{Ask, StoreError};

/// What is due on a day and may have consequences, oldest first, at most `limit`.
pub fn due(ask: &mut dyn Ask, today: Date, limit: i64) -> Result<Vec<Deadline>, StoreError> {
    let rows = ask.rows(&sql::due(), &[today.to_string().as_str().into(), limit.into()])?;
    rows.iter().map(sql::deadline).collect()
}

/// One, if there is such a one.
pub fn find(ask: &mut dyn Ask, cell: &Cell, id: &str) -> Result<Option<Deadline>, StoreError> {
    let row = ask.row(&sql::one(), &[cell.as_str().into(), id.into()])?;
    row.map(|row| sql::deadline(&row)).transpose()
}

/// All of a subject, by day.
pub fn of_subject(ask: &mut dyn Ask, cell: &Cell, subject: &str) -> Result<Vec<Deadline>, StoreError> {
    let rows = ask.rows(&sql::of_subject(), &[cell.as_str().into(), subject.into()])?;
    rows.iter().map(sql::deadline).collect()
}
