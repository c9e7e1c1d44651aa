//! Who of a team can do a step that asks for a skill. At every moment as many of those who can must
//! be free as are asked for, whichever skills are asked for at once; that the same person stays
//! from beginning to end is not looked at.

use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use record::implementation::plan::Step;

use super::crews::Who;
use super::jobs::Made;
use super::limit::{Limit, Sort};

/// A job that only some of a team can do.
pub(super) struct Want {
    job: u32,
    team: Item,
    people: u32,
    /// Those who can.
    can: BTreeSet<String>,
}

/// Of so many different groups of people all combinations are looked at.
const COMBINED: usize = 5;

impl Made<'_, '_> {
    /// Notes who can do a step, where it asks for a skill.
    pub(super) fn skilled(&mut self, job: u32, plan: &str, step: &Step, who: Option<(&Who, u32)>) {
        let Some((who, people)) = who.filter(|_| !step.skills.is_empty()) else {
            return;
        };
        let can = self.able(who, &step.skills);
        if (can.len() as u32) < people.max(1) {
            let id = record::link::split(plan).1;
            self.jobs.unskilled.push(format!("{id}/{}", step.id));
            return;
        }
        self.wants.push(Want {
            job,
            team: who.team,
            people,
            can,
        });
    }

    /// The people of a team who can do all of these and have not left.
    fn able(&self, who: &Who, skills: &[String]) -> BTreeSet<String> {
        let standpoint = self.standpoint;
        let team = standpoint.estate.listed(who.team);
        let Some(team) = team.team() else {
            return BTreeSet::new();
        };
        let day = standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date();
        let persons = standpoint.estate.registers.persons.live().filter(|person| {
            let is_member = person.teams.iter().any(|it| it.id() == &*team.id)
                || team.own.members.iter().any(|it| it.id() == &*person.id);
            let is_there = person.leaves.is_none_or(|leaves| leaves.0 > day);
            let knows = |skill: &String| {
                person
                    .skills
                    .iter()
                    .any(|it| it.eq_ignore_ascii_case(skill))
            };
            is_member && is_there && skills.iter().all(knows)
        });
        persons.map(|person| person.id.to_string()).collect()
    }

    /// A limit for each group of people that is asked for, alone and together with others: whoever
    /// can be asked for twice at once is counted once (Hall 1935).
    pub(super) fn share_skills(&mut self) {
        let wants = std::mem::take(&mut self.wants);
        let mut groups: BTreeMap<Item, BTreeSet<BTreeSet<String>>> = BTreeMap::new();
        for want in &wants {
            groups
                .entry(want.team)
                .or_default()
                .insert(want.can.clone());
        }
        for (team, groups) in groups {
            let who = self.crews.of(team);
            let known = who.limit.map(|limit| self.crews.limits[limit].clone());
            for union in unions(&groups) {
                let amount = union.len() as u32;
                // As many as the whole team at work is no limit of its own.
                if known.as_ref().is_some_and(|known| amount >= known.amount) {
                    continue;
                }
                let limit = self.crews.limits.len();
                self.crews.limits.push(Limit {
                    id: who.id.clone(),
                    amount,
                    from: who.from,
                    shift: known.as_ref().and_then(|known| known.shift),
                    sort: Sort::Skilled(union.iter().cloned().collect()),
                });
                let of_it = |want: &&Want| want.team == team && want.can.is_subset(&union);
                for want in wants.iter().filter(of_it) {
                    self.take_all(want.job, limit, want.people);
                }
            }
        }
    }

    /// The job takes of a limit in all its parts.
    fn take_all(&mut self, job: u32, limit: usize, amount: u32) {
        if self.jobs.project.jobs[job as usize].seconds == 0 || amount == 0 {
            return;
        }
        self.take(job, limit, amount);
        let last = self.jobs.last(job as usize) as u32;
        if last != job {
            // The parts stand one after the other behind what was made in between.
            let is_part = |at: &u32| {
                let meaning = &self.jobs.meanings[*at as usize];
                matches!(meaning, super::jobs::Meaning::HandedOver(first) if *first == job)
            };
            let parts: Vec<u32> = (job + 1..=last).filter(is_part).collect();
            parts
                .into_iter()
                .for_each(|part| self.take(part, limit, amount));
        }
    }
}

/// The groups and, where they are few, all that come of joining some of them.
fn unions(groups: &BTreeSet<BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let mut all: BTreeSet<BTreeSet<String>> = groups.clone();
    let everyone: BTreeSet<String> = groups.iter().flatten().cloned().collect();
    all.insert(everyone);
    for group in groups.iter().take(COMBINED) {
        let joined: Vec<BTreeSet<String>> = all.iter().map(|it| it | group).collect();
        all.extend(joined);
    }
    all
}
