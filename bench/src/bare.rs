//! The raw limit of a create: a thread that writes the same four rows with nothing around them. No rules,
//! no permits, no chain: the rows of `record`, `record_version`, `journal_entry` and `request` with all
//! their indexes, SHA-256 over a leaf of the same size, group commit.

use crate::Fallible;
use crate::rows::Row;
use rusqlite::Connection;
use sha2::{Digest, Sha256};
use std::sync::mpsc;
use std::thread::JoinHandle;

/// Most creates that share one commit: as many as the desk takes.
const BATCH_MAX: usize = 256;

pub(crate) const RECORD: &str = "INSERT INTO record (cell, id, register, version, stage, withdrawn, effective_on, \
     charter_version, created_at, amended_at, body) VALUES ($1, $2, 'works', 1, 'kept', 0, $3, 1, $4, $4, $5)";
pub(crate) const VERSION: &str = "INSERT INTO record_version (cell, id, version, register, stage, withdrawn, \
     effective_on, recorded_at, command, charter_version, actor, actor_post, note, entry, body) \
     VALUES ($1, $2, 1, 'works', 'kept', 0, $3, $4, 'registers.create', 1, $5, 'clerk', '', $6, $7)";
const ENTRY: &str = "INSERT INTO journal_entry (cell, seq, at, command, subject, actor, salt, leaf, hash) \
     VALUES ($1, $2, $3, 'registers.create', $4, $5, $6, $7, $8)";
const REQUEST: &str =
    "INSERT INTO request (cell, key, digest, at, seen, receipt) VALUES ($1, $2, $3, $4, 0, $5)";

/// All four in one statement, so that PostgreSQL is asked once.
const ALL: &str = "WITH r AS (INSERT INTO record (cell, id, register, version, stage, withdrawn, effective_on, \
     charter_version, created_at, amended_at, body) VALUES ($1, $2, 'works', 1, 'kept', 0, $3, 1, $4, $4, CAST($5 AS TEXT)::jsonb)), \
     v AS (INSERT INTO record_version (cell, id, version, register, stage, withdrawn, effective_on, recorded_at, command, \
     charter_version, actor, actor_post, note, entry, body) VALUES ($1, $2, 1, 'works', 'kept', 0, $3, $4, \
     'registers.create', 1, $6, 'clerk', '', $7, CAST($5 AS TEXT)::jsonb)), \
     j AS (INSERT INTO journal_entry (cell, seq, at, command, subject, actor, salt, leaf, hash) VALUES ($1, $7, $4, \
     'registers.create', $2, $6, $8, $9, $10)) \
     INSERT INTO request (cell, key, digest, at, seen, receipt) VALUES ($1, $11, $10, $4, 0, CAST($12 AS TEXT)::jsonb)";

/// How large the pieces are that the program writes beside the body.
#[derive(Clone, Copy)]
pub struct Sizes {
    /// Bytes of a leaf.
    pub leaf: usize,
    /// Bytes of a receipt.
    pub receipt: usize,
}

/// What a create writes.
pub struct Create {
    cell: String,
    bucket: usize,
    id: String,
    day: String,
    at: i64,
    body: String,
    key: String,
    receipt: String,
}

impl Create {
    /// The create of a row, in one of the zone's cells.
    pub fn new(row: &Row, number: u64, sizes: Sizes) -> Create {
        let key = format!("bare-create-{number:016}");
        let at = 1_700_000_000_000_000 + number as i64;
        let id = kernel::Id::from_key(at, &key);
        let filling = "x".repeat(sizes.receipt.saturating_sub(10));
        Create {
            cell: kernel::Cell::of("bench", &id).as_str().to_owned(),
            bucket: usize::from(id.bucket()),
            day: row.effective_on.to_string(),
            at,
            body: serde_json::to_string(&row.body).unwrap_or_default(),
            key,
            receipt: format!("{{\"r\":\"{filling}\"}}"),
            id: id.as_str().to_owned(),
        }
    }
}

type Done = Result<(), String>;
type Job = (Create, mpsc::SyncSender<Done>);

