//! `same-admin-domain`: who can delete the data can delete every copy of it.

use record::initiation::policy::Severity;

use super::wording::count;
use super::{About, Finding, Found, Judge};
use crate::requirements::recovery_points::DataPlace;

/// What it is.
pub const ABOUT: About = About {
    code: "same-admin-domain",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Each copy of this data can be deleted with a credential that also reaches the data \
            itself: all stand in the same admin domain and none is immutable.",
    matters: "One stolen credential, or one mistake with it, and the data is gone with its copies.",
    mend: "Keep one copy immutable, or under another admin domain.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let Some(dataset) = listed.dataset().filter(|it| !it.protection.is_empty()) else {
            continue;
        };
        let place = DataPlace::new(estate, item);
        let reached = |copy: &record::requirements::dataset::Protection| {
            let domain = copy.admin_domain.as_deref();
            !copy.immutable && domain.is_some_and(|domain| place.admin_domains.contains(&domain))
        };
        if !dataset.protection.iter().all(reached) {
            continue;
        }
        let domain = dataset.protection[0].admin_domain.as_deref();
        let text = format!(
            "Who can delete {} can delete its {} too (admin domain {}).",
            listed.title(),
            count(dataset.protection.len(), "protection"),
            domain.unwrap_or_default(),
        );
        let mut because = vec![listed.reference.clone()];
        because.extend(estate.references(estate.graph.held_by(item)));
        found.add(Finding::new(&listed.reference, text).because(because));
    }
}
