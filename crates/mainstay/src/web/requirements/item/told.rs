//! What the page of an item tells, looked up and computed in one go, off the threads that answer.

use std::collections::{BTreeMap, BTreeSet};

use continuity::estate::Estate;
use continuity::initiation::holder::Holders;
use continuity::requirements::bond::{self, Bond, Tie};
use continuity::requirements::exposure::fall;
use continuity::requirements::hours_walk::HoursWalk;
use continuity::requirements::loss::losses;
use continuity::requirements::neighbourhood::{self, Mismatch, Neighbourhood};
use continuity::requirements::own_target::OwnTarget;
use continuity::requirements::recovery_points::Judged;
use continuity::requirements::recovery_targets::{ItemTarget, RecoveryTargets, recovery_targets};
use continuity::requirements::risk_numbers::struck::stopping;
use continuity::requirements::warning::over::{Over, over};
use continuity::standpoint::Standpoint;
use record::kind::Envelope;
use record::kinds::Registers;
use record::link::split;
use record::requirements::Dataset;

use super::super::words;
use crate::web::reckoned::Reckoned;

/// Most datasets that a page lists.
const DATA_MAX: usize = 40;

/// What is told of an item.
pub struct Told {
    /// `kind/id`.
    pub reference: String,
    /// Its kind.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// What every record carries.
    pub envelope: Envelope,
    /// Its tier.
    pub tier: Option<u32>,
    /// Whether its loss cannot be borne.
    pub vital: bool,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Who stands in.
    pub deputies: Vec<String>,
    /// Who holds the role that answers for it, today.
    pub holders: Vec<String>,
    /// Its figures, with whole paths, judged hour by hour.
    pub target: ItemTarget,
    /// By failure mode, how its data is judged by all that is asked of it.
    pub judged: Option<[Judged; 4]>,
    /// What it itself demands.
    pub own: OwnTarget,
    /// What it needs.
    pub needs: Vec<Bonded>,
    /// What needs it.
    pub uses: Vec<Bonded>,
    /// One step around it.
    pub around: Neighbourhood,
    /// Scenarios, with the plans for each.
    pub scenarios: Vec<ForScenario>,
    /// Plans that name no scenario.
    pub plans: Vec<String>,
    /// The data in it or under it, with who holds it.
    pub data: Vec<(String, Dataset, Vec<String>)>,
    /// Where it stands, on whom it depends outside: sites and suppliers under it.
    pub places: Vec<String>,
    /// The risks that stop it.
    pub risks: Vec<String>,
    /// The warnings in force over it, the gravest first.
    pub warnings: Vec<Over>,
    /// The team that brings it back.
    pub team: Option<String>,
    /// What its own time rests on, in words.
    pub own_time: String,
}

/// Another item, with what ties them.
pub struct Bonded {
    /// `kind/id`.
    pub id: String,
    /// How it is tied.
    pub tie: Tie,
    /// How many of its group are needed, and of how many.
    pub of: (u32, u32),
    /// What remains, in hundredths of a percent.
    pub remains: Option<u32>,
    /// Whether a plan asks for it and no record.
    pub by_plan: bool,
    /// Where what is needed is too late.
    pub mismatch: Option<Mismatch>,
}

/// What a scenario does to an item, and who has planned for it.
pub struct ForScenario {
    /// `scenario/id`.
    pub id: String,
    /// Whether it stops the item.
    pub stops: bool,
    /// When it would be back, from the start of work.
    pub back_seconds: Option<i64>,
    /// The plans for it.
    pub plans: Vec<String>,
}

/// What is told of an item; none for one that is retired.
pub fn told(now: &Reckoned, reference: &str) -> Option<Told> {
    now.given(|given| {
        let standpoint = given.standpoint();
        let estate = &standpoint.estate;
        let (kind, id) = split(reference);
        let item = estate.find_kind(kind?, id)?;
        let targets = recovery_targets(&standpoint);
        let mut target = targets.row(&standpoint, item, usize::MAX);
        target.hours = HoursWalk::new(&standpoint, &targets).judge(item);
        let listed = estate.listed(item);
        let around = neighbourhood::Asked {
            focus: item,
            hops: 1,
            hide: BTreeSet::from(["team".to_owned()]),
            most: 24,
        };
        let under = under(estate, item);
        let owner = listed.envelope.owner.as_ref();
        let owner = owner.and_then(|owner| words::party(given.registers, &owner.text));
        let (deputies, holders) = people(&standpoint, owner.as_deref());
        let by = listed.item.recovery.as_ref().and_then(|it| it.by.as_ref());
        let bonded = |bond: &Bond, other: u32| bonded(estate, &targets, bond, other);
        let needs = bond::needs(estate, item);
        let uses = bond::uses(estate, item);
        Some(Told {
            reference: reference.to_owned(),
            kind: listed.kind().to_owned(),
            name: listed.title().to_owned(),
            envelope: listed.envelope.clone(),
            tier: listed.item.tier,
            vital: listed.activity().is_some_and(|activity| activity.vital),
            owner,
            deputies,
            holders,
            judged: targets.points.judged(item),
            own: targets.own[item as usize].clone(),
            needs: needs.iter().map(|bond| bonded(bond, bond.to)).collect(),
            uses: uses.iter().map(|bond| bonded(bond, bond.from)).collect(),
            around: neighbourhood::neighbourhood(&standpoint, &targets, &around),
            scenarios: scenarios(given.registers, reference, given.at),
            plans: plans(given.registers, estate, reference, None),
            data: data(estate, &under),
            places: places(estate, item, &under),
            warnings: over(&now.present.state, estate, reference, now.at),
            risks: risks(estate, item),
            team: by.map(|team| format!("team/{}", team.id())),
            own_time: own_time(estate, item),
            target,
        })
    })
}

