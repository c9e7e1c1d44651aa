//! `sites-share-grid`: one power cut takes a site and the one that stands in for it.

use record::initiation::policy::Severity;

use super::standby_sites::pairs;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "sites-share-grid",
    severity: Severity::Warning,
    breaks_target: false,
    means: "One site is to go on without the other, and the same power grid feeds both.",
    matters: "A failure of the grid takes both at once.",
    mend: "Choose a second site on another grid, or show that its own power lasts long enough.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let (estate, sites) = (judge.estate(), &judge.registers().sites);
    let mut told = std::collections::BTreeSet::new();
    for ((one, other), because) in pairs(judge) {
        let grid = |item| sites.get(estate.listed(item).id())?.own.grid.as_deref();
        let (Some(grid), Some(same)) = (grid(one), grid(other)) else {
            continue;
        };
        if grid != same || !told.insert(one) {
            continue;
        }
        let (one, other) = (estate.listed(one), estate.listed(other));
        let text = format!("{} and {} hang on grid {grid}.", one.title(), other.title());
        let because = vec![one.reference.clone(), other.reference.clone(), because];
        found.add(Finding::new(&one.reference, text).because(because));
    }
}
