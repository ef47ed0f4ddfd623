//! A house with a door, for tests: the three towns, on every engine there is, with a person in each
//! post. Requests go straight to the router; there is no socket.
#![allow(dead_code)]

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use chaobai::charter::{self, Charter};
use chaobai::clock::drain_once;
use chaobai::desk::{Caller, Command, Law, Receipt, RequestKey};
use chaobai::domain::charters::Adopt;
use chaobai::domain::people::{self, IssueLink, OpenAccount, SignIn, Token, UseLink};
use chaobai::domain::registers::{Attach, Create, Photo};
use chaobai::house::{House, Settings, open_store};
use chaobai::http::{self, Site};
use kernel::{Date, Id, Instant, Refusal};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use store::testing::TestStore;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The day it is: a Monday morning in the zone.
pub const NOW: &str = "2024-01-15T02:00:00Z";
/// Logins, each a person in the post of that name.
pub const LOGINS: [&str; 7] =
    ["clerk-dongdu", "clerk-xidu", "chair-east", "office", "system", "security", "audit"];
/// Everybody's password.
pub const PASSWORD: &str = "river between two banks";

/// A founded zone behind its door.
pub struct World {
    /// The house.
    pub house: Arc<House>,
    /// The site.
    pub site: Arc<Site>,
    router: Router,
    runtime: Runtime,
    /// Records by a name of their own.
    pub ids: BTreeMap<&'static str, Id>,
    /// SHA-256 of a file that is attached to the bridges.
    pub file: String,
    phc: String,
    keys: AtomicU32,
    _store: TestStore,
}

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap_or_default())
    }

    /// Status and refusal code; the code is empty where nothing is refused.
    pub fn said(&self) -> (u16, String) {
        let problem = self.header("content-type") == "application/problem+json";
        let code =
            if problem { self.json()["code"].as_str().unwrap_or_default().to_owned() } else { String::new() };
        (self.status.as_u16(), code)
    }
}

/// A request being put together.
pub struct Ask<'w> {
    world: &'w World,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Ask<'_> {
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Signed in with a fresh session.
    pub fn by(self, login: &str) -> Self {
        let token = self.world.token(login);
        self.header("authorization", format!("Bearer {}", token.secret()))
    }

    /// With a request key of its own.
    pub fn keyed(self) -> Self {
        let number = self.world.keys.fetch_add(1, Ordering::Relaxed);
        self.header("idempotency-key", format!("test-key-{number}"))
    }

    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    pub fn json(self, body: Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    pub fn raw(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", media_type)
    }

    /// Sends it, and waits. The house is never touched from inside the runtime, as in the program.
    pub fn send(self) -> Answer {
        let mut request = Request::builder().method(self.method).uri(&self.path);
        if !self.headers.iter().any(|(name, _)| name == "host") {
            request = request.header(header::HOST, "localhost");
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(self.body)).unwrap_or_else(|e| panic!("{}: {e}", self.path));
        let router = self.world.router.clone();
        self.world.runtime.block_on(async {
            let response = router.oneshot(request).await.expect("the router answers");
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX).await.map(|b| b.to_vec()).unwrap_or_default();
            Answer { status: parts.status, headers: parts.headers, body }
        })
    }
}

impl World {
    pub fn ask(&self, method: &str, path: &str) -> Ask<'_> {
        let method = method.parse().expect("a method");
        Ask { world: self, method, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub fn get(&self, path: &str) -> Ask<'_> {
        self.ask("GET", path)
    }

