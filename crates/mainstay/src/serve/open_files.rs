//! The limit on open files, which is the limit on connections. It is raised as far as the system
//! allows; it does not ask for more.

/// The limit as it was and as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenFiles {
    /// What the process was started with.
    pub before: u64,
    /// What it has now.
    pub now: u64,
}

/// Raises the soft limit to the hard one. Where the system knows no limit or refuses, nothing
/// changes.
pub fn raise() -> OpenFiles {
    let before = soft();
    let now = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(before);
    OpenFiles { before, now }
}

#[cfg(unix)]
fn soft() -> u64 {
    rlimit::Resource::NOFILE.get().map_or(256, |(soft, _)| soft)
}

#[cfg(not(unix))]
fn soft() -> u64 {
    // Windows: the C runtime's own limit; sockets are not counted against it.
    8192
}
