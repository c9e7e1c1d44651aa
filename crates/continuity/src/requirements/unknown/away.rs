//! A share of people is away: what is then left of each team, against the most people at once
//! that plans in force and records ask of it, and of an activity's own. Nothing stops by it at
//! once; when work comes to wait for itself in one team is the schedule's, not asked here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use engine::graph::Item;
use record::implementation::plan::Step;
use serde::Serialize;

use super::cover::{Missing, Why, needs};
use crate::estate::Estate;
use crate::requirements::loss::Losses;

/// The whole, in hundredths of a percent.
const WHOLE: u32 = 10_000;
/// The most reasons that are given for one activity.
const MOST: usize = 4;

/// Whether as many people are left as are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Left {
    /// There are fewer, and no deputy team has as many left.
    TooFew,
    /// Nobody says how many people there are.
    Unknown,
    /// There are fewer, and a deputy team has as many left.
    Deputy,
    /// There are as many.
    Enough,
}

/// What is left of a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamLeft {
    /// `team/id`.
    pub team: String,
    /// Its people: its capacity, else its members.
    pub people: Option<u32>,
    /// Of them, how many are left; those away are rounded up.
    pub left: Option<u32>,
    /// The most people at once that something asks of it.
    pub asked: u32,
    /// What asks for them, in words.
    pub asked_by: String,
    /// The plan or the item that asks, `kind/id`.
    pub asked_in: String,
    /// The deputy team, where it stands in.
    pub deputy: Option<String>,
    /// What follows.
    pub verdict: Left,
}

/// How an activity stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manned {
    /// The worst of its own people and of the teams that would bring back what it needs.
    pub verdict: Left,
    /// Where it is not enough: who is too few, or of whom nobody knows.
    pub missing: Vec<Missing>,
}

/// Something that asks for people of a team.
struct Ask {
    team: Item,
    people: u32,
    by: String,
    of: String,
    /// What hangs on it.
    about: BTreeSet<Item>,
}

/// People away, by team.
pub struct Away<'e, 'r> {
    estate: &'e Estate<'r>,
    /// For each team the share that is away, in hundredths of a percent.
    absent: BTreeMap<Item, u32>,
    asks: Vec<Ask>,
    /// The least share that is away of every team, where every team is concerned.
    of_all: Option<u32>,
}

impl<'e, 'r> Away<'e, 'r> {
    /// Reads what asks for people. Cost: linear in the estate and the steps of plans.
    pub fn new(estate: &'e Estate<'r>, losses: &Losses) -> Away<'e, 'r> {
        let teams = || estate.graph.items().filter(|it| is_team(estate, *it));
        let gone = losses.items.iter().filter(|it| is_team(estate, **it));
        let mut absent = losses.absent.clone();
        absent.extend(gone.map(|team| (*team, WHOLE)));
        let share = |team: Item| absent.get(&team).copied();
        let all: Option<Vec<u32>> = teams().map(share).collect();
        Away {
            estate,
            of_all: all.and_then(|all| all.into_iter().min()),
            asks: asks(estate),
            absent,
        }
    }

    /// The teams of which some are away and of which something asks, the worst first.
    pub fn teams(&self) -> Vec<TeamLeft> {
        let mut all: Vec<TeamLeft> = Vec::new();
        for &team in self.absent.keys() {
            let most = self.asks.iter().filter(|ask| ask.team == team);
            // The first of the largest.
            if let Some(ask) = most.rev().max_by_key(|ask| ask.people) {
                all.push(self.judged(ask));
            }
        }
        all.sort_by(|one, other| {
            let key = |it: &TeamLeft| (it.verdict, it.team.clone());
            key(one).cmp(&key(other))
        });
        all
    }

    /// How an activity stands. Cost: linear in what it needs.
    pub fn manned(&self, activity: Item) -> Manned {
        let below = closure(self.estate, activity);
        let worse = |it: &TeamLeft| (it.verdict, Reverse(it.asked));
        let mut worst: BTreeMap<Item, TeamLeft> = BTreeMap::new();
        for ask in &self.asks {
            let concerned = self.absent.contains_key(&ask.team);
            if !concerned || ask.about.is_disjoint(&below) {
                continue;
            }
            let judged = self.judged(ask);
            match worst.get(&ask.team) {
                Some(known) if worse(known) <= worse(&judged) => {}
                _ => drop(worst.insert(ask.team, judged)),
            }
        }
        let own = self.own(activity);
        let teams = worst.values().map(|it| it.verdict);
        let verdict = teams.chain(own.as_ref().map(|_| Left::TooFew)).min();
        let mut missing: Vec<Missing> = own.into_iter().collect();
        let bad = worst.iter().filter(|(_, it)| it.verdict <= Left::Unknown);
        missing.extend(bad.map(|(team, it)| self.missing(*team, it)));
        missing.truncate(MOST);
        match verdict {
            None if !self.says_who(activity, &below) => self.unsaid(activity),
            verdict => Manned {
                verdict: verdict.unwrap_or(Left::Enough),
                missing,
            },
        }
    }

    /// Whether anything says on which people an activity rests.
    fn says_who(&self, activity: Item, below: &BTreeSet<Item>) -> bool {
        let own = self.estate.listed(activity).activity();
        let own = own.is_some_and(|it| it.own.people.is_some() && it.own.people_minimum.is_some());
        own || self.asks.iter().any(|ask| !ask.about.is_disjoint(below))
    }

