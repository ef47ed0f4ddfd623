//! What the tests of the running program share: the real binary, its output, folders and databases.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use store::Store;
use store::testing::TestStore;

/// The small zone with known answers.
pub fn three_towns() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/three-towns")
}

/// The first real zone.
pub fn tongbei() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters/tongbei")
}

/// A zone's place: a folder of its own and a database on one of the engines.
pub struct Zone {
    folder: tempfile::TempDir,
    /// Address of the database.
    pub url: String,
    server: Option<TestStore>,
}

/// One empty place per engine there is.
pub fn places() -> Vec<Zone> {
    let mut places = vec![place(None)];
    places.extend(store::testing::postgres().map(|server| place(Some(server))));
    places
}

/// An empty place on SQLite.
pub fn small_place() -> Zone {
    place(None)
}

fn place(server: Option<TestStore>) -> Zone {
    let folder = tempfile::tempdir().expect("a folder for a test");
    let url = match &server {
        Some(server) => server.url().to_owned(),
        None => format!("sqlite:{}", folder.path().join("zone.db").display()),
    };
    Zone { folder, url, server }
}

impl Zone {
    /// Another, empty database on the same engine in place of this one, under the same folder.
    pub fn change_database(&mut self, name: &str) {
        match &mut self.server {
            Some(server) => {
                *server = store::testing::postgres().expect("the server is still there");
                self.url = server.url().to_owned();
            }
            None => self.url = format!("sqlite:{}", self.file(name)),
        }
    }

    /// The database, for looking inside.
    pub fn store(&self) -> Store {
        Store::open(&self.url).expect("the database opens")
    }

    /// Which engine, for messages.
    pub fn engine(&self) -> &'static str {
        if self.server.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Path of something in the folder, as text.
    pub fn file(&self, name: &str) -> String {
        self.path().join(name).display().to_string()
    }

    /// Runs a command on this zone.
    pub fn run(&self, args: &[&str]) -> Ran {
        let data = self.path().display().to_string();
        run(&[args, &["--data", &data, "--database", &self.url]].concat())
    }

    /// Adopts a charter.
    pub fn adopt(&self, charter: &Path) -> Ran {
        self.run(&["adopt", &charter.display().to_string(), "--yes"])
    }

    /// The figures of a day as printed.
    pub fn figures(&self, day: &str) -> String {
        self.run(&["figures", "--as-of", day, "--format", "csv"]).good()
    }

    /// Changes rows behind the program's back.
    pub fn behind_its_back(&self, sql: &str) {
        let mut writer = self.store().writer().expect("a writer");
        let mut tx = writer.begin().expect("a transaction");
        assert_ne!(tx.execute(sql, &[]).unwrap_or_else(|e| panic!("{sql}: {e}")), 0, "{sql} changed nothing");
        tx.commit().expect("a commit");
    }
}

/// What a command said and how it ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What it said, if it ended well.
    #[track_caller]
    pub fn good(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}", self.out, self.err);
        self.out
    }

    /// Everything it said, if it ended with 1.
    #[track_caller]
    pub fn bad(self) -> String {
        assert_eq!(self.code, Some(1), "{}\n{}", self.out, self.err);
        format!("{}{}", self.out, self.err)
    }
}

/// The program, with nothing of the surroundings that could change what it does.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chaobai"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CHAOBAI_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub fn run(args: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = program().args(args).output().expect("the program starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what it says is UTF-8");
    Ran { code: status.code(), out: text(stdout), err: text(stderr) }
}

/// Copies a folder with everything in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for item in std::fs::read_dir(from).expect("the folder to copy") {
        let (path, name) = item.map(|item| (item.path(), item.file_name())).expect("an item of it");
        if path.is_dir() {
            copy_folder(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).expect("a copy");
        }
    }
}

/// Replaces one text in a file, which must be there.
pub fn edit(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).expect("the file to edit");
    assert!(text.contains(from), "{} does not contain {from}", file.display());
    std::fs::write(file, text.replacen(from, to, 1)).expect("the edited file");
}
