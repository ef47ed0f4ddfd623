//! Figures over the whole register: counted and summed, as of today and as of an older day.

use crate::measure::middle_of_three;
use crate::table::{Table, none, number};
use crate::world::{World, said};
use crate::{Fallible, bare};
use chaobai::domain::figures::{self, Asked};
use kernel::Date;

/// The older day: a little more than half of the rows hold on it.
const OLDER: &str = "2018-06-30";

/// A figure and its bare aggregates: today's over `record`, an older day's over `record_version`. The
/// second does not even decide which version holds.
struct Figure {
    id: &'static str,
    name: &'static str,
    sql: &'static str,
}

const FIGURES: [Figure; 3] = [
    Figure {
        id: "W01",
        name: "count with a filter",
        sql: "SELECT sum(CASE WHEN (body ->> 'state') = 'open' AND CAST(body ->> 'lanes' AS BIGINT) >= 4 THEN 1 ELSE 0 END)",
    },
    Figure { id: "W02", name: "sum of integers", sql: "SELECT sum(CAST(body ->> 'lanes' AS BIGINT))" },
    Figure {
        id: "W03",
        name: "sum of decimals",
        sql: "SELECT sum(CAST(body ->> 'length' AS DOUBLE PRECISION))",
    },
];

/// Computes every figure for both days; `rows` is the size of the register.
pub fn measure(world: &World, rows: u64, amended: u64) -> Fallible<Table> {
    let house = world.open()?;
    let law = house.law();
    let mut reader = house.reader()?;
    let connection = bare::open_sqlite(world.file())?;
    let today = house.clock.today();
    let older = Date::parse(OLDER).ok_or("a day")?;
    let mut table = Table::new(
        format!(
            "Figures over {} records, {} of them amended once",
            number(rows as f64),
            number(amended as f64)
        ),
        &["figure", "as of", "seconds", "bare SQL s", "of bare", "value"],
    );
    for figure in &FIGURES {
        let definition = figures::find(&law.charter, figure.id).map_err(said)?;
        for day in [today, older] {
            let mut value = String::new();
            let took = middle_of_three(|| {
                let asked = Asked { as_of: day, known_at: None, today };
                let answer = figures::answer(&mut reader, &law.charter, definition, asked).map_err(said)?;
                value = answer.value().map_or(none(), |value| value.to_string());
                Ok(())
            })?;
            let from = if day == today {
                "FROM record WHERE register = 'works' AND withdrawn = 0".to_owned()
            } else {
                format!(
                    "FROM record_version WHERE register = 'works' AND withdrawn = 0 AND effective_on <= '{OLDER}'"
                )
            };
            let text = format!("{} {from}", figure.sql);
            let limit = middle_of_three(|| {
                connection.query_row(&text, [], |row| row.get::<_, f64>(0))?;
                Ok(())
            })?;
            let when = if day == today { "today".to_owned() } else { OLDER.to_owned() };
            table.row(vec![
                figure.name.into(),
                when,
                number(took),
                number(limit),
                number(limit / took),
                value,
            ]);
        }
    }
    table.remark(
        "bare SQL: one aggregate over the same rows; for an older day it does not decide which version holds",
    );
    Ok(table)
}
