//! Where the files of a feed come from: a zip archive or a folder, opened with suspicion.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::guard::{Guard, SinceRow};
use super::report::FeedError;

/// What an archive may ask of us before it is refused.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// All files together, uncompressed. Default 16 GiB.
    pub total_bytes: u64,
    /// Uncompressed over compressed size of one file, where it is larger than 16 MiB. Default 400; timetables
    /// expanded from a pattern reach 100, a bomb 1,000.
    pub ratio: u64,
    /// Entries of an archive. Default 1,000.
    pub entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total_bytes: 16 << 30, ratio: 400, entries: 1_000 }
    }
}

/// The files of one feed by their GTFS name.
pub(super) trait Source {
    /// Opens a file, or `None` if the feed has none of that name.
    fn open<'a>(
        &'a mut self,
        name: &str,
        since_row: SinceRow,
    ) -> Result<Option<Box<dyn Read + 'a>>, FeedError>;
    /// Names of all files.
    fn names(&self) -> Vec<String>;
}

/// A zip archive whose directory has been checked.
pub(super) struct Zip<R> {
    archive: ZipArchive<R>,
    /// File name to entry.
    entries: BTreeMap<String, usize>,
}

impl<R: Read + Seek> Zip<R> {
    pub(super) fn new(reader: R, limits: Limits) -> Result<Self, FeedError> {
        let mut archive = ZipArchive::new(reader).map_err(|cause| FeedError::Archive(cause.to_string()))?;
        if archive.len() > limits.entries {
            return Err(FeedError::Refused(format!(
                "{} entries, at most {} are read",
                archive.len(),
                limits.entries
            )));
        }
        if archive.has_overlapping_entries().map_err(|cause| FeedError::Archive(cause.to_string()))? {
            return Err(FeedError::Refused("two entries of the archive share bytes".to_owned()));
        }
        if archive.has_duplicate_names() {
            return Err(FeedError::Refused("two entries of the archive have the same name".to_owned()));
        }
        let (mut entries, mut total) = (BTreeMap::<String, (usize, usize)>::new(), 0_u64);
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(|cause| FeedError::Archive(cause.to_string()))?;
            let raw = entry.name_raw().to_vec();
            let name = String::from_utf8_lossy(&raw).into_owned();
            if is_hostile(&name) {
                return Err(FeedError::Refused(format!("the name {name:?} leaves the archive")));
            }
            if entry.is_dir() {
                continue;
            }
            let (size, packed) = (entry.size(), entry.compressed_size());
            total = total.saturating_add(size);
            if total > limits.total_bytes {
                return Err(FeedError::Refused(format!(
                    "more than {} bytes when unpacked",
                    limits.total_bytes
                )));
            }
            if size > 16 << 20 && size / packed.max(1) > limits.ratio {
                return Err(FeedError::Refused(format!(
                    "{name} unpacks to {} times its size",
                    size / packed.max(1)
                )));
            }
            // Many feeds are packed inside one folder. The shallowest file of a name counts.
            let depth = name.matches('/').count();
            let file = name.rsplit('/').next().unwrap_or_default().to_owned();
            if entries.get(&file).is_none_or(|(_, other)| depth < *other) {
                entries.insert(file, (at, depth));
            }
        }
        Ok(Self { archive, entries: entries.into_iter().map(|(name, (at, _))| (name, at)).collect() })
    }
}

/// A name that would escape if it were unpacked. We never unpack, but such an archive is not a feed.
fn is_hostile(name: &str) -> bool {
    name.starts_with('/')
        || name.contains('\\')
        || name.contains('\0')
        || name.contains(':')
        || name.split('/').any(|part| part == "..")
}

impl<R: Read + Seek> Source for Zip<R> {
    fn open<'a>(
        &'a mut self,
        name: &str,
        since_row: SinceRow,
    ) -> Result<Option<Box<dyn Read + 'a>>, FeedError> {
        let Some(&at) = self.entries.get(name) else { return Ok(None) };
        let entry =
            self.archive.by_index(at).map_err(|cause| FeedError::Archive(format!("{name}: {cause}")))?;
        let declared = entry.size();
        Ok(Some(Box::new(Guard::new(entry, Some(declared), since_row))))
    }

    fn names(&self) -> Vec<String> {
        self.entries.keys().cloned().collect()
    }
}

/// A folder; only plain files directly in it are opened.
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(super) fn new(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }
}

impl Source for Folder {
    fn open<'a>(
        &'a mut self,
        name: &str,
        since_row: SinceRow,
    ) -> Result<Option<Box<dyn Read + 'a>>, FeedError> {
        let path = self.path.join(name);
        let failed = |cause| FeedError::Io { doing: format!("opening {}", path.display()), cause };
        match fs::symlink_metadata(&path) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(cause)),
            Ok(about) if !about.is_file() => {
                return Err(FeedError::Refused(format!("{} is not a plain file", path.display())));
            }
            Ok(_) => {}
        }
        let file = File::open(&path).map_err(failed)?;
        Ok(Some(Box::new(Guard::new(file, None, since_row))))
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(&self.path)
            .into_iter()
            .flatten()
            .flatten()
            .map(|item| item.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}
