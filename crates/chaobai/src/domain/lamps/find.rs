//! Questions about lamps.

use super::rules::Hand;
use super::sql;
use crate::charter::model::Lamp;
use crate::domain::worklists::day_of;
use kernel::{Cell, Date, Id, Instant, Text};
use store::{Ask, StoreError};

/// A lamp a person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The lamp and its days.
    pub hand: Hand,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: String,
    /// In which post.
    pub actor_post: String,
    /// When.
    pub at: Instant,
}

/// A lamp that came on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// On which day.
    pub day: Date,
    /// Which.
    pub lamp: Lamp,
    /// Why, in words.
    pub words: Text,
    /// When it was put on record: later than the day where nobody looked in between.
    pub recorded_at: Instant,
}

/// The lamp a person gave a matter last, whether it still holds or not.
pub fn given(ask: &mut dyn Ask, cell: &Cell, item: &Id) -> Result<Option<Given>, StoreError> {
    let Some(row) = ask.row(sql::GIVEN, &[cell.as_str().into(), item.as_str().into()])? else {
        return Ok(None);
    };
    let lamp = Lamp::find(row.text_ref(0)?).ok_or_else(|| StoreError::damaged("lamp_override"))?;
    Ok(Some(Given {
        hand: Hand { lamp, first: day_of(row.int(2)?), last: day_of(row.int(3)?) },
        reason: row.text(1)?,
        actor: row.text(4)?,
        actor_post: row.text(5)?,
        at: Instant(row.int(6)?),
    }))
}

/// Every lamp a matter has had, the latest first.
pub fn changes(ask: &mut dyn Ask, cell: &Cell, item: &Id) -> Result<Vec<Change>, StoreError> {
    let damaged = || StoreError::damaged("lamp_change");
    let rows = ask.rows(sql::CHANGES, &[cell.as_str().into(), item.as_str().into()])?;
    rows.iter()
        .map(|row| {
            Ok(Change {
                day: day_of(row.int(0)?),
                lamp: Lamp::find(row.text_ref(1)?).ok_or_else(damaged)?,
                words: serde_json::from_value(row.json(2)?).map_err(|_| damaged())?,
                recorded_at: Instant(row.int(3)?),
            })
        })
        .collect()
}
