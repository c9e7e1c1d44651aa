//! `rpo-unrecoverable`: in some way of losing things, nothing of the data survives.

use record::initiation::policy::Severity;

use super::data_loss::{Demand, demands, mode_name, named, path, unsure};
use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::recovery_points::Point;

/// What it is.
pub const ABOUT: About = About {
    code: "rpo-unrecoverable",
    severity: Severity::Error,
    breaks_target: true,
    means: "There is a limit on how much data may be lost, and in at least one way of losing \
            things nothing of it survives to restore from.",
    matters: "That data is gone for good, whatever anyone does on the day.",
    mend: "Keep a copy that survives it: at another site, one that is no replica, one that nobody \
           can delete or that lies under another admin domain, kept long enough.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for demand in demands(judge) {
        found.all.extend(finding(judge, &demand));
    }
}

fn finding(judge: &Judge<'_>, demand: &Demand) -> Option<Finding> {
    let modes = demand.points.modes();
    let gone = modes.iter().enumerate();
    let gone: Vec<(usize, &str)> = gone
        .filter(|(_, (_, point))| *point == Point::None)
        .map(|(index, (mode, _))| (index, *mode))
        .collect();
    let &(first, _) = gone.first()?;
    let listed = judge.estate().listed(demand.item);
    let items = path(judge, demand.item, first);
    let ways: Vec<&str> = gone.iter().map(|(_, mode)| mode_name(mode)).collect();
    let text = format!(
        "{} may lose {} of data and would lose all of it {}.",
        listed.title(),
        humane(demand.rpo_seconds),
        ways.join(", "),
    );
    let finding = Finding::new(&listed.reference, text)
        .because(named(judge, &items))
        .seconds(Some(demand.rpo_seconds), None)
        .hangs_on(unsure(judge, &items))
        .mend(mend(first));
    Some(finding)
}

fn mend(mode: usize) -> &'static str {
    match mode {
        0 => "Protect the data: make copies of it at all.",
        1 => "Keep a copy at another site (`at`), or send copies away (`offsite-after`).",
        2 => "Keep backups or every change beside the replicas: a replica repeats the mistake.",
        _ => {
            "Keep a copy that nobody can delete (`immutable: true`) or one under another \
              `admin-domain`, for longer than an intruder may sit unseen."
        }
    }
}
