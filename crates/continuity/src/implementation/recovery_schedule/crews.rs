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

/// Whoever does work, made once for each team that is named.
pub struct Crews<'s, 'r> {
    standpoint: &'s Standpoint<'r>,
    losses: &'s Losses,
    standing: &'s Standing,
    /// When the work starts, on the clock on the wall.
    begins: Timestamp,
    known: BTreeMap<Item, Option<usize>>,
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

    /// The crew of a team, or of its deputy where the team is lost; nothing where it has no limit.
    pub fn of(&mut self, team: Item) -> Option<usize> {
        let stand_in = self.standpoint.estate.graph.stand_in(team);
        let works = match self.standing.is_lost(team) {
            true => stand_in.unwrap_or(team),
            false => team,
        };
        if let Some(&known) = self.known.get(&works) {
            return known;
        }
        let crew = self.made(works).map(|crew| {
            self.all.push(crew);
            self.all.len() - 1
        });
        self.known.insert(works, crew);
        crew
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
