//! A folder of backups: how they are named, which is the newest, which are let go of, and whether
//! the folder would be lost together with the journal.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use journal::backup::Manifest;

/// What names of backups begin with.
const BEGINS: &str = "mainstay-";
/// What they end with.
const ENDS: &str = ".backup";

/// Where a backup made at an instant is put.
pub fn path(folder: &Path, at: Timestamp) -> PathBuf {
    let at = at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ");
    folder.join(format!("{BEGINS}{at}{ENDS}"))
}

/// The backups of a folder, oldest first: those with a manifest, which is written last.
pub fn all(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let is_ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(BEGINS) && name.ends_with(ENDS) && Manifest::path(path).exists()
    };
    let entries = std::fs::read_dir(folder)?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths.filter(is_ours).collect();
    found.sort();
    Ok(found)
}

/// Lets go of all but the newest so many. Returns those that are gone. Other files stay.
pub fn prune(folder: &Path, keep: usize) -> std::io::Result<Vec<PathBuf>> {
    let mut all = all(folder)?;
    all.truncate(all.len().saturating_sub(keep.max(1)));
    for path in &all {
        // The manifest last: a backup without one would look half-made for ever.
        std::fs::remove_file(path)?;
        std::fs::remove_file(Manifest::path(path))?;
    }
    Ok(all)
}

/// Makes the folder, for its owner only, where there is none.
pub fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Whether a folder and a file are on the same device, as far as that can be told.
pub fn shares_device(folder: &Path, file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let device = |path: &Path| std::fs::metadata(path).map(|meta| meta.dev()).ok();
        device(folder).is_some() && device(folder) == device(file)
    }
    #[cfg(not(unix))]
    {
        let _ = (folder, file);
        false
    }
}

#[cfg(test)]
mod tests;
