//! The tables, as a folder of numbered steps that only go forward. Each step runs in one transaction
//! together with the note that it has run.

use crate::{Ask, Engine, Store, StoreError, Tx};

/// The steps, in order. A step that has been published is never changed; tables grow before they shrink.
pub(crate) const STEPS: &[Step] = &[
    Step { number: 1, name: "house", sql: include_str!("../migrations/0001_house.sql") },
    Step { number: 2, name: "rounds", sql: include_str!("../migrations/0002_rounds.sql") },
    Step { number: 3, name: "projects", sql: include_str!("../migrations/0003_projects.sql") },
    Step { number: 4, name: "sheet_draft", sql: include_str!("../migrations/0004_sheet_draft.sql") },
    Step { number: 5, name: "procedures", sql: include_str!("../migrations/0005_procedures.sql") },
    Step { number: 6, name: "notices", sql: include_str!("../migrations/0006_notices.sql") },
    Step { number: 7, name: "meetings", sql: include_str!("../migrations/0007_meetings.sql") },
    Step { number: 8, name: "calendar", sql: include_str!("../migrations/0008_calendar.sql") },
    Step { number: 9, name: "papers", sql: include_str!("../migrations/0009_papers.sql") },
];

/// One step.
pub(crate) struct Step {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// The notes concern the whole database; they live in a cell of their own.
const CELL: &str = "house";
const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration(cell TEXT NOT NULL, number BIGINT NOT NULL, \
                     name TEXT NOT NULL, applied_at BIGINT NOT NULL, PRIMARY KEY(cell, number))";

impl Store {
    /// Brings the tables up to date and names the steps that were run (`0001_house`). Refuses a database
    /// that a newer program has changed. Several programs may do this at once.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        self.migrate_with(STEPS)
    }

    pub(crate) fn migrate_with(&self, steps: &[Step]) -> Result<Vec<String>, StoreError> {
        // Two programs may both find the table missing. PostgreSQL lets one of them fail once the other has
        // committed (23505 or 42710, as it happens): then the table is there, and asking again finds it.
        if self.create_note_table().is_err() {
            self.create_note_table()?;
        }
        let mut writer = self.writer()?;
        let mut done = Vec::new();
        for step in steps {
            let mut tx = writer.begin()?;
            if self.engine() == Engine::Postgres {
                tx.batch("LOCK TABLE migration IN EXCLUSIVE MODE")?;
            }
            if !applied(&mut tx, steps)?.contains(&step.number) {
                run(&mut tx, step, self.engine())
                    .map_err(|error| error.while_(&format!("migration {:04}_{}", step.number, step.name)))?;
                done.push(format!("{:04}_{}", step.number, step.name));
            }
            tx.commit()?;
        }
        Ok(done)
    }

    fn create_note_table(&self) -> Result<(), StoreError> {
        let mut writer = self.writer()?;
        let mut tx = writer.begin()?;
        tx.batch(TABLE)?;
        tx.commit()
    }
}

/// The numbers of the steps that have run, if this program knows them all.
pub(crate) fn applied(ask: &mut dyn Ask, steps: &[Step]) -> Result<Vec<i64>, StoreError> {
    let mut numbers = Vec::new();
    for row in
        ask.rows("SELECT number, name FROM migration WHERE cell = $1 ORDER BY number", &[CELL.into()])?
    {
        let (number, name) = (row.int(0)?, row.text(1)?);
        if !steps.iter().any(|step| step.number == number && step.name == name) {
            return Err(StoreError::other(format!(
                "this database is newer than the program: it has migration {number:04}_{name}, which this \
                 program does not know; run the program that made it, or a later one"
            )));
        }
        numbers.push(number);
    }
    Ok(numbers)
}

fn run(tx: &mut Tx<'_>, step: &Step, engine: Engine) -> Result<(), StoreError> {
    tx.batch(step.sql)?;
    // The database's own clock: the note is for people, nothing is decided from it.
    let now = match engine {
        Engine::Sqlite => "CAST(unixepoch('subsec') * 1000000 AS BIGINT)",
        Engine::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)",
    };
    let sql = format!("INSERT INTO migration(cell, number, name, applied_at) VALUES ($1, $2, $3, {now})");
    tx.execute(&sql, &[CELL.into(), step.number.into(), step.name.into()]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, testing};

    const NEXT: Step =
        Step { number: 2, name: "next", sql: "CREATE TABLE next(cell TEXT NOT NULL PRIMARY KEY)" };
    const WRONG: Step = Step {
        number: 3,
        name: "wrong",
        sql: "CREATE TABLE half(cell TEXT PRIMARY KEY); CREATE TABLE next(a TEXT)",
    };

    fn steps(extra: Vec<Step>) -> Vec<Step> {
        let known = STEPS.iter().map(|s| Step { number: s.number, name: s.name, sql: s.sql });
        known.filter(|step| step.number == 1).chain(extra).collect()
    }

    #[test]
    fn steps_run_once_in_order_and_a_broken_one_leaves_nothing_behind() {
        for test in testing::blank_engines() {
            assert_eq!(test.migrate_with(&steps(vec![])).unwrap(), ["0001_house"]);
            assert_eq!(test.migrate_with(&steps(vec![])).unwrap(), [""; 0]);
            let error = test.migrate_with(&steps(vec![NEXT, WRONG])).unwrap_err();
            assert!(error.to_string().contains("migration 0003_wrong"), "{error}");
            let tables: Vec<String> = test.catalogue().unwrap().tables.into_iter().map(|t| t.name).collect();
            assert!(
                tables.contains(&"next".to_owned()) && !tables.contains(&"half".to_owned()),
                "{tables:?}"
            );
            let at = test.reader().unwrap().row("SELECT applied_at FROM migration WHERE number = 1", &[]);
            let at = at.unwrap().unwrap().int(0).unwrap();
            assert!(at > 1_700_000_000_000_000, "{at} is not in microseconds");
        }
    }

    #[test]
    fn a_database_of_a_newer_program_is_refused_by_name() {
        for test in testing::blank_engines() {
            test.migrate_with(&steps(vec![NEXT])).unwrap();
            let error = test.migrate_with(&steps(vec![])).unwrap_err();
            assert_eq!(error.kind(), Kind::Other);
            assert!(
                error.to_string().contains("0002_next") && error.to_string().contains("newer"),
                "{error}"
            );
        }
    }

    #[test]
    fn two_programs_may_start_at_once() {
        // The race has two ways to be lost; a dozen starts meet both.
        for test in (0..12).flat_map(|_| testing::blank_engines()) {
            let done: Vec<String> = std::thread::scope(|scope| {
                let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| test.migrate().unwrap())).collect();
                starts.into_iter().flat_map(|start| start.join().unwrap()).collect()
            });
            assert_eq!(done.len(), STEPS.len(), "{done:?}");
        }
    }
}
