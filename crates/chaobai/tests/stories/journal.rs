//! The journal: what happened can be proven, and holds nothing that is not for everyone.

use super::audit;
use super::life::{amend, bridge};
use super::world::{World, body, new_record, on_each_engine};
use chaobai::cli::verify;
use chaobai::clock::{Log, drain_once, oldest_waiting, position_of};
use chaobai::domain::people::{OpenAccount, SignInFailed};
use chaobai::domain::registers::{Attach, Import, ImportRow, LinkTo, Photo};
use journal::Checkpoint;
use journal::tile::TileHashes;
use journal::tree::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use kernel::{Id, Lang};
use serde_json::json;
use std::fs;
use std::path::Path;

fn head(world: &World) -> Checkpoint {
    world.house().log.checkpoint().unwrap().expect("a checkpoint")
}

#[test]
fn the_log_grows_and_every_head_holds_the_one_before() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        assert!(oldest_waiting(&world.house().store).unwrap().is_some());
        world.drain();
        assert_eq!(oldest_waiting(&world.house().store).unwrap(), None);
        let mut heads = vec![head(world)];
        for round in 0..6 {
            let many = (0..1 + round * 60).map(|n| new_record("bridges", bridge(&format!("志{round}-{n}"))));
            let receipts = world.all_done(&clerk, many.collect());
            if round == 3 {
                world.reopen();
            }
            world.drain();
            let (old, new) = (heads.last().unwrap().clone(), head(world));
            assert_eq!(new.size, old.size + receipts.len() as u64);
            let folder = world.house().log.folder();
            let hashes = TileHashes::new(&folder, new.size);
            let proof = consistency_proof(old.size, new.size, &hashes).unwrap();
            assert!(verify_consistency(old.size, &old.root, new.size, &new.root, &proof));
            for receipt in &receipts {
                let mut reader = world.house().reader().unwrap();
                let position =
                    position_of(&mut reader, &receipt.cell, receipt.entry).unwrap().expect("a position");
                let proof = inclusion_proof(position, new.size, &hashes).unwrap();
                let leaf = hex::decode(&receipt.hash).unwrap().try_into().unwrap();
                assert!(verify_inclusion(&leaf, position, new.size, &proof, &new.root), "{receipt:?}");
            }
            heads.push(new);
        }
        let mut trust = world.house().log.trust();
        trust.seen = heads;
        let report = journal::verify(&world.house().log.folder(), &trust);
        assert!(report.ok(), "{:?}", report.words(Lang::En));
        audit::all_is_well(world);
    });
}

#[test]
fn a_crash_between_database_and_files_is_mended_by_the_next_round() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        world.drain();
        let before = head(world);
        let many = (0..300).map(|number| new_record("bridges", bridge(&format!("断{number}"))));
        world.all_done(&clerk, many.collect());
        // Positions are given, and the files of this zone are not written yet.
        let elsewhere = tempfile::tempdir().unwrap();
        let log = Log::open(elsewhere.path(), &world.law().charter.zone.id).unwrap();
        drain_once(&world.house().store, &log).unwrap();
        assert_eq!(head(world), before);
        world.reopen();
        // Some of the files are there already, the checkpoint is not.
        let done = elsewhere.path().join("log/tile/0/001.p");
        assert!(done.exists() || elsewhere.path().join("log/tile/0/000").exists());
        let full = Path::new("tile/0/000");
        fs::create_dir_all(world.house().log.path().join("tile/0")).unwrap();
        fs::copy(elsewhere.path().join("log").join(full), world.house().log.path().join(full)).unwrap();
        world.drain();
        let other = log.checkpoint().unwrap().unwrap();
        assert_eq!((head(world).size, head(world).root), (other.size, other.root));
        audit::all_is_well(world);
    });
}

#[test]
fn a_database_older_than_its_published_log_is_not_written_on() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        world.drain();
        world.done(&clerk, new_record("bridges", bridge("后")));
        world.drain();
        for table in ["log_range", "log_drained"] {
            world.tamper(&format!("DELETE FROM {table}"), &[]);
        }
        let error = drain_once(&world.house().store, &world.house().log).unwrap_err();
        assert!(format!("{error:#}").contains("older than what has been published"), "{error:#}");
    });
}

