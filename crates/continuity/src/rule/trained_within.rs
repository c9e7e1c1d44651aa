//! `trained-within`: those who must act were trained not long ago, as records report.

use record::initiation::Person;
use record::initiation::person::Trained;

use super::age::{last, recent, some};
use super::with::{YEAR, within};
use super::{Condition, Key, Outcome, Sort, Subject, With};
use crate::finding::Judge;

/// The condition.
pub const CONDITION: Condition = Condition {
    name: "trained-within",
    demands: "Train everyone who holds the role or works in the team, and record it (`trained`).",
    means: "As records report in `trained`, no longer ago than asked and not expired: of a role, \
            every holder today for that role, or in each of its competences; of a team, every \
            member in anything; of a person, in anything. A role that nobody holds breaks it; a \
            team whose members nobody names is not asked.",
    matters: "On the day people do what they have practised, and nothing else.",
    with: &[
        within("how long ago the training may lie", YEAR),
        Key {
            name: "competence",
            means: "the competence that must have been trained",
            sort: Sort::Text,
            default: None,
        },
    ],
    kinds: &["role", "team", "person"],
    holds,
};

fn holds(judge: &Judge<'_>, subject: &Subject<'_>, with: &With<'_>) -> Outcome {
    let registers = judge.registers();
    let (title, today) = (subject.title(), judge.today());
    let role = registers
        .roles
        .get(subject.id())
        .filter(|_| subject.kind() == "role");
    let people: Vec<&str> = match subject.kind() {
        "role" => judge
            .facts()
            .holders
            .persons(subject.id())
            .into_iter()
            .collect(),
        "team" => judge.facts().members(subject.id()).to_vec(),
        _ => {
            let person = registers.persons.get(subject.id());
            let left = person
                .and_then(|it| it.leaves)
                .is_some_and(|day| day.0 <= today);
            if left { Vec::new() } else { vec![subject.id()] }
        }
    };
    if people.is_empty() {
        return match subject.kind() {
            "role" => subject
                .breach(format!(
                    "Nobody holds {title}, so nobody is trained for it."
                ))
                .into(),
            _ => Outcome::Silent,
        };
    }
    let competence = with.text("competence");
    let mut needed: Vec<&str> = competence.as_deref().into_iter().collect();
    let mut for_role = None;
    if let Some(role) = role.filter(|_| competence.is_none()) {
        needed = role.own.competences.iter().map(String::as_str).collect();
        for_role = Some(&*role.id);
    }
    let sound = |id: &str| {
        let person = registers.persons.get(id);
        person.is_some_and(|person| trained(judge, person, for_role, &needed, with))
    };
    let untrained: Vec<&str> = people.iter().copied().filter(|id| !sound(id)).collect();
    if untrained.is_empty() {
        return Outcome::Holds;
    }
    let because = untrained.iter().map(|id| format!("person/{id}")).collect();
    let allowed = crate::path::humane(with.seconds("within"));
    let who = if subject.kind() == "person" {
        ""
    } else {
        &format!(" of {}", some(&untrained))
    };
    let text =
        format!("No training{who} for {title} is reported that counts and lies within {allowed}.");
    subject.breach(text).because(because).into()
}

/// Whether a person was trained for a role, or in every competence named; in anything where
/// neither is.
fn trained(
    judge: &Judge<'_>,
    person: &Person,
    role: Option<&str>,
    competences: &[&str],
    with: &With<'_>,
) -> bool {
    let today = judge.today();
    let live = |it: &&Trained| it.expires.is_none_or(|expires| expires.0 >= today);
    let fresh = |counts: &dyn Fn(&Trained) -> bool| {
        let days = person.trained.iter().filter(live).filter(|it| counts(it));
        recent(
            judge,
            last(judge, days.map(|it| it.at.0)),
            with.seconds("within"),
        )
        .is_ok()
    };
    let for_role = |it: &Trained| it.role.as_ref().is_some_and(|it| Some(it.id()) == role);
    if role.is_some() && fresh(&for_role) {
        return true;
    }
    let in_it = |wanted: &str, it: &Trained| it.competence.as_deref() == Some(wanted);
    match (role, competences) {
        (Some(_), []) => false,
        (None, []) => fresh(&|_| true),
        _ => competences
            .iter()
            .all(|wanted| fresh(&|it| in_it(wanted, it))),
    }
}
