//! The same stories on every engine there is. `scripts/with-postgres cargo test -p store` runs them on both.

mod backups;
mod catalogue;
mod copies;
mod failures;
mod indexes;
mod readers;
mod savepoints;
mod streams;
mod values;

use store::{Ask, StoreError, Tx, Value, Writer};

/// A table with one column of each type.
const ALL: &str =
    "CREATE TABLE everything(cell TEXT NOT NULL, n BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA, j JSONB,
    PRIMARY KEY(cell))";

/// Runs statements without values in one transaction.
fn run(writer: &mut Writer, statements: &[&str]) {
    let mut tx = writer.begin().unwrap();
    for sql in statements {
        tx.execute(sql, &[]).unwrap();
    }
    tx.commit().unwrap();
}

/// Inserts a row into `log_drained`, the smallest table there is.
fn put(tx: &mut Tx<'_>, cell: &str, seq: i64) -> Result<u64, StoreError> {
    tx.execute("INSERT INTO log_drained(cell, seq) VALUES ($1, $2)", &[cell.into(), seq.into()])
}

/// The cells in `log_drained`.
fn cells(ask: &mut dyn Ask) -> Vec<String> {
    let rows = ask.rows("SELECT cell FROM log_drained ORDER BY cell", &[]).unwrap();
    rows.iter().map(|row| row.text(0).unwrap()).collect()
}

/// One integer.
fn int(ask: &mut dyn Ask, sql: &str, params: &[Value<'_>]) -> i64 {
    ask.row(sql, params).unwrap().unwrap().int(0).unwrap()
}
