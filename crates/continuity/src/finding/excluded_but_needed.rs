//! `excluded-but-needed`: the scope leaves out what something in scope cannot do without.

use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};
use crate::initiation::scope_board::{Named, Needs};

/// What it is.
pub const ABOUT: About = About {
    code: "excluded-but-needed",
    severity: Severity::Error,
    breaks_target: false,
    means: "The scope leaves this out, and an activity or service that it takes in cannot do \
            without it: by a need that stops it, by where it stands, or by the data that it \
            holds. What has enough others in its place is not needed.",
    matters: "The programme promises to bring the activity back and has no plan for what it \
              stands on.",
    mend: "Take it in, give what needs it another way, or leave out the activity as well.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let named = Named::new(judge);
    if named.outside().next().is_none() {
        return;
    }
    let needs = Needs::new(judge, &named);
    for (item, scope, _) in named.outside() {
        let mut path = needs.path(judge, item);
        let Some(first) = path.first() else { continue };
        let title = judge.estate().listed(item).title();
        let text = format!(
            "{} leaves out {title}, and {first} needs it.",
            scope.title()
        );
        path.push(scope.reference());
        found.add(Finding::new(judge.estate().reference(item), text).because(path));
    }
}
