//! Once all is back: which activities have work to catch up with, and which data is restored
//! together and must then be put right. The figures are those of the targets; nothing is computed
//! here that moves one.

use continuity::requirements::catching_up::CatchingUp;
use continuity::requirements::reconciliation::ModeSkew;
use continuity::requirements::recovery_points::Points;
use serde::Serialize;

use super::Ground;

/// What an activity has to catch up with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CatchUp {
    /// `activity/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The time it gives for that; nothing: nobody says it.
    pub wrt_seconds: Option<i64>,
    /// Data that it makes anew from another source, where that counts.
    pub makes_anew: Vec<String>,
    /// Data that it says it makes anew, where that does not fit into the time.
    pub makes_anew_in_vain: Vec<String>,
    /// Groups of data under it that may come back to different points.
    pub puts_right: Vec<String>,
    /// Making data anew and putting groups right, in the worst failure mode.
    pub takes_seconds: Option<i64>,
    /// Whether that fits into the time it gives; nothing where one of both is unknown, or where
    /// there is nothing of that sort to do.
    pub fits: Option<bool>,
    /// Whether work piles up while it is down.
    pub piles_up: bool,
    /// How long the backlog takes after an outage as long as the target allows; nothing where no
    /// work is said to pile up, or it never clears.
    pub backlog_seconds: Option<i64>,
    /// Whether it never clears.
    pub never_clears: bool,
    /// Entering again what was done by hand meanwhile, by the workaround that does most of its
    /// work; nothing where nobody says it.
    pub rekey_seconds: Option<i64>,
}

/// Data that is restored to one instant.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Together {
    /// The name of the group.
    pub group: String,
    /// Its members, `dataset/id`.
    pub members: Vec<String>,
    /// How much of it may be lost: the least that anyone asks of any member.
    pub rpo_required_seconds: Option<i64>,
    /// How much would be lost: the oldest point of any member.
    pub loses: Option<Points>,
    /// What must be put right, by failure mode; empty where no member says what changes in it.
    pub modes: Vec<ModeSkew>,
}

/// The activities that have something to catch up with, in the order of their ids.
pub(super) fn catch_ups(ground: &Ground<'_>) -> Vec<CatchUp> {
    let rows = ground.rows.iter();
    let own = rows.filter_map(|row| Some((row, row.catching_up.as_ref()?)));
    own.map(|(row, work)| catch_up(ground, (&row.id, &row.name), work))
        .collect()
}

fn catch_up(ground: &Ground<'_>, (id, name): (&str, &str), work: &CatchingUp) -> CatchUp {
    let datasets = |counts: bool| {
        let said = work.reconstructs.iter().filter(|it| it.counts == counts);
        said.map(|it| it.dataset.clone()).collect()
    };
    let outage = work.backlog.as_ref().and_then(|it| it.at_target.as_ref());
    let by_hand = outage.and_then(|it| it.with_workaround.as_ref());
    let backlog = outage.and_then(|it| it.clears_after_seconds);
    let workarounds = ground.workarounds_of(record::link::split(id).1).iter();
    let rekey = workarounds
        .filter(|it| it.is_approved())
        .find_map(|it| it.rekey.map(|rekey| rekey.0));
    let is_work = !work.reconstructs.is_empty() || !work.reconciles.is_empty();
    let takes = work.takes_seconds.filter(|_| is_work);
    CatchUp {
        id: id.to_string(),
        name: name.to_string(),
        wrt_seconds: work.wrt_seconds,
        makes_anew: datasets(true),
        makes_anew_in_vain: datasets(false),
        puts_right: work.reconciles.iter().map(|it| it.group.clone()).collect(),
        takes_seconds: takes,
        fits: takes.zip(work.wrt_seconds).map(|(takes, wrt)| takes <= wrt),
        piles_up: work.backlog.is_some(),
        backlog_seconds: backlog,
        never_clears: outage.is_some() && backlog.is_none(),
        rekey_seconds: by_hand.map(|it| it.rekey_seconds).or(rekey),
    }
}

/// The groups of data that are restored to one instant, by name.
pub(super) fn together(ground: &Ground<'_>) -> Vec<Together> {
    let estate = &ground.standpoint.estate;
    let groups = estate.consistency.iter();
    let group = |(name, members): &(&str, Vec<engine::graph::Item>)| {
        let rows = || {
            members
                .iter()
                .filter_map(|it| ground.row(estate.reference(*it)))
        };
        let skew = rows().find_map(|row| row.skew.as_ref());
        Together {
            group: (*name).to_string(),
            members: estate.references(members),
            rpo_required_seconds: rows().filter_map(|row| row.rpo_required_seconds).min(),
            loses: rows().find_map(|row| row.rpc_seconds),
            modes: skew.map_or(Vec::new(), |it| it.modes.clone()),
        }
    };
    groups.map(group).collect()
}
