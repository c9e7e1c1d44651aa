//! `everything-critical`: nearly all services stand in the most urgent tiers.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "everything-critical",
    severity: Severity::Warning,
    breaks_target: false,
    means: "Of five or more services and activities that have a tier, at least four of five stand \
            in tier 0 or 1. Reported once, with the policy, else the scope, else the first of \
            them.",
    matters: "Where everything comes first, nothing does: the tiers cannot tell people what to \
              bring back before what.",
    mend: "Let the tier follow from the tightest target that hangs on each (`mainstay targets`).",
    find,
};

/// Fewer than this are too few to judge.
const JUDGED_MIN: usize = 5;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let tiers: Vec<(u32, &str)> = judge
        .demanding()
        .filter_map(|item| Some((estate.listed(item).item.tier?, estate.reference(item))))
        .collect();
    let urgent = tiers.iter().filter(|(tier, _)| *tier <= 1).count();
    if tiers.len() < JUDGED_MIN || urgent * 5 < tiers.len() * 4 {
        return;
    }
    let registers = judge.registers();
    let own = registers.policies.approved();
    let own = own.filter(|policy| &*policy.id != crate::rule::DEFAULT_POLICY_ID);
    let policy = own.map(|it| it.reference());
    let scope = registers.scopes.approved().map(|it| it.reference());
    let subject = policy.chain(scope).next();
    let subject = subject.unwrap_or_else(|| tiers[0].1.to_string());
    let text = format!(
        "{urgent} of {} services and activities stand in tier 0 or 1.",
        tiers.len()
    );
    found.add(Finding::new(&subject, text));
}
