//! `exclusion-expired`: something was left out of the scope until a day that has passed.

use record::initiation::policy::Severity;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "exclusion-expired",
    severity: Severity::Warning,
    breaks_target: false,
    means: "The scope leaves something out until a day that has passed.",
    matters: "Nobody has decided whether it belongs to the programme now.",
    mend: "Take it in, or have the exclusion approved again with a new day.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let today = judge.today();
    for scope in judge.registers().scopes.approved() {
        let expired = scope
            .excludes
            .iter()
            .filter(|exclusion| exclusion.expires.is_some_and(|expires| expires.0 < today));
        let names: Vec<String> = expired.map(|it| it.item.text.to_string()).collect();
        if names.is_empty() {
            continue;
        }
        let text = format!(
            "{} leaves out {} until a day that has passed.",
            scope.title(),
            several(&names)
        );
        let reference = scope.reference();
        found.add(Finding::new(&reference, text).because(path_of(&reference, &names)));
    }
}
