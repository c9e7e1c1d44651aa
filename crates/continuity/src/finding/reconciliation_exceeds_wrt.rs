//! `reconciliation-exceeds-wrt`: putting right copies that do not agree does not fit into the time
//! to catch up.

use record::initiation::policy::Severity;
use record::item::MtpdEnds;

use super::data_loss::mode_name;
use super::{About, Finding, Found, Judge};
use crate::path::humane;
use crate::requirements::catching_up::{CatchingUp, catching_up};

/// What it is.
pub const ABOUT: About = About {
    code: "reconciliation-exceeds-wrt",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Data that belongs together comes back to different points in time. Putting right what \
            changed between them (`changes` by `reconciles`), with what else is made anew, takes \
            longer than the activity gives for catching up (`targets.wrt`).",
    matters: "The service is back and the figures are wrong: the business waits for the longer of \
              the two.",
    mend: "Copy the members of the group at one instant, put more people to reconciling, or give \
           catching up the time it needs.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let groups = &judge.targets.groups_under;
    for &item in groups.keys() {
        let listed = judge.estate().listed(item);
        let ends = listed.item.targets.as_ref().and_then(|it| it.mtpd_ends);
        let Some(work) = catching_up(&judge.standpoint, &judge.targets, item) else {
            continue;
        };
        let given = work.wrt_seconds.unwrap_or(0);
        let Some((takes, group, mode)) = worst(&work).filter(|it| it.0 > given) else {
            continue;
        };
        // Harm that ends with the service does not wait for the work after it.
        if ends == Some(MtpdEnds::MbcoReached) {
            continue;
        }
        let wrt = work
            .wrt_seconds
            .map_or("nobody says how long catching up may take".into(), |it| {
                format!("{} are given for catching up", humane(it))
            });
        let text = format!(
            "Putting {group} right for {} takes {} {}, and {wrt}.",
            listed.title(),
            humane(takes),
            mode_name(mode),
        );
        let members = judge
            .targets
            .points
            .skews
            .iter()
            .filter(|it| it.group == group);
        let members = members.flat_map(|it| it.members.iter().cloned());
        let because = [listed.reference.clone()]
            .into_iter()
            .chain(members)
            .collect();
        let finding = Finding::new(&listed.reference, text).because(because);
        found.add(finding.seconds(work.wrt_seconds, Some(takes)));
    }
}

/// All work in the mode in which it takes longest, with the group that takes most of it.
fn worst(work: &CatchingUp) -> Option<(i64, &str, &'static str)> {
    let takes = |mode: usize| work.reconciles.iter().map(move |it| (it, &it.modes[mode]));
    let most = (0..4).filter_map(|mode| {
        let known: i64 = takes(mode).filter_map(|(_, it)| it.takes_seconds).sum();
        let (group, of) = takes(mode).max_by_key(|(_, it)| it.takes_seconds)?;
        (known > 0).then_some((known, group.group.as_str(), of.mode))
    });
    let (known, group, mode) =
        most.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let anew = work.reconstructs.iter().filter(|it| it.counts);
    let anew: i64 = anew.filter_map(|it| it.takes_seconds).sum();
    Some((known + anew, group, mode))
}
