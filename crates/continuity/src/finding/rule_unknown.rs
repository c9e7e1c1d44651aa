//! `rule-unknown`: a policy has a rule that cannot be asked.

use record::initiation::policy::Severity;

use super::{About, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "rule-unknown",
    severity: Severity::Error,
    breaks_target: false,
    means: "A rule of this policy requires something that is neither a condition nor a finding, \
            sets a threshold that cannot be read, or applies to a kind it cannot be asked about.",
    matters: "The rule is not asked at all: what management demands goes unchecked, and nobody \
              would notice.",
    mend: "Use a condition of the closed list with its own thresholds (`mainstay explain` names \
           them), or the code of a finding.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    for policy in registers.policies.approved() {
        if let Some(finding) = crate::rule::faulty(registers, policy) {
            found.add(finding);
        }
    }
}
