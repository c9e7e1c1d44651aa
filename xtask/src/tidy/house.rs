//! The tree of the repository as the checks see it: every file's path, and the text of those that
//! people write. What git does not keep (build output, hidden folders of tools) is passed by.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::source::Source;

/// Folders that hold nothing people wrote.
const PASSED_BY: &[&str] = &["target", ".git", "node_modules", "mutants.out"];

/// Texts above this size are data, not writing; only their path is kept.
const TEXT_BYTES_MAX: u64 = 2_000_000;

/// A file of the repository.
pub struct File {
    /// Path from the root, with `/`.
    pub path: String,
    /// Its text; empty where it is not text that people write.
    pub text: String,
    /// For Rust: the same text with comments and literals blanked out.
    pub source: Option<Source>,
}

impl File {
    /// Whether it is Rust.
    pub fn is_rust(&self) -> bool {
        self.source.is_some()
    }

    /// The code with comments and literals blanked out; empty if it is not Rust.
    pub fn code(&self) -> &str {
        self.source
            .as_ref()
            .map_or("", |source| source.code.as_str())
    }

    /// The file's name without folders and without its ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.split('.').next().unwrap_or_default()
    }
}

/// The repository, read once.
pub struct House {
    /// Its root folder.
    pub root: PathBuf,
    /// Every file, ordered by path.
    pub files: Vec<File>,
}

impl House {
    /// Reads the tree below `root`.
    ///
    /// Errors: a folder or a file that cannot be read.
    pub fn read(root: &Path) -> anyhow::Result<House> {
        let root = root
            .canonicalize()
            .with_context(|| format!("cannot find {root:?}"))?;
        let mut files = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            let entries = std::fs::read_dir(&folder)
                .with_context(|| format!("cannot list {}", folder.display()))?;
            for entry in entries {
                let entry = entry.with_context(|| format!("in {}", folder.display()))?;
                let kind = entry.file_type()?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if kind.is_dir() && !PASSED_BY.contains(&name.as_str()) {
                    folders.push(entry.path());
                } else if kind.is_file() {
                    files.push(read_file(&root, &entry.path(), entry.metadata()?.len())?);
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(House { root, files })
    }

    /// All Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_rust())
    }

    /// A file by its path from the root.
    pub fn file(&self, path: &str) -> Option<&File> {
        let at = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(path))
            .ok()?;
        Some(&self.files[at])
    }

    /// Whether a file or a folder stands at this path from the root.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.file(path).is_some() || self.files.iter().any(|file| file.path.starts_with(&folder))
    }

    /// The folders directly in `folder` that hold files, ordered and without repetition.
    pub fn folders_in(&self, folder: &str) -> Vec<String> {
        let prefix = format!("{folder}/");
        let mut found: Vec<String> = self
            .files
            .iter()
            .filter_map(|file| file.path.strip_prefix(&prefix)?.split_once('/'))
            .map(|(name, _)| name.to_owned())
            .collect();
        found.dedup();
        found
    }
}

fn read_file(root: &Path, path: &Path, bytes: u64) -> anyhow::Result<File> {
    let from_root = path
        .strip_prefix(root)
        .expect("the walk started at the root");
    let parts: Vec<_> = from_root
        .iter()
        .map(|part| part.to_string_lossy())
        .collect();
    let name = parts.join("/");
    let written = [".rs", ".md", ".toml", ".txt", ".lock", ".sh", ".yml"];
    let is_written = written.iter().any(|end| name.ends_with(end)) || !parts_end_has_dot(&name);
    let text = if is_written && bytes <= TEXT_BYTES_MAX {
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
        String::from_utf8(bytes).unwrap_or_default()
    } else {
        String::new()
    };
    let source = name.ends_with(".rs").then(|| Source::read(&text));
    Ok(File {
        path: name,
        text,
        source,
    })
}

/// Scripts such as `test` have no ending.
fn parts_end_has_dot(path: &str) -> bool {
    path.rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'))
}
