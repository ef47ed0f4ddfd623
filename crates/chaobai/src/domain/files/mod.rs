//! Files kept under their SHA-256. A file is on the disk, whole and synced, before any record names it.

mod kind;
pub mod photo;

pub use kind::{media_type, safe_name};

use kernel::{Kind, Problem, Refusal};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// Largest file in bytes: 20 MiB.
pub const SIZE_MAX: u64 = 20 * 1024 * 1024;

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
}

impl Files {
    /// The files below a folder, which is made if it is missing.
    pub fn open(folder: &Path) -> io::Result<Files> {
        fs::create_dir_all(folder.join("incoming"))?;
        Ok(Files { folder: folder.to_owned() })
    }

    /// Keeps the content of a file whose name ends in one of `allowed`. The content must be what the
    /// ending says. `number` tells uploads apart that arrive at once.
    pub fn keep(
        &self,
        name: &str,
        allowed: &[String],
        content: &mut dyn Read,
        number: &str,
    ) -> Result<Kept, Refusal> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
        let wrong = |code| {
            let problem =
                Problem::new("file", code).with("given", &ending).with("allowed", allowed.join(", "));
            Refusal::invalid(vec![problem])
        };
        if !allowed.contains(&ending) {
            return Err(wrong("not_this_kind"));
        }
        let failed = |error: io::Error| {
            tracing::error!(%error, "a file could not be kept");
            Refusal::new(Kind::Busy, "busy")
        };
        let path = self.folder.join("incoming").join(number);
        let mut file = File::create(&path).map_err(failed)?;
        let outcome = copy(content, &mut file);
        let kept = match outcome {
            Ok(Copied { sha256, size, head }) if size <= SIZE_MAX => match kind::media_type(&ending, &head) {
                Some(media_type) => Ok(Kept { sha256, media_type, size }),
                None if size == 0 => Err(wrong("empty_file")),
                None => Err(wrong("content_differs")),
            },
            Ok(_) => Err(Refusal::new(Kind::TooLarge, "too_large").with("max", SIZE_MAX)),
            Err(error) => Err(failed(error)),
        };
        let kept = match kept {
            Ok(kept) => kept,
            Err(refusal) => {
                let _ = fs::remove_file(&path);
                return Err(refusal);
            }
        };
        file.sync_all().map_err(failed)?;
        let home = self.path(&kept.sha256);
        let folder = home.parent().expect("a kept file has a folder");
        fs::create_dir_all(folder).map_err(failed)?;
        fs::rename(&path, &home).map_err(failed)?;
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        Ok(kept)
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

struct Copied {
    sha256: String,
    size: u64,
    head: Vec<u8>,
}

/// Copies at most one byte more than allowed, hashing on the way.
fn copy(content: &mut dyn Read, file: &mut File) -> io::Result<Copied> {
    let (mut hash, mut size, mut head) = (Sha256::new(), 0u64, Vec::new());
    let mut buffer = vec![0u8; 64 * 1024];
    let mut content = content.take(SIZE_MAX + 1);
    loop {
        let read = content.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hash.update(&buffer[..read]);
        file.write_all(&buffer[..read])?;
        if head.len() < 4096 {
            head.extend_from_slice(&buffer[..read.min(4096 - head.len())]);
        }
        size += read as u64;
    }
    Ok(Copied { sha256: hex::encode(hash.finalize()), size, head })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_kept_under_its_content_and_refused_when_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::open(folder.path()).unwrap();
        let allowed = vec!["pdf".to_owned(), "png".to_owned()];
        let pdf = b"%PDF-1.7\n...".to_vec();
        let kept = files.keep("plan.PDF", &allowed, &mut pdf.as_slice(), "1").unwrap();
        assert_eq!((kept.media_type, kept.size), ("application/pdf", pdf.len() as u64));
        let mut back = Vec::new();
        files.open_file(&kept.sha256).unwrap().read_to_end(&mut back).unwrap();
        assert_eq!(back, pdf);
        let code = |name: &str, content: &[u8]| {
            let refusal = files.keep(name, &allowed, &mut &content[..], "2").unwrap_err();
            refusal.problems.first().map_or(refusal.code, |problem| problem.code)
        };
        assert_eq!(code("plan.exe", b"MZ"), "not_this_kind");
        assert_eq!(code("plan.png", b"%PDF-1.7"), "content_differs");
        assert_eq!(code("plan.pdf", b""), "empty_file");
        assert_eq!(code("plan.pdf", &vec![b'%'; SIZE_MAX as usize + 1]), "too_large");
        assert_eq!(fs::read_dir(folder.path().join("incoming")).unwrap().count(), 0);
    }
}
