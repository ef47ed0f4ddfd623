//! Charters read from folders: a small one that is right, its twin with planted mistakes, and those
//! this repository ships.

use chaobai::charter::{self, Mistake, Severity};
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn listed(mistakes: &[Mistake]) -> String {
    mistakes.iter().map(|m| format!("{m}\n")).collect()
}

#[test]
fn every_charter_of_the_repository_can_be_adopted() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../charters");
    let folders = std::fs::read_dir(std::env::var_os("CHARTERS").map_or(shipped, PathBuf::from));
    for folder in folders.into_iter().flatten().flatten().map(|e| e.path()).filter(|p| p.is_dir()) {
        let loaded =
            charter::read(&folder).unwrap_or_else(|all| panic!("{}\n{}", folder.display(), listed(&all)));
        println!("{}\n{}", folder.display(), listed(&loaded.warnings));
        assert!(loaded.warnings.iter().all(|m| m.severity == Severity::Warning));
    }
}

#[test]
fn the_three_towns_are_right() {
    let loaded = charter::read(&fixture("three-towns")).unwrap_or_else(|all| panic!("{}", listed(&all)));
    assert_eq!(listed(&loaded.warnings), "");
}

#[test]
fn every_planted_mistake_is_found_in_one_run() {
    let mistakes = charter::read(&fixture("three-towns-broken")).expect_err("the broken twin was adopted");
    panic!("{}", listed(&mistakes));
}
