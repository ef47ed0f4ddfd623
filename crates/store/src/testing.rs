//! For tests, here and in other crates: fresh databases on every engine there is.
//!
//! SQLite is always there. PostgreSQL is there when `CHAOBAI_TEST_POSTGRES` holds the address of a server
//! where databases may be created (`scripts/with-postgres cargo test` starts one); otherwise a note says
//! that it was skipped. Failures panic: this is for tests only.

use crate::{Store, StoreError};
use ::postgres::{Client, NoTls};
use std::io::Write;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// Name of the variable with the address of the server.
pub const POSTGRES: &str = "CHAOBAI_TEST_POSTGRES";

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database of its own for one test, removed when dropped. Dereferences to its [`Store`].
pub struct TestStore {
    store: Option<Store>,
    folder: PathBuf,
    url: String,
    server: Option<(String, String)>,
}

/// One migrated database per engine.
pub fn engines() -> Vec<TestStore> {
    let stores = blank_engines();
    for store in &stores {
        store.migrate().expect("a fresh database can be migrated");
    }
    stores
}

/// One database without tables per engine.
pub fn blank_engines() -> Vec<TestStore> {
    let mut stores = vec![sqlite()];
    stores.extend(postgres());
    stores
}

fn unique() -> String {
    format!("chaobai_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn fresh_folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for a test can be made");
    folder
}

/// A SQLite database without tables.
pub fn sqlite() -> TestStore {
    let folder = fresh_folder(&unique());
    let url = format!("sqlite:{}", folder.join("zone.db").display());
    let store = Some(Store::open(&url).expect("a fresh file can be opened"));
    TestStore { store, folder, url, server: None }
}

/// A PostgreSQL database without tables, if there is a server to test with.
pub fn postgres() -> Option<TestStore> {
    let name = unique();
    let (server, url) = postgres_database(&name, "LC_COLLATE 'C' LC_CTYPE 'C'")?;
    let store = Some(Store::open(&url).expect("a fresh database can be opened"));
    Some(TestStore { store, folder: fresh_folder(&name), url, server: Some((server, name)) })
}

/// What opening a PostgreSQL database with the locale given says, if there is a server to test with.
pub fn open_postgres_with_locale(locale: &str) -> Option<Result<(), StoreError>> {
    let name = unique();
    let (server, url) = postgres_database(&name, locale)?;
    let opened = Store::open(&url).map(drop);
    drop_database(&server, &name);
    Some(opened)
}

/// Creates a database and gives the address of the server and its own.
fn postgres_database(name: &str, locale: &str) -> Option<(String, String)> {
    static NOTE: Once = Once::new();
    let Some(server) = std::env::var(POSTGRES).ok().filter(|url| !url.is_empty()) else {
        NOTE.call_once(|| {
            // Straight to the terminal: the test runner keeps back what `eprintln!` writes.
            let note =
                format!("\nnote: PostgreSQL was SKIPPED, {POSTGRES} is not set (scripts/with-postgres)\n");
            let _ = std::io::stderr().write_all(note.as_bytes());
        });
        return None;
    };
    let mut client = Client::connect(&server, NoTls).expect("the PostgreSQL server for tests answers");
    client
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' {locale}"))
        .expect("a database for a test can be created");
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server.as_str(), String::new()),
    };
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address[host..].find('/').map_or(address.len(), |at| host + at);
    let url = format!("{}/{name}{options}", &address[..end]);
    Some((server, url))
}

fn drop_database(server: &str, name: &str) {
    if let Ok(mut client) = Client::connect(server, NoTls) {
        let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }
}

impl TestStore {
    /// The address the store was opened with.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder for the files of this test, removed with it.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Ends every connection to this PostgreSQL database, as a restart of the server would; nothing on SQLite.
    pub fn cut_connections(&self) {
        if let Some((server, name)) = &self.server {
            let mut client = Client::connect(server, NoTls).expect("the PostgreSQL server for tests answers");
            let sql = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
            client.execute(sql, &[name]).expect("connections can be ended");
        }
    }
}

impl Deref for TestStore {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store.as_ref().expect("the store is there until the test store is dropped")
    }
}

impl Drop for TestStore {
    fn drop(&mut self) {
        self.store = None;
        if let Some((server, name)) = &self.server {
            drop_database(server, name);
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
