//! `call-without-stand-in`: a call that nobody answers ends there.

use record::initiation::policy::Severity;
use record::link::split;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "call-without-stand-in",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A call tree calls a person and says nobody to call where that person does not answer. \
            A call to a role or a team passes to the next in rank by itself.",
    matters: "The chain of calls ends at the first phone that is switched off.",
    mend: "Name `otherwise`, or call a role.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    for tree in registers.call_trees.approved() {
        let to_person = |text: &str| match split(text) {
            (Some(kind), _) => kind == "person",
            (None, id) => registers.persons.get(id).is_some() && registers.roles.get(id).is_none(),
        };
        let alone = tree
            .calls
            .iter()
            .filter(|call| call.otherwise.is_none() && to_person(&call.to.text));
        let names: Vec<String> = alone.map(|call| call.to.text.to_string()).collect();
        if names.is_empty() {
            continue;
        }
        let text = format!(
            "{} calls {} and nobody in their place.",
            tree.title(),
            several(&names)
        );
        let reference = tree.reference();
        found.add(Finding::new(&reference, text).because(path_of(&reference, &names)));
    }
}
