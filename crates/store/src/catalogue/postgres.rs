//! The catalogue as PostgreSQL tells it: the current schema only.

use super::{Catalogue, Column, ForeignKey, Index, Table};
use crate::{Ask, StoreError};

const COLUMNS: &str = "SELECT t.relname, a.attname, upper(format_type(a.atttypid, a.atttypmod)), a.attnotnull
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE t.relkind IN ('r', 'p') AND t.relnamespace = current_schema()::regnamespace
    ORDER BY t.relname, a.attnum";

const INDEXES: &str = "SELECT t.relname, c.relname, i.indisunique, i.indisprimary, a.attname
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place)
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum AND k.attnum > 0
    WHERE t.relnamespace = current_schema()::regnamespace AND k.place <= i.indnkeyatts
    ORDER BY c.relname, k.place";

const FOREIGN_KEYS: &str = "SELECT n.conname, t.relname, f.relname, a.attname, b.attname
    FROM pg_constraint n JOIN pg_class t ON t.oid = n.conrelid JOIN pg_class f ON f.oid = n.confrelid
    CROSS JOIN LATERAL unnest(n.conkey, n.confkey) WITH ORDINALITY AS k(here, there, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.here
    JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.there
    WHERE n.contype = 'f' AND n.connamespace = current_schema()::regnamespace
    ORDER BY t.relname, n.conname, k.place";

const OTHERS: &str = "SELECT CASE relkind WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
      WHEN 'm' THEN 'materialized view' ELSE 'foreign table' END AS kind, CAST(relname AS TEXT) AS name
    FROM pg_class WHERE relkind IN ('S', 'v', 'm', 'f') AND relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT 'trigger', CAST(g.tgname AS TEXT) FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal AND t.relnamespace = current_schema()::regnamespace
    UNION ALL
    SELECT CASE WHEN contype = 'x' THEN 'exclusion constraint' ELSE 'deferrable constraint' END, CAST(conname AS TEXT)
    FROM pg_constraint WHERE (contype = 'x' OR condeferrable) AND connamespace = current_schema()::regnamespace
    ORDER BY name";

pub(super) fn read(ask: &mut dyn Ask) -> Result<Catalogue, StoreError> {
    let mut catalogue = Catalogue::default();
    let tables = &mut catalogue.tables;
    for row in ask.rows(COLUMNS, &[])? {
        let name = row.text(0)?;
        if tables.last().is_none_or(|table: &Table| table.name != name) {
            tables.push(Table { name, columns: vec![], primary_key: vec![] });
        }
        if let Some(table) = tables.last_mut() {
            table.columns.push(Column { name: row.text(1)?, kind: row.text(2)?, required: row.int(3)? != 0 });
        }
    }
    for row in ask.rows(INDEXES, &[])? {
        let (table, name, column) = (row.text(0)?, row.text(1)?, row.text_opt(4)?);
        if row.int(3)? != 0 {
            if let Some(table) = tables.iter_mut().find(|t| t.name == table) {
                table.primary_key.extend(column);
            }
            continue;
        }
        if catalogue.indexes.last().is_none_or(|index| index.name != name) {
            catalogue.indexes.push(Index { table, name, unique: row.int(2)? != 0, columns: vec![] });
        }
        if let Some(index) = catalogue.indexes.last_mut() {
            index.columns.push(column);
        }
    }
    let mut last = None;
    for row in ask.rows(FOREIGN_KEYS, &[])? {
        let (name, table, to_table) = (row.text(0)?, row.text(1)?, row.text(2)?);
        if last.as_ref() != Some(&(table.clone(), name.clone())) {
            last = Some((table.clone(), name));
            catalogue.foreign_keys.push(ForeignKey { table, columns: vec![], to_table, to_columns: vec![] });
        }
        if let Some(key) = catalogue.foreign_keys.last_mut() {
            key.columns.push(row.text(3)?);
            key.to_columns.push(row.text(4)?);
        }
    }
    for row in ask.rows(OTHERS, &[])? {
        catalogue.others.push((row.text(0)?, row.text(1)?));
    }
    Ok(catalogue)
}