#[test]
fn what_was_changed_behind_the_programs_back_is_found() {
    on_each_engine(|world| {
        let clerk = world.holder("clerk-dongdu");
        let id = world.create(&clerk, "bridges", bridge("真"));
        world.done(&clerk, amend(world, &id, "2024-03-04", json!({ "lanes": 4 })));
        audit::all_is_well(world);
        let columns = [
            ("record_version", "body", "id", "{\"name\":\"假\"}"),
            ("record", "body", "id", "{\"name\":\"假\"}"),
        ];
        for (table, column, by, false_value) in columns {
            let sql = format!("SELECT {column} FROM {table} WHERE {by} = $1");
            let kept = world.rows(&sql, &[id.as_str().into()])[0].json(0).unwrap();
            let put = |value: &serde_json::Value| {
                let sql = format!(
                    "UPDATE {table} SET {column} = $1 WHERE {by} = $2 AND version = (SELECT max(version) FROM {table} WHERE {by} = $2)"
                );
                assert_eq!(world.tamper(&sql, &[value.into(), id.as_str().into()]), 1);
            };
            let newest = world.rows(&format!("{sql} ORDER BY version DESC"), &[id.as_str().into()])[0]
                .json(0)
                .unwrap();
            put(&serde_json::from_str(false_value).unwrap());
            assert!(!is_good(world), "{table}.{column}");
            put(&newest);
            assert!(is_good(world), "{table}.{column} was put back ({kept})");
        }
        let texts = [
            ("record_version", "actor_post", "office"),
            ("record_version", "effective_on", "2020-01-01"),
            ("record", "stage", "kept"),
            ("journal_entry", "command", "registers.link"),
            ("figure_value", "value", "99"),
            ("figure_value", "source", "S2"),
        ];
        for (table, column, false_value) in texts {
            let key = if table == "figure_value" {
                "figure"
            } else if table == "journal_entry" {
                "subject"
            } else {
                "id"
            };
            let name = if table == "figure_value" { "B01" } else { id.as_str() };
            let sql = format!("SELECT {column}, cell FROM {table} WHERE {key} = $1 ORDER BY {column}");
            let rows = world.rows(&sql, &[name.into()]);
            let kept = rows[0].text(0).unwrap();
            let put = |to: &str, from: &str| {
                let sql = format!("UPDATE {table} SET {column} = $1 WHERE {key} = $2 AND {column} = $3");
                assert!(world.tamper(&sql, &[to.into(), name.into(), from.into()]) >= 1);
            };
            put(false_value, &kept);
            assert!(!is_good(world), "{table}.{column}");
            put(&kept, false_value);
            assert!(is_good(world), "{table}.{column} was put back");
        }
        world.tamper("DELETE FROM record_version WHERE id = $1 AND version = 1", &[id.as_str().into()]);
        assert!(!is_good(world), "a version was taken out");
    });
}

fn is_good(world: &World) -> bool {
    let house = world.house();
    verify::rows(&house.store, &world.charter(), &house.log.folder(), Lang::En).unwrap()
}

/// Every file of the published log in one.
fn published(folder: &Path, into: &mut Vec<u8>) {
    for item in fs::read_dir(folder).unwrap().flatten() {
        if item.path().is_dir() {
            published(&item.path(), into);
        } else {
            into.extend(fs::read(item.path()).unwrap());
        }
    }
}

#[test]
fn the_public_log_holds_no_hidden_value_no_person_and_no_login() {
    on_each_engine(|world| {
        let (clerk, office, system) =
            (world.holder("clerk-dongdu"), world.holder("office"), world.holder("system"));
        let mut fields = bridge("CANARY-DRAFT");
        fields["remarks"] = json!("CANARY-REMARKS");
        fields["cost"] = json!(770_077_007_700_i64);
        let create = || {
            let mut create = new_record("bridges", fields.clone());
            create.note = "CANARY-NOTE".into();
            create
        };
        let id = Id::parse(&world.done(&clerk, create()).id).unwrap();
        let mut open = bridge("HERON-OPEN");
        open["remarks"] = json!("CANARY-REMARKS");
        let kept = world.place("bridges", "kept", "2024-03-01", open);
        world.done(
            &office,
            amend(world, &kept, "2024-03-04", json!({ "remarks": "CANARY-AGAIN", "lanes": 4 })),
        );
        let secret =
            json!({ "name": "HERON-TWO", "secret": "CANARY-SECRET", "number": "11010519491231002X" });
        world.create(&office, "everything", secret.clone());
        let import = Import {
            register: "everything".into(),
            rows: vec![ImportRow::new(&body(secret), None)],
            note: "CANARY-IMPORT".into(),
        };
        world.done(&office, import);
        let link = LinkTo {
            register: "bridges".into(),
            id: kept.clone(),
            kind: "CANARY-LINK".into(),
            to_register: "bridges".into(),
            to: id,
        };
        world.done(&office, link);
        let attach = Attach {
            register: "bridges".into(),
            id: kept,
            sha256: "ca".repeat(32),
            name: "CANARY-FILE.pdf".into(),
            media_type: "application/pdf".into(),
            size: 1,
            document: String::new(),
            side: String::new(),
            photo: Photo::default(),
        };
        world.done(&office, attach);
        let person = world.fact("persons", "示例甲");
        world.done(&system, OpenAccount { login: "canary.login".into(), person: person.clone() });
        world.done(&world.public(), SignInFailed { login: "canary.login".into() });
        world.drain();

        let mut log = Vec::new();
        published(world.house().log.path(), &mut log);
        let found = |text: &str| log.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(found("HERON-OPEN") && found("HERON-TWO"), "what is public is there");
        let hidden = [
            "CANARY",
            "canary",
            "11010519491231002X",
            "770077007700",
            "示例甲",
            person.as_str(),
            clerk.person.as_ref().unwrap().as_str(),
            office.person.as_ref().unwrap().as_str(),
            "caca",
        ];
        for text in hidden {
            assert!(!found(text), "{text} is in the public log");
        }
        let number = 770_077_007_700_i64.to_be_bytes();
        assert!(!log.windows(8).any(|window| window == number), "nor as bytes");
        // The request keys of facts follow from their rows; their plain hashes would let rows be guessed.
        for row in world.rows("SELECT key FROM request", &[]) {
            use sha2::{Digest, Sha256};
            let plain = Sha256::digest(row.text(0).unwrap().as_bytes());
            assert!(!log.windows(32).any(|window| window == &plain[..]));
        }
        audit::all_is_well(world);
    });
}
