//! Who sits at the machine itself: the user of the operating system, who has the administrator's
//! rights over a local journal. The journal remembers the name.

use continuity::actor::Actor;

/// Whoever runs this process, as an actor.
pub fn operator() -> Actor {
    Actor::Operator { user: user() }
}

/// The user's name; where the system's list does not have it, its number.
pub fn user() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"));
    // Real, effective, saved, file system: what a process may do, its effective user may.
    let id = line.and_then(|line| line.split_whitespace().nth(1));
    let Some(id) = id else {
        // No such file on other systems; there the environment is the word of the system.
        let said = ["USER", "USERNAME", "LOGNAME"].map(|name| std::env::var(name).ok());
        return said
            .into_iter()
            .flatten()
            .next()
            .unwrap_or_else(|| "unknown".into());
    };
    let list = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = list.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1) == Some(id)).then(|| name.to_string())
    });
    named.unwrap_or_else(|| format!("user-{id}"))
}
