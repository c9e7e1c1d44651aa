//! `backup-never-restored`: copies are made, and nobody has brought one back.

use record::initiation::policy::Severity;
use record::requirements::dataset::Verified;

use super::{About, Finding, Found, Judge};
use crate::requirements::recovery_points::is_replica;

/// What it is.
pub const ABOUT: About = About {
    code: "backup-never-restored",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The data has backups, and for none of them does a record say that it was restored and \
            the application worked on it (`verified: restored`), nor was a recovery of the data \
            observed.",
    matters: "A backup job that ends well says nothing about a restore that does.",
    mend: "Restore one, let the application's people check it, and write down that and how long it \
           took.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let Some(dataset) = listed.dataset() else {
            continue;
        };
        let mut backups = dataset
            .protection
            .iter()
            .filter(|it| !is_replica(it))
            .peekable();
        let recovery = listed.item.recovery.as_ref();
        let observed = recovery.is_some_and(|recovery| !recovery.observed.is_empty());
        if backups.peek().is_none() || observed {
            continue;
        }
        let best = backups
            .map(|it| it.verified.unwrap_or(Verified::None))
            .max();
        let so_far = match best {
            Some(Verified::Restored) => continue,
            Some(Verified::Mounted) => "mounted at most",
            Some(Verified::Checksum) => "checked by checksum at most",
            _ => "never verified",
        };
        let text = format!(
            "The backups of {} were {so_far}, never restored.",
            listed.title()
        );
        found.add(Finding::new(&listed.reference, text));
    }
}
