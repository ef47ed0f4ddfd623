//! SQLite: one file in WAL mode. A commit returns when the log is on the disk (`synchronous=FULL`).

use crate::row::{Owned, Source};
use crate::session::{Link, Mode, Sink};
use crate::{Kind, Row, StoreError, Value, placeholders};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ToSql, ffi};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// How long a connection waits for another one's lock before it says [`Kind::Retry`].
const BUSY_WAIT: Duration = Duration::from_secs(5);
/// Prepared statements kept per connection.
const STATEMENTS: usize = 512;

/// A connection to the file.
pub(crate) struct SqliteLink {
    connection: Connection,
    rewritten: HashMap<String, Box<str>>,
}

impl SqliteLink {
    /// Opens the file, creating it if it is not there.
    pub(crate) fn open(path: &Path, writer: bool) -> Result<SqliteLink, StoreError> {
        let connection = connect(path).map_err(|error| {
            classify(error).while_(&format!("cannot open the database file {}", path.display()))
        })?;
        let set = |connection: &Connection| -> rusqlite::Result<String> {
            connection.busy_timeout(BUSY_WAIT)?;
            connection.set_prepared_statement_cache_capacity(STATEMENTS);
            // "name" is a column and never a text, as on PostgreSQL.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
            let mode = connection.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0))?;
            connection.execute_batch(
                "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;
                 PRAGMA case_sensitive_like=ON; PRAGMA wal_autocheckpoint=4000;
                 PRAGMA journal_size_limit=67108864;",
            )?;
            connection.execute_batch(if writer {
                "PRAGMA cache_size=-32768;"
            } else {
                "PRAGMA cache_size=-16384; PRAGMA mmap_size=268435456; PRAGMA query_only=ON;"
            })?;
            // From its first read on, a connection shows that the file is in use (see `restore`).
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(mode)
        };
        let mode = set(&connection).map_err(|error| {
            classify(error).while_(&format!("cannot set up the database file {}", path.display()))
        })?;
        if mode != "wal" {
            let message = format!("{} cannot use write-ahead logging (it uses {mode})", path.display());
            return Err(StoreError::other(message + "; put the file on a local disk"));
        }
        Ok(SqliteLink { connection, rewritten: HashMap::new() })
    }

    /// The SQLite text of a statement, worked out once.
    fn with<T>(
        &mut self,
        sql: &str,
        work: impl FnOnce(&mut Statement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let text = if !sql.contains('$') {
            sql
        } else {
            if !self.rewritten.contains_key(sql) {
                if self.rewritten.len() >= STATEMENTS {
                    self.rewritten.clear();
                }
                self.rewritten.insert(sql.to_owned(), placeholders::for_sqlite(sql).into());
            }
            &self.rewritten[sql]
        };
        let mut statement = self.connection.prepare_cached(text).map_err(classify)?;
        work(&mut statement).map_err(classify)
    }
}

