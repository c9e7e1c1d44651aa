//! `dependency-cycle`: things need each other, and nobody said whether that is so in recovery.

use engine::deadlock::Circle;
use engine::graph::{Item, Phase};
use record::initiation::policy::Severity;
use record::item::Effect;

use super::wording::several;
use super::{About, Finding, Found, Judge};

/// What it is.
pub const ABOUT: About = About {
    code: "dependency-cycle",
    severity: Severity::Warning,
    breaks_target: false,
    means: "These items need each other in a circle. They are taken as one unit that stands, \
            falls and comes back together.",
    matters: "If they need each other to recover, none can be the first; if only to run, they can \
              be started together. The records do not say which.",
    mend: "Write the phase of each need in the circle: `phase: run` where it can start without, \
           `phase: recover` or `both` where it cannot.",
    find,
};

fn find(judge: &Judge<'_>, found: &mut Found) {
    let estate = judge.estate();
    for (members, circle) in judge.circles() {
        if !matches!(circle, Circle::Plain) {
            continue;
        }
        let component = estate.components.of(members[0]);
        let round = estate.components.circle(component);
        let names: Vec<String> = round
            .iter()
            .map(|&item| estate.reference(item).to_string())
            .collect();
        let all = estate.references(members);
        let more = all.len().saturating_sub(names.len());
        let also = match more {
            0 => String::new(),
            more => format!(" ({more} more hang on it both ways)"),
        };
        let text = format!("{} need each other in a circle{also}.", several(&names));
        let unwritten = unwritten(judge, members);
        let mend = match unwritten {
            Some((owner, member, _)) => format!(
                "Say in {} whether it needs {} to run or to recover (`phase`).",
                estate.reference(owner),
                estate.reference(member)
            ),
            None => "Check that each need of the circle holds in the phase written.".into(),
        };
        let mut finding = Finding::new(&all[0], text).because(names).mend(mend);
        finding.at = unwritten.map(|(.., at)| at);
        found.add(finding);
    }
}

/// The first need inside a circle whose phase nobody wrote.
fn unwritten(judge: &Judge<'_>, members: &[Item]) -> Option<(Item, Item, record::kind::Origin)> {
    let estate = judge.estate();
    for &owner in members {
        let written = |id: u32| {
            estate.graph.group(id).phase != Phase::Unwritten || !estate.graph.group(id).stops()
        };
        if estate.graph.groups_of(owner).all(written) {
            continue;
        }
        let listed = estate.listed(owner);
        for need in &listed.item.requires {
            if need.phase.is_some() || need.bootstrap || need.effect == Effect::Degrade {
                continue;
            }
            for member in &need.of {
                let found = estate.find(&member.text);
                let found = found.filter(|&found| estate.components.same(found, owner));
                if let Some(found) = found {
                    return Some((owner, found, listed.at(member.at)));
                }
            }
        }
    }
    None
}
