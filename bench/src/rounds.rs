//! The monthly round on a long list: 10,000 matters of 20 units, reported for 24 months. What a clerk, the office
//! and the council look at, and what handing in and accepting cost.

use crate::measure::{clients, process_cpu_ms, threads_cpu_ms};
use crate::server::Server;
use crate::table::{Table, bar, none, number};
use crate::world::{World, clerk, said};
use crate::{Fallible, http};
use chaobai::desk::{Caller, Command, RequestKey};
use chaobai::domain::registers::{Import, ImportRow};
use chaobai::domain::rounds::{AcceptRow, OpenRound, Row, SubmitRow};
use chaobai::house::House;
use kernel::{Date, Id};
use rusqlite::Connection;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The work list.
const LIST: &str = "tasks";
/// Its matters.
const MATTERS: usize = 10_000;
/// Units that lead them, each as many.
const UNITS: usize = 20;
/// The unit of the clerk.
const OWN: &str = "east-roads";
/// Most CPU a page may cost the server, in milliseconds.
const CPU_MS_MAX: f64 = 5.0;
/// Most pages of one measurement.
const MOST: u64 = 2000;

/// The unit of a number, with its side.
fn unit(number: usize) -> (String, &'static str) {
    let side = if number.is_multiple_of(2) { "east" } else { "west" };
    let id = if number < 2 { format!("{side}-roads") } else { format!("unit-{:02}", number + 1) };
    (id, side)
}

/// The units that the charter of the measurements does not name itself.
pub fn units_text() -> String {
    let mut text = String::new();
    for n in 2..UNITS {
        let (id, side) = unit(n);
        let town = if side == "east" { "dong" } else { "xi" };
        text.push_str(&format!(
            "\n[[units]]\nid = \"{id}\"\nname = {{ zh = \"第{}单位（示例）\", en = \"Unit {} (sample)\" }}\njurisdiction = \"{town}\"\n\
             sample = true\nsource = \"S1\"\n",
            n + 1,
            n + 1
        ));
    }
    text
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn matter(number: usize, year: i16) -> Map<String, Value> {
    let (unit, side) = unit(number % UNITS);
    let mut body = map(json!({
        "name": format!("第 {number:05} 项：跨界道路养护衔接"), "year": year, "field": (["roads", "water"][number / UNITS % 2]),
        "start": format!("{year}-01-01"), "due": format!("{year}-12-31"), "progress": 60 + number / UNITS % 40,
        "this_month": "征地签约95户，护栏安装过半。", "lag_reason": "用地手续未完成。",
    }));
    body.insert(format!("lead_{side}"), json!(unit));
    body
}

/// What a month's report says.
fn reported(number: usize, month: usize) -> Map<String, Value> {
    map(json!({
        "progress": 60 + (number / UNITS + month) % 40,
        "this_month": format!("征地签约{}户，护栏安装完成，第{month}段开始标线。", 95 + month),
        "lag_reason": "用地手续未完成，已报两侧主管部门协调。",
    }))
}

/// The names of the months up to today's, the earliest first.
fn months(today: Date, count: usize) -> Vec<String> {
    let last = i32::from(today.year()) * 12 + i32::from(today.month()) - 1;
    let first = last + 1 - i32::try_from(count).unwrap_or(1);
    (first..=last).map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1)).collect()
}

/// Measures pages and commands on a list with so many months of reports.
pub fn measure(world: &World, months_of: usize, time: Duration) -> Fallible<Table> {
    let mut table = Table::new(
        format!("The round on {} matters × {months_of} months", number(MATTERS as f64)),
        &["what", "p50 ms", "p99 ms", "CPU ms", "bar"],
    );
    let mut commands = Vec::new();
    let (month, one) = grow(world, months_of, &mut commands)?;
    let server = Server::start(world)?;
    let pages = [
        ("the workbench", "/work".to_owned()),
        ("the round: how far 20 units are", format!("/work/rounds/{month}")),
        ("a unit's sheet: 50 of 500 rows", format!("/work/rounds/{month}/{LIST}")),
        ("the review: 50 rows, old and new", format!("/work/rounds/{month}/{LIST}/review?unit={OWN}")),
        ("the overview of all matters", "/work/overview".to_owned()),
        ("a matter with its reports", format!("/work/lists/{LIST}/{one}")),
    ];
    for (name, path) in pages {
        let connect = |_| http::Client::connect(server.address(), &world.token);
        let step = |client: &mut http::Client, _| client.send(&http::get(path.clone()))?.expect(200);
        clients(1, time / 10, MOST, connect, step)?;
        let before = process_cpu_ms(server.pid())?;
        let run = clients(1, time, MOST, connect, step)?;
        let cpu = (process_cpu_ms(server.pid())? - before) / run.done.max(1) as f64;
        table.row(vec![
            name.into(),
            number(run.percentile_ms(0.5)),
            number(run.percentile_ms(0.99)),
            number(cpu),
            bar(cpu <= CPU_MS_MAX, "≤ 5 ms CPU"),
        ]);
    }
    for (name, done, seconds, cpu) in commands {
        let each = cpu / done.max(1) as f64;
        let rate = format!("{} in {} s", number(done as f64), number(seconds));
        table.row(vec![name, rate, none(), number(each), bar(each <= CPU_MS_MAX, "≤ 5 ms CPU")]);
    }
    table.remark("reports of the months before are written as the rows the program writes; matters and this month's by commands");
    table.remark("commands: CPU of the desk's threads");
    Ok(table)
}

type Did = (String, usize, f64, f64);

