//! Lists: filtered, sorted, 25 records, and a page deep inside; on two sizes of the same register.

use crate::measure::{clients, process_cpu_ms, thread_cpu_ms};
use crate::rows::street_name;
use crate::server::Server;
use crate::table::{Table, bar, none, number};
use crate::world::{REGISTER, World, clerk, said};
use crate::{Fallible, bare, http};
use chaobai::domain::registers::{ListQuery, Sort, list};
use std::time::{Duration, Instant};

/// Records of a page.
const LIMIT: usize = 25;
/// Most CPU a list may cost the server, in milliseconds.
const CPU_MS_MAX: f64 = 1.5;
/// Most pages of one measurement.
const MOST: u64 = 4000;

/// A question that is asked again and again, each time with another value.
struct Question {
    name: &'static str,
    filter: fn(u64) -> Option<String>,
    sort: &'static str,
    /// The page after the middle of the list, instead of the first.
    deep: bool,
    /// The same by hand: `$1` is the value, `$2` and `$3` day and id of the middle.
    sql: &'static str,
    value: fn(u64) -> String,
}

const STATES: [&str; 4] = ["planned", "built", "open", "closed"];

fn state(turn: u64) -> String {
    STATES[(turn % 4) as usize].to_owned()
}

const QUESTIONS: [Question; 5] = [
    Question {
        name: "no filter, newest first",
        filter: |_| None,
        sort: "-opened_on",
        deep: false,
        sql: "SELECT {} FROM record WHERE register = 'works' AND withdrawn = 0 AND (body ->> 'opened_on') IS NOT NULL \
              AND $1 <> '' ORDER BY (body ->> 'opened_on') DESC, id DESC LIMIT 26",
        value: state,
    },
    Question {
        name: "one in 8 fits, newest first",
        filter: |turn| Some(format!("state = '{}' AND lanes >= 5", state(turn))),
        sort: "-opened_on",
        deep: false,
        sql: "SELECT {} FROM record WHERE register = 'works' AND withdrawn = 0 AND (body ->> 'state') = $1 \
              AND CAST(body ->> 'lanes' AS BIGINT) >= 5 AND (body ->> 'opened_on') IS NOT NULL \
              ORDER BY (body ->> 'opened_on') DESC, id DESC LIMIT 26",
        value: state,
    },
    Question {
        name: "one in 1,000 fits, newest first",
        filter: |turn| Some(format!("street = '{}'", street_name(turn * 7))),
        sort: "-opened_on",
        deep: false,
        sql: "SELECT {} FROM record INDEXED BY record_works_street WHERE register = 'works' AND withdrawn = 0 \
              AND (body ->> 'street') = $1 AND (body ->> 'opened_on') IS NOT NULL \
              ORDER BY (body ->> 'opened_on') DESC, id DESC LIMIT 26",
        value: |turn| street_name(turn * 7),
    },
    Question {
        name: "page in the middle, by day",
        filter: |_| None,
        sort: "-opened_on",
        deep: true,
        sql: "SELECT {} FROM record WHERE register = 'works' AND withdrawn = 0 \
              AND ((body ->> 'opened_on'), id) < ($2, $3) AND $1 <> '' \
              ORDER BY (body ->> 'opened_on') DESC, id DESC LIMIT 26",
        value: state,
    },
    Question {
        name: "page in the middle, one in 4 fits",
        filter: |turn| Some(format!("state = '{}'", state(turn))),
        sort: "-opened_on",
        deep: true,
        sql: "SELECT {} FROM record WHERE register = 'works' AND withdrawn = 0 AND (body ->> 'state') = $1 \
              AND ((body ->> 'opened_on'), id) < ($2, $3) \
              ORDER BY (body ->> 'opened_on') DESC, id DESC LIMIT 26",
        value: state,
    },
];

const COLUMNS: &str = "id, register, version, stage, withdrawn, effective_on, charter_version, created_at, amended_at, body, \
     (body ->> 'opened_on')";

/// Where the middle of the list is: its cursor, day and id.
struct Middle {
    cursor: String,
    day: String,
    id: String,
}

/// What one way of asking gave.
#[derive(Default)]
struct Cost {
    p50_ms: f64,
    p99_ms: f64,
    cpu_ms: f64,
}

/// Asks every question in each way; `rows` is the size of the register.
pub fn measure(world: &World, rows: u64, time: Duration) -> Fallible<Table> {
    let middle = middle(world, rows)?;
    let mut table = Table::new(
        format!("A page of 25 of {} records", number(rows as f64)),
        &["question", "way", "p50 ms", "p99 ms", "CPU ms", "of bare", "bar"],
    );
    let server = Server::start(world)?;
    for question in &QUESTIONS {
        let bare = by_hand(world, question, &middle, time)?;
        let inside = inside(world, question, &middle, time)?;
        let served = over_http(world, &server, question, &middle, time)?;
        let mut line = |name: &str, way: &str, cost: &Cost, held: String| {
            let of = number(bare.cpu_ms / cost.cpu_ms.max(1e-9));
            let (p50, p99, cpu) = (number(cost.p50_ms), number(cost.p99_ms), number(cost.cpu_ms));
            table.row(vec![name.into(), way.into(), p50, p99, cpu, of, held]);
        };
        line(question.name, "bare SQL", &bare, "limit".into());
        line("", "in process", &inside, none());
        line("", "HTTP", &served, bar(served.cpu_ms <= CPU_MS_MAX, "≤ 1.5 ms CPU"));
    }
    table.remark("of bare: CPU of the bare SQL, by the same plan, over CPU of this way");
    Ok(table)
}

