//! The timeline: a page of 2,500 projects drawn on the server, each with what was planned, what is expected and what was.

use crate::measure::{clients, process_cpu_ms};
use crate::server::Server;
use crate::table::{Table, bar, number};
use crate::world::{World, clerk, said};
use crate::{Fallible, http};
use chaobai::desk::RequestKey;
use chaobai::domain::registers::{Import, ImportRow};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// Bars of the page: the most that are drawn at once.
const BARS: u64 = 2500;
/// Most CPU such a page may cost the server, in milliseconds.
const CPU_MS_MAX: f64 = 20.0;
/// Most pages of one measurement.
const MOST: u64 = 500;

/// Founds the projects and asks for their page again and again, by one client and by four.
pub fn measure(world: &World, time: Duration) -> Fallible<Table> {
    found(world)?;
    let server = Server::start(world)?;
    let mut table = Table::new(
        format!("A timeline of {} projects", number(BARS as f64)),
        &["page", "clients", "KB", "p50 ms", "p99 ms", "CPU ms", "bar"],
    );
    let connect = |_| http::Client::connect(server.address(), &world.token);
    for path in ["/lists/projects/timeline", "/en/lists/projects/timeline"] {
        let step = |client: &mut http::Client, _| client.send(&http::get(path.into()))?.expect(200);
        let page = connect(0)?.send(&http::get(path.into()))?;
        let text = String::from_utf8_lossy(&page.body);
        // A page that left something out would measure nothing.
        let drawn = text.matches("第 ").count();
        if page.status != 200 || drawn < BARS as usize {
            return Err(format!("{}: {drawn} projects on the page instead of {BARS}", page.status).into());
        }
        for many in [1, 4] {
            clients(many, time / 10, MOST, connect, step)?;
            let before = process_cpu_ms(server.pid())?;
            let run = clients(many, time, MOST, connect, step)?;
            let cpu = (process_cpu_ms(server.pid())? - before) / run.done.max(1) as f64;
            table.row(vec![
                path.into(),
                many.to_string(),
                number(page.body.len() as f64 / 1000.0),
                number(run.percentile_ms(0.5)),
                number(run.percentile_ms(0.99)),
                number(cpu),
                bar(cpu <= CPU_MS_MAX, "≤ 20 ms CPU"),
            ]);
        }
    }
    table.remark("each project has a planned bar, and a bar of what was or is expected: 2 to 3 marks a row");
    Ok(table)
}

/// Imports the projects through the desk.
fn found(world: &World) -> Fallible<()> {
    let house = world.open()?;
    let caller = clerk(&house)?;
    let today = house.clock.today();
    let rows = (0..BARS).map(|at| ImportRow::new(&project(at), Some(today))).collect();
    let command = Import { register: "projects".into(), rows, note: String::new() };
    let key = RequestKey::parse("import-projects-0000").map_err(said)?;
    house.desk.perform(caller, command, key, house.moment()).map_err(said)?;
    Ok(())
}

/// Project number `at`: a third is open, a third is being built, a third has not begun.
fn project(at: u64) -> Map<String, Value> {
    let day = |months: u64| format!("{:04}-{:02}-{:02}", 2018 + months / 12, months % 12 + 1, at % 28 + 1);
    let (begin, end) = (at % 96, at % 96 + 12 + at % 31);
    let mut body = json!({
        "name": format!("跨界道路改造工程（示例）第 {at:04} 号"),
        "jurisdiction": if at.is_multiple_of(2) { "dong" } else { "xi" },
        "length": format!("{}.{}", at % 40 + 1, at % 9 + 1),
        "planned_start": day(begin),
        "planned_open": day(end),
        "lead": if at.is_multiple_of(2) { "east-roads" } else { "west-roads" },
    });
    let more = match at % 3 {
        0 => json!({ "started_on": day(begin + 1), "opened_on": day(end + 2) }),
        1 => json!({ "started_on": day(begin + 1), "forecast_open": day(end + 6), "progress": "40" }),
        _ => json!({ "forecast_start": day(begin + 3), "forecast_open": day(end + 4) }),
    };
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    match body {
        Value::Object(body) => body,
        _ => Map::new(),
    }
}
