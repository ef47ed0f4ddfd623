//! Backups: always one SQLite file, whichever engine the zone lives in, and back into either engine.

use crate::sqlite::{classify, connect};
use crate::{Kind, Store, StoreError, copy};
use rusqlite::backup::{Backup, StepResult};
use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// Pages copied at a time (4 KiB each).
const PAGES: i32 = 512;

impl Store {
    /// Writes one state of the whole database into a new SQLite file while writers go on. The file gets
    /// its name only when it is complete, checked and on the disk; an existing file is never touched.
    /// `progress` is told what is copied (`pages`, or a table) and how much so far.
    pub fn backup_to(&self, path: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<(), StoreError> {
        if path.exists() {
            return Err(StoreError::other(format!(
                "{} is there already; a backup is a new file",
                path.display()
            )));
        }
        let partial = beside(path, ".partial");
        remove(&partial)?;
        let made = match self.file() {
            Some(file) => copy_file(file, &partial, progress),
            None => self.copy_into_file(&partial, progress),
        };
        let done = made.and_then(|()| check(&partial)).and_then(|()| rename(&partial, path));
        if done.is_err() {
            let _ = remove(&partial);
        }
        done.map_err(|error| error.while_(&format!("backup to {}", path.display())))
    }

    fn copy_into_file(&self, path: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<(), StoreError> {
        let file = open_file(path)?;
        file.migrate()?;
        copy(self, &file, progress).map(drop)
    }
}

/// Puts a backup in the place of the database at `url`; the program must be stopped. The backup is
/// checked before anything is replaced.
///
/// SQLite: a database that is there already is kept beside the new one under the name given back.
/// PostgreSQL: the database must be empty.
pub fn restore(
    backup: &Path,
    url: &str,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<Option<PathBuf>, StoreError> {
    let doing = format!("restore from {}", backup.display());
    restore_into(backup, url, progress).map_err(|error| error.while_(&doing))
}

fn restore_into(
    backup: &Path,
    url: &str,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<Option<PathBuf>, StoreError> {
    check(backup)?;
    if let Some(target) = url.strip_prefix("sqlite:").map(Path::new) {
        let fresh = beside(target, ".restoring");
        remove(&fresh)?;
        let made = copy_file(backup, &fresh, progress).and_then(|()| check(&fresh));
        let kept = made.and_then(|()| set_aside(target)).inspect_err(|_| drop(remove(&fresh)))?;
        rename(&fresh, target)?;
        return Ok(kept);
    }
    let to = Store::open(url)?;
    to.migrate()?;
    // A backup of an older program is brought up to date first, in a copy of it.
    let fresh = beside(backup, ".restoring");
    remove(&fresh)?;
    let done = copy_file(backup, &fresh, progress).and_then(|()| {
        let from = open_file(&fresh)?;
        from.migrate()?;
        copy(&from, &to, progress)
    });
    remove(&fresh)?;
    done.map(|_| None)
}

fn open_file(path: &Path) -> Result<Store, StoreError> {
    let name = path.to_str().ok_or_else(|| StoreError::other("the path is not UTF-8"))?;
    Store::open(&format!("sqlite:{name}"))
}

/// Copies one state of a SQLite file, in steps, while others write to it.
fn copy_file(from: &Path, to: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<(), StoreError> {
    let mut run = || -> rusqlite::Result<()> {
        let source = connect(from)?;
        source.busy_timeout(std::time::Duration::from_secs(5))?;
        // A read transaction pins the state; without it, every write elsewhere would start the copy anew.
        source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema;")?;
        let mut target = connect(to)?;
        target.execute_batch("PRAGMA synchronous=FULL")?;
        {
            let backup = Backup::new(&source, &mut target)?;
            loop {
                let step = backup.step(PAGES)?;
                let at = backup.progress();
                progress("pages", u64::try_from(at.pagecount - at.remaining).unwrap_or(0));
                if step == StepResult::Done {
                    break;
                }
            }
        }
        // One file that needs nothing beside it; the program turns the log on again when it opens it.
        target.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))
    };
    run().map_err(classify)
}

/// Reads every page and every index of a SQLite file.
fn check(path: &Path) -> Result<(), StoreError> {
    if !path.is_file() {
        return Err(StoreError::other(format!("there is no file {}", path.display())));
    }
    let report = (|| -> rusqlite::Result<Vec<String>> {
        let connection = connect(path)?;
        let mut statement = connection.prepare("PRAGMA integrity_check(10)")?;
        statement.query_map([], |row| row.get(0))?.collect()
    })();
    let report = report.map_err(|error| classify(error).while_(&format!("{} is damaged", path.display())))?;
    if report != ["ok"] {
        return Err(StoreError::other(format!("{} is damaged: {}", path.display(), report.join("; "))));
    }
    Ok(())
}

/// Moves a database out of the way, if nobody uses it, and says where to.
fn set_aside(target: &Path) -> Result<Option<PathBuf>, StoreError> {
    if !target.exists() {
        return Ok(None);
    }
    let unused = connect(target).and_then(|connection| {
        connection.busy_timeout(std::time::Duration::ZERO)?;
        connection.execute_batch("PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;")?;
        // What is still in the log goes into the file that is kept.
        connection.query_row("PRAGMA journal_mode=DELETE", [], |_| Ok(()))
    });
    // A damaged database is just what a restore is for; one in use is not.
    if let Err(error) = unused.map_err(classify)
        && error.kind() == Kind::Retry
    {
        return Err(error.while_(&format!("{} is in use; stop the program first", target.display())));
    }
    let kept = (1..).map(|n| beside(target, &format!(".before-restore-{n}"))).find(|path| !path.exists());
    let kept = kept.ok_or_else(|| StoreError::other("no name is left for the database that is replaced"))?;
    for suffix in ["", "-wal", "-shm"] {
        let from = beside(target, suffix);
        if from.exists() {
            rename(&from, &beside(&kept, suffix))?;
        }
    }
    Ok(Some(kept))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        match fs::remove_file(beside(path, suffix)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(path, error)),
            _ => {}
        }
    }
    Ok(())
}

/// Renames, and returns when the new name is on the disk.
fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(from)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(from, to))
        .and_then(|()| File::open(folder))
        .and_then(|folder| folder.sync_all())
        .map_err(|error| io(to, error))
}

fn io(path: &Path, error: std::io::Error) -> StoreError {
    let kind = if error.kind() == std::io::ErrorKind::StorageFull { Kind::Full } else { Kind::Other };
    StoreError::new(kind, format!("{}: {error}", path.display())).because(error)
}
