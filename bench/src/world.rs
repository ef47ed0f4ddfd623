//! The world of the measurements: a zone founded in a folder, on SQLite or PostgreSQL, by the program's
//! own commands.

use crate::{Fallible, rounds, rows};
use chaobai::desk::{Caller, Receipt, RequestKey};
use chaobai::domain::people;
use chaobai::domain::registers::{Amend, Create, Import, ImportRow, ListQuery, Sort, list};
use chaobai::house::{House, Settings};
use kernel::Refusal;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// The register that is measured.
pub const REGISTER: &str = "works";
/// Login of the clerk.
pub const CLERK: &str = "clerk";

const CHARTER: [(&str, &str); 11] = [
    ("zone.toml", include_str!("../charter/zone.toml")),
    ("registers/works.toml", include_str!("../charter/registers/works.toml")),
    ("registers/tasks.toml", include_str!("../charter/registers/tasks.toml")),
    ("registers/projects.toml", include_str!("../charter/registers/projects.toml")),
    ("registers/persons.toml", include_str!("../charter/registers/persons.toml")),
    ("registers/terms.toml", include_str!("../charter/registers/terms.toml")),
    ("registers/sources.toml", include_str!("../charter/registers/sources.toml")),
    ("figures/works.toml", include_str!("../charter/figures/works.toml")),
    ("facts/persons.csv", include_str!("../charter/facts/persons.csv")),
    ("facts/terms.csv", include_str!("../charter/facts/terms.csv")),
    ("facts/sources.csv", include_str!("../charter/facts/sources.csv")),
];

/// The program, as an operator calls it: this very file under the program's name (see `main`).
pub fn program() -> Fallible<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg0(crate::PROGRAM).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CHAOBAI_") {
            command.env_remove(name);
        }
    }
    Ok(command)
}

/// Runs the program to its end and gives what it printed.
fn run(args: &[&str]) -> Fallible<String> {
    let output = program()?.args(args).output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("chaobai {}: {said}", args.join(" ")).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// A zone.
pub struct World {
    /// Its folder.
    pub folder: PathBuf,
    /// Its database.
    pub database: String,
    /// Bearer token of the clerk, who may see, create and amend everything in the register.
    pub token: String,
}

impl World {
    /// Founds a zone; `database` absent: SQLite in the folder.
    pub fn found(folder: &Path, database: Option<&str>) -> Fallible<World> {
        let charter = folder.join("charter");
        for (name, text) in CHARTER {
            let path = charter.join(name);
            fs::create_dir_all(path.parent().unwrap_or(folder))?;
            // More units than anyone would want to read; they stand with the others.
            let posts = "[[posts]]";
            fs::write(path, text.replacen(posts, &format!("{}\n{posts}", rounds::units_text()), 1))?;
        }
        World::found_on(folder, &charter, database)
    }

    /// Founds a zone on a charter whose first sample person works in its office.
    pub fn found_on(folder: &Path, charter: &Path, database: Option<&str>) -> Fallible<World> {
        let data = folder.join("data");
        let own = format!("sqlite:{}", data.join("zone.db").display());
        let database = database.map_or(own, str::to_owned);
        let (charter, place) = (charter.display().to_string(), data.display().to_string());
        let place = ["--data", &place, "--database", &database];
        run(&[&["adopt", &charter, "--yes"], &place[..]].concat())?;
        run(&[&["accounts", "open", CLERK, "--person", "示例甲"], &place[..]].concat())?;
        let token = run(&[&["accounts", "token", CLERK], &place[..]].concat())?.trim().to_owned();
        Ok(World { folder: data, database, token })
    }

    /// Opens the zone inside this process.
    pub fn open(&self) -> Fallible<House> {
        let database = Some(self.database.clone());
        Ok(House::open(Settings { database, ..Settings::in_folder(&self.folder) })?)
    }

    /// Copies the zone's published log to an empty folder, as an operator would.
    pub fn export(&self, folder: &Path) -> Fallible<()> {
        let (folder, data) = (folder.display().to_string(), self.folder.display().to_string());
        run(&["export", &folder, "--data", &data, "--database", &self.database]).map(drop)
    }

    /// The SQLite file.
    pub fn file(&self) -> &str {
        self.database.strip_prefix("sqlite:").unwrap_or_default()
    }
}

/// The clerk, as a caller inside this process.
pub fn clerk(house: &House) -> Fallible<Arc<Caller>> {
    let mut reader = house.reader()?;
    let law = house.law();
    let account = people::account(&mut reader, &law.charter.zone.id, CLERK).map_err(said)?;
    let account = account.ok_or("the clerk has no account")?;
    let today = house.clock.today();
    Ok(Arc::new(people::caller(&mut reader, &law.charter, CLERK, &account.person, today).map_err(said)?))
}

/// Creates the record of row `number` through the desk.
pub fn create(house: &House, caller: &Arc<Caller>, key: &str, number: u64) -> Fallible<Receipt> {
    let row = rows::row(number);
    let command = Create {
        register: REGISTER.into(),
        id: None,
        beside: None,
        body: row.body,
        effective_on: Some(row.effective_on),
        stage: None,
        note: String::new(),
    };
    let key = RequestKey::parse(key).map_err(said)?;
    house.desk.perform(caller.clone(), command, key, house.moment()).map_err(said)
}

/// The rows of a batch as an import command.
pub fn batch(from: u64, count: u64) -> Import {
    let rows = (from..from + count).map(rows::row);
    let rows = rows.map(|row| ImportRow::new(&row.body, Some(row.effective_on)));
    Import { register: REGISTER.into(), rows: rows.collect(), note: String::new() }
}

/// A refusal as an error.
pub fn said(refusal: Refusal) -> Box<dyn std::error::Error + Send + Sync> {
    format!("{refusal} {:?}", refusal.problems).into()
}

/// Amends the first records of the register, each as of today; how many.
pub fn amend_some(house: &House, most: u64) -> Fallible<u64> {
    let (caller, law) = (clerk(house)?, house.law());
    let register = &law.charter.registers[REGISTER];
    let mut reader = house.reader()?;
    let query = ListQuery { sort: Some(Sort::parse("id")), limit: 1000, ..ListQuery::default() };
    let (mut query, mut found) = (query, Vec::new());
    while (found.len() as u64) < most {
        let page = list(&mut reader, &caller, register, &query).map_err(said)?;
        found.extend(page.records);
        query.after = page.next;
        if query.after.is_none() {
            break;
        }
    }
    found.truncate(usize::try_from(most)?);
    drop(reader);
    let (sender, answers) = std::sync::mpsc::channel();
    for chunk in found.chunks(1000) {
        for record in chunk {
            let lanes = record.body.get("lanes").and_then(|lanes| lanes.as_i64()).unwrap_or(1) % 8 + 1;
            let command = Amend {
                register: REGISTER.into(),
                id: record.id.clone(),
                version: record.version,
                changes: [("lanes".to_owned(), lanes.into())].into_iter().collect(),
                effective_on: None,
                note: String::new(),
            };
            let key = RequestKey::parse(&format!("amend-{}", record.id)).map_err(said)?;
            let sender = sender.clone();
            let done = Box::new(move |answer| drop(sender.send(answer)));
            house.desk.submit(caller.clone(), Box::new(command), key, house.moment(), done);
        }
        for _ in chunk {
            answers.recv()?.map_err(said)?;
        }
    }
    Ok(found.len() as u64)
}
