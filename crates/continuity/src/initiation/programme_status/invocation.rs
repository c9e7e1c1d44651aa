//! The done-criteria of Invocation: what was begun is closed. Where nothing happened there is
//! nothing to close, and it has not started.

use std::collections::BTreeSet;

use super::part::{Looked, Part, each};
use super::{Ground, SubStage};
use crate::state::Run;

/// The sub-stages.
pub(super) fn parts(ground: &Ground<'_, '_>) -> Vec<SubStage> {
    let all = ground.state.into_iter().flat_map(|state| state.runs());
    let real: Vec<&Run> = all.filter(|run| run.mode().is_real()).collect();
    let look = |lacks: &dyn Fn(&Run) -> Option<&'static str>| -> Vec<Looked> {
        let looked = real.iter().map(|run| {
            let name = format!("run/{}", run.id());
            (name.clone(), lacks(run).map(|why| format!("{name} {why}")))
        });
        looked.collect()
    };
    let lessons = ground.judge.registers().lessons.live();
    let lessons = lessons.filter(|it| !it.leads_to.is_empty() || it.no_change.is_some());
    let learned: BTreeSet<&str> = lessons
        .filter_map(|it| it.own.from.as_ref().map(|from| &*from.text))
        .collect();
    let ended = look(&|run| run.end.is_none().then_some("is not stood down"));
    let verified = look(&|run| match &run.verified {
        None => Some("was looked at by nobody else"),
        Some(it) if !it.confirmed => Some("was not confirmed"),
        Some(_) => None,
    });
    let taught = look(&|run| {
        let name = format!("run/{}", run.id());
        (!learned.contains(&*name)).then_some("led to no lesson that leads to something")
    });
    let none = "No disruption is recorded.";
    let part = Part::new("S5", "Invocation")
        .begun(!real.is_empty())
        .when(each("Every disruption is stood down.", ended, none))
        .when(each(
            "Someone who did not carry it out has confirmed what came of it.",
            verified,
            none,
        ))
        .when(each(
            "It was learned from: each led to something, or it is said why not.",
            taught,
            none,
        ));
    vec![part.done(ground)]
}
