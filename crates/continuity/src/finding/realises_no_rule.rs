//! `realises-no-rule`: practice that nothing decided asks for.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::implementation::rollout::{misnamed, unasked};

/// What it is.
pub const ABOUT: About = About {
    code: "realises-no-rule",
    severity: Severity::Note,
    breaks_target: false,
    means: "An arrangement, measure, plan, procedure, call tree, training or exercise realises no \
            rule of a policy in force, no choice and no measure: none covers what it is about, \
            nothing that does stands on it, and its record names none (`realises`). Or its record \
            names a rule that its policy has not. Where no policy but the one that ships is in \
            force, nothing is asked for.",
    matters: "Either something is kept up that nobody decided, or a rule is missing that \
              everybody lives by.",
    mend: "Name the decision it puts into practice (`realises`), write the rule that is missing, \
           or retire it.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for it in unasked(judge) {
        let text = format!("No rule, choice or measure asks for {}.", it.name);
        found.add(Finding::new(&it.id, text));
    }
    for (id, decision) in misnamed(judge) {
        let text = format!("{id} says that it realises {decision}, and no such rule is there.");
        found.add(Finding::new(&id, text));
    }
}