fn bonded(estate: &Estate<'_>, targets: &RecoveryTargets, bond: &Bond, other: u32) -> Bonded {
    Bonded {
        id: estate.reference(other).to_owned(),
        tie: bond.tie,
        of: (bond.needed, bond.of),
        remains: bond.remains,
        by_plan: bond.by_plan,
        mismatch: neighbourhood::mismatch(estate, targets, bond),
    }
}

/// Everything under an item that it needs to run or to come back, itself first; teams aside.
fn under(estate: &Estate<'_>, item: u32) -> Vec<u32> {
    let mut met = BTreeSet::from([item]);
    let mut queue = vec![item];
    let mut next = 0;
    while let Some(&at) = queue.get(next) {
        next += 1;
        for bond in bond::needs(estate, at) {
            if bond.tie != Tie::BroughtBackBy && met.insert(bond.to) {
                queue.push(bond.to);
            }
        }
    }
    queue
}

fn people(standpoint: &Standpoint<'_>, owner: Option<&str>) -> (Vec<String>, Vec<String>) {
    let registers = standpoint.estate.registers;
    let Some((Some(kind), id)) = owner.map(split) else {
        return (Vec::new(), Vec::new());
    };
    let person = |id: &str| format!("person/{id}");
    match kind {
        "role" => {
            let day = standpoint.at.to_zoned(jiff::tz::TimeZone::UTC).date();
            let holders = Holders::new(registers, day);
            let rank = |first: bool| {
                let of = holders.of(id).iter();
                let of = of.filter(move |it| (it.rank.unwrap_or(1) == 1) == first);
                of.map(|it| person(it.own.person.id())).collect()
            };
            (rank(false), rank(true))
        }
        "team" => {
            let team = registers.teams.get(id);
            let deputy = team.and_then(|team| team.deputy.as_ref());
            let deputy = deputy.map(|deputy| format!("team/{}", deputy.id()));
            let members = team.map_or(&[][..], |team| &team.own.members);
            let members = members.iter().map(|it| person(it.id())).collect();
            (deputy.into_iter().collect(), members)
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// Every live scenario, with what it does to the item and the plans for it.
fn scenarios(registers: &Registers, reference: &str, at: jiff::Timestamp) -> Vec<ForScenario> {
    let mut all = Vec::new();
    for scenario in registers.scenarios.live() {
        let standpoint = Standpoint::of_scenario(registers, &scenario.id, at);
        let estate = &standpoint.estate;
        let Some(item) = estate.find(reference) else {
            continue;
        };
        let fall = fall(estate, &losses(estate, scenario));
        all.push(ForScenario {
            id: scenario.reference(),
            stops: fall.standing.is_stopped(item),
            back_seconds: fall.times.seconds(item),
            plans: plans(registers, estate, reference, Some(&scenario.id)),
        });
    }
    all
}

/// The plans that bring an item back in a scenario; those that name none where none is asked for.
fn plans(
    registers: &Registers,
    estate: &Estate<'_>,
    reference: &str,
    scenario: Option<&str>,
) -> Vec<String> {
    let means = |text: &str| {
        estate
            .find(text)
            .is_some_and(|it| estate.reference(it) == reference)
    };
    let plans = registers.plans.live().filter(|plan| {
        let restores = plan.steps.iter().filter_map(|step| step.restores.as_ref());
        let mut named = plan.covers.iter().chain(restores);
        let fits = match scenario {
            Some(scenario) => plan.scenarios.iter().any(|it| it.id() == scenario),
            None => plan.scenarios.is_empty(),
        };
        fits && named.any(|it| means(&it.text))
    });
    plans.map(|plan| plan.reference()).collect()
}

fn data(estate: &Estate<'_>, under: &[u32]) -> Vec<(String, Dataset, Vec<String>)> {
    let found = under.iter().filter_map(|&item| {
        let dataset = estate.listed(item).dataset()?;
        let holders = estate.graph.held_by(item).iter();
        let holders = holders.map(|&it| estate.reference(it).to_owned()).collect();
        Some((
            estate.reference(item).to_owned(),
            dataset.own.clone(),
            holders,
        ))
    });
    found.take(DATA_MAX).collect()
}

fn places(estate: &Estate<'_>, item: u32, under: &[u32]) -> Vec<String> {
    let mut found: BTreeMap<&str, u32> = BTreeMap::new();
    for &other in under.iter().filter(|other| **other != item) {
        let kind = estate.listed(other).kind();
        if matches!(kind, "site" | "supplier") {
            found.insert(estate.reference(other), other);
        }
    }
    found.into_keys().map(str::to_owned).collect()
}

/// The risks in force that stop the item.
fn risks(estate: &Estate<'_>, item: u32) -> Vec<String> {
    let stopping = stopping(estate, item).into_iter();
    stopping.map(|risk| risk.reference()).collect()
}

fn own_time(estate: &Estate<'_>, item: u32) -> String {
    use continuity::estate::own_time::From;
    let own = &estate.own_times[item as usize];
    match &own.from {
        From::Nowhere => "nobody has said how long it takes by itself".into(),
        From::Record if own.three_point => {
            "the 80th percentile of the three times in its record".into()
        }
        From::Record => "as its record says".into(),
        From::Plan(plan) => format!("the longest chain of steps in {plan}"),
        From::Copy => "its size by the restore rate of its fastest copy".into(),
        From::Activity => "an activity has no time of its own".into(),
    }
}
