//! `risk-accepted-without-authority`: a risk was accepted by someone who may not.

use record::initiation::policy::Severity;
use record::link::split;

use super::{About, Finding, Found, Judge};
use crate::initiation::holder::Holders;

/// What it is.
pub const ABOUT: About = About {
    code: "risk-accepted-without-authority",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A risk is accepted, or a finding waived, by nobody or by someone whose role does not \
            let them accept risks. A body may accept what it decides.",
    matters: "The risk is carried by those who were never asked.",
    mend: "Have it accepted by a role with `authority: { accept-risk: true }`.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let registers = judge.registers();
    let holders = Holders::new(registers, judge.today());
    let mut persons = std::collections::BTreeSet::new();
    for role in registers.roles.approved() {
        if role.own.authority.as_ref().is_some_and(|it| it.accept_risk) {
            persons.extend(holders.persons(&role.id));
        }
    }
    let may = |party: &str| {
        let (kind, id) = split(party);
        let is = |word: &str| kind.is_none_or(|kind| kind == word);
        let role = registers.roles.get(id).filter(|_| is("role"));
        let authority = role.and_then(|role| role.own.authority.as_ref());
        authority.is_some_and(|it| it.accept_risk)
            || (is("person") && persons.contains(id))
            || (is("body") && registers.bodies.get(id).is_some())
    };
    let mut judge_one = |reference: String, title: &str, what: &str, by: Option<&str>| {
        let text = match by {
            Some(by) if may(by) => return,
            Some(by) => format!("{title} was {what} by {by}, who may not accept risks."),
            None => format!("{title} was {what} by nobody."),
        };
        let mut because = vec![reference.clone()];
        because.extend(by.map(str::to_string));
        found.add(Finding::new(&reference, text).because(because));
    };
    for risk in registers.risks.approved() {
        if risk.treatment == Some(record::requirements::risk::Treatment::Accept) {
            let by = risk.own.accepted_by.as_ref().map(|by| &*by.text);
            judge_one(risk.reference(), risk.title(), "accepted", by);
        }
    }
    // One that nobody granted is `waiver-incomplete`.
    for waiver in registers.waivers.approved() {
        if let Some(by) = &waiver.own.approver {
            judge_one(
                waiver.reference(),
                waiver.title(),
                "granted",
                Some(&by.text),
            );
        }
    }
}
