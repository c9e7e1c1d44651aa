//! `scope-unclassified`: a scope that claims to be complete says nothing of a service.

use std::collections::BTreeSet;

use engine::graph::Item;
use record::initiation::policy::Severity;

use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "scope-unclassified",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A scope says that every service is named as in or out (`complete: true`), and this \
            one is neither.",
    matters: "A new service that nobody classified has no plan, and nobody notices.",
    mend: "Name it under `includes` or, with a reason, under `excludes`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    let scopes = || judge.registers().scopes.approved();
    let Some(complete) = scopes().find(|scope| scope.complete) else {
        return;
    };
    let mut named: BTreeSet<Item> = BTreeSet::new();
    for scope in scopes() {
        let out = scope.excludes.iter().map(|exclusion| &exclusion.item);
        let all = scope.includes.iter().chain(out);
        named.extend(all.filter_map(|item| estate.find(&item.text)));
    }
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        if listed.kind() == "service" && !named.contains(&item) {
            let text = format!(
                "{} is neither in scope nor out, though {} claims to name every service.",
                listed.title(),
                complete.title()
            );
            let because = vec![listed.reference.clone(), complete.reference()];
            found.add(Finding::new(&listed.reference, text).because(because));
        }
    }
}
