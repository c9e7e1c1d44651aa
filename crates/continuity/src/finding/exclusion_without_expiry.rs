//! `exclusion-without-expiry`: something was left out of the scope for ever, or by nobody.

use record::initiation::policy::Severity;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "exclusion-without-expiry",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The scope leaves something out without a day on which that ends, or without naming \
            who agreed.",
    matters: "What is left out for ever is never looked at again, and an auditor asks who decided.",
    mend: "Give the exclusion `approver` and `expires`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    for scope in judge.registers().scopes.approved() {
        let open = scope
            .excludes
            .iter()
            .filter(|exclusion| exclusion.expires.is_none() || exclusion.approver.is_none());
        let names: Vec<String> = open.map(|it| it.item.text.to_string()).collect();
        if names.is_empty() {
            continue;
        }
        let text = format!(
            "{} leaves out {} without an end or without anyone who agreed.",
            scope.title(),
            several(&names)
        );
        let reference = scope.reference();
        found.add(Finding::new(&reference, text).because(path_of(&reference, &names)));
    }
}
