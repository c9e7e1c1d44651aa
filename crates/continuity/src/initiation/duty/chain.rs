//! The chain of a role: its assignments by rank, who of them is there, and when the duty passes on.

use jiff::{SignedDuration, Timestamp};
use record::initiation::role::Authority;
use record::initiation::{Assignment, Role};
use record::kind::Filed;
use serde::Serialize;

use super::{Duty, Function, Ground};
use crate::initiation::policy_in_force::ANSWER_WITHIN_SECONDS_DEFAULT;

/// Who holds a function, and from when on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Holder {
    /// The persons or the team, `kind/id`; several where the role has several holders.
    pub who: Vec<String>,
    /// Their rank in the role: 1 holds it, 2 is the first deputy.
    pub rank: u32,
    /// From when on it is theirs.
    pub from: String,
    /// The same in seconds after the instant asked about.
    pub after_seconds: i64,
}

/// Who would hold a function, and why not now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Absent {
    /// The person or the team, `kind/id`.
    pub who: String,
    /// Why not.
    pub why: String,
    /// When they are next on duty, where that is known.
    pub next: Option<String>,
}

/// A function as a role holds it at the instant.
pub(super) fn of_role(ground: &Ground<'_, '_>, function: Function, role: &Filed<Role>) -> Duty {
    let within = answer_within(ground, role);
    let mut duty = Duty {
        role: Some(role.reference()),
        name: role.title().to_string(),
        limit: role
            .own
            .authority
            .as_ref()
            .and_then(|may| limit(function, may)),
        two_person: role
            .own
            .authority
            .as_ref()
            .is_some_and(|may| may.two_person),
        answer_within_seconds: Some(within),
        ..Duty::of(function)
    };
    let assigned = ground.holders.of(&role.id);
    let mut wanted = role.own.holders.unwrap_or(1).max(1) as usize;
    let mut passes = ground.standpoint.at;
    for assignment in assigned {
        if let Some(absent) = absent(ground, assignment, passes) {
            duty.absent.push(absent);
            continue;
        }
        let who = assignment.own.person.id();
        let who = format!("person/{who}");
        match &mut duty.holder {
            // A role of several holders is held by several at once before it passes to anyone.
            Some(first) if wanted > 0 => first.who.push(who),
            None => duty.holder = Some(holder(ground, who, assignment, passes)),
            Some(_) => {
                let next = holder(ground, who, assignment, passes);
                duty.deputies.push(next);
            }
        }
        wanted = wanted.saturating_sub(1);
        if wanted == 0 {
            passes = passes
                .saturating_add(SignedDuration::from_secs(within))
                .unwrap_or(passes);
        }
    }
    if duty.holder.is_none() {
        duty.gap = Some(gap(role, &duty.absent));
    }
    duty
}

/// How long a holder has to answer: the role's word, else the policy's, else 15 minutes.
fn answer_within(ground: &Ground<'_, '_>, role: &Filed<Role>) -> i64 {
    let policy = ground.standpoint.policy.answer_within_seconds.as_ref();
    let own = role.own.answer_within.map(|it| it.0);
    own.or(policy.map(|it| it.value))
        .unwrap_or(ANSWER_WITHIN_SECONDS_DEFAULT)
}

fn limit(function: Function, may: &Authority) -> Option<String> {
    match function {
        Function::Declare | Function::DecideToRestore if !may.invoke.is_empty() => {
            let all = may.invoke.iter().any(|it| it == "any");
            Some(match all {
                true => "any plan".into(),
                false => format!("plans of type {}", may.invoke.join(", ")),
            })
        }
        Function::Spend => may.spend.map(|money| format!("up to {money}")),
        _ => None,
    }
}

/// Why an assignment does not hold at an instant.
fn absent(
    ground: &Ground<'_, '_>,
    assignment: &Filed<Assignment>,
    at: Timestamp,
) -> Option<Absent> {
    let person = assignment.own.person.id();
    let who = format!("person/{person}");
    if let Some(why) = ground.taken(person) {
        let next = None;
        return Some(Absent { who, why, next });
    }
    let hours = ground.standpoint.hours(assignment.own.hours.as_ref());
    if hours.is_open(at) {
        return None;
    }
    let next = hours.next_opening(at).ok().map(|next| next.to_string());
    let why = match &next {
        Some(next) => format!("is off duty until {next}"),
        None => "is never on duty".into(),
    };
    Some(Absent { who, why, next })
}

fn holder(
    ground: &Ground<'_, '_>,
    who: String,
    assignment: &Filed<Assignment>,
    from: Timestamp,
) -> Holder {
    Holder {
        who: vec![who],
        rank: assignment.own.rank.unwrap_or(1),
        from: from.to_string(),
        after_seconds: from.duration_since(ground.standpoint.at).as_secs(),
    }
}

fn gap(role: &Filed<Role>, absent: &[Absent]) -> String {
    let title = role.title();
    let next = absent.iter().filter_map(|it| it.next.as_ref()).min();
    match (absent.is_empty(), next) {
        (true, _) => format!("Nobody holds {title}."),
        (_, Some(next)) => format!("Nobody is on duty as {title}; the first comes at {next}."),
        (_, None) => format!("Nobody who holds {title} is there."),
    }
}
