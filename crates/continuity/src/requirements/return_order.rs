//! In which order what a loss stopped comes back: waves, when the work on each can begin, when it
//! is back. People's limits are the schedule's and are not looked at.

use engine::recovery::Recovery;
use serde::Serialize;

use super::exposure::{Fall, fall};
use super::loss::Losses;
use super::own_target::own_target;
use crate::standpoint::Standpoint;

/// One item that comes back. Figures count from the start of recovery work.
#[derive(Clone, Debug, Serialize)]
pub struct Return {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// 1 for what waits for nothing.
    pub wave: u32,
    /// Whether it was lost itself, and not only stopped.
    pub lost: bool,
    /// When the work on it can begin.
    pub begins_seconds: Option<i64>,
    /// When it is back.
    pub back_seconds: Option<i64>,
    /// Between the disruption and the start of the work on it.
    pub lead_seconds: i64,
    /// What it waits for last.
    pub waits_for: Option<String>,
}

/// Everything that stopped, by wave, then by when it is back, the unknown last. Cost: linear.
pub fn return_order(standpoint: &Standpoint<'_>, losses: &Losses) -> Vec<Return> {
    let estate = &standpoint.estate;
    let Fall { standing, times } = fall(estate, losses);
    let recovery = Recovery::new(&estate.graph, &estate.components);
    let waves = recovery.waves(&standing, &times);
    let row = |&item: &u32| {
        let (wave, figure) = (waves[item as usize], times.figures()[item as usize]);
        let own = own_target(standpoint, estate.listed(item));
        Return {
            id: estate.reference(item).to_string(),
            name: estate.listed(item).title().to_string(),
            wave: wave.number,
            lost: standing.is_lost(item),
            begins_seconds: wave.begins,
            back_seconds: figure.seconds,
            lead_seconds: own.lead.seconds(record::item::ClockStart::Disruption),
            waits_for: figure
                .waits_for()
                .map(|it| estate.reference(it).to_string()),
        }
    };
    let mut all: Vec<Return> = standing.stopped().iter().map(row).collect();
    let key = |it: &Return| (it.wave, it.back_seconds.is_none(), it.back_seconds);
    all.sort_by(|one, other| (key(one), &one.id).cmp(&(key(other), &other.id)));
    all
}
