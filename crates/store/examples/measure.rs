//! What the door costs: three-row commands (request, version, journal entry) in batches of 256 savepoints,
//! through the store and through bare `rusqlite`, and rows inserted at once.
//!
//!     CHAOBAI_POSTGRES_FSYNC=on scripts/with-postgres cargo run --release -p store --example measure
//!
//! The files lie in the folder TMPDIR names. Every figure is the best and the median of several rounds.

use serde_json::{Value as Json, json};
use std::time::Instant;
use store::testing::{TestStore, engines, sqlite};
use store::{StoreError, Value};

const BATCH: usize = 256;
const BATCHES: usize = 12;
const ROUNDS: usize = 7;

const REQUEST: &str = "INSERT INTO request(cell, key, digest, at, seen, receipt) VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (cell, key) DO NOTHING";
const VERSION: &str =
    "INSERT INTO record_version(cell, id, version, register, stage, withdrawn, effective_on,
    recorded_at, command, charter_version, actor, actor_post, note, entry, body)
    VALUES ($1, $2, 1, 'projects', 'open', 0, '2024-01-01', $3, 'registers.add', 1, 'p', 'q', '', 1, $4)";
const ENTRY: &str = "INSERT INTO journal_entry(cell, seq, at, command, subject, salt, leaf, hash)
    VALUES ($1, $2, $3, 'registers.add', $4, $5, $5, $5)";

struct Command {
    cell: String,
    key: String,
    seq: i64,
    body: Json,
    receipt: Json,
}

fn commands(round: usize) -> Vec<Command> {
    (0..BATCH * BATCHES)
        .map(|i| Command {
            cell: format!("zone-{:03x}", i % 1024),
            key: format!("0190163d-8694-7b9c-af2c-{round:04x}{i:08x}"),
            seq: (round * BATCH * BATCHES + i) as i64,
            body: json!({"name": "潮白河新桥", "length": "5.28", "lead": "transport", "note": "x".repeat(150)}),
            receipt: json!({"record": "0190163d-8694-7b9c-af2c-c23d9c4e30f6", "version": 1, "entry": i}),
        })
        .collect()
}

fn through_the_store(store: &TestStore, commands: &[Command]) -> Result<(), StoreError> {
    let mut writer = store.writer()?;
    for batch in commands.chunks(BATCH) {
        let mut tx = writer.begin()?;
        for c in batch {
            tx.savepoint(|tx| -> Result<(), StoreError> {
                let (cell, key) = (Value::from(&c.cell), Value::from(&c.key));
                let digest = [7u8; 32];
                tx.execute(
                    REQUEST,
                    &[cell.clone(), key.clone(), (&digest).into(), c.seq.into(), (&c.receipt).into()],
                )?;
                tx.execute(VERSION, &[cell.clone(), key.clone(), c.seq.into(), (&c.body).into()])?;
                tx.execute(ENTRY, &[cell, c.seq.into(), c.seq.into(), key, (&digest).into()]).map(drop)
            })?;
        }
        tx.commit()?;
    }
    Ok(())
}

fn bare(path: &std::path::Path, commands: &[Command]) -> rusqlite::Result<()> {
    let connection = rusqlite::Connection::open(path)?;
    connection
        .execute_batch("PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000")?;
    let texts = [REQUEST, VERSION, ENTRY].map(|sql| sql.replace('$', "?"));
    for batch in commands.chunks(BATCH) {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        for c in batch {
            connection.prepare_cached("SAVEPOINT s")?.execute([])?;
            let digest = [7u8; 32];
            let (receipt, body) = (c.receipt.to_string(), c.body.to_string());
            connection.prepare_cached(&texts[0])?.execute((&c.cell, &c.key, digest, c.seq, receipt))?;
            connection.prepare_cached(&texts[1])?.execute((&c.cell, &c.key, c.seq, body))?;
            connection.prepare_cached(&texts[2])?.execute((&c.cell, c.seq, c.seq, &c.key, digest))?;
            connection.prepare_cached("RELEASE s")?.execute([])?;
        }
        connection.prepare_cached("COMMIT")?.execute([])?;
    }
    Ok(())
}

fn rounds(label: &str, unit: &str, count: usize, mut work: impl FnMut(usize)) {
    let mut rates: Vec<f64> = (0..ROUNDS)
        .map(|round| {
            let start = Instant::now();
            work(round);
            count as f64 / start.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    println!("{label:<42} best {:>9.0}  median {:>9.0} {unit}", rates[ROUNDS - 1], rates[ROUNDS / 2]);
}

fn main() {
    let commands: Vec<Vec<Command>> = (0..ROUNDS).map(commands).collect();
    let count = BATCH * BATCHES;
    let file = sqlite();
    file.migrate().expect("migrated");
    let path = file.url().trim_start_matches("sqlite:").to_owned();
    rounds("bare rusqlite", "commands/s", count, |round| {
        bare(path.as_ref(), &commands[round]).expect("bare")
    });
    for store in engines() {
        let label = format!("store on {:?}", store.engine());
        rounds(&label, "commands/s", count, |round| {
            through_the_store(&store, &commands[round]).expect("store")
        });
    }
    for store in engines() {
        let label = format!("insert_many on {:?}", store.engine());
        rounds(&label, "rows/s", 100_000, |round| {
            let row = |i: i64| [Value::from(format!("{round}-{i}")), i.into(), i.into(), i.into()];
            let rows: Vec<[Value<'_>; 4]> = (0..100_000).map(row).collect();
            let mut writer = store.writer().expect("writer");
            let mut tx = writer.begin().expect("begin");
            for rows in rows.chunks(1000) {
                tx.insert_many("log_range", &["cell", "first_seq", "last_seq", "position"], rows)
                    .expect("rows");
            }
            tx.commit().expect("commit");
        });
    }
}