    fn unsaid(&self, activity: Item) -> Manned {
        let name = self.estate.listed(activity).title();
        let text = format!("Nothing says which people {name} rests on.");
        Manned {
            verdict: Left::Unknown,
            missing: vec![self.too_few(activity, text)],
        }
    }

    fn too_few(&self, of: Item, text: String) -> Missing {
        Missing {
            why: Why::TooFewPeople,
            plan: None,
            items: vec![self.estate.reference(of).to_string()],
            loss_types: Vec::new(),
            says: text.clone(),
            text,
        }
    }

    fn judged(&self, ask: &Ask) -> TeamLeft {
        let estate = self.estate;
        let (people, left) = (people(estate, ask.team), self.left(ask.team));
        let deputy = estate.listed(ask.team).team();
        let deputy = deputy.and_then(|team| team.own.deputy.as_ref());
        let deputy = deputy.and_then(|it| estate.find_kind("team", it.id()));
        let deputy = deputy.filter(|it| self.left(*it).is_some_and(|left| left >= ask.people));
        let verdict = match (left, deputy) {
            (Some(left), _) if left >= ask.people => Left::Enough,
            (_, Some(_)) => Left::Deputy,
            (Some(_), None) => Left::TooFew,
            (None, None) => Left::Unknown,
        };
        let deputy = deputy.filter(|_| verdict == Left::Deputy);
        TeamLeft {
            team: estate.reference(ask.team).to_string(),
            people,
            left,
            asked: ask.people,
            asked_by: ask.by.clone(),
            asked_in: ask.of.clone(),
            deputy: deputy.map(|it| estate.reference(it).to_string()),
            verdict,
        }
    }

    /// How many of a team are left.
    fn left(&self, team: Item) -> Option<u32> {
        let share = self.absent.get(&team).copied().unwrap_or(0);
        people(self.estate, team).map(|people| left_of(people, share))
    }

    fn missing(&self, team: Item, it: &TeamLeft) -> Missing {
        let name = self.estate.listed(team).title();
        let (asked, by) = (it.asked, &it.asked_by);
        let text = match (it.left, it.people) {
            (Some(left), Some(all)) => format!(
                "{name}: {left} of {all} {} left, and {asked} {} for {by}.",
                if all == 1 { "person" } else { "people" },
                if asked == 1 { "is asked" } else { "are asked" },
            ),
            _ => format!("Nobody says how many people {name} has; {by} asks for {asked}."),
        };
        self.too_few(team, text)
    }

    /// Where people everywhere are away: an activity left with fewer than its minimum.
    fn own(&self, activity: Item) -> Option<Missing> {
        let own = &self.estate.listed(activity).activity()?.own;
        let (all, least) = (own.people?, own.people_minimum?);
        let left = left_of(all, self.of_all?);
        let name = self.estate.listed(activity).title();
        let text = format!("{name}: {left} of {all} people left, and {least} are its minimum.");
        (left < least).then(|| self.too_few(activity, text))
    }
}

/// How many are left of so many when a share is away, rounded so that it is not understated.
fn left_of(people: u32, share: u32) -> u32 {
    let away = (u64::from(people) * u64::from(share)).div_ceil(u64::from(WHOLE));
    people.saturating_sub(u32::try_from(away).unwrap_or(u32::MAX))
}

fn is_team(estate: &Estate<'_>, item: Item) -> bool {
    estate.listed(item).team().is_some()
}

/// How many people a team has; `None` where nobody says.
fn people(estate: &Estate<'_>, team: Item) -> Option<u32> {
    let team = estate.listed(team).team()?;
    let members = u32::try_from(team.members.len()).unwrap_or(u32::MAX);
    team.capacity.or((members > 0).then_some(members))
}

/// All that asks for people: steps of plans in force, and whoever brings an item back.
fn asks(estate: &Estate<'_>) -> Vec<Ask> {
    let mut all = Vec::new();
    for plan in estate.registers.plans.approved() {
        let covers = plan.covers.iter().filter_map(|it| estate.find(&it.text));
        let restores = plan.steps.iter().filter_map(|step| step.restores.as_ref());
        let restores = restores.filter_map(|it| estate.find(&it.text));
        let about: BTreeSet<Item> = covers.chain(restores).collect();
        for step in &plan.steps {
            let team = step.by.as_ref();
            if let Some(team) = team.and_then(|team| estate.find_kind("team", team.id())) {
                all.push(Ask {
                    team,
                    people: step.people.unwrap_or(1),
                    by: format!("“{}” in {}", name(step), plan.title()),
                    of: plan.reference(),
                    about: about.clone(),
                });
            }
        }
    }
    for item in estate.graph.items() {
        let by = estate.listed(item).item.recovery.as_ref();
        let by = by.and_then(|recovery| recovery.by.as_ref());
        if let Some(team) = by.and_then(|by| estate.find_kind("team", by.id())) {
            all.push(Ask {
                team,
                people: 1,
                by: format!("bringing back {}", estate.listed(item).title()),
                of: estate.reference(item).to_string(),
                about: BTreeSet::from([item]),
            });
        }
    }
    all
}

fn name(step: &Step) -> &str {
    step.title.as_deref().unwrap_or(&step.id)
}

/// Everything that an item hangs on, itself among it.
fn closure(estate: &Estate<'_>, item: Item) -> BTreeSet<Item> {
    let (mut seen, mut all, mut next) = (BTreeSet::from([item]), vec![item], 0);
    while let Some(&at) = all.get(next) {
        next += 1;
        let more = needs(estate, at).into_iter();
        all.extend(more.filter(|need| seen.insert(*need)));
    }
    seen
}