/// Fills the zone; the month of the open round and one matter.
fn grow(world: &World, months_of: usize, told: &mut Vec<Did>) -> Fallible<(String, String)> {
    let house = world.open()?;
    let (caller, today) = (clerk(&house)?, house.clock.today());
    let mut months = months(today, months_of);
    let month = months.pop().ok_or("no month")?;
    for batch in 0..16 {
        let rows = (0..MATTERS)
            .filter(|n| n % 16 == batch)
            .map(|n| ImportRow::new(&matter(n, today.year()), Date::new(today.year(), 1, 1)));
        let import = Import { register: LIST.into(), rows: rows.collect(), note: String::new() };
        let key = RequestKey::parse(&format!("tasks-{batch:04}")).map_err(said)?;
        house.desk.perform(caller.clone(), import, key, house.moment()).map_err(said)?;
    }
    let open = OpenRound {
        month: month.clone(),
        lists: vec![LIST.into()],
        due: today.plus_days(3),
        note: String::new(),
    };
    let key = RequestKey::parse("open-the-round").map_err(said)?;
    house.desk.perform(caller.clone(), open, key, house.moment()).map_err(said)?;
    let own = write_history(world.file(), &months, &month)?;
    let one = own.first().cloned().ok_or("the clerk's unit leads nothing")?;
    // Half of the clerk's own matters are handed in, a tenth of those accepted.
    let row = |id: &str, version: i64| -> Fallible<Row> {
        let item = Id::parse(id).ok_or("a record without an id")?;
        Ok(Row { register: LIST.into(), item, round: month.clone(), version })
    };
    let half: Vec<&String> = own.iter().step_by(2).collect();
    let mut all: Vec<Box<dyn Command>> = Vec::new();
    for (at, id) in half.iter().enumerate() {
        let fields = Some(reported(at, months.len()));
        all.push(Box::new(SubmitRow { row: row(id, 0)?, fields, stage: None }));
    }
    told.push(perform(&house, &caller, "handing in", all)?);
    let mut all: Vec<Box<dyn Command>> = Vec::new();
    for id in half.iter().rev().take(half.len() / 10) {
        all.push(Box::new(AcceptRow { row: row(id, 1)? }));
    }
    told.push(perform(&house, &caller, "accepting", all)?);
    chaobai::clock::drain_once(&house.store, &house.log)?;
    Ok((month, one))
}

/// Has commands done, all waiting together as a form's rows do.
fn perform(house: &House, caller: &Arc<Caller>, name: &str, all: Vec<Box<dyn Command>>) -> Fallible<Did> {
    let (sender, answers) = std::sync::mpsc::channel();
    let (begun, before, count) = (Instant::now(), threads_cpu_ms("desk-")?, all.len());
    for (at, command) in all.into_iter().enumerate() {
        let key =
            RequestKey::parse(&format!("{}-{at:06}", command.name().replace('.', "-"))).map_err(said)?;
        let sender = sender.clone();
        let done = Box::new(move |answer| drop(sender.send(answer)));
        house.desk.submit(caller.clone(), command, key, house.moment(), done);
    }
    for _ in 0..count {
        answers.recv()?.map_err(said)?;
    }
    Ok((name.into(), count, begun.elapsed().as_secs_f64(), threads_cpu_ms("desk-")? - before))
}

const REPORT: &str = "INSERT INTO report (cell, item, round, version, state, register, unit, fields, before, stage, remark, \
     saved_at) VALUES ($1, $2, $3, $4, $5, 'tasks', $6, $7, $8, '', '', 0)";
const VERSION: &str = "INSERT INTO report_version (cell, item, round, version, state, fields, before, stage, remark, actor, \
     actor_post, recorded_at, entry) VALUES ($1, $2, $3, $4, $5, $6, $7, '', '', 'clerk', 'clerk', 0, 1)";

/// Writes what was reported in the months before, and for half of the other units' matters what was handed in
/// this month; the ids of the clerk's unit, in order.
fn write_history(file: &str, months: &[String], month: &str) -> Fallible<Vec<String>> {
    let mut connection = Connection::open(file)?;
    let matters: Vec<(String, String, String)> = connection
        .prepare("SELECT cell, id, unit FROM work_item WHERE register = 'tasks' ORDER BY id")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    if matters.len() != MATTERS {
        return Err(format!("{} matters instead of {MATTERS}", matters.len()).into());
    }
    let tx = connection.transaction()?;
    for (at, (cell, id, unit)) in matters.iter().enumerate() {
        let mut before = "{}".to_owned();
        for (number, round) in months.iter().enumerate() {
            let fields = serde_json::to_string(&reported(at, number))?;
            for (version, state) in [(1, "submitted"), (2, "accepted")] {
                tx.prepare_cached(VERSION)?.execute((cell, id, round, version, state, &fields, &before))?;
            }
            tx.prepare_cached(REPORT)?.execute((cell, id, round, 2, "accepted", unit, &fields, &before))?;
            before = fields;
        }
        if unit != OWN && at % 2 == 0 {
            let fields = serde_json::to_string(&reported(at, months.len()))?;
            tx.prepare_cached(VERSION)?.execute((cell, id, month, 1, "submitted", &fields, &before))?;
            tx.prepare_cached(REPORT)?.execute((cell, id, month, 1, "submitted", unit, &fields, &before))?;
            tx.prepare_cached(
                "UPDATE work_item SET round = $1, report_state = 'submitted' WHERE cell = $2 AND id = $3",
            )?
            .execute((month, cell, id))?;
        }
    }
    tx.commit()?;
    Ok(matters.into_iter().filter(|(_, _, unit)| unit == OWN).map(|(_, id, _)| id).collect())
}
