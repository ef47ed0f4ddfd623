//! PostgreSQL through the synchronous `postgres` crate.
//!
//! The crate owns a small runtime per connection, so no call may be made from inside an asynchronous
//! task: it would panic. The async world ends at the HTTP door; go through a thread of your own
//! (`spawn_blocking`).

use crate::postgres_value::Param;
use crate::row::Source;
use crate::session::{Link, Mode, Sink};
use crate::{Kind, Row, StoreError, Value};
use ::postgres::binary_copy::BinaryCopyInWriter;
use ::postgres::config::Config;
use ::postgres::error::{Severity, SqlState};
use ::postgres::types::ToSql;
use ::postgres::{Client, NoTls, Statement};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Prepared statements kept per connection.
const STATEMENTS: usize = 512;
/// Rows fetched at a time when an answer is streamed.
const BATCH: usize = 1000;
/// From this number of rows on, COPY is used instead of single inserts.
const COPY_FROM: usize = 4;

/// A connection to the server.
pub(crate) struct PostgresLink {
    client: Client,
    statements: HashMap<String, Statement>,
    cursors: u64,
    /// The outermost savepoint was kept but not yet released at the server: the release travels with
    /// the next savepoint, or with the commit. It saves one round trip per command.
    kept: bool,
    /// The server warned about something; at a commit that is: it stopped waiting for its standby.
    unsure: Arc<AtomicBool>,
}

/// Reads `postgres://user:password@host:port/database` and adds what keeps a dead network from
/// hanging the program.
pub(crate) fn config(url: &str) -> Result<Config, StoreError> {
    let mut config: Config = url.parse().map_err(|error: ::postgres::Error| {
        StoreError::other("the database address is not valid").because(error)
    })?;
    if config.get_application_name().is_none() {
        config.application_name("chaobai");
    }
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(30));
    }
    config.keepalives_idle(Duration::from_secs(30));
    Ok(config)
}

impl PostgresLink {
    /// Connects. A reader cannot write, and its questions end after 30 seconds.
    pub(crate) fn open(config: &Config, writer: bool) -> Result<PostgresLink, StoreError> {
        let unsure = Arc::new(AtomicBool::new(false));
        let noticed = Arc::clone(&unsure);
        let mut config = config.clone();
        config.notice_callback(move |notice| {
            // "canceling wait for synchronous replication" comes as a warning of a commit that succeeds.
            if notice.parsed_severity() == Some(Severity::Warning) {
                noticed.store(true, Ordering::Relaxed);
            }
        });
        let doing = "cannot connect to PostgreSQL";
        let mut client = config.connect(NoTls).map_err(|error| {
            let sorted = classify(error).while_(doing);
            let kind = if sorted.is_lost() { Kind::Retry } else { sorted.kind() };
            sorted.with_kind(kind)
        })?;
        let settings = if writer {
            // An acknowledged change is on the disk, whatever the server's default says.
            "SET jit = off; SET default_transaction_isolation = 'read committed';
             SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
        } else {
            "SET jit = off; SET default_transaction_read_only = on; SET statement_timeout = '30s'"
        };
        client.batch_execute(settings).map_err(|error| classify(error).while_(doing))?;
        Ok(PostgresLink { client, statements: HashMap::new(), cursors: 0, kept: false, unsure })
    }

    fn statement(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(classify)?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// Sorts the error of a prepared statement; a plan that no longer fits its tables is forgotten.
    fn failed(&mut self, sql: &str, error: ::postgres::Error) -> StoreError {
        if error.code() == Some(&SqlState::FEATURE_NOT_SUPPORTED) {
            self.statements.remove(sql);
        }
        classify(error)
    }

    fn simple(&mut self, sql: &str) -> Result<(), StoreError> {
        self.client.batch_execute(sql).map_err(classify)
    }

    fn stream(&mut self, sql: &str, params: &[Value<'_>], f: &mut Sink<'_>) -> Result<(), StoreError> {
        self.cursors += 1;
        let cursor = format!("stream_{}", self.cursors);
        let declare = format!("DECLARE {cursor} NO SCROLL CURSOR FOR {sql}");
        let statement = self.client.prepare(&declare).map_err(classify)?;
        with(params, |params| self.client.execute(&statement, params)).map_err(classify)?;
        let fetch = self.client.prepare(&format!("FETCH {BATCH} FROM {cursor}")).map_err(classify)?;
        let mut result = Ok(());
        'stream: loop {
            let rows = self.client.query(&fetch, &[]).map_err(classify)?;
            let last = rows.len() < BATCH;
            for row in rows {
                result = f(Row(Source::Postgres(row)));
                if result.is_err() {
                    break 'stream;
                }
            }
            if last {
                break;
            }
        }
        self.simple(&format!("CLOSE {cursor}"))?;
        result
    }
}

impl Link for PostgresLink {
    fn begin(&mut self, mode: Mode) -> Result<(), StoreError> {
        self.kept = false;
        self.simple(match mode {
            Mode::Write => "BEGIN",
            Mode::Serializable => "BEGIN ISOLATION LEVEL SERIALIZABLE",
            // The state is fixed by the first statement, so there is one now.
            Mode::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1",
        })
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.unsure.store(false, Ordering::Relaxed);
        match self.simple("COMMIT") {
            Ok(()) if self.unsure.load(Ordering::Relaxed) => {
                let message =
                    "the server committed with a warning: it did not wait for its standby to the end";
                Err(StoreError::new(Kind::Unknown, message))
            }
            Ok(()) => Ok(()),
            // The server says that it rolled back: a clear "no, try again".
            Err(error) if error.kind() == Kind::Retry && !error.is_lost() => Err(error),
            Err(error) => Err(error.with_kind(Kind::Unknown).lost()),
        }
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.simple("ROLLBACK")
    }

