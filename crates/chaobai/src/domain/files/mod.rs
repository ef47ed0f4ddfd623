//! Files kept under their SHA-256. A file is on the disk, whole and synced, before any record names it.

mod kind;
pub mod photo;
mod secrecy;

pub use kind::{media_type, safe_name};

use document::read::Unread;
use kernel::secrecy::Marks;
use kernel::{Kind, Problem, Refusal};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Largest file in bytes: 20 MiB.
pub const SIZE_MAX: u64 = 20 * 1024 * 1024;

/// So many first bytes tell what a file is.
const HEAD: usize = 4096;

/// The folder of files.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

/// A file that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256, hex.
    pub sha256: String,
    /// Media type found from the content.
    pub media_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// Why its text could not be looked into (`encrypted`, `broken`, `no_text`); empty: it was.
    pub unread: &'static str,
}

impl Files {
    /// The files below a folder, which is made if it is missing.
    pub fn open(folder: &Path) -> io::Result<Files> {
        fs::create_dir_all(folder.join("incoming"))?;
        Ok(Files { folder: folder.to_owned() })
    }

    /// Keeps the content of a file whose name ends in one of `allowed`. The content must be what the
    /// ending says, and nothing of it may bear a mark of secrecy: that is looked for before a byte is written.
    /// `number` tells uploads apart that arrive at once.
    ///
    /// # Errors
    /// `files.classified`, and what is wrong with the file.
    pub fn keep(
        &self,
        marks: &Marks,
        name: &str,
        allowed: &[String],
        content: &[u8],
        number: &str,
    ) -> Result<Kept, Refusal> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let wrong = |code| {
            let problem =
                Problem::new("file", code).with("given", &ending).with("allowed", allowed.join(", "));
            Refusal::invalid(vec![problem])
        };
        secrecy::name(marks, name)?;
        if !allowed.contains(&ending) {
            return Err(wrong("not_this_kind"));
        }
        let size = content.len() as u64;
        if size > SIZE_MAX {
            return Err(Refusal::new(Kind::TooLarge, "too_large").with("max", SIZE_MAX));
        }
        let head = &content[..content.len().min(HEAD)];
        let media_type = match kind::media_type(&ending, head) {
            Some(media_type) => media_type,
            None if size == 0 => return Err(wrong("empty_file")),
            None => return Err(wrong("content_differs")),
        };
        let unread = secrecy::content(marks, &ending, content)?;
        let sha256 = hex::encode(Sha256::digest(content));
        let failed = |error: io::Error| {
            tracing::error!(%error, "a file could not be kept");
            Refusal::new(Kind::Busy, "busy")
        };
        let path = self.folder.join("incoming").join(number);
        let home = self.path(&sha256);
        if let Err(error) = write(&path, &home, content) {
            let _ = fs::remove_file(&path);
            return Err(failed(error));
        }
        Ok(Kept { sha256, media_type, size, unread: unread.map(Unread::id).unwrap_or_default() })
    }

    /// Opens a kept file for reading.
    pub fn open_file(&self, sha256: &str) -> io::Result<File> {
        File::open(self.path(sha256))
    }

    fn path(&self, sha256: &str) -> PathBuf {
        let shelf = sha256.get(..2).unwrap_or("xx");
        self.folder.join(shelf).join(sha256)
    }
}

/// Writes a file whole and synced beside the shelves, then puts it where it belongs.
fn write(path: &Path, home: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(content)?;
    file.sync_all()?;
    let folder = home.parent().expect("a kept file has a folder");
    fs::create_dir_all(folder)?;
    fs::rename(path, home)?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn a_file_is_kept_under_its_content_and_refused_when_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let allowed = vec!["pdf".to_owned(), "png".to_owned()];
        let pdf = b"%PDF-1.7\n...".to_vec();
        let marks = Marks::new(&["机密"], &[], &[]);
        let kept = files.keep(&marks, "plan.PDF", &allowed, &pdf, "1").unwrap();
        assert_eq!(kept.unread, "broken", "what could not be looked into is said so");
        assert_eq!((kept.media_type, kept.size), ("application/pdf", pdf.len() as u64));
        let mut back = Vec::new();
        files.open_file(&kept.sha256).unwrap().read_to_end(&mut back).unwrap();
        assert_eq!(back, pdf);
        let code = |name: &str, content: &[u8]| {
            let refusal = files.keep(&marks, name, &allowed, content, "2").unwrap_err();
            refusal.problems.first().map_or(refusal.code, |problem| problem.code)
        };
        assert_eq!(code("plan.exe", b"MZ"), "not_this_kind");
        assert_eq!(code("plan.png", b"%PDF-1.7"), "content_differs");
        assert_eq!(code("plan.pdf", b""), "empty_file");
        assert_eq!(code("plan.pdf", &vec![b'%'; SIZE_MAX as usize + 1]), "too_large");
        assert_eq!(code("机密★1年.pdf", b"%PDF-1.7"), "classified_in_name");
        assert_eq!(code("机密★1年.exe", b"MZ"), "classified_in_name");
        assert_eq!(fs::read_dir(folder.path().join("incoming")).unwrap().count(), 0);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "one shelf, and what is coming in");
    }
}
