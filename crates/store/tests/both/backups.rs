use crate::copies::{contents, fill};
use crate::{cells, int, put};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use store::testing::{engines, postgres, sqlite};
use store::{Kind, Store, restore};

fn nothing(_: &str, _: u64) {}

#[test]
fn a_backup_is_one_file_that_goes_back_into_either_engine() {
    for test in engines() {
        fill(&test);
        let file = test.folder().join("backup.db");
        let mut told = 0;
        test.backup_to(&file, &mut |_, _| told += 1).unwrap();
        assert!(told > 0);
        let beside: Vec<_> =
            std::fs::read_dir(test.folder()).unwrap().map(|f| f.unwrap().file_name()).collect();
        let leftovers = beside.iter().filter(|name| name.to_string_lossy().starts_with("backup.db")).count();
        assert_eq!(leftovers, 1, "{beside:?}");
        let error = test.backup_to(&file, &mut nothing).unwrap_err();
        assert!(error.to_string().contains("there already"), "{error}");

        let fresh = test.folder().join("restored.db");
        let url = format!("sqlite:{}", fresh.display());
        assert_eq!(restore(&file, &url, &mut nothing).unwrap(), None);
        let restored = Store::open(&url).unwrap();
        assert_eq!(restored.migrate().unwrap(), [""; 0]);
        assert_eq!(contents(&restored), contents(&test));

        if let Some(empty) = postgres() {
            restore(&file, empty.url(), &mut nothing).unwrap();
            assert_eq!(contents(&empty), contents(&test));
            let error = restore(&file, empty.url(), &mut nothing).unwrap_err();
            assert!(error.to_string().contains("not empty"), "{error}");
        }
    }
}

#[test]
fn a_backup_under_load_is_one_state_and_holds_up_nobody() {
    for test in engines() {
        fill(&test);
        let (stop, committed) = (AtomicBool::new(false), AtomicI64::new(0));
        let file = test.folder().join("backup.db");
        let (before, after) = std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut writer = test.writer().unwrap();
                while !stop.load(Ordering::SeqCst) {
                    // Two rows that belong together: a backup has both or none.
                    let n = committed.load(Ordering::SeqCst);
                    let mut tx = writer.begin().unwrap();
                    put(&mut tx, &format!("load {n:06} left"), n).unwrap();
                    put(&mut tx, &format!("load {n:06} right"), n).unwrap();
                    tx.commit().unwrap();
                    committed.fetch_add(1, Ordering::SeqCst);
                }
            });
            while committed.load(Ordering::SeqCst) < 3 {
                std::thread::yield_now();
            }
            let before = committed.load(Ordering::SeqCst);
            let mut during = 0;
            let made = test.backup_to(&file, &mut |_, _| {
                // The writer gets on between two steps of the backup.
                let seen = committed.load(Ordering::SeqCst);
                while during < 3 && committed.load(Ordering::SeqCst) == seen {
                    std::thread::yield_now();
                }
                during += 1;
            });
            let after = committed.load(Ordering::SeqCst);
            stop.store(true, Ordering::SeqCst);
            made.unwrap();
            (before, after)
        });
        assert!(after > before, "no change was made during the backup");
        let copy = Store::open(&format!("sqlite:{}", file.display())).unwrap();
        let cells = cells(&mut copy.reader().unwrap());
        let pairs = cells.iter().filter(|cell| cell.starts_with("load")).count() as i64;
        assert_eq!(pairs % 2, 0, "half a change is in the backup");
        assert!(pairs / 2 >= before && pairs / 2 <= after, "{before} <= {} <= {after}", pairs / 2);
    }
}

#[test]
fn a_damaged_backup_replaces_nothing() {
    let test = sqlite();
    test.migrate().unwrap();
    fill(&test);
    let file = test.folder().join("backup.db");
    test.backup_to(&file, &mut nothing).unwrap();
    let good = std::fs::read(&file).unwrap();
    let mut torn = good.clone();
    let middle = torn.len() / 2;
    torn[middle..middle + 40_000].fill(0x5a);
    let target = test.folder().join("target.db");
    let url = format!("sqlite:{}", target.display());
    restore(&file, &url, &mut nothing).unwrap();
    let before = std::fs::read(&target).unwrap();
    for damage in
        [torn, good[..good.len() / 3].to_vec(), b"not a database, only words of some length".repeat(100)]
    {
        std::fs::write(&file, &damage).unwrap();
        let error = restore(&file, &url, &mut nothing).unwrap_err();
        assert!(error.to_string().contains("damaged"), "{error}");
        assert_eq!(std::fs::read(&target).unwrap(), before);
        if let Some(empty) = postgres() {
            assert!(restore(&file, empty.url(), &mut nothing).is_err());
        }
    }
    let missing = restore(&test.folder().join("none.db"), &url, &mut nothing).unwrap_err();
    assert!(missing.to_string().contains("no file"), "{missing}");
}

#[test]
fn a_restore_keeps_what_it_replaces_and_waits_for_nobody() {
    let test = sqlite();
    test.migrate().unwrap();
    let file = test.folder().join("backup.db");
    test.backup_to(&file, &mut nothing).unwrap();
    let mut writer = test.writer().unwrap();
    let mut tx = writer.begin().unwrap();
    put(&mut tx, "after the backup", 1).unwrap();
    tx.commit().unwrap();
    drop(writer);
    let in_use = restore(&file, test.url(), &mut nothing).unwrap_err();
    assert_eq!(in_use.kind(), Kind::Retry);
    assert!(in_use.to_string().contains("stop the program"), "{in_use}");
    assert_eq!(cells(&mut test.reader().unwrap()), ["after the backup"]);

    let target = test.folder().join("other.db");
    let url = format!("sqlite:{}", target.display());
    restore(&file, &url, &mut nothing).unwrap();
    for n in 1..=2 {
        let open = Store::open(&url).unwrap();
        let mut writer = open.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a change", n).unwrap();
        tx.commit().unwrap();
        drop((writer, open));
        let kept = restore(&file, &url, &mut nothing).unwrap().unwrap();
        assert!(kept.to_string_lossy().ends_with(&format!("other.db.before-restore-{n}")), "{kept:?}");
        let old = Store::open(&format!("sqlite:{}", kept.display())).unwrap();
        assert_eq!(int(&mut old.reader().unwrap(), "SELECT seq FROM log_drained", &[]), n);
        assert!(cells(&mut Store::open(&url).unwrap().reader().unwrap()).is_empty());
    }
    // A database that cannot even be opened is kept too, and replaced.
    std::fs::write(&target, b"no database at all, but somebody may want to look at it").unwrap();
    let kept = restore(&file, &url, &mut nothing).unwrap().unwrap();
    assert!(std::fs::read(kept).unwrap().starts_with(b"no database at all"));
    assert!(cells(&mut Store::open(&url).unwrap().reader().unwrap()).is_empty());
}