/// Walks to the middle of the list by its cursors, a thousand records at a time.
fn middle(world: &World, rows: u64) -> Fallible<Middle> {
    let house = world.open()?;
    let (caller, law) = (clerk(&house)?, house.law());
    let register = &law.charter.registers[REGISTER];
    let mut reader = house.reader()?;
    let mut query = ListQuery { sort: Some(Sort::parse("-opened_on")), limit: 1000, ..ListQuery::default() };
    let mut middle = None;
    for _ in 0..(rows / 2000).max(1) {
        let page = list(&mut reader, &caller, register, &query).map_err(said)?;
        let last = page.records.last().ok_or("the list is too short")?;
        let day = last.body.get("opened_on").and_then(|day| day.as_str()).unwrap_or_default().to_owned();
        let cursor = page.next.ok_or("the list is too short")?;
        query.after = Some(cursor.clone());
        middle = Some(Middle { cursor, day, id: last.id.as_str().to_owned() });
    }
    Ok(middle.ok_or("the list is too short")?)
}

/// The bare SQL on a connection of its own, every column read.
fn by_hand(world: &World, question: &Question, middle: &Middle, time: Duration) -> Fallible<Cost> {
    let connection = bare::open_sqlite(world.file())?;
    let mut statement = connection.prepare(&question.sql.replace("{}", COLUMNS))?;
    let named = statement.parameter_count();
    alone(time, |turn| {
        let value = (question.value)(turn);
        let values: [&str; 3] = [&value, &middle.day, &middle.id];
        let mut rows = statement.query(rusqlite::params_from_iter(&values[..named]))?;
        let mut bytes = 0;
        while let Some(row) = rows.next()? {
            bytes += row.get_ref(0)?.as_str()?.len() + row.get_ref(9)?.as_str()?.len();
        }
        if bytes == 0 { Err("the bare SQL found nothing".into()) } else { Ok(()) }
    })
}

fn inside(world: &World, question: &Question, middle: &Middle, time: Duration) -> Fallible<Cost> {
    let house = world.open()?;
    let (caller, law) = (clerk(&house)?, house.law());
    let register = &law.charter.registers[REGISTER];
    let mut reader = house.reader()?;
    alone(time, |turn| {
        let query = ListQuery {
            filter: (question.filter)(turn),
            sort: Some(Sort::parse(question.sort)),
            limit: LIMIT,
            after: question.deep.then(|| middle.cursor.clone()),
            today: Some(house.clock.today()),
            ..ListQuery::default()
        };
        let page = list(&mut reader, &caller, register, &query).map_err(said)?;
        if page.records.len() == LIMIT { Ok(()) } else { Err("a page is not full".into()) }
    })
}

fn over_http(
    world: &World,
    server: &Server,
    question: &Question,
    middle: &Middle,
    time: Duration,
) -> Fallible<Cost> {
    let path = |turn: u64| {
        let mut path = format!("/api/registers/{REGISTER}/records?limit={LIMIT}&sort={}", question.sort);
        if let Some(filter) = (question.filter)(turn) {
            path.push_str(&format!("&filter={}", http::encode(&filter)));
        }
        if question.deep {
            path.push_str(&format!("&after={}", middle.cursor));
        }
        path
    };
    let connect = |_| http::Client::connect(server.address(), &world.token);
    let step = |client: &mut http::Client, turn| client.send(&http::get(path(turn)))?.expect(200);
    // The first questions open readers and prepare statements.
    clients(1, time / 10, MOST, connect, step)?;
    let before = process_cpu_ms(server.pid())?;
    let run = clients(1, time, MOST, connect, step)?;
    let cpu_ms = (process_cpu_ms(server.pid())? - before) / run.done.max(1) as f64;
    Ok(Cost { p50_ms: run.percentile_ms(0.5), p99_ms: run.percentile_ms(0.99), cpu_ms })
}

/// Asks again and again on this thread; the first ten are not counted.
fn alone(time: Duration, mut ask: impl FnMut(u64) -> Fallible<()>) -> Fallible<Cost> {
    for turn in 0..10 {
        ask(turn)?;
    }
    let (begun, before) = (Instant::now(), thread_cpu_ms()?);
    let mut took = Vec::new();
    while begun.elapsed() < time && (took.len() as u64) < MOST {
        let from = Instant::now();
        ask(took.len() as u64)?;
        took.push(from.elapsed());
    }
    let cpu_ms = (thread_cpu_ms()? - before) / took.len().max(1) as f64;
    took.sort_unstable();
    let run = crate::measure::Run { done: took.len() as u64, seconds: begun.elapsed().as_secs_f64(), took };
    Ok(Cost { p50_ms: run.percentile_ms(0.5), p99_ms: run.percentile_ms(0.99), cpu_ms })
}
