//! The teams as the schedule sees them: how many can work at once, from when, and when they rest.

use std::collections::BTreeMap;

use engine::graph::Item;
use engine::standing::Standing;
use jiff::Timestamp;
use record::initiation::Team;
use record::item::ClockStart;

use super::limit::{Limit, Shift, Sort};
use crate::requirements::loss::Losses;
use crate::requirements::own_target::own_target;
use crate::standpoint::Standpoint;

/// A team that works.
#[derive(Clone)]
pub struct Who {
    /// The team, by item.
    pub team: Item,
    /// `team/id`.
    pub id: String,
    /// From when, in seconds from the start of work.
    pub from: i64,
    /// Its place among the limits; none where it has no limit.
    pub limit: Option<usize>,
    /// The longest time its people work at one go.
    pub shift: Option<i64>,
}

/// Whoever does work, made once for each team that is named, and whatever else is shared.
pub struct Crews<'s, 'r> {
    standpoint: &'s Standpoint<'r>,
    losses: &'s Losses,
    standing: &'s Standing,
    /// When the work starts, on the clock on the wall.
    pub begins: Timestamp,
    known: BTreeMap<Item, Who>,
    /// The limits found so far.
    pub limits: Vec<Limit>,
}

impl<'s, 'r> Crews<'s, 'r> {
    /// Nobody yet.
    pub fn new(
        standpoint: &'s Standpoint<'r>,
        losses: &'s Losses,
        standing: &'s Standing,
    ) -> Crews<'s, 'r> {
        let lead = standing.stopped().iter().map(|&item| {
            let own = own_target(standpoint, standpoint.estate.listed(item));
            own.lead.seconds(ClockStart::Disruption)
        });
        // The first that can begin; whoever has the shorter lead is called first.
        let lead = jiff::SignedDuration::from_secs(lead.min().unwrap_or(0));
        Crews {
            begins: standpoint.at.checked_add(lead).unwrap_or(standpoint.at),
            standpoint,
            losses,
            standing,
            known: BTreeMap::new(),
            limits: Vec::new(),
        }
    }

    /// Who works where a team is named: the team, or its deputy where it is lost.
    pub fn of(&mut self, team: Item) -> Who {
        let stand_in = self.standpoint.estate.graph.stand_in(team);
        let works = match self.standing.is_lost(team) {
            true => stand_in.unwrap_or(team),
            false => team,
        };
        if let Some(known) = self.known.get(&works) {
            return known.clone();
        }
        let limit = self.made(works);
        let listed = self.standpoint.estate.listed(works);
        let team = listed.team();
        let who = Who {
            team: works,
            id: listed.reference.clone(),
            from: team.map_or(0, |team| self.from(&team.own)),
            limit: limit.is_some().then_some(self.limits.len()),
            shift: team.and_then(|team| team.own.shift_max).map(|it| it.0),
        };
        self.limits.extend(limit);
        self.known.insert(works, who.clone());
        who
    }

    fn made(&self, item: Item) -> Option<Limit> {
        let listed = self.standpoint.estate.listed(item);
        let team = &listed.team()?.own;
        let members = Some(team.members.len() as u32).filter(|&count| count > 0);
        let all = team.capacity.or(members)?;
        let absent = self.losses.absent.get(&item).copied().unwrap_or(0);
        // A share of a person does no work.
        let there = u64::from(all) * u64::from(10_000u32.saturating_sub(absent)) / 10_000;
        let shift = team.shift_max.filter(|it| it.0 > 0).map(|it| Shift {
            seconds: it.0,
            rest: team.rest.map_or(REST, |rest| rest.0),
        });
        Some(Limit {
            id: listed.reference.clone(),
            sort: Sort::People,
            amount: (there as u32).max(1),
            from: self.from(team),
            shift,
        })
    }

    /// At once within the team's hours; else with its next hours or when it has been called out
    /// since the loss, whichever comes first. Once at work it stays until its shift ends.
    fn from(&self, team: &Team) -> i64 {
        let hours = self.standpoint.hours(team.item.hours.as_ref());
        if hours.is_open(self.begins) {
            return 0;
        }
        let begins = self.begins.as_second();
        let next = hours.next_opening(self.begins).ok();
        let next = next.map(|next| next.as_second() - begins);
        let called = team
            .call_out
            .map(|it| self.standpoint.at.as_second() + it.0 - begins);
        let first = next.into_iter().chain(called).min();
        first.unwrap_or(0).max(0)
    }
}

/// The least rest between two shifts where the team does not say (Directive 2003/88/EC, article 3).
const REST: i64 = 11 * 3_600;
