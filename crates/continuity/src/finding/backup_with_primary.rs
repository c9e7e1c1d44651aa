//! `backup-with-primary`: every copy of the data stands where the data stands.

use record::initiation::policy::Severity;

use super::wording::count;
use super::{About, Finding, Found, Judge};
use crate::requirements::recovery_points::DataPlace;

/// What it is.
pub const ABOUT: About = About {
    code: "backup-with-primary",
    severity: Severity::Error,
    breaks_target: false,
    means: "There is a limit on how much of this data may be lost, it has copies, and none of \
            them is known to stand at another site than the data.",
    matters: "One fire, flood or power cut takes the data and all of its copies.",
    mend: "Keep a copy at another site (`at`), or send copies away (`offsite-after`).",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let required = judge.targets.points.required[item as usize].seconds;
        let Some(dataset) = listed.dataset().filter(|_| required.is_some()) else {
            continue;
        };
        let place = DataPlace::new(estate, item);
        let away = |protection| place.is_elsewhere(estate, protection);
        if dataset.protection.is_empty() || dataset.protection.iter().any(away) {
            continue;
        }
        let copies = count(dataset.protection.len(), "protection");
        let text = format!(
            "{} has {copies}, none of them at another site than the data.",
            listed.title()
        );
        let mut because = vec![listed.reference.clone()];
        because.extend(estate.references(&place.sites));
        because.dedup();
        let stands = dataset
            .protection
            .iter()
            .find_map(|copy| copy.at.as_ref())
            .map_or(listed.origin, |at| listed.at(at.at));
        found.add(
            Finding::new(&listed.reference, text)
                .because(because)
                .at(stands),
        );
    }
}
