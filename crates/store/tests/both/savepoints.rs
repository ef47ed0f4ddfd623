use crate::{cells, put};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::testing::engines;
use store::{Ask, Kind, StoreError};

/// A rule of the domain said no.
#[derive(Debug)]
enum Said {
    No,
    Failed,
}

impl From<StoreError> for Said {
    fn from(_: StoreError) -> Said {
        Said::Failed
    }
}

#[test]
fn a_refused_command_leaves_nothing_and_the_batch_goes_on() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        for (cell, refuse) in
            [("a", false), ("b", true), ("c", false), ("d", true), ("e", true), ("f", false)]
        {
            let done = tx.savepoint(|tx| {
                put(tx, cell, 1)?;
                if refuse { Err(Said::No) } else { Ok(cell) }
            });
            assert_eq!(matches!(done, Err(Said::No)), refuse);
        }
        put(&mut tx, "outside", 1).unwrap();
        tx.commit().unwrap();
        assert_eq!(cells(&mut test.reader().unwrap()), ["a", "c", "f", "outside"]);
    }
}

#[test]
fn a_failed_statement_fails_its_savepoint_only() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        let failed: Result<(), StoreError> = tx.savepoint(|tx| {
            put(tx, "b", 1)?;
            put(tx, "a", 2)?;
            Ok(())
        });
        assert_eq!(failed.unwrap_err().kind(), Kind::Constraint);
        // Whoever swallows the error does not get away with half a command.
        let swallowed: Result<(), StoreError> = tx.savepoint(|tx| {
            put(tx, "c", 1)?;
            let _ = put(tx, "a", 2);
            let next = tx.rows("SELECT 1", &[]).unwrap_err();
            assert!(next.to_string().contains("earlier statement"), "{next}");
            Ok(())
        });
        assert!(swallowed.unwrap_err().to_string().contains("not passed on"));
        let fine: Result<u64, StoreError> = tx.savepoint(|tx| put(tx, "d", 1));
        assert_eq!(fine.unwrap(), 1);
        tx.commit().unwrap();
        assert_eq!(cells(&mut test.reader().unwrap()), ["a", "d"]);
    }
}

#[test]
fn savepoints_nest() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        let outer: Result<(), Said> = tx.savepoint(|tx| {
            put(tx, "a", 1)?;
            let inner: Result<(), Said> = tx.savepoint(|tx| {
                put(tx, "b", 1)?;
                let deepest: Result<u64, StoreError> = tx.savepoint(|tx| put(tx, "c", 1));
                deepest?;
                Err(Said::No)
            });
            assert!(matches!(inner, Err(Said::No)));
            let kept: Result<u64, StoreError> = tx.savepoint(|tx| put(tx, "d", 1));
            kept?;
            Ok(())
        });
        outer.unwrap();
        let undone: Result<(), Said> = tx.savepoint(|tx| {
            let kept: Result<u64, StoreError> = tx.savepoint(|tx| put(tx, "e", 1));
            kept?;
            Err(Said::No)
        });
        assert!(matches!(undone, Err(Said::No)));
        tx.commit().unwrap();
        assert_eq!(cells(&mut test.reader().unwrap()), ["a", "d"]);
    }
}

#[test]
fn a_panic_in_a_savepoint_undoes_it_and_the_transaction_goes_on() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _: Result<(), StoreError> = tx.savepoint(|tx| {
                put(tx, "b", 1)?;
                std::panic::resume_unwind(Box::new("a defect"));
            });
        }));
        assert!(panicked.is_err());
        let next: Result<u64, StoreError> = tx.savepoint(|tx| put(tx, "c", 1));
        next.unwrap();
        tx.commit().unwrap();
        assert_eq!(cells(&mut test.reader().unwrap()), ["a", "c"]);
    }
}

#[test]
fn a_transaction_that_is_dropped_or_had_failed_writes_nothing() {
    for test in engines() {
        let mut writer = test.writer().unwrap();
        put(&mut writer.begin().unwrap(), "dropped", 1).unwrap();
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "a", 1).unwrap();
        put(&mut tx, "a", 1).unwrap_err();
        let error = tx.commit().unwrap_err();
        assert_eq!(error.kind(), Kind::Constraint);
        assert!(error.to_string().contains("nothing was written"), "{error}");
        let mut tx = writer.begin().unwrap();
        put(&mut tx, "b", 1).unwrap();
        tx.touch_wal().unwrap();
        tx.commit().unwrap();
        assert_eq!(cells(&mut test.reader().unwrap()), ["b"]);
    }
}
