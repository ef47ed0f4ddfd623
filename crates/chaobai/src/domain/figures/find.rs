//! Questions about figures.

use super::answer::{FigureAnswer, Reported};
use super::{compute, figure_cell, sql};
use crate::charter::model::{Charter, Figure};
use crate::domain::registers::store_refusal;
use kernel::decimal::parse_decimal;
use kernel::quantity::Qualifier;
use kernel::{Date, Instant, Refusal, Text};
use store::{Ask, Row, StoreError};

/// The day and the knowledge a figure is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Business day.
    pub as_of: Date,
    /// As known at this instant; absent: now.
    pub known_at: Option<Instant>,
    /// Today; asking for today with today's knowledge reads the state rows alone.
    pub today: Date,
}

/// One value put on record for a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// `reported` or `computed`.
    pub basis: String,
    /// The value with its source.
    pub value: Reported,
    /// Version of the definition.
    pub definition: i64,
    /// A later one of the same day and basis took its place.
    pub corrected: bool,
}

/// A figure of the charter; refused as not found where there is none.
pub fn find<'a>(charter: &'a Charter, id: &str) -> Result<&'a Figure, Refusal> {
    charter.figures.iter().find(|figure| figure.id == id).ok_or_else(Refusal::not_found)
}

/// What a figure answers for a day.
pub fn answer(
    ask: &mut dyn Ask,
    charter: &Charter,
    figure: &Figure,
    asked: Asked,
) -> Result<FigureAnswer, Refusal> {
    let cell = figure_cell(&charter.zone.id, &figure.id);
    let (day, known) = (asked.as_of.to_string(), asked.known_at.map_or(i64::MAX, |at| at.0));
    let row = ask
        .row(
            sql::REPORTED,
            &[cell.as_str().into(), figure.id.as_str().into(), day.as_str().into(), known.into()],
        )
        .map_err(store_refusal)?;
    let reported = row.map(|row| read(&row).map_err(store_refusal)).transpose()?;
    let computed = match &figure.compute {
        Some(how) => Some(compute::compute(ask, charter, how, asked)?),
        None => None,
    };
    Ok(FigureAnswer::new(figure, asked.as_of, reported, computed))
}

/// Everything ever put on record for a figure, newest day first, corrections before what they correct.
pub fn history(ask: &mut dyn Ask, charter: &Charter, figure: &Figure) -> Result<Vec<History>, Refusal> {
    let cell = figure_cell(&charter.zone.id, &figure.id);
    let rows =
        ask.rows(sql::HISTORY, &[cell.as_str().into(), figure.id.as_str().into()]).map_err(store_refusal)?;
    let mut all: Vec<History> = Vec::with_capacity(rows.len());
    for row in &rows {
        let value = read(row).map_err(store_refusal)?;
        let basis = row.text(8).map_err(store_refusal)?;
        let corrected = all.iter().any(|later| later.basis == basis && later.value.as_of == value.as_of);
        all.push(History { basis, value, definition: row.int(9).map_err(store_refusal)?, corrected });
    }
    Ok(all)
}

/// What was reported for a figure and a day at the operator's console (with a charter), in order.
pub fn loaded_reports(
    ask: &mut dyn Ask,
    zone: &str,
    figure: &str,
    as_of: Date,
) -> Result<Vec<Reported>, StoreError> {
    let (cell, day) = (figure_cell(zone, figure), as_of.to_string());
    let rows = ask.rows(sql::LOADED, &[cell.as_str().into(), figure.into(), day.as_str().into()])?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Reported, StoreError> {
    let damaged = || StoreError::damaged("figure_value");
    let words: Text = serde_json::from_value(row.json(4)?).map_err(|_| damaged())?;
    Ok(Reported {
        value: parse_decimal(row.text_ref(0)?, 9).map_err(|_| damaged())?,
        qualifier: Qualifier::find(row.text_ref(1)?).ok_or_else(damaged)?,
        as_of: Date::parse(row.text_ref(2)?).ok_or_else(damaged)?,
        source: row.text(3)?,
        words,
        number: row.int(5)?,
        recorded_at: Instant(row.int(6)?),
        entry: row.int(7)?,
    })
}
