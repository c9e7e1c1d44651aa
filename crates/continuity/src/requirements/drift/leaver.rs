//! Someone leaves who alone has done a step, alone can do something, or alone keeps a key. Steps
//! are counted by who said in a run that they were done; a run that was never carried out counts
//! for nobody.

use std::collections::{BTreeMap, BTreeSet};

use engine::beta::Share;
use record::initiation::Person;
use record::kind::Filed;
use record::link::split;

use super::{Because, Seen, What};
use crate::initiation::holder::Holders;
use crate::state::run::Phase;

/// A step of a plan, by the plan's reference and the step's id.
type StepKey = (String, String);

/// Looks at everyone who leaves, or has left and left something undone behind.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let done = doers(seen);
    let alone = done.values().filter(|by| by.len() == 1).count();
    let share = Share::after(alone, done.len());
    let registers = seen.registers();
    let leaving: Vec<&Filed<Person>> = registers
        .persons
        .live()
        .filter(|person| person.own.leaves.is_some())
        .collect();
    for person in leaving {
        let Some(leaves) = person.own.leaves else {
            continue;
        };
        let mut because = steps(seen, &done, &person.id);
        because.extend(skills(seen, person));
        because.extend(keys(seen, &person.id));
        because.extend(roles(seen, &person.id));
        if because.is_empty() {
            continue;
        }
        let subject = person.reference();
        let what = match because.len() {
            1 => "one thing that nobody else has done or can do".to_string(),
            count => format!("{count} things that nobody else has done or can do"),
        };
        let verb = if leaves.0 < seen.today {
            "left"
        } else {
            "leaves"
        };
        let text = format!("{} {verb} on {leaves}, with {what}.", person.title());
        let mut row = seen
            .row(What::Leaver, &subject, Some(leaves.0), text)
            .mended(
                seen,
                "Have someone else do it beside them once, and write down what only they know.",
            );
        row.because = because;
        row = match (row.missed, leaves.0 <= seen.until) {
            (true, _) => row.likely(Some(1.0), "They have left already."),
            (false, false) => row.likely(Some(0.0), "The day lies beyond the days looked at."),
            (false, true) => row.likely(
                Some(share.mean()),
                format!(
                    "If nobody learns it, it is certain. Of {} steps that were carried out, \
                     {alone} were only ever done by one person: (1 + {alone}) of (2 + {}) is the \
                     chance that it stays so.",
                    done.len(),
                    done.len()
                ),
            ),
        };
        seen.add(row);
    }
}

/// Who has done each step, over all runs: persons where the account belongs to one.
fn doers(seen: &Seen<'_, '_>) -> BTreeMap<StepKey, BTreeSet<String>> {
    let mut done: BTreeMap<StepKey, BTreeSet<String>> = BTreeMap::new();
    let Some(state) = seen.state else { return done };
    for run in state.runs() {
        let Some(plan) = run.plan() else { continue };
        for (step, progress) in run.told() {
            if let (Phase::Done, Some(by)) = (progress.phase, &progress.by) {
                let key = (plan.reference(), step.id.clone());
                done.entry(key).or_default().insert(person_of(seen, by));
            }
        }
    }
    done
}

/// The id of the person an actor is, else the actor.
fn person_of(seen: &Seen<'_, '_>, actor: &str) -> String {
    let account = actor.strip_prefix("account/");
    let account = account.and_then(|id| seen.state?.account(id));
    let person = account.and_then(|account| account.person.as_deref());
    person.map_or_else(|| actor.to_string(), |person| split(person).1.to_string())
}

fn steps(
    seen: &Seen<'_, '_>,
    done: &BTreeMap<StepKey, BTreeSet<String>>,
    person: &str,
) -> Vec<Because> {
    let mut because = Vec::new();
    for ((plan, id), by) in done {
        let plan_id = split(plan).1;
        // A step that the plan in force has no more needs nobody.
        let known = seen.registers().plans.get(plan_id);
        let step = known.and_then(|plan| plan.own.steps.iter().find(|step| step.id == *id));
        if let Some(step) = step
            && by.len() == 1
            && by.contains(person)
        {
            let title = step.title.as_deref().unwrap_or(id);
            because.push(Because {
                text: format!("Alone has done the step \"{title}\"."),
                record: Some(plan.clone()),
            });
        }
    }
    because
}

/// Those who are still here and stay.
fn stay<'r>(seen: &Seen<'_, 'r>) -> impl Iterator<Item = &'r Filed<Person>> {
    let persons = seen.registers().persons.live();
    persons.filter(|other| other.own.leaves.is_none())
}

fn skills(seen: &Seen<'_, '_>, person: &Filed<Person>) -> Vec<Because> {
    let alone = |skill: &&String| !stay(seen).any(|other| other.own.skills.contains(skill));
    let alone = person.own.skills.iter().filter(alone);
    alone
        .map(|skill| Because {
            text: format!("Nobody who stays can do \"{skill}\"."),
            record: Some(person.reference()),
        })
        .collect()
}

fn keys(seen: &Seen<'_, '_>, person: &str) -> Vec<Because> {
    let procedures = seen.registers().procedures.approved();
    let kept = procedures.filter(|procedure| {
        let at = procedure.own.credentials_at.as_ref();
        at.is_some_and(|at| split(&at.text) == (Some("person"), person))
    });
    kept.map(|procedure| Because {
        text: format!("Keeps the credentials of {}.", procedure.title()),
        record: Some(procedure.reference()),
    })
    .collect()
}

fn roles(seen: &Seen<'_, '_>, person: &str) -> Vec<Because> {
    let registers = seen.registers();
    let holders = Holders::new(registers, seen.today);
    let alone = registers.roles.live().filter(|role| {
        let held = holders.persons(&role.id);
        held.len() == 1 && held.contains(person)
    });
    alone
        .map(|role| Because {
            text: format!("Alone holds the role {}.", role.title()),
            record: Some(role.reference()),
        })
        .collect()
}