    pub fn post(&self, path: &str) -> Ask<'_> {
        self.ask("POST", path)
    }

    /// Address of a record made at the founding.
    pub fn record(&self, name: &str) -> String {
        let register = name.split('/').next().unwrap_or_default();
        format!("/api/registers/{register}/records/{}", self.ids[name])
    }

    /// A fresh session.
    pub fn token(&self, login: &str) -> Token {
        let cell = people::account_cell(&self.house.law().charter.zone.id, login);
        let session = Token::new(&cell, &self.house.moment(), "session");
        let command =
            SignIn { login: login.to_owned(), password: self.phc.clone(), session: session.clone() };
        perform(&self.house, command).expect("a known account can sign in");
        session
    }

    /// The hidden field of a form of this session.
    pub fn csrf(&self, token: &Token) -> String {
        let visitor = http::Visitor {
            caller: Arc::new(Caller::public()),
            lang: kernel::Lang::Zh,
            path: String::new(),
            query: String::new(),
            token: Some(token.clone()),
            number: String::new(),
        };
        visitor.csrf()
    }

    /// Brings the log up to date, as the clock's rounds do.
    pub fn publish_log(&self) {
        drain_once(&self.house.store, &self.house.log).expect("the log can be brought up to date");
    }

    /// How many entries the published log has.
    pub fn log_size(&self) -> u64 {
        self.house.log.checkpoint().expect("the log can be read").map_or(0, |checkpoint| checkpoint.size)
    }
}

/// Performs a command as the operator.
pub fn perform(house: &House, command: impl Command + 'static) -> Result<Receipt, Refusal> {
    let key = RequestKey::parse(&hex::encode(house.moment().random("key"))).expect("hex is a key");
    house.desk.perform(Arc::new(Caller::operator()), command, key, house.moment())
}

/// The three towns on every engine.
pub fn worlds() -> Vec<World> {
    store::testing::engines().into_iter().map(found).collect()
}

/// A house over a store, by a charter.
fn founded(store: &TestStore, charter: Charter) -> House {
    let digest = hex::encode(charter.digest().expect("a charter has a digest"));
    let settings = Settings {
        data: store.folder().to_owned(),
        database: Some(store.url().to_owned()),
        standing_clock: Instant::parse(NOW),
        ..Settings::in_folder(store.folder())
    };
    let opened = open_store(&settings).expect("the database opens");
    let law = Law { version: 0, digest: digest.clone(), charter: charter.clone() };
    let house = House::over(settings, opened, law).expect("the house opens");
    perform(&house, Adopt { charter, digest, version: 0 }).expect("the charter is adopted");
    assert!(house.refresh_law().expect("the law can be read"));
    house
}

fn found(store: TestStore) -> World {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns");
    let mut charter = charter::read(&folder).unwrap_or_else(|all| panic!("{all:?}")).charter;
    charter.zone.publishers = vec!["office".into()];
    let house = founded(&store, charter);

    let mut ids = BTreeMap::new();
    let mut make = |name: &'static str, stage: Option<&str>, fields: Value| {
        let id = create(&house, name, stage, fields);
        ids.insert(name, id.clone());
        id
    };
    make("sources/S1", None, json!({ "code": "S1", "title": "三镇示例说明", "published_on": "2022-12-31" }));
    let sourced = |mut fields: Value| {
        fields["source"] = json!("S1");
        fields["source_date"] = json!("2022-12-31");
        fields
    };
    let bridge = sourced(json!({
        "name": "渡口桥", "state": "open", "length": "1.2", "lanes": 4, "opened_on": "2022-05-01",
        "cost": 42_681_000_000i64, "tags": ["plan"], "lands_in": "xidu", "lead_east": "dongdu-roads",
        "place": { "type": "Point", "coordinates": ["116.75", "39.9"] },
    }));
    let bridge = make("bridges/kept", Some("kept"), bridge);
    let draft = json!({ "name": "柳湾桥", "state": "planned", "lead_east": "dongdu-roads" });
    make("bridges/draft", Some("draft"), sourced(draft));
    let crossing =
        json!({ "bridge": bridge.as_str(), "counted_on": "2023-06-01", "year": 2023, "persons": 1800 });
    make("crossings/one", None, sourced(crossing));

    let file = attach(&house, &[&ids["bridges/kept"], &ids["bridges/draft"]]);
    static PHC: OnceLock<String> = OnceLock::new();
    let phc = PHC.get_or_init(|| people::hash(PASSWORD, [3; 16]).expect("a password can be hashed"));
    for login in LOGINS {
        let person = sourced(json!({ "name": format!("示例{login}"), "sample": true }));
        let person = create(&house, "persons/x", None, person);
        let term = json!({ "person": person.as_str(), "post": login, "since": "2021-03-01" });
        create(&house, "terms/x", None, sourced(term));
        if login == "office" {
            ids.insert("persons/office", person.clone());
        }
        open_account(&house, login, &person, phc);
    }
    let house = Arc::new(house);
    let site = Site::new(house.clone(), http::Settings::default());
    let router = http::router(site.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    World {
        house,
        site,
        router,
        runtime,
        ids,
        file,
        phc: phc.clone(),
        keys: AtomicU32::new(0),
        _store: store,
    }
}

