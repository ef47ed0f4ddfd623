//! Where the zone lives: the options every command that opens a zone has.

use crate::house::Settings;
use anyhow::{Context, Result};
use kernel::Instant;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// Folder and database of a zone.
#[derive(clap::Args, Clone, Debug)]
pub struct Place {
    /// Folder of files, log, keys and (with SQLite) the database.
    #[arg(long, value_name = "DIR", default_value = "data", env = "CHAOBAI_DATA")]
    pub data: PathBuf,
    /// Address of the database: sqlite:PATH or postgres://USER@HOST/NAME. Absent: zone.db in the folder.
    #[arg(long, value_name = "URL", env = "CHAOBAI_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
    /// Folder with the office's own typefaces for documents. Absent: those of the system.
    #[arg(long, value_name = "DIR", env = "CHAOBAI_FONTS")]
    pub fonts: Option<PathBuf>,
    /// A clock that stands still at an RFC 3339 instant, for tests and pictures.
    #[arg(long, value_name = "INSTANT", hide_short_help = true)]
    pub fixed_clock: Option<String>,
}

impl Place {
    /// As the house wants it.
    pub fn settings(&self) -> Result<Settings> {
        let standing_clock = match &self.fixed_clock {
            Some(text) => Some(
                Instant::parse(text)
                    .with_context(|| format!("{text} is not an instant (2023-12-29T17:56:00+08:00)"))?,
            ),
            None => None,
        };
        let (database, fonts) = (self.database.clone(), self.fonts.clone());
        Ok(Settings { database, standing_clock, fonts, ..Settings::in_folder(&self.data) })
    }
}

/// Keeps a zone's folder for one program that publishes its log; none if another one has it. Given up
/// when dropped, and by the operating system when the program ends, however it ends.
pub fn keep(data: &Path) -> Result<Option<File>> {
    std::fs::create_dir_all(data).with_context(|| format!("the folder {}", data.display()))?;
    let path = data.join("in-use.lock");
    let file = File::create(&path).with_context(|| format!("the file {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("the file {}", path.display())),
    }
}
