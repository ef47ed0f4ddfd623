//! The catalogue as SQLite tells it.

use super::{Catalogue, Column, ForeignKey, Index, Table};
use crate::{Ask, StoreError};

pub(super) fn read(ask: &mut dyn Ask) -> Result<Catalogue, StoreError> {
    let mut catalogue = Catalogue::default();
    for row in ask.rows("SELECT type, name FROM sqlite_schema ORDER BY name", &[])? {
        let (kind, name) = (row.text(0)?, row.text(1)?);
        match kind.as_str() {
            "table" if name == "sqlite_sequence" => catalogue.others.push(("sequence".to_owned(), name)),
            "table" if name.starts_with("sqlite_") => {}
            "table" => {
                indexes(ask, &name, &mut catalogue.indexes)?;
                foreign_keys(ask, &name, &mut catalogue.foreign_keys)?;
                catalogue.tables.push(table(ask, name)?);
            }
            "index" => {}
            _ => catalogue.others.push((kind, name)),
        }
    }
    catalogue.indexes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(catalogue)
}

fn table(ask: &mut dyn Ask, name: String) -> Result<Table, StoreError> {
    let sql = "SELECT name, upper(type), \"notnull\", pk FROM pragma_table_info($1) ORDER BY cid";
    let mut columns = Vec::new();
    let mut key = Vec::new();
    for row in ask.rows(sql, &[name.as_str().into()])? {
        let (column, place) = (row.text(0)?, row.int(3)?);
        if place > 0 {
            key.push((place, column.clone()));
        }
        columns.push(Column { name: column, kind: row.text(1)?, required: row.int(2)? != 0 });
    }
    key.sort();
    Ok(Table { name, columns, primary_key: key.into_iter().map(|(_, column)| column).collect() })
}

fn indexes(ask: &mut dyn Ask, table: &str, found: &mut Vec<Index>) -> Result<(), StoreError> {
    let sql = "SELECT name, \"unique\" FROM pragma_index_list($1) WHERE origin <> 'pk'";
    for row in ask.rows(sql, &[table.into()])? {
        let name = row.text(0)?;
        let sql = "SELECT name FROM pragma_index_xinfo($1) WHERE key = 1 ORDER BY seqno";
        let columns = ask.rows(sql, &[name.as_str().into()])?;
        let columns = columns.iter().map(|column| column.text_opt(0)).collect::<Result<_, _>>()?;
        found.push(Index { table: table.to_owned(), name, unique: row.int(1)? != 0, columns });
    }
    Ok(())
}

fn foreign_keys(ask: &mut dyn Ask, table: &str, found: &mut Vec<ForeignKey>) -> Result<(), StoreError> {
    let sql = "SELECT id, \"table\", \"from\", coalesce(\"to\", '') FROM pragma_foreign_key_list($1) ORDER BY id, seq";
    let mut last = None;
    for row in ask.rows(sql, &[table.into()])? {
        if last != Some(row.int(0)?) {
            last = Some(row.int(0)?);
            let to_table = row.text(1)?;
            found.push(ForeignKey { table: table.to_owned(), columns: vec![], to_table, to_columns: vec![] });
        }
        if let Some(key) = found.last_mut() {
            key.columns.push(row.text(2)?);
            key.to_columns.push(row.text(3)?);
        }
    }
    Ok(())
}