/// Another zone on every engine: a charter of this repository, a made-up person in each of these posts. The login is
/// the post's id with `-` for `_`.
pub fn zones(folder: &Path, posts: &[&str]) -> Vec<World> {
    store::testing::engines().into_iter().map(|store| zone(store, folder, posts)).collect()
}

fn zone(store: TestStore, folder: &Path, posts: &[&str]) -> World {
    let charter = charter::read(folder).unwrap_or_else(|all| panic!("{all:?}")).charter;
    let house = founded(&store, charter);
    let phc = people::hash(PASSWORD, [3; 16]).expect("a password can be hashed");
    let mut ids = BTreeMap::new();
    for post in posts {
        let source = json!({ "source": "示例数据", "source_date": "2022-12-31" });
        let sourced = |mut fields: Value| {
            for (key, value) in source.as_object().expect("an object") {
                fields[key] = value.clone();
            }
            fields
        };
        let name = json!({ "name": format!("示例人员{}", ids.len() + 1), "sample": true });
        let person = create(&house, "persons/x", None, sourced(name));
        let term = json!({ "person": person.as_str(), "post": post, "since": "2021-03-01" });
        create(&house, "terms/x", None, sourced(term));
        open_account(&house, &post.replace('_', "-"), &person, &phc);
        ids.insert(Box::leak(format!("persons/{post}").into_boxed_str()) as &'static str, person);
    }
    let house = Arc::new(house);
    let site = Site::new(house.clone(), http::Settings::default());
    let router = http::router(site.clone());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    World {
        house,
        site,
        router,
        runtime,
        ids,
        file: String::new(),
        phc,
        keys: AtomicU32::new(0),
        _store: store,
    }
}

fn create(house: &House, name: &str, stage: Option<&str>, fields: Value) -> Id {
    let Value::Object(body) = fields else { panic!("fields are an object") };
    let body: Map<String, Value> = body;
    let command = Create {
        register: name.split('/').next().unwrap_or_default().to_owned(),
        id: None,
        beside: None,
        body,
        effective_on: Date::parse("2022-12-31"),
        stage: stage.map(str::to_owned),
        note: String::new(),
    };
    let receipt = perform(house, command).unwrap_or_else(|no| panic!("{name}: {no:?}"));
    Id::parse(&receipt.id).expect("a receipt names a record")
}

/// Attaches one file to several bridges.
fn attach(house: &House, bridges: &[&Id]) -> String {
    let content = b"%PDF-1.7 a plan of both bridges";
    let kept =
        house.files.keep(&house.law().charter.zone.marks(), "plan.pdf", &["pdf".to_owned()], content, "1");
    let kept = kept.expect("a file can be kept");
    for id in bridges {
        let command = Attach {
            register: "bridges".into(),
            id: (*id).clone(),
            sha256: kept.sha256.clone(),
            name: "plan.pdf".into(),
            media_type: kept.media_type.into(),
            size: content.len() as i64,
            document: String::new(),
            side: String::new(),
            photo: Photo::default(),
        };
        perform(house, command).expect("a file can be attached");
    }
    kept.sha256
}

fn open_account(house: &House, login: &str, person: &Id, phc: &str) {
    perform(house, OpenAccount { login: login.to_owned(), person: person.clone() }).expect("an account");
    let cell = people::account_cell(&house.law().charter.zone.id, login);
    let moment = house.moment();
    let link = Token::new(&cell, &moment, "link");
    perform(house, IssueLink { login: login.to_owned(), token: link.clone() }).expect("a link");
    let session = Token::new(&cell, &moment, "session");
    perform(house, UseLink { link, password: phc.to_owned(), session }).expect("a password");
}
