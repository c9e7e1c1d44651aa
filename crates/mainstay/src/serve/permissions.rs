//! Files and folders that others on this machine could read: named, never changed.

use std::path::Path;

/// A remark on each of these that grants anything to group or others, and how to mend it.
/// What does not exist is no fault.
pub fn remarks<'a>(paths: impl IntoIterator<Item = &'a Path>) -> Vec<String> {
    paths.into_iter().filter_map(remark).collect()
}

#[cfg(unix)]
fn remark(path: &Path) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;
    let meta = std::fs::metadata(path).ok()?;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return None;
    }
    let right = if meta.is_dir() { "0700" } else { "0600" };
    let path = path.display();
    Some(format!(
        "{path} has mode {mode:04o}, so that others on this machine can use it; run \
         `chmod {right} {path}`"
    ))
}

#[cfg(not(unix))]
fn remark(_path: &Path) -> Option<String> {
    None
}

#[cfg(all(test, unix))]
mod tests;
