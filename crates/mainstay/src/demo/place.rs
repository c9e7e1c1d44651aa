//! Where a demonstration keeps its journal while it runs: a folder of the system's for what does
//! not last, removed with everything in it at the end.

use std::path::{Path, PathBuf};

/// A folder that is removed when it is dropped.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// A new folder that only its owner can read. Errors: it cannot be made.
    pub fn fresh() -> std::io::Result<Place> {
        let name = format!("mainstay-demo-{}", uuid::Uuid::new_v4().simple());
        let folder = std::env::temp_dir().join(name);
        let mut builder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder)?;
        Ok(Place { folder })
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The address of the journal in it.
    pub fn journal(&self) -> String {
        format!("sqlite:{}", self.folder.join("journal.db").display())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // If it cannot be removed now, the system removes it with its other passing files.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
