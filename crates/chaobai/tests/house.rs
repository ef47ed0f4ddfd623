//! The house as drawn in ARCHITECTURE.md, held against the `use` lines: who may know whom, and what is
//! deliberately absent.

use std::fs;
use std::path::{Path, PathBuf};

/// Source files below a folder of this repository, with their text up to the first test module.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
                found.push((path, code));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} has no sources");
    found
}

/// Files in which a line of code (not of comment) contains one of the words.
fn offenders(folder: &str, words: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for (path, text) in sources(folder) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.contains("test") || path.to_string_lossy().contains("samples") {
            continue;
        }
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for word in words.iter().filter(|word| code.contains(**word)) {
                all.push(format!("{}:{} knows {word}", path.display(), number + 1));
            }
        }
    }
    all
}

fn assert_absent(folder: &str, words: &[&str]) {
    let found = offenders(folder, words);
    assert!(found.is_empty(), "not allowed in {folder}:\n{}", found.join("\n"));
}

const SRC: &str = "crates/chaobai/src";

#[test]
fn no_domain_folder_knows_http_or_another_door() {
    assert_absent(
        &format!("{SRC}/domain"),
        &["axum", "crate::http", "crate::cli", "crate::clock", "crate::house"],
    );
}

#[test]
fn the_desk_knows_no_domain_and_no_door() {
    let words = ["axum", "crate::http", "crate::cli", "crate::clock", "crate::house", "crate::domain"];
    assert_absent(&format!("{SRC}/desk"), &words);
}

#[test]
fn the_charter_knows_no_database_and_no_door() {
    let words =
        ["store::", "axum", "crate::http", "crate::cli", "crate::clock", "crate::house", "crate::desk"];
    assert_absent(&format!("{SRC}/charter"), &words);
}

#[test]
fn no_wall_clock_and_no_chance_outside_the_doors() {
    let words = [
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "getrandom::",
        "rand::",
        "Uuid::now",
    ];
    for folder in ["crates/kernel/src", "crates/journal/src", "crates/transit/src"] {
        assert_absent(folder, &words);
    }
    for folder in ["domain", "desk", "charter"] {
        assert_absent(&format!("{SRC}/{folder}"), &words);
    }
}

#[test]
fn only_the_store_knows_which_database_it_is() {
    assert_absent(SRC, &["rusqlite", "postgres::", "Engine::Sqlite", "Engine::Postgres"]);
}

#[test]
fn nothing_writes_but_the_desk_and_the_sequencer() {
    let mut found = offenders(SRC, &["riter.begin()", "store.writer()"]);
    found.retain(|place| !place.contains("/desk/lane.rs") && !place.contains("/desk/mod.rs"));
    found.retain(|place| !place.contains("/clock/sequencer.rs"));
    assert!(found.is_empty(), "writes past the desk:\n{}", found.join("\n"));
}

#[test]
fn the_pure_crates_do_no_io() {
    let io = ["std::fs", "std::net", "std::process", "std::env", "tokio"];
    assert_absent("crates/kernel/src", &io);
    let mut found = offenders("crates/journal/src", &io);
    found.retain(|place| !place.contains("/folder.rs"));
    // The engine reads and writes feeds, and nothing else; and it knows nobody of the house.
    let mut found = offenders("crates/transit/src", &io);
    found.retain(|place| !place.contains("/feed/") && !place.contains("/streets.rs"));
    found.extend(offenders("crates/transit/src", &["kernel::Cell", "journal::", "store::", "chaobai::"]));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Names of the real zone's jurisdictions, read from its charter, so that the test itself holds none.
#[test]
fn no_name_of_a_real_place_is_in_the_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let zone = fs::read_to_string(root.join("charters/tongbei/zone.toml")).expect("the first zone's charter");
    let zone: toml::Table = zone.parse().expect("the charter is TOML");
    let mut names = Vec::new();
    for list in ["jurisdictions", "units"] {
        for item in zone[list].as_array().expect("a list") {
            let name = item["name"]["zh"].as_str().expect("a name");
            if name.chars().count() >= 3 {
                names.push(name.to_owned());
            }
        }
    }
    assert!(names.len() > 5, "the charter names its jurisdictions and units");
    let words: Vec<&str> = names.iter().map(String::as_str).collect();
    for folder in ["crates/kernel/src", "crates/journal/src", "crates/transit/src", "crates/store/src", SRC] {
        assert_absent(folder, &words);
    }
}
