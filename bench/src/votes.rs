//! Roll-call votes: each durable and journalled, from eight members at once, beside bare rows of the same shape.

use crate::Fallible;
use crate::bare::open_sqlite;
use crate::measure::{clients, threads_cpu_ms};
use crate::table::{Table, bar, number};
use crate::world::{World, clerk, said};
use chaobai::charter::model::BallotKind;
use chaobai::desk::{Caller, Command, Receipt, RequestKey};
use chaobai::domain::meetings::voting::Choice;
use chaobai::domain::meetings::{CallMeeting, Cast, GiveNotice, Open, OpenBallot, PlaceItem};
use chaobai::domain::registers;
use chaobai::house::House;
use kernel::Id;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// Members who vote at once.
const CLIENTS: usize = 8;
/// Votes a second that are wanted.
const WANTED: f64 = 1000.0;
/// The sample body of the first zone's charter.
const BODY: &str = "sample_council";

/// Founds a zone on the first zone's charter, whose sample body can be convened.
pub fn found(folder: &Path, database: Option<&str>) -> Fallible<World> {
    World::found_on(folder, Path::new("charters/tongbei"), database)
}

/// Measures a zone; `file` absent: no bare rows beside it.
pub fn measure(engine: &str, world: &World, bare: Option<&Path>, time: Duration) -> Fallible<Table> {
    let house = world.open()?;
    let ballot = open_ballot(&house)?;
    let seats = house.law().charter.body(BODY).and_then(|body| body.rules.clone()).ok_or("no rules")?.seats;
    let office = clerk(&house)?;
    let next = AtomicU64::new(0);
    let vote = |(): &mut (), _| {
        let turn = next.fetch_add(1, Ordering::Relaxed);
        let choice = Choice::ALL[usize::try_from(turn % 3)?];
        let seat = &seats[usize::try_from(turn)? % seats.len()];
        let command = Cast { ballot: ballot.clone(), post: seat.clone(), choice };
        perform(&house, &office, command, &format!("bench-vote-{turn:016}")).map(drop)
    };
    clients(1, time / 10, u64::MAX, |_| Ok(()), vote)?;
    let before = threads_cpu_ms("desk-")?;
    let desk = clients(CLIENTS, time, u64::MAX, |_| Ok(()), vote)?;
    let cpu_ms = (threads_cpu_ms("desk-")? - before) / desk.done.max(1) as f64;
    let bare = bare.map(|file| bare_votes(file, time)).transpose()?;
    let mut table = Table::new(
        format!("Roll-call votes on {engine}: durable, journalled, {CLIENTS} members at once"),
        &["votes /s", "p50 ms", "p99 ms", "desk CPU ms", "bare rows /s", "desk/bare", "bars"],
    );
    table.row(vec![
        number(desk.rate()),
        number(desk.percentile_ms(0.5)),
        number(desk.percentile_ms(0.99)),
        number(cpu_ms),
        bare.map_or_else(|| "-".into(), number),
        bare.map_or_else(|| "-".into(), |bare| number(desk.rate() / bare)),
        bar(desk.rate() >= WANTED, "≥ 1,000 votes/s"),
    ]);
    table.remark(
        "bare: vote, journal entry and request as three rows on rusqlite, one commit for all that wait",
    );
    Ok(table)
}

/// A meeting in session with an item put to the vote.
fn open_ballot(house: &House) -> Fallible<Id> {
    let office = clerk(house)?;
    let today = house.clock.today();
    let call = CallMeeting {
        body: BODY.into(),
        way: "sitting".into(),
        held_on: today,
        time: String::new(),
        place: String::new(),
        note: String::new(),
    };
    let meeting = id(&perform(house, &office, call, "bench-call")?, "meeting")?;
    let item = PlaceItem {
        meeting: meeting.clone(),
        name: "示例".into(),
        mode: "settle".into(),
        minutes: 0,
        joint: true,
        reporter: String::new(),
        request: String::new(),
        about: serde_json::Map::new(),
        let_in: String::new(),
    };
    let item = id(&perform(house, &office, item, "bench-item")?, "item")?;
    let version = version(house, &meeting)?;
    let let_in = "示例：当日召开".to_owned();
    perform(house, &office, GiveNotice { meeting: meeting.clone(), version, let_in }, "bench-notice")?;
    let rules = house.law().charter.body(BODY).and_then(|body| body.rules.clone()).ok_or("no rules")?;
    let present = rules.seats.iter().map(|post| format!("post:{post}")).collect();
    let version = self::version(house, &meeting)?;
    let open = Open { meeting, version, present, leave: Vec::new(), chair: String::new() };
    perform(house, &office, open, "bench-open")?;
    let version = self::version(house, &item)?;
    let kind = BallotKind::RollCall;
    let ballot = OpenBallot { item, version, kind, question: String::new(), slips: Vec::new() };
    id(&perform(house, &office, ballot, "bench-ballot")?, "ballot")
}

