//! The world of the stories: a founded zone, its people, and a clock that can be moved.

use chaobai::charter::model::{Charter, Figure, Register};
use chaobai::cli::adopt::found;
use chaobai::clock::drain_once;
use chaobai::desk::{Caller, Command, HeldPost, Law, Receipt, RequestKey};
use chaobai::domain::charters::fact_id;
use chaobai::domain::figures::{self, Asked, FigureAnswer};
use chaobai::domain::registers::{self, Create, ListQuery, Record};
use chaobai::house::{House, Settings};
use kernel::{Date, Id, Instant, Refusal};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use store::testing::{TestStore, engines};
use store::{Ask, Row};
use tempfile::TempDir;

/// When every story begins: a Monday morning in the zone.
pub const START: &str = "2024-03-04T09:00:00+08:00";
pub const MINUTE: i64 = 60 * 1_000_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// A zone in a database of its own.
pub struct World {
    house: Option<House>,
    settings: Settings,
    charter: TempDir,
    keys: AtomicU64,
    engine: TestStore,
}

/// Tells the story once per engine.
pub fn on_each_engine(story: impl Fn(&mut World)) {
    for engine in engines() {
        let mut world = World::over(engine);
        println!("on {:?}", world.house().store.engine());
        story(&mut world);
    }
}

/// Tells the story once per engine, on another charter than the three towns', from an instant on.
pub fn on_each_engine_at(folder: &Path, start: &str, story: impl Fn(&mut World)) {
    for engine in engines() {
        let mut world = World::on_charter(engine, folder, start);
        world.adopt();
        println!("on {:?}", world.house().store.engine());
        story(&mut world);
    }
}

