//! Durable journalled creates: bare rows, the desk inside this process, and the program over HTTP.

use crate::bare::{self, Sizes, Writers};
use crate::http::{self, Client};
use crate::measure::{Run, clients, process_cpu_ms, threads_cpu_ms};
use crate::server::Server;
use crate::table::{Table, bar, none, number};
use crate::world::{World, clerk, create};
use crate::{Fallible, rows};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::Ask;

/// How many ask at once.
const CLIENTS: [usize; 4] = [1, 4, 32, 128];
/// Most creates of one measurement.
const MOST: u64 = 200_000;
/// Most CPU a create may cost the server, in milliseconds.
const CPU_MS_MAX: f64 = 1.5;

/// What one level of one engine gave.
struct Level {
    clients: usize,
    bare: Run,
    desk: Run,
    desk_cpu_ms: f64,
    http: Run,
    http_cpu_ms: f64,
}

/// Measures one engine: `world` by the program, `bare` a second zone whose tables are written directly.
pub fn measure(engine: &str, world: &World, bare: &World, time: Duration, remarks: &[String]) -> Fallible<Table> {
    // The tables of the bare writer are those of a zone that was opened once, with all indexes.
    drop(bare.open()?);
    let next = AtomicU64::new(0);
    let fresh = || next.fetch_add(1, Ordering::Relaxed);
    let desk = in_process(world, time, &fresh)?;
    let sizes = sizes(world)?;
    let limit = limit(bare, sizes, time, &fresh)?;
    let served = over_http(world, time, &fresh)?;
    let levels = CLIENTS.iter().zip(limit).zip(desk).zip(served).map(
        |(((clients, bare), (desk, desk_cpu_ms)), (http, http_cpu_ms))| Level {
            clients: *clients,
            bare,
            desk,
            desk_cpu_ms,
            http,
            http_cpu_ms,
        },
    );
    let mut table = Table::new(
        format!("Creates on {engine}: durable, journalled, one record each"),
        &[
            "clients",
            "bare rows /s",
            "desk /s",
            "desk CPU ms",
            "HTTP /s",
            "CPU ms",
            "p50 ms",
            "p99 ms",
            "desk/bare",
            "HTTP/bare",
            "bars",
        ],
    );
    for level in levels {
        let ratio = level.http.rate() / level.bare.rate();
        let mut bars = vec![bar(level.http_cpu_ms <= CPU_MS_MAX, "≤ 1.5 ms CPU")];
        if level.clients == 128 {
            bars.push(bar(ratio >= 0.5, "≥ 0.5 of bare"));
        }
        table.row(vec![
            level.clients.to_string(),
            number(level.bare.rate()),
            number(level.desk.rate()),
            number(level.desk_cpu_ms),
            number(level.http.rate()),
            number(level.http_cpu_ms),
            number(level.http.percentile_ms(0.5)),
            number(level.http.percentile_ms(0.99)),
            number(level.desk.rate() / level.bare.rate()),
            number(ratio),
            if bars.is_empty() { none() } else { bars.join(", ") },
        ]);
    }
    table.remark(format!(
        "bare: the same four rows and indexes without rules, leaf of {} and receipt of {} bytes, group commit of up to 256",
        sizes.leaf, sizes.receipt
    ));
    table.remark(
        "CPU: of the server's process per create (desk: of the desk's threads alone); the clients' is not counted, \
         but they share the machine",
    );
    for remark in remarks {
        table.remark(remark);
    }
    Ok(table)
}

/// The desk, called by threads of this process.
fn in_process(world: &World, time: Duration, fresh: &(impl Fn() -> u64 + Sync)) -> Fallible<Vec<(Run, f64)>> {
    let house = world.open()?;
    let caller = clerk(&house)?;
    let mut runs = Vec::new();
    for count in CLIENTS {
        let before = threads_cpu_ms("desk-")?;
        let run = clients(
            count,
            time,
            MOST,
            |_| Ok(()),
            |(), _| {
                let row = fresh();
                create(&house, &caller, &format!("desk-create-{row:016}"), row).map(drop)
            },
        )?;
        let cpu = (threads_cpu_ms("desk-")? - before) / run.done.max(1) as f64;
        runs.push((run, cpu));
    }
    Ok(runs)
}

fn limit(
    bare: &World,
    sizes: Sizes,
    time: Duration,
    fresh: &(impl Fn() -> u64 + Sync),
) -> Fallible<Vec<Run>> {
    let writers = match bare.file() {
        "" => Writers::postgres(&bare.database, sizes)?,
        file => Writers::sqlite(file, sizes)?,
    };
    let step = |(): &mut (), _| {
        let number = fresh();
        writers.create(bare::Create::new(&rows::row(number), number, sizes))
    };
    CLIENTS.iter().map(|count| clients(*count, time, MOST, |_| Ok(()), step)).collect()
}

fn over_http(world: &World, time: Duration, fresh: &(impl Fn() -> u64 + Sync)) -> Fallible<Vec<(Run, f64)>> {
    let server = Server::start(world)?;
    let mut runs = Vec::new();
    for count in CLIENTS {
        let before = process_cpu_ms(server.pid())?;
        let run = clients(
            count,
            time,
            MOST,
            |_| Client::connect(server.address(), &world.token),
            |client, _| {
                let row = fresh();
                let answer = client.send(&http::create(row))?;
                answer.expect(201)
            },
        )?;
        let cpu = (process_cpu_ms(server.pid())? - before) / run.done.max(1) as f64;
        runs.push((run, cpu));
    }
    Ok(runs)
}

/// How large the program's leaves and receipts are here.
fn sizes(world: &World) -> Fallible<Sizes> {
    let store = store::Store::open(&world.database)?;
    let text = "SELECT CAST(avg(length(j.leaf)) AS BIGINT), CAST(avg(length(CAST(q.receipt AS TEXT))) AS BIGINT) \
                FROM (SELECT leaf FROM journal_entry WHERE command = 'registers.create' LIMIT 1000) AS j, \
                (SELECT receipt FROM request ORDER BY at DESC LIMIT 1) AS q";
    let row = store.reader()?.row(text, &[])?.ok_or("no entry was written")?;
    Ok(Sizes { leaf: usize::try_from(row.int(0)?)?, receipt: usize::try_from(row.int(1)?)? })
}
