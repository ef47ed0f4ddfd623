//! Durable journalled creates: bare rows, the desk inside this process, and the program over HTTP.

use crate::bare::{self, Sizes, Writers};
use crate::http::{self, Client};
use crate::measure::{Run, clients, process_cpu_ms, threads_cpu_ms};
use crate::server::Server;
use crate::table::{Table, bar, number};
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

/// Three zones of one engine: for the desk, for the program over HTTP, and one whose tables are written
/// directly.
pub struct Worlds {
    /// For the desk inside this process.
    pub desk: World,
    /// For the program as a process of its own.
    pub http: World,
    /// For bare rows.
    pub bare: World,
}

/// Measures one engine. At every level the three ways follow each other closely, so that what else the
/// machine does meets all of them.
pub fn measure(engine: &str, worlds: &Worlds, time: Duration, remarks: &[String]) -> Fallible<Table> {
    // The tables of the bare writer are those of a zone that was opened once, with all indexes.
    drop(worlds.bare.open()?);
    let next = AtomicU64::new(0);
    let fresh = || next.fetch_add(1, Ordering::Relaxed);
    let house = worlds.desk.open()?;
    let caller = clerk(&house)?;
    let by_desk = |(): &mut (), _| {
        let row = fresh();
        create(&house, &caller, &format!("desk-create-{row:016}"), row).map(drop)
    };
    clients(1, time / 10, MOST, |_| Ok(()), by_desk)?;
    let sizes = sizes(&worlds.desk)?;
    let writers = match worlds.bare.file() {
        "" => Writers::postgres(&worlds.bare.database, sizes)?,
        file => Writers::sqlite(file, sizes)?,
    };
    let by_hand = |(): &mut (), _| {
        let number = fresh();
        writers.create(bare::Create::new(&rows::row(number), number, sizes))
    };
    let server = Server::start(&worlds.http)?;
    let connect = |_| Client::connect(server.address(), &worlds.http.token);
    let by_http = |client: &mut Client, _| client.send(&http::create(fresh()))?.expect(201);

    let mut levels = Vec::new();
    for count in CLIENTS {
        let bare = clients(count, time, MOST, |_| Ok(()), by_hand)?;
        let before = threads_cpu_ms("desk-")?;
        let desk = clients(count, time, MOST, |_| Ok(()), by_desk)?;
        let desk_cpu_ms = (threads_cpu_ms("desk-")? - before) / desk.done.max(1) as f64;
        let before = process_cpu_ms(server.pid())?;
        let http = clients(count, time, MOST, connect, by_http)?;
        let http_cpu_ms = (process_cpu_ms(server.pid())? - before) / http.done.max(1) as f64;
        levels.push(Level { clients: count, bare, desk, desk_cpu_ms, http, http_cpu_ms });
    }
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
            bars.join(", "),
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

/// How large the program's leaves and receipts are here.
fn sizes(world: &World) -> Fallible<Sizes> {
    let store = store::Store::open(&world.database)?;
    let text = "SELECT CAST(avg(length(j.leaf)) AS BIGINT), CAST(avg(length(CAST(q.receipt AS TEXT))) AS BIGINT) \
                FROM (SELECT leaf FROM journal_entry WHERE command = 'registers.create' LIMIT 1000) AS j, \
                (SELECT receipt FROM request ORDER BY at DESC LIMIT 1) AS q";
    let row = store.reader()?.row(text, &[])?.ok_or("no entry was written")?;
    Ok(Sizes { leaf: usize::try_from(row.int(0)?)?, receipt: usize::try_from(row.int(1)?)? })
}
