//! Damage and tampering, one at a time, and whether `chaobai verify` names it.

mod running;

use running::{Zone, copy_folder, places, run, small_place, three_towns};
use std::fs;
use std::path::{Path, PathBuf};
use store::Ask;

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

#[test]
fn an_export_verifies_and_every_flipped_byte_in_it_is_found() {
    let zone = small_place();
    zone.adopt(&three_towns()).good();
    let export = zone.file("export");
    zone.run(&["export", &export]).good();
    let key = zone.run(&["key"]).good();
    let good = run(&["verify", &export, "--key", key.trim()]).good();
    assert!(good.contains("13 entries in") && good.contains("Nothing is wrong"), "{good}");
    let chinese = run(&["verify", &export, "--key", &zone.file("log-key.txt"), "--lang", "zh"]).good();
    assert!(chinese.contains("没有问题"), "{chinese}");

    let all = files(Path::new(&export));
    assert_eq!(all.len(), 5, "{all:?}");
    let mut flipped = 0;
    for file in &all {
        let bytes = fs::read(file).unwrap();
        let places =
            [0, 1, bytes.len() / 4, bytes.len() / 2, bytes.len() * 3 / 4, bytes.len() - 2, bytes.len() - 1];
        for place in places {
            // The line end behind the key is no part of it.
            if file.ends_with("log-key.txt") && place == bytes.len() - 1 {
                continue;
            }
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            fs::write(file, &changed).unwrap();
            let name = file.strip_prefix(&export).unwrap().display().to_string();
            let said = if name == "log-key.txt" {
                // The key beside the log is used only where none was given.
                run(&["verify", &export]).bad()
            } else {
                run(&["verify", &export, "--key", key.trim()]).bad()
            };
            if name.contains("tile/entries") || name == "entries.jsonl" {
                assert!(said.contains("First problem: entry "), "{name}, byte {place}: {said}");
            } else if name != "log-key.txt" {
                assert!(said.contains("First problem: "), "{name}, byte {place}: {said}");
            }
            flipped += 1;
        }
        fs::write(file, &bytes).unwrap();
    }
    assert_eq!(flipped, 34);
    run(&["verify", &export, "--key", key.trim()]).good();
}

#[test]
fn the_first_bad_entry_is_named_with_its_subject() {
    let zone = small_place();
    zone.adopt(&three_towns()).good();
    let export = zone.file("export");
    zone.run(&["export", &export]).good();
    let key = zone.run(&["key"]).good();
    let bundle = files(Path::new(&export))
        .into_iter()
        .find(|path| path.display().to_string().contains("tile/entries"));
    let bundle = bundle.expect("the entries");
    let mut bytes = fs::read(&bundle).unwrap();
    // The third entry: each stands behind its length.
    let mut start = 0;
    for _ in 0..2 {
        start += 2 + usize::from(u16::from_be_bytes([bytes[start], bytes[start + 1]]));
    }
    let length = usize::from(u16::from_be_bytes([bytes[start], bytes[start + 1]]));
    bytes[start + 2 + length - 3] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let said = run(&["verify", &export, "--key", key.trim()]).bad();
    assert!(said.contains("First problem: entry 2 (counted from 0; number "), "{said}");
}

#[test]
fn a_log_of_another_key_and_a_missing_file_are_found() {
    let zone = small_place();
    zone.adopt(&three_towns()).good();
    let other = small_place();
    other.adopt(&three_towns()).good();
    let export = zone.file("export");
    zone.run(&["export", &export]).good();
    let said = run(&["verify", &export, "--key", &other.file("log-key.txt")]).bad();
    assert!(said.contains("the checkpoint cannot be trusted"), "{said}");
    run(&["verify", &export, "--key", "not a key"]).bad();
    let key = zone.file("log-key.txt");
    for file in files(&Path::new(&export).join("log")) {
        let copy = zone.file("copy");
        let _ = fs::remove_dir_all(&copy);
        copy_folder(Path::new(&export), Path::new(&copy));
        fs::remove_file(Path::new(&copy).join(file.strip_prefix(&export).unwrap())).unwrap();
        run(&["verify", &copy, "--key", &key]).bad();
    }
    assert!(run(&["verify", &zone.file("files"), "--key", &key]).bad().contains("there is no log"));
}