    fn mark(&mut self, depth: usize) -> Result<(), StoreError> {
        if depth == 1 && self.kept {
            self.kept = false;
            return self.simple("RELEASE SAVEPOINT s1; SAVEPOINT s1");
        }
        self.simple(&format!("SAVEPOINT s{depth}"))
    }

    fn release(&mut self, depth: usize) -> Result<(), StoreError> {
        if depth == 1 {
            self.kept = true;
            return Ok(());
        }
        self.simple(&format!("RELEASE SAVEPOINT s{depth}"))
    }

    fn back(&mut self, depth: usize) -> Result<(), StoreError> {
        self.simple(&format!("ROLLBACK TO SAVEPOINT s{depth}"))?;
        self.release(depth)
    }

    fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64, StoreError> {
        let statement = self.statement(sql)?;
        with(params, |params| self.client.execute(&statement, params))
            .map_err(|error| self.failed(sql, error))
    }

    fn rows(&mut self, sql: &str, params: &[Value<'_>]) -> Result<Vec<Row>, StoreError> {
        let statement = self.statement(sql)?;
        let rows = with(params, |params| self.client.query(&statement, params))
            .map_err(|error| self.failed(sql, error))?;
        Ok(rows.into_iter().map(|row| Row(Source::Postgres(row))).collect())
    }

    fn each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        open: bool,
        f: &mut Sink<'_>,
    ) -> Result<(), StoreError> {
        if open {
            return self.stream(sql, params, f);
        }
        // A cursor lives in a transaction.
        self.simple("BEGIN READ ONLY")?;
        let result = self.stream(sql, params, f);
        let ended = self.simple("ROLLBACK");
        result.and(ended)
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[&[Value<'_>]]) -> Result<u64, StoreError> {
        let list = columns.join(",");
        if rows.len() < COPY_FROM {
            let places: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
            let sql = format!("INSERT INTO {table}({list}) VALUES ({})", places.join(","));
            return rows.iter().map(|row| self.execute(&sql, row)).sum();
        }
        let shape = self.statement(&format!("SELECT {list} FROM {table}"))?;
        let types: Vec<_> = shape.columns().iter().map(|column| column.type_().clone()).collect();
        let copy = self.statement(&format!("COPY {table}({list}) FROM STDIN BINARY"))?;
        let mut writer = BinaryCopyInWriter::new(self.client.copy_in(&copy).map_err(classify)?, &types);
        for row in rows {
            with(row, |row| writer.write(row)).map_err(classify)?;
        }
        writer.finish().map_err(classify)
    }

    fn batch(&mut self, sql: &str) -> Result<(), StoreError> {
        self.simple(sql)
    }

    fn touch_wal(&mut self) -> Result<(), StoreError> {
        self.rows("SELECT pg_logical_emit_message(true, 'chaobai', 'request seen')", &[]).map(drop)
    }
}

/// Hands the values over in the form the library wants.
fn with<T>(params: &[Value<'_>], work: impl FnOnce(&[&(dyn ToSql + Sync)]) -> T) -> T {
    let params: Vec<Param<'_, '_>> = params.iter().map(Param).collect();
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as &(dyn ToSql + Sync)).collect();
    work(&params)
}

/// Sorts an error of the server or the connection by what to do about it. The server's detail is left
/// out: it holds values.
pub(crate) fn classify(error: ::postgres::Error) -> StoreError {
    let Some(db) = error.as_db_error() else {
        let mut message = error.to_string();
        if let Some(cause) = std::error::Error::source(&error) {
            message = format!("{message}: {cause}");
        }
        // Mistakes on our side (a value that does not fit) have a cause of our own; the rest is the wire.
        let ours = message.starts_with("error serializing") || message.starts_with("expected ");
        let config = message.starts_with("invalid c") || message.starts_with("authentication");
        let tls = message.starts_with("error performing TLS");
        return if ours || config || tls {
            StoreError::other(message).because(error)
        } else {
            StoreError::new(Kind::Retry, message).lost().because(error)
        };
    };
    let code = db.code();
    let text = db.constraint().map_or(db.message().to_owned(), |name| format!("{} ({name})", db.message()));
    let message = format!("{text} [{}]", code.code());
    let (kind, lost) = kind_of(code.code());
    let sorted = StoreError::new(kind, message).because(error);
    if lost { sorted.lost() } else { sorted }
}

/// Kind of an SQLSTATE, and whether the connection is gone with it. PostgreSQL manual, appendix A.
fn kind_of(code: &str) -> (Kind, bool) {
    match code {
        "40001" | "40P01" | "55P03" | "53300" => (Kind::Retry, false),
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => (Kind::Retry, true),
        "53100" => (Kind::Full, false),
        _ if code.starts_with("08") => (Kind::Retry, true),
        _ if code.starts_with("23") => (Kind::Constraint, false),
        _ => (Kind::Other, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sqlstate_is_sorted_by_what_to_do_about_it() {
        let cases = [
            ("40001", Kind::Retry, false),
            ("40P01", Kind::Retry, false),
            ("57P01", Kind::Retry, true),
            ("08006", Kind::Retry, true),
            ("23505", Kind::Constraint, false),
            ("23502", Kind::Constraint, false),
            ("53100", Kind::Full, false),
            ("42P01", Kind::Other, false),
            ("57014", Kind::Other, false),
            ("25006", Kind::Other, false),
        ];
        for (code, kind, lost) in cases {
            assert_eq!(kind_of(code), (kind, lost), "SQLSTATE {code}");
        }
    }
}
