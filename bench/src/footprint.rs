//! What the server needs: time to its first answer, memory after work and at rest.

use crate::measure::{clients, memory};
use crate::server::Server;
use crate::table::{Table, bar, number};
use crate::world::{REGISTER, World};
use crate::{Fallible, http};
use std::time::Duration;

/// Most memory in MB.
const MEMORY_MAX: f64 = 150.0;
/// Longest start in seconds.
const START_MAX: f64 = 1.0;

/// Starts the program on a loaded zone, puts a mixed load on it, lets it rest.
pub fn measure(world: &World, rows: u64, time: Duration) -> Fallible<Table> {
    let mut table = Table::new(
        format!("The server's process over {} records", number(rows as f64)),
        &["what", "measured", "bar"],
    );
    let mut starts = Vec::new();
    for _ in 0..3 {
        starts.push(Server::start(world)?.started_in());
    }
    starts.sort_by(f64::total_cmp);
    table.row(vec![
        "start to first answer".into(),
        format!("{} s", number(starts[1])),
        bar(starts[1] <= START_MAX, "≤ 1 s"),
    ]);
    let server = Server::start(world)?;
    let mut line = |what: &str| -> Fallible<()> {
        let now = memory(server.pid())?;
        let words = format!("{} MB, {} of them its own", number(now.resident), number(now.own));
        table.row(vec![what.into(), words, bar(now.resident <= MEMORY_MAX, "≤ 150 MB RSS")]);
        Ok(())
    };
    line("memory after the start")?;
    let turns =
        ["sort=-opened_on", "sort=street", "filter=lanes%20%3E%3D%205", "filter=state%20%3D%20%27open%27"];
    clients(
        32,
        time,
        u64::MAX,
        |_| http::Client::connect(server.address(), &world.token),
        |client, turn| {
            let path = match turn % 5 {
                4 => http::create(10_000_000_000 + turn * 1_000 + u64::from(std::process::id())),
                at => http::get(format!("/api/registers/{REGISTER}/records?limit=25&{}", turns[at as usize])),
            };
            let answer = client.send(&path)?;
            if answer.status < 300 { Ok(()) } else { answer.expect(200) }
        },
    )?;
    line("memory after 32 clients read and write")?;
    let mut client = http::Client::connect(server.address(), &world.token)?;
    client.send(&http::import(900_000_000, 50_000))?.expect(200)?;
    line("memory after an import of 50,000 rows")?;
    std::thread::sleep(time);
    line("memory at rest")?;
    Ok(table)
}
