//! Every speed we claim, measured in one run on one machine, with the raw limit beside it.
//!
//! `make bench`, or `cargo run --release -p bench -- [--quick] [--markdown] [--no-postgres]`. docs/bench.md says what
//! each table means and what was last measured.

mod bare;
mod creates;
mod figures;
mod footprint;
mod http;
mod imports;
mod lists;
mod measure;
mod projects;
mod rounds;
mod rows;
mod server;
mod table;
mod verify;
mod votes;
mod workbooks;
mod world;

use creates::Worlds;
use imports::BATCH;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};
use table::Table;
use world::World;

/// The name under which this very file is the program itself: the server is measured as a process of its
/// own, from the same build.
pub const PROGRAM: &str = "chaobai";
/// Long enough for any measurement that is bounded by a number.
pub const OFTEN: Duration = Duration::from_secs(120);

/// A value, or why there is none.
pub type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What was asked for on the command line.
struct Asked {
    quick: bool,
    markdown: bool,
    postgres: Option<String>,
    only: Option<String>,
}

fn main() -> ExitCode {
    if std::env::args_os().next().is_some_and(|name| name == PROGRAM) {
        return chaobai::cli::main();
    }
    let mut asked = Asked { quick: false, markdown: false, postgres: None, only: None };
    let mut without = false;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--quick" => asked.quick = true,
            "--markdown" => asked.markdown = true,
            "--no-postgres" => without = true,
            "--only" => asked.only = args.next(),
            _ => {
                eprintln!(
                    "bench: [--quick] [--markdown] [--no-postgres] [--only creates|votes|imports|workbooks|rounds|records|projects|log]"
                );
                return ExitCode::from(2);
            }
        }
    }
    if !without {
        asked.postgres = std::env::var("CHAOBAI_TEST_POSTGRES").ok();
        if asked.postgres.is_none()
            && let Some(code) = with_postgres()
        {
            return code;
        }
    }
    match run(&asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs this again beside a throw-away PostgreSQL that syncs as in earnest; none if there is no server.
fn with_postgres() -> Option<ExitCode> {
    let script = Path::new("scripts/with-postgres");
    if !script.exists() || !Command::new(script).arg("true").output().is_ok_and(|done| done.status.success())
    {
        eprintln!("bench: no PostgreSQL here; measuring SQLite alone");
        return None;
    }
    let mut again = Command::new(script);
    again
        .arg(std::env::current_exe().ok()?)
        .args(std::env::args_os().skip(1))
        .env("CHAOBAI_POSTGRES_FSYNC", "on");
    let status = again.status().ok()?;
    Some(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A folder that is gone when the measurements are done.
struct Scratch(PathBuf);

impl Scratch {
    fn make() -> Fallible<Scratch> {
        let folder = std::env::temp_dir().join(format!("chaobai-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Scratch(folder))
    }

    /// A zone in SQLite.
    fn sqlite(&self, name: &str) -> Fallible<World> {
        World::found(&self.0.join(name), None)
    }

    /// A zone in a PostgreSQL database of its own.
    fn postgres(&self, name: &str, server: &str) -> Fallible<World> {
        World::found(&self.0.join(format!("pg-{name}")), Some(&database(name, server)?))
    }
}

/// A PostgreSQL database of its own.
fn database(name: &str, server: &str) -> Fallible<String> {
    let database = format!("bench_{name}_{}", std::process::id());
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    client.batch_execute(&format!(
        "CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
    ))?;
    let (address, _) = server.rsplit_once('/').ok_or("the server's address has no database")?;
    Ok(format!("{address}/{database}"))
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn run(asked: &Asked) -> Fallible<()> {
    let scratch = Scratch::make()?;
    let begun = Instant::now();
    let show = |table: Fallible<Table>| -> Fallible<()> {
        print!("{}", table?.text(asked.markdown));
        Ok(())
    };
    let wants = |what: &str| asked.only.as_deref().is_none_or(|only| only == what);
    let time = Duration::from_millis(if asked.quick { 500 } else { 3000 });
    println!("{}\n", machine());
    if wants("creates") {
        let worlds = Worlds {
            desk: scratch.sqlite("desk")?,
            http: scratch.sqlite("http")?,
            bare: scratch.sqlite("bare")?,
        };
        show(creates::measure("SQLite", &worlds, time, &[]))?;
        if let Some(server) = &asked.postgres {
            let worlds = Worlds {
                desk: scratch.postgres("desk", server)?,
                http: scratch.postgres("http", server)?,
                bare: scratch.postgres("bare", server)?,
            };
            show(creates::measure("PostgreSQL", &worlds, time, &[syncs(server)?]))?;
        }
    }
    if wants("votes") {
        let world = votes::found(&scratch.0.join("votes"), None)?;
        let bare = scratch.0.join("bare-votes.db");
        show(votes::measure("SQLite", &world, Some(&bare), time))?;
        if let Some(server) = &asked.postgres {
            let world = votes::found(&scratch.0.join("pg-votes"), Some(&database("votes", server)?))?;
            show(votes::measure("PostgreSQL", &world, None, time))?;
        }
    }
    if wants("imports") {
        let (world, http, bare) =
            (scratch.sqlite("import")?, scratch.sqlite("import-http")?, scratch.sqlite("import-bare")?);
        show(imports::measure("SQLite", &world, &http, &bare))?;
        if let Some(server) = &asked.postgres {
            let world = scratch.postgres("import", server)?;
            let (http, bare) =
                (scratch.postgres("import_http", server)?, scratch.postgres("import_bare", server)?);
            show(imports::measure("PostgreSQL", &world, &http, &bare))?;
        }
    }
    if wants("workbooks") {
        let (world, out) = (scratch.sqlite("workbook")?, scratch.sqlite("export")?);
        show(workbooks::refusals(&world))?;
        show(workbooks::import(&world))?;
        grow(&out, 0, 2)?;
        show(workbooks::export(&out))?;
        if let Some(server) = &asked.postgres {
            let world = scratch.postgres("workbook", server)?;
            show(workbooks::import(&world))?;
        }
    }
    if wants("rounds") {
        let world = scratch.sqlite("rounds")?;
        show(rounds::measure(&world, if asked.quick { 3 } else { 24 }, time / 3))?;
    }
    if wants("records") {
        let world = scratch.sqlite("records")?;
        let batches = if asked.quick { 1 } else { 20 };
        grow(&world, 0, 1)?;
        show(lists::measure(&world, BATCH, time / 3))?;
        if batches > 1 {
            let took = grow(&world, 1, batches)?;
            show(lists::measure(&world, BATCH * batches, time / 3))?;
            println!("Import of the other {} batches: {} rows/s\n", batches - 1, table::number(took));
        }
        let amended = amend(&world, if asked.quick { 1000 } else { 10_000 })?;
        show(figures::measure(&world, BATCH * batches, amended))?;
        show(footprint::measure(&world, BATCH * batches, time))?;
    }
    if wants("projects") {
        let world = scratch.sqlite("projects")?;
        show(projects::measure(&world, time))?;
    }
    if wants("log") {
        let world = scratch.sqlite("log")?;
        let entries = if asked.quick { 20_000 } else { 200_000 };
        show(verify::measure(&world, &scratch.0.join("exported"), entries))?;
    }
    println!("All of it took {} s.", table::number(begun.elapsed().as_secs_f64()));
    Ok(())
}

/// Imports batches `from` to `to` (exclusive) and lets the log follow; rows per second of the imports.
fn grow(world: &World, from: u64, to: u64) -> Fallible<f64> {
    let house = world.open()?;
    let mut took = 0.0;
    for number in from..to {
        took += imports::import(&house, number * BATCH)?;
    }
    chaobai::clock::drain_once(&house.store, &house.log)?;
    Ok((BATCH * (to - from)) as f64 / took)
}

/// Amends some records as of today; how many.
fn amend(world: &World, most: u64) -> Fallible<u64> {
    let house = world.open()?;
    world::amend_some(&house, most)
}

/// The machine in one line.
fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = read("/proc/cpuinfo");
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches(['\t', ' ', ':']).to_owned();
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = read("/proc/loadavg").split_whitespace().next().unwrap_or_default().to_owned();
    format!("{cores} cores, {model}; load before: {load}; {}", read("/proc/sys/kernel/osrelease").trim())
}

/// Whether the PostgreSQL server syncs to the disk.
fn syncs(server: &str) -> Fallible<String> {
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    let row = client.query_one("SELECT current_setting('fsync'), current_setting('server_version')", &[])?;
    Ok(format!("PostgreSQL {}, fsync {}", row.get::<_, String>(1), row.get::<_, String>(0)))
}
