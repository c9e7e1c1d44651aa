//! `plan-names-leaver`: someone who has left is to act on the day.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;
use record::kind::{Filed, Origin, RecordKind};
use record::link::{Allowed, Link, PARTIES, split};

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "plan-names-leaver",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A plan, call tree, team, body or an assignment without an end names someone who has \
            left.",
    matters: "On the day that call is answered by nobody.",
    mend: "Name who does it now; end the assignment on the day they left.",
    find,
};

/// For each record the leavers it names, with the place of the first.
type Named = BTreeMap<String, (Origin, Vec<String>)>;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let mut named = Named::new();
    each(judge, registers.plans.approved(), &mut named);
    each(judge, registers.call_trees.approved(), &mut named);
    each(judge, registers.teams.approved(), &mut named);
    each(judge, registers.bodies.approved(), &mut named);
    let lasting = |assignment: &&Filed<record::initiation::Assignment>| {
        assignment.to.is_none_or(|to| to.0 >= judge.today())
    };
    let assignments = registers.assignments.approved().filter(lasting);
    each(judge, assignments, &mut named);
    for (subject, (at, leavers)) in named {
        let text = format!("{subject} names {}, who has left.", several(&leavers));
        let because = path_of(&subject, &leavers);
        found.add(Finding::new(&subject, text).because(because).at(at));
    }
}

fn each<'r, K: RecordKind>(
    judge: &Judge<'_>,
    records: impl Iterator<Item = &'r Filed<K>>,
    named: &mut Named,
) {
    for record in records {
        record.links(&mut |link| {
            let Some(person) = leaver(judge, &link) else {
                return;
            };
            let at = Origin {
                file: record.origin.file,
                at: link.at,
            };
            let entry = named.entry(record.reference());
            let (_, leavers) = entry.or_insert_with(|| (at, Vec::new()));
            if !leavers.contains(&person) {
                leavers.push(person);
            }
        });
    }
}

/// The person a reference leads to, where that person has left.
fn leaver(judge: &Judge<'_>, link: &Link<'_>) -> Option<String> {
    let (kind, id) = split(link.text);
    let may = match link.allowed {
        Allowed::Kind(kind) => kind == "person",
        Allowed::Kinds(kinds) => kinds == PARTIES && kind.is_none_or(|kind| kind == "person"),
        Allowed::Items | Allowed::Any => kind == Some("person"),
    };
    let person = judge.registers().persons.get(id).filter(|_| may)?;
    let left = person.leaves.is_some_and(|it| it.0 <= judge.today());
    left.then(|| person.reference())
}
