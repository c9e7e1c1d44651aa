//! `contact-verified-within`: those who must be reached were reached not long ago.

use jiff::civil::Date;
use record::kinds::Registers;

use super::age::{recent, some};
use super::with::within;
use super::{Condition, Outcome, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "contact-verified-within",
    demands: "Verify the contact details and record when (`contact-verified`, a call tree's \
              `verified`).",
    means: "A person's contact details, a call tree's numbers and a team's list were verified no \
            longer ago than asked. A team without a day of its own is verified when each of its \
            members is; a role when each holder today is. Who has left is not asked.",
    matters: "A number that rings nowhere costs the hour in which everything is decided.",
    with: &[within("how long ago that may lie", "90d")],
    kinds: &["person", "team", "role", "call-tree"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let (registers, within) = (judge.registers(), with.seconds("within"));
    let own = match subject.kind() {
        "person" => {
            let left = registers.persons.get(subject.id()).and_then(|it| it.leaves);
            if left.is_some_and(|day| day.0 <= judge.today()) {
                return Outcome::Silent;
            }
            Some(of_person(registers, subject.id()))
        }
        "call-tree" => {
            let tree = registers.call_trees.get(subject.id());
            Some(tree.and_then(|tree| tree.verified).map(|day| day.0))
        }
        "team" => {
            let team = registers.teams.get(subject.id());
            team.and_then(|team| team.contact_verified)
                .map(|day| Some(day.0))
        }
        _ => None,
    };
    if let Some(day) = own {
        return match recent(judge, day, within) {
            Ok(()) => Outcome::Holds,
            Err(why) => {
                let text = format!(
                    "How to reach {} was not verified of late: {why}.",
                    subject.title()
                );
                subject.breach(text).into()
            }
        };
    }
    let people: Vec<&str> = match subject.kind() {
        "role" => judge
            .facts()
            .holders
            .persons(subject.id())
            .into_iter()
            .collect(),
        _ => judge.facts().members(subject.id()).to_vec(),
    };
    let title = subject.title();
    if people.is_empty() {
        let text = format!("Nobody is named whom one reaches through {title}.");
        return subject.breach(text).into();
    }
    let stale = |id: &&str| recent(judge, of_person(registers, id), within).is_err();
    let stale: Vec<&str> = people.into_iter().filter(stale).collect();
    if stale.is_empty() {
        return Outcome::Holds;
    }
    let because = stale.iter().map(|id| format!("person/{id}")).collect();
    let text = format!(
        "How to reach {} ({title}) was not verified of late.",
        some(&stale)
    );
    subject.breach(text).because(because).into()
}

fn of_person(registers: &Registers, id: &str) -> Option<Date> {
    registers.persons.get(id)?.contact_verified.map(|day| day.0)
}
