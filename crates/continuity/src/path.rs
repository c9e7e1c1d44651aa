//! The path behind a figure, in sentences: what was waited for, what was subtracted, which fact
//! is missing. Every number can answer "why?".

use engine::deadline::{Deadlines, Source, Step as DeadlineStep};
use engine::graph::{Item, Tail};
use engine::recovery::{Gap, Term, Times};
use serde::Serialize;

use crate::estate::Estate;
use crate::estate::own_time::From;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The item.
    pub id: String,
    /// Its figure at this point.
    pub seconds: Option<i64>,
    /// Why it is so.
    pub because: String,
}

/// A length of time as a person says it: `4h 30m`; below a minute in seconds.
pub fn humane(seconds: i64) -> String {
    let (sign, rest) = if seconds < 0 {
        ("-", seconds.unsigned_abs())
    } else {
        ("", seconds as u64)
    };
    let (days, hours) = (rest / 86_400, rest / 3_600 % 24);
    let (minutes, secs) = (rest / 60 % 60, rest % 60);
    let mut parts = Vec::new();
    // Up to three days people count in hours.
    let (days, hours) = if days < 3 {
        (0, days * 24 + hours)
    } else {
        (days, hours)
    };
    for (count, unit) in [(days, "d"), (hours, "h"), (minutes, "m"), (secs, "s")] {
        if count > 0 {
            parts.push(format!("{count}{unit}"));
        }
    }
    if parts.is_empty() {
        parts.push("0m".into());
    }
    parts.truncate(3);
    format!("{sign}{}", parts.join(" "))
}

/// By when something is needed, counted from the start of recovery work, as a sentence goes on.
pub fn needed(seconds: i64) -> String {
    match seconds {
        0.. => format!("needed within {}", humane(seconds)),
        _ => format!(
            "was needed {} before recovery work starts: infeasible",
            humane(seconds.saturating_neg())
        ),
    }
}

/// A length of time, or the word for not knowing it.
pub fn humane_or_unknown(seconds: Option<i64>) -> String {
    seconds.map_or_else(|| "unknown".into(), humane)
}

/// The path of a recovery time, from the item to what it waits for last.
pub fn back_path(estate: &Estate<'_>, times: &Times, item: Item) -> Vec<Step> {
    back_path_within(estate, times, item, usize::MAX)
}

/// The first steps of that path, so many at most.
pub fn back_path_within(estate: &Estate<'_>, times: &Times, item: Item, most: usize) -> Vec<Step> {
    let steps = times.path_within(item, most);
    let step = |step: &engine::recovery::Step| {
        let because = term(estate, step.item, step.figure.term);
        let added = step.figure.added.map(|held| {
            let own = estate.own_times[held as usize].takes;
            let (held, own) = (estate.reference(held), humane_or_unknown(own));
            format!("; plus {own} to restore {held}")
        });
        Step {
            id: estate.reference(step.item).to_string(),
            seconds: step.figure.seconds,
            because: because + &added.unwrap_or_default(),
        }
    };
    steps.iter().map(step).collect()
}

fn term(estate: &Estate<'_>, item: Item, term: Term) -> String {
    let own = || humane_or_unknown(estate.own_times[item as usize].takes);
    match term {
        Term::Up => "it is up".into(),
        Term::Own => format!("its own time{}", own_source(estate, item)),
        Term::Host(host) => {
            format!(
                "after {} is back, then {} of its own",
                estate.reference(host),
                own()
            )
        }
        Term::Member { group, member } => {
            let stored = estate.graph.group(group);
            let mut text = format!("after {} is back", estate.reference(member));
            let of = estate.graph.members(group).len() as u32 + stored.unresolved;
            if of > 1 {
                text.push_str(&format!(" ({} of {of} needed)", stored.needed));
            }
            if stored.switch > 0 {
                text.push_str(&format!(", then {} to switch", humane(stored.switch)));
            }
            match stored.tail {
                Tail::Known(tail) => text.push_str(&format!(", then {}", humane(tail))),
                Tail::Unknown => text.push_str(", then work of unknown length"),
                Tail::Own => text.push_str(&format!(", then {} of its own", own())),
            }
            text
        }
        Term::Holder(holder) => format!("with its holder {}", estate.reference(holder)),
        Term::Circle(other) => {
            format!(
                "together with {}: they need each other",
                estate.reference(other)
            )
        }
        Term::Missing(gap) => missing(estate, gap),
    }
}