/// Threads that write and answer.
pub struct Writers {
    lanes: Vec<mpsc::SyncSender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Writers {
    /// One thread over a SQLite file that has the program's tables.
    pub fn sqlite(path: &str, sizes: Sizes) -> Fallible<Writers> {
        let connection = open_sqlite(path)?;
        let mut number = 0;
        Ok(Writers::start(vec![Box::new(move |jobs: &[Job]| {
            sqlite_batch(&connection, jobs, sizes, &mut number)
        })]))
    }

    /// Four threads over a PostgreSQL database that has the program's tables.
    pub fn postgres(url: &str, sizes: Sizes) -> Fallible<Writers> {
        let mut lanes: Vec<Batch> = Vec::new();
        for lane in 0..4 {
            let mut client = postgres::Client::connect(url, postgres::NoTls)?;
            let all = client.prepare(ALL)?;
            let mut number = lane * 1_000_000_000;
            lanes.push(Box::new(move |jobs: &[Job]| {
                postgres_batch(&mut client, &all, jobs, sizes, &mut number)
            }));
        }
        Ok(Writers::start(lanes))
    }

    fn start(batches: Vec<Batch>) -> Writers {
        let (mut lanes, mut threads) = (Vec::new(), Vec::new());
        for mut batch in batches {
            let (sender, receiver) = mpsc::sync_channel::<Job>(4096);
            lanes.push(sender);
            threads.push(std::thread::spawn(move || {
                while let Ok(first) = receiver.recv() {
                    let mut jobs = vec![first];
                    jobs.extend(receiver.try_iter().take(BATCH_MAX - 1));
                    let done = batch(&jobs).map_err(|error| error.to_string());
                    for (_, reply) in jobs {
                        let _ = reply.send(done.clone());
                    }
                }
            }));
        }
        Writers { lanes, threads }
    }

    /// Writes and waits until it is durable.
    pub fn create(&self, create: Create) -> Fallible<()> {
        let (reply, answer) = mpsc::sync_channel(1);
        self.lanes[create.bucket % self.lanes.len()].send((create, reply)).map_err(|_| "the writer ended")?;
        Ok(answer.recv()??)
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        self.lanes.clear();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

type Batch = Box<dyn FnMut(&[Job]) -> Fallible<()> + Send>;

/// Opens a file with the settings of the program's own writer (`crates/store/src/sqlite.rs`).
pub fn open_sqlite(path: &str) -> Fallible<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(512);
    connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA case_sensitive_like=ON;
         PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-65536;",
    )?;
    Ok(connection)
}

fn sqlite_batch(connection: &Connection, jobs: &[Job], sizes: Sizes, number: &mut i64) -> Fallible<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for (create, _) in jobs {
        let c = create;
        *number += 1;
        let (leaf, hash) = leaf(*number, sizes);
        connection
            .prepare_cached(VERSION)?
            .execute((&c.cell, &c.id, &c.day, c.at, ACTOR, *number, &c.body))?;
        connection.prepare_cached(RECORD)?.execute((&c.cell, &c.id, &c.day, c.at, &c.body))?;
        connection.prepare_cached(ENTRY)?.execute((
            &c.cell,
            *number,
            c.at,
            &c.id,
            ACTOR,
            &hash[..16],
            &leaf,
            &hash[..],
        ))?;
        connection.prepare_cached(REQUEST)?.execute((&c.cell, &c.key, &hash[..], c.at, &c.receipt))?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}

fn postgres_batch(
    client: &mut postgres::Client,
    all: &postgres::Statement,
    jobs: &[Job],
    sizes: Sizes,
    number: &mut i64,
) -> Fallible<()> {
    let mut tx = client.transaction()?;
    for (create, _) in jobs {
        let c = create;
        *number += 1;
        let (leaf, hash) = leaf(*number, sizes);
        let (salt, hash) = (&hash[..16], &hash[..]);
        tx.execute(
            all,
            &[
                &c.cell, &c.id, &c.day, &c.at, &c.body, &ACTOR, &*number, &salt, &leaf, &hash, &c.key,
                &c.receipt,
            ],
        )?;
    }
    Ok(tx.commit()?)
}

/// As long as a person's id.
const ACTOR: &str = "00000000-0000-7000-8000-000000000000";

fn leaf(number: i64, sizes: Sizes) -> (Vec<u8>, [u8; 32]) {
    let mut leaf = vec![b'x'; sizes.leaf.max(8)];
    leaf[..8].copy_from_slice(&number.to_be_bytes());
    let hash = Sha256::digest(&leaf).into();
    (leaf, hash)
}
