//! Who brings an item back: its teams, from when each is there, and the team that stands in.

use engine::graph::Item;
use jiff::{SignedDuration, Timestamp};

use super::{Absent, Duty, Function, Ground, Holder};
use crate::initiation::policy_in_force::ANSWER_WITHIN_SECONDS_DEFAULT;

/// The kinds whose items someone must bring back.
const RESTORED: [&str; 3] = ["service", "component", "dataset"];

/// Who restores each item: one entry for each team that must work on it, or one that says that
/// nobody is named.
pub(super) fn restores(ground: &Ground<'_, '_>) -> Vec<Duty> {
    let estate = &ground.standpoint.estate;
    let mut all = Vec::new();
    for item in estate.graph.items() {
        let listed = estate.listed(item);
        let crews = estate.graph.crews(item);
        let mut duty = Duty {
            item: Some(listed.reference.clone()),
            name: listed.title().to_string(),
            ..Duty::of(Function::Restore)
        };
        if crews.is_empty() {
            if RESTORED.contains(&listed.kind()) {
                duty.gap = Some(format!("Nobody is named who restores {}.", listed.title()));
                all.push(duty);
            }
            continue;
        }
        for &crew in crews {
            let mut duty = duty.clone();
            fill(ground, crew, &mut duty);
            all.push(duty);
        }
    }
    all
}

fn fill(ground: &Ground<'_, '_>, crew: Item, duty: &mut Duty) {
    let at = ground.standpoint.at;
    let graph = &ground.standpoint.estate.graph;
    let policy = ground.standpoint.policy.answer_within_seconds.as_ref();
    let within = policy.map_or(ANSWER_WITHIN_SECONDS_DEFAULT, |it| it.value);
    duty.answer_within_seconds = Some(within);
    duty.holder = there(ground, crew, at, 1, duty);
    let passes = match duty.holder {
        Some(_) => at
            .saturating_add(SignedDuration::from_secs(within))
            .unwrap_or(at),
        None => at,
    };
    let next = graph.stand_in(crew);
    let next = next.and_then(|next| there(ground, next, passes, 2, duty));
    match (&duty.holder, next) {
        (Some(_), Some(next)) => duty.deputies.push(next),
        (None, Some(next)) => duty.holder = Some(next),
        (Some(_), None) => {}
        (None, None) => {
            let name = &duty.name;
            duty.gap = Some(format!("Nobody is there who restores {name}."));
        }
    }
}

/// From when on a team works, once it is asked at an instant; why not where it cannot.
fn there(
    ground: &Ground<'_, '_>,
    crew: Item,
    asked: Timestamp,
    rank: u32,
    duty: &mut Duty,
) -> Option<Holder> {
    let estate = &ground.standpoint.estate;
    let listed = estate.listed(crew);
    let who = listed.reference.clone();
    if ground.standing.is_stopped(crew) {
        let why = "is lost".into();
        duty.absent.push(Absent {
            who,
            why,
            next: None,
        });
        return None;
    }
    let hours = ground.standpoint.hours(listed.item.hours.as_ref());
    let opens = hours.next_opening(asked).ok();
    let call_out = listed.team().and_then(|team| team.own.call_out);
    let called = call_out.map(|it| SignedDuration::from_secs(it.0));
    let called = called.and_then(|it| asked.saturating_add(it).ok());
    let from = match (opens, called) {
        (Some(opens), Some(called)) => opens.min(called),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => {
            let why = "has hours that never open and no call-out".into();
            duty.absent.push(Absent {
                who,
                why,
                next: None,
            });
            return None;
        }
    };
    Some(Holder {
        who: vec![who],
        rank,
        from: from.to_string(),
        after_seconds: from.duration_since(ground.standpoint.at).as_secs(),
    })
}
