//! Bulk import: many checked rows as one journalled batch, and the bare inserts of the same rows.

use crate::measure::{process_cpu_ms, seconds};
use crate::server::Server;
use crate::table::{Table, bar, number};
use crate::world::{World, batch, clerk, said};
use crate::{Fallible, bare, http, rows};
use chaobai::desk::RequestKey;
use chaobai::house::House;

/// Rows of a batch.
pub const BATCH: u64 = 50_000;
/// Fewest rows per second.
const RATE_MIN: f64 = 20_000.0;

/// Imports a batch inside this process; seconds.
pub fn import(house: &House, from: u64) -> Fallible<f64> {
    let caller = clerk(house)?;
    let command = batch(from, BATCH);
    let key = RequestKey::parse(&format!("import-{from:016}")).map_err(said)?;
    let moment = house.moment();
    Ok(seconds(|| house.desk.perform(caller, command, key, moment).map_err(said))?.1)
}

/// Imports the first batch of an empty zone in each way. `over_http` is a zone of its own, and so is `bare`.
pub fn measure(engine: &str, world: &World, over_http: &World, bare: &World) -> Fallible<Table> {
    let limit = limit(bare)?;
    let house = world.open()?;
    let desk = import(&house, 0)?;
    drop(house);

    let server = Server::start(over_http)?;
    let mut client = http::Client::connect(server.address(), &over_http.token)?;
    let request = http::import(0, BATCH);
    let before = process_cpu_ms(server.pid())?;
    let (answer, http) = seconds(|| client.send(&request))?;
    answer.expect(200)?;
    let cpu = process_cpu_ms(server.pid())? - before;

    let rate = |seconds: f64| BATCH as f64 / seconds;
    let mut table = Table::new(
        format!("Import of {} checked rows as one batch on {engine}", number(BATCH as f64)),
        &["way", "rows /s", "seconds", "of bare", "bar"],
    );
    let mut line = |way: &str, took: f64, held: String| {
        let of = number(limit / took);
        table.row(vec![way.into(), number(rate(took)), number(took), of, held]);
    };
    line("bare inserts of the same rows", limit, "limit".into());
    line("in process", desk, bar(rate(desk) >= RATE_MIN, "≥ 20,000 rows/s"));
    line("HTTP, JSON lines", http, bar(rate(http) >= RATE_MIN, "≥ 20,000 rows/s"));
    table.remark(format!("CPU of the server over HTTP: {} ms a row", number(cpu / BATCH as f64)));
    Ok(table)
}

/// Seconds to insert state and version rows of a batch in one transaction, on tables with all indexes.
fn limit(world: &World) -> Fallible<f64> {
    drop(world.open()?);
    let rows: Vec<_> = (0..BATCH)
        .map(|at| {
            let row = rows::row(at);
            let id = kernel::Id::new_in(1_700_000_000_000_000, random(at), 7);
            (id.as_str().to_owned(), row.effective_on.to_string(), serde_json::to_string(&row.body))
        })
        .collect();
    let at = 1_700_000_000_000_000_i64;
    if world.file().is_empty() {
        let mut client = postgres::Client::connect(&world.database, postgres::NoTls)?;
        let cast =
            |text: &str, n: usize| text.replace(&format!("${n})"), &format!("CAST(${n} AS TEXT)::jsonb)"));
        let record = client.prepare(&cast(bare::RECORD, 5))?;
        let version = client.prepare(&cast(bare::VERSION, 7))?;
        return Ok(seconds(|| {
            let mut tx = client.transaction()?;
            for (id, day, body) in &rows {
                let body = body.as_ref().map_err(|error| error.to_string())?;
                tx.execute(&version, &[&"bench-007", id, day, &at, &"", &1_i64, body])?;
                tx.execute(&record, &[&"bench-007", id, day, &at, body])?;
            }
            Ok(tx.commit()?)
        })?
        .1);
    }
    let connection = bare::open_sqlite(world.file())?;
    Ok(seconds(|| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut version = connection.prepare(bare::VERSION)?;
        let mut record = connection.prepare(bare::RECORD)?;
        for (id, day, body) in &rows {
            let body = body.as_ref().map_err(|error| error.to_string())?;
            version.execute(("bench-007", id, day, at, "", 1_i64, body))?;
            record.execute(("bench-007", id, day, at, body))?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    })?
    .1)
}

fn random(number: u64) -> [u8; 10] {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(number.to_be_bytes());
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    random
}
