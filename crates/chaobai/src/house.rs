//! Builds everything once, by hand: the only file that knows all parts.

use crate::clock::{Channels, Clock, Log};
use crate::desk::{Desk, Law, SharedLaw};
use crate::domain::charters;
use crate::domain::documents::Printer;
use crate::domain::files::Files;
use crate::domain::registers::indexes;
use anyhow::{Context, Result, bail};
use kernel::{Instant, Moment};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Reader, Store};

/// Where a zone lives and how it is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of files, log, keys and (with SQLite) the database.
    pub data: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; absent: `zone.db` in the data folder.
    pub database: Option<String>,
    /// A clock that stands still, for tests and pictures.
    pub standing_clock: Option<Instant>,
    /// Folder with the office's own typefaces for documents; absent: those of the system.
    pub fonts: Option<PathBuf>,
    /// Where notices go outside the house.
    pub channels: Channels,
}

impl Settings {
    /// A zone in a folder, in SQLite, by the wall clock.
    pub fn in_folder(data: &Path) -> Settings {
        Settings {
            data: data.to_owned(),
            database: None,
            standing_clock: None,
            fonts: None,
            channels: Channels::default(),
        }
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("zone.db").display()))
    }
}

/// Everything there is, in the order it was built.
pub struct House {
    /// Where it lives.
    pub settings: Settings,
    /// The database.
    pub store: Store,
    /// The charter in force.
    pub law: SharedLaw,
    /// The time.
    pub clock: Clock,
    /// Files by content.
    pub files: Files,
    /// Where documents are printed.
    pub printer: Printer,
    /// The zone's log on disk, with its key.
    pub log: Log,
    /// Where changes happen. Last, so that it ends first.
    pub desk: Desk,
}

impl House {
    /// Opens a zone that has been founded.
    pub fn open(settings: Settings) -> Result<House> {
        let store = open_store(&settings)?;
        let law = charters::in_force(&mut store.reader()?)?;
        let Some(law) = law else {
            bail!(
                "there is no zone in {} yet; found one: chaobai adopt charters/NAME",
                settings.data.display()
            );
        };
        House::over(settings, store, law)
    }

    /// Opens a house under a law that may not be adopted yet (version 0): only to adopt it.
    pub fn over(settings: Settings, store: Store, law: Law) -> Result<House> {
        let zone = &law.charter.zone;
        let clock = match settings.standing_clock {
            Some(at) => Clock::standing(&zone.time_zone, at),
            None => Clock::system(&zone.time_zone),
        };
        let files = Files::open(&settings.data.join("files")).context("the folder of files")?;
        let log = Log::open(&settings.data, &zone.id).context("the log's folder and key")?;
        indexes::ensure(&store, &law.charter).context("the indexes the charter asks for")?;
        let law = SharedLaw::new(law);
        let desk = Desk::open(&store, law.clone()).context("the desk")?;
        let printer = Printer::new(settings.fonts.clone());
        Ok(House { settings, store, law, clock, files, printer, log, desk })
    }

    /// The law in force.
    pub fn law(&self) -> Arc<Law> {
        self.law.get()
    }

    /// A connection that can only ask.
    pub fn reader(&self) -> Result<Reader, store::StoreError> {
        self.store.reader()
    }

    /// A moment for one command.
    pub fn moment(&self) -> Moment {
        self.clock.moment()
    }

    /// Looks whether another process adopted a newer charter, and takes it as the law.
    pub fn refresh_law(&self) -> Result<bool> {
        let Some(law) = charters::in_force(&mut self.store.reader()?)? else { return Ok(false) };
        if law.version <= self.law.get().version {
            return Ok(false);
        }
        indexes::ensure(&self.store, &law.charter)?;
        self.law.set(law);
        Ok(true)
    }
}

/// Opens and migrates the database of a zone.
pub fn open_store(settings: &Settings) -> Result<Store> {
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("the folder {}", settings.data.display()))?;
    let store = Store::open(&settings.database_url())?;
    store.migrate()?;
    Ok(store)
}
