//! `no-deputy`: one who answers for something has nobody to stand in.

use std::collections::BTreeMap;

use record::initiation::policy::Severity;
use record::link::split;

use super::wording::{path_of, several};
use super::{About, Finding, Found, Judge};
use crate::initiation::holder::Holders;

/// What it is.
pub const ABOUT: About = About {
    code: "no-deputy",
    severity: Severity::Warning,
    breaks_target: false,
    means: "This role, team or person answers for activities, services or plans, and nobody \
            stands in: a role held by one person, a team of one without a deputy team, a person \
            by name. A team that names no people is not judged.",
    matters: "The holder is away on the day it happens.",
    mend: "Assign the role to a second person (`rank: 2`), name a deputy team, or let a role \
           answer in place of a person.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let holders = Holders::new(judge.registers(), judge.today());
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut own = |owner: Option<&record::link::PartyRef>, what: String| {
        if let Some(party) = owner.and_then(|owner| resolve(judge, &owner.text)) {
            owned.entry(party).or_default().push(what);
        }
    };
    for item in judge.demanding() {
        let listed = judge.estate().listed(item);
        own(listed.envelope.owner.as_ref(), listed.reference.clone());
    }
    for plan in judge.registers().plans.approved() {
        if plan.deputy.is_none() {
            own(plan.envelope.owner.as_ref(), plan.reference());
        }
    }
    for (party, what) in owned {
        let Some(why) = alone(judge, &holders, &party) else {
            continue;
        };
        let text = format!("{party} answers for {} and {why}.", several(&what));
        found.add(Finding::new(&party, text).because(path_of(&party, &what)));
    }
}

/// The one record that a party's name leads to.
fn resolve(judge: &Judge<'_>, text: &str) -> Option<String> {
    let (kind, id) = split(text);
    let kinds = record::link::PARTIES.iter();
    let mut fits = kinds.filter(|of| kind.is_none_or(|kind| kind == **of));
    let kind = fits.find(|of| judge.registers().has(of, id))?;
    Some(format!("{kind}/{id}"))
}

/// Why nobody stands in for a party; none where somebody does.
fn alone(judge: &Judge<'_>, holders: &Holders<'_>, party: &str) -> Option<&'static str> {
    let registers = judge.registers();
    match split(party) {
        (Some("role"), id) => match holders.persons(id).len() {
            0 => Some("nobody holds it"),
            1 => Some("only one person holds it"),
            _ => None,
        },
        (Some("team"), id) => {
            let team = registers.teams.get(id)?;
            let people = team
                .capacity
                .map_or(team.members.len(), |people| people as usize);
            (people == 1 && team.deputy.is_none()).then_some("is one person without a deputy")
        }
        (Some("person"), _) => Some("a person has no deputy"),
        (_, id) => {
            let body = registers.bodies.get(id)?;
            (body.members.len() == 1).then_some("has one member")
        }
    }
}