impl Link for SqliteLink {
    fn begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        match mode {
            Mode::Write | Mode::Serializable => self.with("BEGIN IMMEDIATE", |s| s.raw_execute().map(drop)),
            Mode::Snapshot => {
                self.with("BEGIN DEFERRED", |s| s.raw_execute().map(drop))?;
                // The state is fixed by the first read, so there is one now.
                let pinned = self.with("SELECT count(*) FROM sqlite_schema", |s| s.exists([]).map(drop));
                if pinned.is_err() {
                    let _ = self.rollback();
                }
                pinned
            }
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        let result = self.with("COMMIT", |s| s.raw_execute().map(drop));
        result.map_err(|error| {
            let undone = self.rollback().is_ok();
            if error.kind() == Kind::Retry && undone {
                return error;
            }
            // Seen in practice: a failed sync reported an error for a row that was there afterwards.
            error.with_kind(Kind::Unknown).lost()
        })
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            return Ok(());
        }
        self.with("ROLLBACK", |s| s.raw_execute().map(drop))
    }

    fn mark(&mut self, depth: usize) -> Result<(), StoreError> {
        self.with(&format!("SAVEPOINT s{depth}"), |s| s.raw_execute().map(drop))
    }

    fn release(&mut self, depth: usize) -> Result<(), StoreError> {
        self.with(&format!("RELEASE s{depth}"), |s| s.raw_execute().map(drop))
    }

    fn back(&mut self, depth: usize) -> Result<(), StoreError> {
        self.with(&format!("ROLLBACK TO s{depth}"), |s| s.raw_execute().map(drop))?;
        self.release(depth)
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let count = self.with(sql, |s| s.execute(rusqlite::params_from_iter(params.iter().map(Param))))?;
        Ok(count as u64)
    }

    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        self.with(sql, |s| {
            let columns = s.column_count();
            let mut rows = s.query(rusqlite::params_from_iter(params.iter().map(Param)))?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(read(row, columns)?);
            }
            Ok(all)
        })
    }

    fn each(&mut self, sql: &str, params: &[Value<'_>], _: bool, f: &mut Sink<'_>) -> Result<(), StoreError> {
        let mut stopped = Ok(());
        self.with(sql, |s| {
            let columns = s.column_count();
            let mut rows = s.query(rusqlite::params_from_iter(params.iter().map(Param)))?;
            while let Some(row) = rows.next()? {
                if let Err(error) = f(read(row, columns)?) {
                    stopped = Err(error);
                    break;
                }
            }
            Ok(())
        })?;
        stopped
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[&[Value<'_>]]) -> Result<u64, StoreError> {
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        let sql = format!("INSERT INTO {table}({}) VALUES ({})", columns.join(","), places.join(","));
        self.with(&sql, |s| {
            for row in rows {
                s.execute(rusqlite::params_from_iter(row.iter().map(Param)))?;
            }
            Ok(rows.len() as u64)
        })
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(sql).map_err(classify)
    }

    fn touch_wal(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// Opens the file without any setting; `file:` names and the like are not understood.
pub(crate) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags)
}

struct Param<'a, 'v>(&'a Value<'v>);

impl ToSql for Param<'_, '_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Int(v) => ToSqlOutput::Borrowed(ValueRef::Integer(*v)),
            Value::Real(v) => ToSqlOutput::Borrowed(ValueRef::Real(*v)),
            Value::Text(v) => ToSqlOutput::Borrowed(ValueRef::Text(v.as_bytes())),
            Value::Bytes(v) => ToSqlOutput::Borrowed(ValueRef::Blob(v)),
            Value::Json(v) => ToSqlOutput::Owned(rusqlite::types::Value::Text(v.to_string())),
        })
    }
}

fn read(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Row> {
    let mut owned = Vec::with_capacity(columns);
    for i in 0..columns {
        owned.push(match row.get_ref(i)? {
            ValueRef::Null => Owned::Null,
            ValueRef::Integer(v) => Owned::Int(v),
            ValueRef::Real(v) => Owned::Real(v),
            ValueRef::Text(v) => Owned::Text(std::str::from_utf8(v)?.to_owned()),
            ValueRef::Blob(v) => Owned::Bytes(v.to_owned()),
        });
    }
    Ok(Row(Source::Sqlite(owned.into())))
}

/// Sorts an error of the library by what to do about it.
pub(crate) fn classify(error: rusqlite::Error) -> StoreError {
    let message = match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        // The offset and the statement would repeat what the store error says itself.
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    let extended = error.sqlite_error().map_or(0, |e| e.extended_code);
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Kind::Retry,
        Some(ErrorCode::ConstraintViolation) => Kind::Constraint,
        Some(ErrorCode::DiskFull) => Kind::Full,
        _ => Kind::Other,
    };
    let sorted = StoreError::new(kind, message).because(error);
    match extended {
        ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_DIR_FSYNC => sorted.fsync(),
        _ => sorted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_sorted_by_what_to_do_about_it() {
        let cases = [
            (ffi::SQLITE_BUSY, Kind::Retry, false),
            (ffi::SQLITE_BUSY_SNAPSHOT, Kind::Retry, false),
            (ffi::SQLITE_LOCKED, Kind::Retry, false),
            (ffi::SQLITE_CONSTRAINT_PRIMARYKEY, Kind::Constraint, false),
            (ffi::SQLITE_CONSTRAINT_NOTNULL, Kind::Constraint, false),
            (ffi::SQLITE_FULL, Kind::Full, false),
            (ffi::SQLITE_IOERR_FSYNC, Kind::Other, true),
            (ffi::SQLITE_IOERR_WRITE, Kind::Other, false),
            (ffi::SQLITE_CORRUPT, Kind::Other, false),
        ];
        for (code, kind, fsync) in cases {
            let sorted = classify(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
            assert_eq!((sorted.kind(), sorted.is_fsync()), (kind, fsync), "code {code}");
        }
    }
}
