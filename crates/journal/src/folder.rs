//! A log in a folder: what a web server serves, what is copied to a stick and checked elsewhere.

use crate::tile::TileSource;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The folder that holds `checkpoint` and `tile/`.
#[derive(Clone, Debug)]
pub struct Folder(pub PathBuf);

impl TileSource for Folder {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        if path.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
            return Err(io::Error::new(ErrorKind::InvalidInput, "not a path inside the log"));
        }
        match std::fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn list(&self) -> io::Result<Option<Vec<String>>> {
        let mut paths = Vec::new();
        walk(&self.0, "", &mut paths)?;
        paths.sort();
        Ok(Some(paths))
    }
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for item in std::fs::read_dir(folder)? {
        let item = item?;
        let path = format!("{prefix}{}", item.file_name().to_string_lossy());
        if item.file_type()?.is_dir() {
            walk(&item.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
