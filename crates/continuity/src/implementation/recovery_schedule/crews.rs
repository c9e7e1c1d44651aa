//! The teams as the schedule sees them: how many can work at once, and from when.

use std::collections::BTreeMap;

use engine::graph::Item;
use engine::timetable::Resource;
use jiff::Timestamp;

use crate::requirements::loss::Losses;
use crate::requirements::own_target::own_target;
use crate::standpoint::Standpoint;
use engine::standing::Standing;
use record::item::ClockStart;

/// A team with a limit.
pub struct Crew {
    /// `team/id`.
    pub id: String,
    /// How many can work at once.
    pub people: u32,
    /// From when, in seconds from the start of work.
    pub from: i64,
}

impl Crew {
    /// As the engine reads it.
    pub fn resource(&self) -> Resource {
        match self.from {
            0 => Resource::steady(self.people),
            from => Resource {
                course: vec![(0, 0), (from, self.people)],
            },
        }
    }
}

/// A team that works.
#[derive(Clone)]
pub struct Who {
    /// `team/id`.
    pub id: String,
    /// From when, in seconds from the start of work.
    pub from: i64,
    /// Its place among the teams with a limit; none without one.
    pub crew: Option<usize>,
}

impl Who {
    /// So many of it, where it has a limit.
    pub fn takes(&self, people: u32) -> Option<(usize, u32)> {
        self.crew.map(|crew| (crew, people)).filter(|_| people > 0)
    }
}

/// Whoever does work, made once for each team that is named.
pub struct Crews<'s, 'r> {
    standpoint: &'s Standpoint<'r>,
    losses: &'s Losses,
    standing: &'s Standing,
    /// When the work starts, on the clock on the wall.
    pub begins: Timestamp,
    known: BTreeMap<Item, Who>,
    /// Those with a limit.
    pub all: Vec<Crew>,
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
            all: Vec::new(),
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
        let crew = self.made(works);
        let listed = self.standpoint.estate.listed(works);
        let who = Who {
            id: listed.reference.clone(),
            from: listed.team().map_or(0, |team| self.from(&team.own)),
            crew: crew.is_some().then_some(self.all.len()),
        };
        self.all.extend(crew);
        self.known.insert(works, who.clone());
        who
    }

    fn made(&self, item: Item) -> Option<Crew> {
        let estate = &self.standpoint.estate;
        let listed = estate.listed(item);
        let team = &listed.team()?.own;
        let members = Some(team.members.len() as u32).filter(|&count| count > 0);
        let all = team.capacity.or(members)?;
        let absent = self.losses.absent.get(&item).copied().unwrap_or(0);
        // A share of a person does no work.
        let there = u64::from(all) * u64::from(10_000u32.saturating_sub(absent)) / 10_000;
        Some(Crew {
            id: listed.reference.clone(),
            people: (there as u32).max(1),
            from: self.from(team),
        })
    }

    /// At once within the team's hours; else with its next hours or when it has been called out
    /// since the loss, whichever comes first. Once at work it stays.
    fn from(&self, team: &record::initiation::Team) -> i64 {
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
