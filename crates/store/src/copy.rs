//! Moving a zone from one database to another, whichever engines they are.

use crate::migrate::{self, STEPS};
use crate::{Ask, Catalogue, Reader, Row, Store, StoreError, Table, Tx, Value, catalogue};

/// Rows written at a time.
const BATCH: usize = 1000;
/// The notes of the migrations are made by the migrations.
const NOTES: &str = "migration";

/// How many rows of a table were copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: u64,
}

/// Copies every row of every table from one state of `from` into `to`, which must be migrated and empty, in
/// one transaction, and compares the numbers of rows before it commits. `progress` is told the table and
/// the rows copied so far. The indexes of the charter ([`Store::ensure_index`]) are made by the program
/// that starts next; the journal is verified by the caller.
pub fn copy(
    from: &Store,
    to: &Store,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<Vec<Copied>, StoreError> {
    let mut reader = from.reader()?;
    reader.snapshot()?;
    let mut writer = to.writer()?;
    let mut tx = writer.begin()?;
    let source = catalogue::read(from.engine(), &mut reader)?;
    let target = catalogue::read(to.engine(), &mut tx)?;
    let tables = tables(&source, &target)?;
    same_steps(&mut reader, &mut tx)?;
    for table in &tables {
        if count(&mut tx, &table.name)? > 0 {
            let message = format!("the database to copy into is not empty: table {} has rows", table.name);
            return Err(StoreError::other(message));
        }
    }
    let mut copied = Vec::new();
    for table in &tables {
        let rows = copy_table(&mut reader, &mut tx, table, progress)
            .map_err(|error| error.while_(&format!("copying table {}", table.name)))?;
        let (here, there) = (count(&mut reader, &table.name)?, count(&mut tx, &table.name)?);
        if here != there || here != rows {
            let message =
                format!("table {}: {here} rows to copy, {there} arrived; nothing was kept", table.name);
            return Err(StoreError::other(message));
        }
        copied.push(Copied { table: table.name.clone(), rows });
    }
    tx.commit()?;
    Ok(copied)
}

/// The tables to copy, in the order in which the migrations make them (a table that points comes after the
/// one it points at).
fn tables(source: &Catalogue, target: &Catalogue) -> Result<Vec<Table>, StoreError> {
    let made: Vec<&str> = STEPS.iter().flat_map(|step| made_by(step.sql)).collect();
    let mut tables = Vec::new();
    for table in source.tables.iter().filter(|table| table.name != NOTES) {
        let place = made.iter().position(|name| *name == table.name).ok_or_else(|| {
            StoreError::other(format!(
                "table {} was not made by this program; it cannot be copied",
                table.name
            ))
        })?;
        if target.find_table(&table.name) != Some(table) {
            let message = format!("table {} is not the same on both sides; migrate both first", table.name);
            return Err(StoreError::other(message));
        }
        tables.push((place, table.clone()));
    }
    tables.sort_by_key(|(place, _)| *place);
    Ok(tables.into_iter().map(|(_, table)| table).collect())
}

fn made_by(sql: &str) -> impl Iterator<Item = &str> {
    sql.split("CREATE TABLE ").skip(1).filter_map(|rest| rest.split(['(', ' ']).next())
}

fn same_steps(reader: &mut Reader, tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let (here, there) = (migrate::applied(reader, STEPS)?, migrate::applied(tx, STEPS)?);
    if here == there && here.len() == STEPS.len() {
        return Ok(());
    }
    Err(StoreError::other("the two databases are not both up to date; migrate both first"))
}

fn count(ask: &mut dyn Ask, table: &str) -> Result<u64, StoreError> {
    let row = ask.row(&format!("SELECT count(*) FROM {table}"), &[])?;
    Ok(row.map(|row| row.int(0)).transpose()?.unwrap_or(0).unsigned_abs())
}

fn copy_table(
    reader: &mut Reader,
    tx: &mut Tx<'_>,
    table: &Table,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<u64, StoreError> {
    let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut batch: Vec<Vec<Value<'static>>> = Vec::with_capacity(BATCH);
    let mut done = 0;
    let mut write = |batch: &mut Vec<Vec<Value<'static>>>| -> Result<(), StoreError> {
        done += tx.insert_many(&table.name, &columns, batch)?;
        batch.clear();
        progress(&table.name, done);
        Ok(())
    };
    reader.each(&format!("SELECT {} FROM {}", columns.join(","), table.name), &[], &mut |row| {
        let values = table.columns.iter().enumerate().map(|(i, column)| value(&row, i, &column.kind));
        batch.push(values.collect::<Result<_, _>>()?);
        if batch.len() < BATCH { Ok(()) } else { write(&mut batch) }
    })?;
    write(&mut batch)?;
    Ok(done)
}

fn value(row: &Row, i: usize, kind: &str) -> Result<Value<'static>, StoreError> {
    Ok(match kind {
        "TEXT" => row.text_opt(i)?.into(),
        "BIGINT" => row.int_opt(i)?.into(),
        "DOUBLE PRECISION" => row.real_opt(i)?.into(),
        "BYTEA" => row.bytes_opt(i)?.into(),
        "JSONB" => row.json_opt(i)?.into(),
        other => return Err(StoreError::other(format!("column type {other} cannot be copied"))),
    })
}
