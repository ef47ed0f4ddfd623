//! The zone's log on disk: `data/log` (checkpoint and tiles, nothing else, fit to be published as it
//! is) and its Ed25519 key in `data/keys`.

use anyhow::{Context, Result};
use journal::key::{Ed25519Signer, Ed25519Verifier};
use journal::{Checkpoint, File, Folder, Trust};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The log's folder and key.
pub struct Log {
    folder: PathBuf,
    origin: String,
    signer: Ed25519Signer,
}

impl Log {
    /// Opens the log of a zone; makes folder and key the first time.
    pub fn open(data: &Path, zone: &str) -> Result<Log> {
        let folder = data.join("log");
        fs::create_dir_all(&folder)?;
        let origin = format!("chaobai/{zone}");
        let signer = key(&data.join("keys"), &origin)?;
        let log = Log { folder, origin, signer };
        let public = data.join("log-key.txt");
        if !public.exists() {
            write_durably(&public, format!("{}\n", log.verifier().to_text()).as_bytes(), false)?;
        }
        Ok(log)
    }

    /// The line a checkpoint begins with: which log this is.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The published files.
    pub fn folder(&self) -> Folder {
        Folder(self.folder.clone())
    }

    /// Where they are.
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// The key anyone checks the log with.
    pub fn verifier(&self) -> Ed25519Verifier {
        self.signer.verifier()
    }

    /// Trust in this log's own key.
    pub fn trust(&self) -> Trust {
        Trust::parse(&[&self.verifier().to_text()], &[], 0)
            .expect("a signer's own verifier key is well formed")
    }

    /// The checkpoint on disk, its signature checked; none before the first.
    pub fn checkpoint(&self) -> Result<Option<Checkpoint>> {
        let Some(bytes) = self.checkpoint_bytes()? else { return Ok(None) };
        let opened = self.trust().open(&bytes).context("the checkpoint on disk")?;
        Ok(Some(opened.checkpoint))
    }

    /// The signed checkpoint as published.
    pub fn checkpoint_bytes(&self) -> Result<Option<Vec<u8>>> {
        match fs::read(self.folder.join("checkpoint")) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("the checkpoint on disk"),
        }
    }

    /// Writes a tile or bundle. What is there already is left as it is: the bytes of a path never change.
    pub fn write(&self, file: &File) -> Result<()> {
        let path = self.folder.join(&file.path);
        if path.exists() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        write_durably(&path, &file.bytes, false)
    }

    /// Signs a checkpoint and puts it in place of the one before.
    pub fn publish(&self, checkpoint: &Checkpoint) -> Result<()> {
        let note = checkpoint.sign(&self.signer)?;
        write_durably(&self.folder.join("checkpoint"), note.to_text().as_bytes(), false)
    }
}

/// Reads the key, or makes one the first time.
fn key(folder: &Path, name: &str) -> Result<Ed25519Signer> {
    let path = folder.join("log.key");
    if let Ok(text) = fs::read_to_string(&path) {
        return Ed25519Signer::parse(text.trim()).with_context(|| format!("the key in {}", path.display()));
    }
    fs::create_dir_all(folder)?;
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed).map_err(|error| anyhow::anyhow!("random bytes for the log's key: {error}"))?;
    let signer = Ed25519Signer::new(name, &seed)?;
    write_durably(&path, format!("{}\n", signer.to_secret_text()).as_bytes(), true)?;
    Ok(signer)
}

/// Writes a file so that it is either there whole, or not there: beside, sync, rename, sync the folder.
fn write_durably(path: &Path, bytes: &[u8], secret: bool) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let beside = path.with_extension("new");
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(if secret { 0o600 } else { 0o644 })
        .open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    if let Some(folder) = path.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