#[test]
fn a_zip_of_an_export_verifies_like_the_folder() {
    let zone = small_place();
    zone.adopt(&three_towns()).good();
    let export = zone.file("export");
    zone.run(&["export", &export]).good();
    let packed = zone.file("log.zip");
    let pack = |change: bool| {
        let mut zip = zip::ZipWriter::new(fs::File::create(&packed).unwrap());
        for file in files(Path::new(&export)) {
            let name = file.strip_prefix(zone.path()).unwrap().display().to_string();
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            let mut bytes = fs::read(&file).unwrap();
            if change && file.display().to_string().contains("tile/entries") {
                *bytes.last_mut().unwrap() ^= 1;
            }
            std::io::Write::write_all(&mut zip, &bytes).unwrap();
        }
        zip.finish().unwrap();
    };
    let key = zone.file("log-key.txt");
    pack(false);
    assert!(run(&["verify", &packed, "--key", &key]).good().contains("Nothing is wrong"));
    pack(true);
    assert!(run(&["verify", &packed, "--key", &key]).bad().contains("First problem: entry 12"));
}

/// One edit behind the program's back, and what must be said about it.
struct Edit {
    sql: &'static str,
    said: &'static str,
}

fn edits() -> Vec<Edit> {
    let edit = |sql, said| Edit { sql, said };
    vec![
        edit(
            "UPDATE record_version SET stage = 'kept' WHERE register = 'bridges' AND stage = 'draft'",
            "bridges ",
        ),
        edit(
            "UPDATE record_version SET effective_on = '2022-05-02' WHERE effective_on = '2022-05-01'",
            "bridges ",
        ),
        edit(
            "UPDATE record_version SET recorded_at = recorded_at - 1 WHERE register = 'crossings'",
            "crossings ",
        ),
        edit("UPDATE record_version SET withdrawn = 1 WHERE register = 'persons'", "persons "),
        edit("UPDATE record_version SET actor_post = 'office' WHERE register = 'terms'", "terms "),
        edit("DELETE FROM record_version WHERE register = 'sources'", "was taken out"),
        edit(
            "UPDATE record SET stage = 'kept' WHERE register = 'bridges' AND stage = 'draft'",
            "its state of today",
        ),
        edit("DELETE FROM record WHERE register = 'sources'", "its state of today is missing"),
        edit("UPDATE record SET version = 9 WHERE register = 'sources'", "its state of today"),
        edit("UPDATE figure_value SET value = '2' WHERE figure = 'B01'", "figure B01"),
        edit("DELETE FROM figure_value", "value of figure B01"),
        edit("UPDATE charter_version SET digest = '00'", "charter version 1"),
        edit("DELETE FROM request WHERE key LIKE 'report-%'", "12 receipts and 13 entries"),
        edit("UPDATE journal_entry SET at = at + 1 WHERE command = 'figures.report'", "kept beside it"),
        edit("UPDATE journal_entry SET leaf = salt WHERE command = 'figures.report'", "do not have its hash"),
        edit("DELETE FROM journal_entry WHERE command = 'figures.report'", "entr"),
        edit("UPDATE journal_head SET seq = seq + 1", "head of cell"),
        edit("DELETE FROM log_range", "older than the published log"),
    ]
}

#[test]
fn a_row_edited_behind_the_programs_back_is_named() {
    for mut zone in places() {
        zone.adopt(&three_towns()).good();
        let backup = zone.file("good.db");
        zone.run(&["backup", &backup]).good();
        zone.run(&["verify"]).good();
        for (number, edit) in edits().iter().enumerate() {
            zone.behind_its_back(edit.sql);
            let said = zone.run(&["verify"]).bad();
            let first = said.lines().find(|line| line.starts_with("First problem: "));
            let first = first.unwrap_or_else(|| panic!("{}: {said}", edit.sql));
            assert!(first.contains(edit.said), "{}: {said}", edit.sql);
            zone.change_database(&format!("restored-{number}.db"));
            zone.run(&["restore", &backup]).good();
        }
        bodies(&zone);
    }
}

/// A figure's number changed in the body of a record, by the same few bytes on both engines.
fn bodies(zone: &Zone) {
    let mut reader = zone.store().reader().unwrap();
    let sql = "SELECT cell, id, body FROM record_version WHERE register = 'crossings' ORDER BY cell LIMIT 1";
    let row = reader.row(sql, &[]).unwrap().expect("a crossing");
    let (cell, id, mut body) = (row.text(0).unwrap(), row.text(1).unwrap(), row.json(2).unwrap());
    drop(reader);
    body["persons"] = 999_999.into();
    for table in ["record", "record_version"] {
        let mut writer = zone.store().writer().unwrap();
        let mut tx = writer.begin().unwrap();
        let sql = format!("UPDATE {table} SET body = $1 WHERE cell = $2 AND id = $3");
        assert_eq!(tx.execute(&sql, &[(&body).into(), cell.as_str().into(), id.as_str().into()]).unwrap(), 1);
        tx.commit().unwrap();
        let said = zone.run(&["verify"]).bad();
        assert!(said.contains(&format!("First problem: crossings {id}, version 1: its ")), "{table}: {said}");
    }
}
