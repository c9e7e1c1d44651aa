//! `authority-gap`: at some hours nobody may decide.

use std::collections::BTreeSet;

use record::initiation::policy::Severity;
use record::initiation::role::Authority;
use record::initiation::{Assignment, Role};
use record::kind::Filed;

use super::{About, Finding, Found, Judge};
use crate::initiation::duty::Function;
use crate::initiation::holder::{last_day, on_duty};

/// What it is.
pub const ABOUT: About = About {
    code: "authority-gap",
    severity: Severity::Warning,
    breaks_target: false,
    means: "A role that may invoke, spend, approve or accept risks is held by nobody; or one that \
            may invoke is held at no hour of its holders' calendars somewhere in the coming 90 \
            days; or at some hour of these nobody is on duty who may command, spend or speak to \
            staff, customers or the regulator, though roles may.",
    matters: "The disaster waits for no office hours: until someone with the authority is found, \
              the clock runs and nothing happens.",
    mend: "Assign the role, add deputies, or widen the hours until each hour is covered.",
    find,
};

/// How far ahead the hours are looked at.
const AHEAD_SECONDS: i64 = 90 * 86_400;

fn find(judge: &Judge<'_>, found: &mut Found) {
    let mut held: std::collections::BTreeMap<&str, Vec<&Filed<Assignment>>> =
        std::collections::BTreeMap::new();
    for assignment in judge.registers().assignments.approved() {
        held.entry(assignment.own.role.id())
            .or_default()
            .push(assignment);
    }
    for role in judge.registers().roles.approved() {
        let Some(may) = role.own.authority.as_ref().and_then(may) else {
            continue;
        };
        let held = held.get(&*role.id).map_or(&[][..], Vec::as_slice);
        found.all.extend(finding(judge, role, held, may));
    }
    for (function, coverage) in &judge.sweep().functions {
        if matches!(function, Function::Declare | Function::DecideToRestore) {
            continue;
        }
        let subjects: BTreeSet<&String> = found.all.iter().map(|it| &it.subject).collect();
        let roles = judge.registers().roles.approved();
        let roles = roles.filter(|role| function.is_held_by(judge.registers(), role));
        let roles: Vec<String> = roles.map(Filed::reference).collect();
        let Some(first) = roles.first().filter(|first| !subjects.contains(first)) else {
            continue;
        };
        if let Some(gap) = coverage.first_gap.as_ref().and_then(|gap| gap.parse().ok()) {
            let (words, gap) = (function.words(), shown(gap));
            let text = format!("Nobody who may {words} is on duty at {gap} UTC.");
            let finding = Finding::new(first, text);
            found.add(finding.because(roles));
        }
    }
}

fn shown(at: jiff::Timestamp) -> String {
    at.strftime("%a %Y-%m-%d %H:%M").to_string()
}

/// What a role may do, in words.
fn may(authority: &Authority) -> Option<&'static str> {
    if !authority.invoke.is_empty() {
        Some("invoke plans")
    } else if authority.spend.is_some() {
        Some("spend money")
    } else if !authority.approve.is_empty() {
        Some("approve records")
    } else {
        authority.accept_risk.then_some("accept risks")
    }
}

fn finding(
    judge: &Judge<'_>,
    role: &Filed<Role>,
    held: &[&Filed<Assignment>],
    may: &str,
) -> Option<Finding> {
    let from = judge.standpoint.at.as_second();
    let to = from + AHEAD_SECONDS;
    let mut spans: Vec<(i64, i64)> = held
        .iter()
        .flat_map(|assignment| on_duty(&judge.standpoint, assignment, from, to))
        .collect();
    spans.sort_unstable();
    let reference = role.reference();
    let mut because = vec![reference.clone()];
    because.extend(held.iter().map(|assignment| assignment.reference()));
    let title = role.title();
    if !spans.iter().any(|span| span.0 <= from && from < span.1) && !ever_held(judge, held) {
        let text = format!("{title} may {may}, and nobody holds it today.");
        return Some(Finding::new(&reference, text).because(because));
    }
    if may != "invoke plans" {
        return None;
    }
    let mut covered = from;
    for (opens, closes) in spans {
        if opens > covered {
            break;
        }
        covered = covered.max(closes);
    }
    if covered >= to {
        return None;
    }
    let gap = jiff::Timestamp::from_second(covered).ok()?;
    let gap = shown(gap);
    let text = format!("{title} may {may}, and from {gap} UTC on nobody is on duty for a while.");
    Some(Finding::new(&reference, text).because(because))
}

/// Whether some assignment holds today, at whatever hours.
fn ever_held(judge: &Judge<'_>, held: &[&Filed<Assignment>]) -> bool {
    let today = judge.today();
    held.iter().any(|assignment| {
        assignment.from.is_none_or(|from| from.0 <= today)
            && last_day(judge.registers(), assignment).is_none_or(|last| last >= today)
    })
}