fn own_source(estate: &Estate<'_>, item: Item) -> String {
    let own = &estate.own_times[item as usize];
    match &own.from {
        From::Plan(plan) => format!(" by {plan}"),
        From::Copy => ", restored from its fastest copy".into(),
        _ if own.three_point => ", at the 80th percentile".into(),
        _ => String::new(),
    }
}

/// A missing fact in words.
pub fn missing(estate: &Estate<'_>, gap: Gap) -> String {
    let name = |item| estate.reference(item);
    match gap {
        Gap::Takes(item) => match &estate.own_times[item as usize].from {
            From::Plan(plan) => format!("{plan} has steps to {} without a duration", name(item)),
            _ => format!("nobody said how long {} takes", name(item)),
        },
        Gap::Copies(item) => {
            format!(
                "no surviving copy of {} with a size and a restore rate is known",
                name(item)
            )
        }
        Gap::Crew { item, crew } => {
            format!(
                "{} is lost, nobody stands in, and it recovers {}",
                name(crew),
                name(item)
            )
        }
        Gap::Unresolved { group } => {
            let owner = estate.graph.group(group).owner;
            let named = estate.unresolved.iter().filter(|it| it.item == owner);
            let named: Vec<String> = named.map(|it| format!("`{}`", it.text)).collect();
            format!(
                "{} needs {}, and no live record answers to that",
                name(owner),
                named.join(", ")
            )
        }
        Gap::Tail { group } => {
            let owner = estate.graph.group(group).owner;
            format!("the plan of {} has steps without a duration", name(owner))
        }
    }
}

/// The path of a deadline, from the item whose target decides down to the item asked about.
pub fn deadline_path(estate: &Estate<'_>, steps: &[DeadlineStep]) -> Vec<Step> {
    let step = |step: &DeadlineStep| Step {
        id: estate.reference(step.item).to_string(),
        seconds: step.deadline.seconds,
        because: source(estate, step.deadline.source),
    };
    steps.iter().rev().map(step).collect()
}

fn source(estate: &Estate<'_>, source: Source) -> String {
    match source {
        Source::None => "nothing demands it".into(),
        Source::Own => "its own target, less the time before work starts".into(),
        Source::Need {
            owner,
            tail,
            switch,
            assumed,
            ..
        } => {
            let mut text = format!("{} needs it", estate.reference(owner));
            if assumed {
                text.push_str("; its own time after that is unknown and taken as 0");
            } else if tail > 0 {
                text.push_str(&format!(" and has {} of work after it", humane(tail)));
            }
            if switch > 0 {
                text.push_str(&format!(", after {} to switch", humane(switch)));
            }
            text
        }
        Source::Holder(holder) => format!("{} holds it", estate.reference(holder)),
        Source::Circle(other) => {
            format!(
                "it shares the deadline of {}: they need each other",
                estate.reference(other)
            )
        }
    }
}

/// The items on the path of a deadline, the one whose target decides first.
pub fn driving(deadlines: &Deadlines, item: Item, conflict: bool) -> Vec<Item> {
    let path = if conflict {
        deadlines.conflict_path(item)
    } else {
        deadlines.path(item)
    };
    path.iter().rev().map(|step| step.item).collect()
}

/// What stands at the end of every item's path, where each path is a walk from item to item; none
/// where the end says nothing. A walk that closes on itself has no end. Cost: linear in all.
pub fn ends<T: Copy>(
    len: usize,
    next: impl Fn(Item) -> Option<Item>,
    end: impl Fn(Item) -> Option<T>,
) -> Vec<Option<T>> {
    let mut known: Vec<Option<Option<T>>> = vec![None; len];
    let mut walked = Vec::new();
    for start in 0..len as Item {
        let mut at = start;
        let found = loop {
            if let Some(found) = known[at as usize] {
                break found;
            }
            // Settled for now as endless, so that a circle stops here.
            known[at as usize] = Some(None);
            walked.push(at);
            match next(at) {
                Some(further) => at = further,
                None => break end(at),
            }
        };
        for item in walked.drain(..) {
            known[item as usize] = Some(found);
        }
    }
    known.into_iter().map(Option::flatten).collect()
}