fn perform(
    house: &House,
    caller: &Arc<Caller>,
    command: impl Command + 'static,
    key: &str,
) -> Fallible<Receipt> {
    let key = RequestKey::parse(key).map_err(said)?;
    house.desk.perform(caller.clone(), command, key, house.moment()).map_err(said)
}

fn id(receipt: &Receipt, field: &str) -> Fallible<Id> {
    Ok(Id::parse(receipt.answer[field].as_str().unwrap_or_default()).ok_or("no id in the receipt")?)
}

fn version(house: &House, id: &Id) -> Fallible<i64> {
    let found = registers::find(&mut house.reader()?, &house.law().charter.zone.id, id).map_err(said)?;
    Ok(found.ok_or("no such record")?.version)
}

type Job = (u64, mpsc::SyncSender<Result<(), String>>);

/// The same rows with nothing around them, a second.
fn bare_votes(file: &Path, time: Duration) -> Fallible<f64> {
    let connection = open_sqlite(&file.display().to_string())?;
    connection.execute_batch(
        "CREATE TABLE vote(cell TEXT, ballot TEXT, post TEXT, choice TEXT, at INTEGER, entry INTEGER, PRIMARY KEY(cell, ballot, post)) WITHOUT ROWID;
         CREATE TABLE entry(cell TEXT, seq INTEGER, leaf BLOB, PRIMARY KEY(cell, seq)) WITHOUT ROWID;
         CREATE TABLE ask(cell TEXT, key TEXT, receipt TEXT, PRIMARY KEY(cell, key)) WITHOUT ROWID;",
    )?;
    let (sender, receiver) = mpsc::channel::<Job>();
    let writer = std::thread::spawn(move || {
        while let Ok(first) = receiver.recv() {
            let mut jobs = vec![first];
            jobs.extend(receiver.try_iter().take(255));
            let done = batch(&connection, &jobs).map_err(|error| error.to_string());
            for (_, reply) in jobs {
                let _ = reply.send(done.clone());
            }
        }
    });
    let next = AtomicU64::new(0);
    let run = clients(
        CLIENTS,
        time,
        u64::MAX,
        |_| Ok(sender.clone()),
        |sender, _| {
            let (reply, answer) = mpsc::sync_channel(1);
            sender.send((next.fetch_add(1, Ordering::Relaxed), reply)).map_err(|_| "the writer ended")?;
            Ok(answer.recv()??)
        },
    )?;
    drop(sender);
    let _ = writer.join();
    Ok(run.rate())
}

fn batch(connection: &rusqlite::Connection, jobs: &[Job]) -> Fallible<()> {
    connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    for (turn, _) in jobs {
        let turn = i64::try_from(*turn)?;
        connection.prepare_cached("INSERT OR REPLACE INTO vote VALUES ('c', 'b', ?1, ?2, ?3, ?3)")?.execute(
            (format!("post-{}", turn % 6), ["yes", "no", "abstain"][usize::try_from(turn % 3)?], turn),
        )?;
        connection
            .prepare_cached("INSERT INTO entry VALUES ('c', ?1, ?2)")?
            .execute((turn, vec![7u8; 400]))?;
        connection
            .prepare_cached("INSERT INTO ask VALUES ('c', ?1, ?2)")?
            .execute((format!("bench-vote-{turn:016}"), "x".repeat(300)))?;
    }
    connection.prepare_cached("COMMIT")?.execute([])?;
    Ok(())
}