/// JSON written as an object.
pub fn body(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

pub fn day(text: &str) -> Date {
    Date::parse(text).unwrap_or_else(|| panic!("{text} is no date"))
}

impl World {
    pub fn over(engine: TestStore) -> World {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
        let mut world = World::on_charter(engine, &fixture, START);
        world.write("registers/everything.toml", include_str!("everything.toml"));
        world.edit("zone.toml", "currency = \"CNY\"", "currency = \"CNY\"\npublishers = [\"office\"]");
        let (_, _, refused) = world.adopt();
        assert_eq!(refused, 0, "the fixture's facts are right");
        world
    }

    /// A zone that is not adopted yet, on a copy of a charter's folder, with a clock that stands at an instant.
    pub fn on_charter(engine: TestStore, folder: &Path, start: &str) -> World {
        let charter = tempfile::tempdir().expect("a folder for the charter");
        copy(folder, charter.path());
        let settings = Settings {
            database: Some(engine.url().to_owned()),
            standing_clock: Instant::parse(start),
            ..Settings::in_folder(&engine.folder().join("house"))
        };
        World { house: None, settings, charter, keys: AtomicU64::new(0), engine }
    }

    /// Adopts the charter as it stands in its folder, as `chaobai adopt` does: rows of facts written,
    /// known and refused.
    pub fn adopt(&mut self) -> (usize, usize, usize) {
        let now = self.house.take().map(|house| house.clock.now());
        self.settings.standing_clock = now.or(self.settings.standing_clock);
        let founded = found(self.settings.clone(), self.charter.path()).unwrap_or_else(|e| panic!("{e:#}"));
        self.house = Some(founded.house);
        (founded.written, founded.known, founded.refused)
    }

    /// The folder of the charter.
    pub fn charter_folder(&self) -> &Path {
        self.charter.path()
    }

    /// Replaces a text in a file of the charter's folder.
    pub fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.charter.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(text.contains(old), "{file} has no {old}");
        fs::write(&path, text.replacen(old, new, 1)).unwrap_or_else(|e| panic!("{file}: {e}"));
    }

    /// Writes a file into the charter's folder.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.charter.path().join(file), text).unwrap_or_else(|e| panic!("{file}: {e}"));
    }

    /// Ends the program and starts it again over the same store, at the same instant.
    pub fn reopen(&mut self) {
        let now = self.house().clock.now();
        drop(self.house.take());
        self.settings.standing_clock = Some(now);
        self.house = Some(House::open(self.settings.clone()).unwrap_or_else(|e| panic!("{e:#}")));
    }

    /// Starts the program again with these channels.
    pub fn reopen_with(&mut self, channels: chaobai::clock::Channels) {
        self.settings.channels = channels;
        self.reopen();
    }

    pub fn reopen_after_a_minute(&mut self) {
        self.advance(MINUTE);
        self.reopen();
    }

    pub fn house(&self) -> &House {
        self.house.as_ref().expect("the house is open")
    }

    pub fn engine(&self) -> &TestStore {
        &self.engine
    }

    pub fn law(&self) -> Arc<Law> {
        self.house().law()
    }

    pub fn charter(&self) -> Charter {
        self.law().charter.clone()
    }

    pub fn register(&self, id: &str) -> Register {
        self.law().charter.registers.get(id).unwrap_or_else(|| panic!("no register {id}")).clone()
    }

    pub fn figure(&self, id: &str) -> Figure {
        self.law().charter.figure(id).unwrap_or_else(|| panic!("no figure {id}")).clone()
    }

    pub fn now(&self) -> Instant {
        self.house().clock.now()
    }

    pub fn today(&self) -> Date {
        self.house().clock.today()
    }

    pub fn advance(&self, microseconds: i64) {
        self.house().clock.advance(microseconds);
    }

    /// Moves the clock to nine in the morning of a day to come.
    pub fn until(&self, date: &str) {
        let to = Instant::parse(&format!("{date}T09:00:00+08:00")).expect("a day");
        assert!(to >= self.now(), "the clock goes forward only");
        self.advance(to.0 - self.now().0);
    }

    /// Whoever holds a post, with what follows from it.
    pub fn holder(&self, post: &str) -> Arc<Caller> {
        let law = self.law();
        let zone = &law.charter.zone;
        let post = zone.posts.iter().find(|p| p.id == post).unwrap_or_else(|| panic!("no post {post}"));
        let kinds = zone.roles.iter().filter(|role| post.roles.contains(&role.id)).map(|role| role.kind);
        Arc::new(Caller {
            person: Some(Id::from_key(0, &post.id)),
            name: post.id.clone(),
            login: post.id.clone(),
            roles: post.roles.iter().cloned().collect(),
            kinds: kinds.collect(),
            units: post.unit.iter().cloned().collect(),
            posts: vec![HeldPost {
                post: post.id.clone(),
                name: post.name.clone(),
                unit: post.unit.clone(),
                body: post.body.clone(),
                side: post.side.clone(),
            }],
            operator: false,
        })
    }

    pub fn public(&self) -> Arc<Caller> {
        Arc::new(Caller::public())
    }

    pub fn operator(&self) -> Arc<Caller> {
        Arc::new(Caller::operator())
    }

    /// A key that no request has had.
    pub fn key(&self) -> RequestKey {
        key(&format!("story-{:08}", self.keys.fetch_add(1, Ordering::Relaxed)))
    }

    pub fn perform(&self, caller: &Arc<Caller>, command: impl Command + 'static) -> Result<Receipt, Refusal> {
        self.perform_with(caller, command, &self.key())
    }

    pub fn perform_with(
        &self,
        caller: &Arc<Caller>,
        command: impl Command + 'static,
        key: &RequestKey,
    ) -> Result<Receipt, Refusal> {
        self.house().desk.perform(caller.clone(), command, key.clone(), self.house().moment())
    }

    pub fn perform_box(
        &self,
        caller: &Arc<Caller>,
        command: Box<dyn Command>,
        key: &RequestKey,
    ) -> Result<Receipt, Refusal> {
        let (sender, receiver) = mpsc::channel();
        let done = Box::new(move |answer| drop(sender.send(answer)));
        self.house().desk.submit(caller.clone(), command, key.clone(), self.house().moment(), done);
        receiver.recv().expect("the desk answers")
    }

    /// Does what nobody should refuse.
    pub fn done(&self, caller: &Arc<Caller>, command: impl Command + 'static) -> Receipt {
        let name = command.name();
        self.perform(caller, command).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"))
    }

    /// Does many at once, so that they share commits; the receipts in order.
    pub fn all_done<C: Command + 'static>(&self, caller: &Arc<Caller>, commands: Vec<C>) -> Vec<Receipt> {
        let (sender, receiver) = mpsc::channel();
        for (number, command) in commands.into_iter().enumerate() {
            let (sender, house) = (sender.clone(), self.house());
            let done = Box::new(move |answer| drop(sender.send((number, answer))));
            house.desk.submit(caller.clone(), Box::new(command), self.key(), house.moment(), done);
        }
        drop(sender);
        let mut answers: Vec<(usize, Result<Receipt, Refusal>)> = receiver.iter().collect();
        answers.sort_by_key(|(number, _)| *number);
        answers
            .into_iter()
            .map(|(_, answer)| answer.unwrap_or_else(|refusal| panic!("{refusal:?}")))
            .collect()
    }

    /// A record of a register, holding from today.
    pub fn create(&self, caller: &Arc<Caller>, register: &str, fields: Value) -> Id {
        let receipt = self.done(caller, new_record(register, fields));
        Id::parse(&receipt.id).expect("the id of the record")
    }

    /// A record that the operator puts into a stage, holding from a day.
    pub fn place(&self, register: &str, stage: &str, from: &str, fields: Value) -> Id {
        let command = placed(register, stage, from, fields);
        Id::parse(&self.done(&self.operator(), command).id).expect("the id of the record")
    }

    /// The record that came with the charter under a key.
    pub fn fact(&self, register: &str, key: &str) -> Id {
        fact_id(&self.law().charter.zone.id, register, key)
    }

    /// The state of today, whoever may see it.
    pub fn record(&self, id: &Id) -> Record {
        let mut reader = self.house().reader().expect("a reader");
        registers::find(&mut reader, &self.law().charter.zone.id, id).expect("an answer").expect("the record")
    }

    pub fn version(&self, id: &Id) -> i64 {
        self.record(id).version
    }

    /// Every page of a list.
    pub fn list(
        &self,
        caller: &Caller,
        register: &Register,
        query: &ListQuery,
    ) -> Result<Vec<Record>, Refusal> {
        let mut reader = self.house().reader().expect("a reader");
        let (mut all, mut query) = (Vec::new(), query.clone());
        loop {
            let page = registers::list(&mut reader, caller, register, &query)?;
            all.extend(page.records);
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    pub fn answer(&self, figure: &Figure, as_of: &str, known_at: Option<Instant>) -> FigureAnswer {
        let asked = Asked { as_of: day(as_of), known_at, today: self.today() };
        let mut reader = self.house().reader().expect("a reader");
        figures::answer(&mut reader, &self.law().charter, figure, asked)
            .unwrap_or_else(|refusal| panic!("{} on {as_of}: {refusal:?}", figure.id))
    }

    /// The computed value of a figure as text; empty where there is none.
    pub fn computed(&self, figure: &Figure, as_of: &str, known_at: Option<Instant>) -> String {
        let answer = self.answer(figure, as_of, known_at);
        let value = answer.computed().and_then(|computed| computed.value);
        value.map(|value| value.normalize().to_string()).unwrap_or_default()
    }

    pub fn rows(&self, sql: &str, params: &[store::Value<'_>]) -> Vec<Row> {
        self.house().reader().expect("a reader").rows(sql, params).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }

    pub fn number(&self, sql: &str) -> i64 {
        self.rows(sql, &[])[0].int(0).expect("a number")
    }

    /// Columns of a table, by name.
    pub fn columns(&self, table: &str) -> Vec<String> {
        let sql = if self.house().store.engine() == store::Engine::Postgres {
            "SELECT column_name FROM information_schema.columns WHERE table_name = $1 AND table_schema = current_schema() ORDER BY 1"
        } else {
            "SELECT name FROM pragma_table_info($1) ORDER BY 1"
        };
        self.rows(sql, &[table.into()]).iter().map(|row| row.text(0).expect("a name")).collect()
    }

    /// Writes behind the program's back.
    pub fn tamper(&self, sql: &str, params: &[store::Value<'_>]) -> u64 {
        let mut writer = self.house().store.writer().expect("a writer");
        let mut tx = writer.begin().expect("a transaction");
        let changed = tx.execute(sql, params).unwrap_or_else(|e| panic!("{sql}: {e}"));
        tx.commit().expect("a commit");
        changed
    }

    /// Publishes the log; its size.
    pub fn drain(&self) -> u64 {
        drain_once(&self.house().store, &self.house().log).unwrap_or_else(|e| panic!("{e:#}")).size
    }
}

/// A new record, holding from today.
pub fn new_record(register: &str, fields: Value) -> Create {
    Create {
        register: register.into(),
        id: None,
        beside: None,
        body: body(fields),
        effective_on: None,
        stage: None,
        note: String::new(),
    }
}

/// A record that the operator puts into a stage, holding from a day.
pub fn placed(register: &str, stage: &str, from: &str, fields: Value) -> Create {
    Create { effective_on: Some(day(from)), stage: Some(stage.into()), ..new_record(register, fields) }
}

pub fn key(text: &str) -> RequestKey {
    RequestKey::parse(text).expect("a request key")
}

/// Codes of a refusal: its own, or `field code` of every problem.
pub fn why<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> Vec<String> {
    let refusal = answer.expect_err("this was to be refused");
    if refusal.problems.is_empty() {
        return vec![refusal.code.to_owned()];
    }
    refusal.problems.iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for item in fs::read_dir(from).expect("the fixture").flatten() {
        let (source, target) = (item.path(), to.join(item.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a copy of the fixture");
        }
    }
}
