//! The scenarios that every organisation should be able to answer, as far as they can be laid on
//! this estate: what each would lose here. Nothing is filed by itself.

use engine::graph::Item;
use engine::standing::Walk;
use record::requirements::LossType;
use record::requirements::scenario::Mode;
use serde::Serialize;

use super::away::{Away, Left, TeamLeft};
use super::cover::{Covered, Loss, Missing, Plans, Why};
use super::recognised::{IDENTITY, LINES, MAINS, is_office, speaks_of};
use crate::estate::{Estate, Listed};
use crate::requirements::loss::{Losses, losses};
use crate::requirements::recovery_targets::RecoveryTargets;
use crate::standpoint::Standpoint;

/// A scenario of the standard set, laid on the estate.
#[derive(Clone, Debug, Serialize)]
pub struct Standard {
    /// The id it would be filed under.
    pub id: &'static str,
    /// What happens.
    pub name: &'static str,
    /// The way of loss.
    #[serde(skip)]
    pub mode: Mode,
    /// What is gone.
    #[serde(skip)]
    pub loss_type: LossType,
    /// How long it lasts, as one writes it.
    pub lasts: Option<&'static str>,
    /// What it would lose here, `kind/id`; none: nothing here answers to it.
    pub loses: Vec<String>,
    /// The share of each team that is away, in percent, where people are what is lost.
    pub share: Option<u32>,
    /// How what it loses was chosen.
    pub how: &'static str,
    /// The scenario in force of the same loss type and way that loses all of it, if there is one.
    pub known: Option<String>,
    /// The activities that stop (services where there are no activities); none where only a share
    /// of people is away, which stops nothing at once.
    pub stops: Vec<String>,
    /// Where a share of people is away: what is left of each team of which something asks, the
    /// worst first.
    pub teams: Vec<TeamLeft>,
    /// The plans in force that answer some of it.
    pub answered_by: Vec<String>,
    /// Of what stops, what no plans in force answer whole; where a share of people is away, what
    /// rests on too few people or on a team of which nobody knows the size.
    pub open: Vec<String>,
    /// What is missing for these, each reason once, the nearest to mend first.
    pub missing: Vec<Missing>,
}

/// How what is lost is chosen.
enum Pick {
    /// The site whose loss stops the most activities and services.
    WorstSite,
    /// The supplier whose loss does.
    WorstSupplier,
    /// What one credential can delete: the domain of the most items.
    WidestDomain,
    /// What the domain of the backups can delete.
    BackupDomain,
    /// Every dataset that more than one thing needs or that has a recovery point to keep.
    Data,
    /// Components whose class or name has one of these words.
    Words(&'static [&'static str]),
    /// Sites that are offices.
    Offices,
    /// A share of every team.
    Staff(u32),
}

/// Id, name, way, loss type, how long, choice, how that is said.
type Row = (
    &'static str,
    &'static str,
    Mode,
    LossType,
    Option<&'static str>,
    Pick,
    &'static str,
);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("std-primary-site", "The primary site is gone without notice", Mode::Loss, LossType::Site, None, Pick::WorstSite, "the site whose loss stops the most"),
    ("std-ransomware", "Ransomware, the backups a target too", Mode::Malicious, LossType::Malicious, None, Pick::WidestDomain, "what the credential with the widest reach can delete"),
    ("std-silent-corruption", "Data was wrong for ten days before anyone saw", Mode::Corruption, LossType::Data, Some("10d"), Pick::Data, "every dataset"),
    ("std-identity", "Nobody can sign in: the identity provider is gone", Mode::Loss, LossType::ControlPlane, None, Pick::Words(IDENTITY), "components whose class or name speaks of identity or sign-in"),
    ("std-saas", "The key supplier is down for five days", Mode::Loss, LossType::Supplier, Some("5d"), Pick::WorstSupplier, "the supplier whose loss stops the most"),
    ("std-insolvent", "The key supplier is insolvent", Mode::SupplierExit, LossType::Supplier, None, Pick::WorstSupplier, "the supplier whose loss stops the most"),
    ("std-staff", "Four of ten people are away for three weeks", Mode::People, LossType::People, Some("21d"), Pick::Staff(40), "a share of every team"),
    ("std-power", "No power in the whole area for three days", Mode::Loss, LossType::Utility, Some("3d"), Pick::Words(MAINS), "components whose class or name speaks of power from outside"),
    ("std-telecom", "No telephone and no Internet for a day", Mode::Loss, LossType::Network, Some("1d"), Pick::Words(LINES), "components whose class or name speaks of lines"),
    ("std-bad-release", "A release fails and its change of the data cannot be taken back", Mode::Corruption, LossType::Data, None, Pick::Words(&["database"]), "databases"),
    ("std-office", "Nobody can enter the office", Mode::Loss, LossType::Workplace, None, Pick::Offices, "sites where people work and no machines stand"),
    ("std-insider", "Someone inside deletes the backups", Mode::Malicious, LossType::Malicious, None, Pick::BackupDomain, "what the credential of the backups can delete"),
    ("std-crisis-channel", "The channel for the crisis is not ours any more", Mode::Loss, LossType::Confidentiality, None, Pick::Words(&["mail", "chat", "telephone", "collaboration"]), "components whose class or name speaks of mail and chat"),
];

/// The standard set, laid on the estate. Cost: a walk for each site and supplier.
pub fn standard_scenarios(standpoint: &Standpoint<'_>, targets: &RecoveryTargets) -> Vec<Standard> {
    let estate = &standpoint.estate;
    let plans = Plans::new(estate);
    let (asked, _) = super::who_is_asked(standpoint, targets);
    let arcs = engine::arcs::Arcs::new(&estate.graph);
    let mut walk = Walk::new(&estate.graph, &arcs);
    let mut worst = |kind: &str| worst_of(estate, &mut walk, kind);
    let (site, supplier) = (worst("site"), worst("supplier"));
    let made = |row: &Row| {
        let (id, name, mode, loss_type, lasts, pick, how) = row;
        let items = match pick {
            Pick::WorstSite => site.into_iter().collect(),
            Pick::WorstSupplier => supplier.into_iter().collect(),
            pick => picked(estate, pick),
        };
        let loss = Loss::in_way(estate, &items, *mode, vec![*loss_type]);
        let share = match pick {
            Pick::Staff(share) => Some(*share),
            _ => None,
        };
        let (answer, teams) = match share {
            None => (answers(&plans, &loss, &asked), Vec::new()),
            Some(share) => with_fewer(estate, &items, share, &asked),
        };
        Standard {
            stops: estate.references(&answer.stops),
            teams,
            answered_by: answer.by,
            open: estate.references(&answer.open),
            missing: answer.missing,
            id,
            name,
            mode: *mode,
            loss_type: *loss_type,
            lasts: *lasts,
            known: known(estate, *mode, *loss_type, &items),
            loses: estate.references(&items),
            share,
            how,
        }
    };
    ROWS.iter().map(made).collect()
}

/// What plans say to a loss.
#[derive(Default)]
struct Answers {
    stops: Vec<Item>,
    by: Vec<String>,
    open: Vec<Item>,
    missing: Vec<Missing>,
}

impl Answers {
    /// Adds what is missing, each reason once.
    fn add(&mut self, more: Vec<Missing>) {
        for missing in more {
            let people = missing.why == Why::TooFewPeople;
            let same = |it: &Missing| match people {
                true => it.text == missing.text,
                false => it.plan == missing.plan && it.why == missing.why,
            };
            if !self.missing.iter().any(same) {
                self.missing.push(missing);
            }
        }
    }
}

fn answers(plans: &Plans<'_, '_>, loss: &Loss, asked: &[Item]) -> Answers {
    let against = plans.against(loss);
    let mut all = Answers::default();
    let stopped = |item: &&Item| loss.standing.is_stopped(**item);
    for &item in asked.iter().filter(stopped) {
        let answer = against.answer(item);
        all.stops.push(item);
        all.by.extend(answer.plans);
        if answer.covered != Covered::Whole {
            all.open.push(item);
        }
        all.add(answer.missing);
    }
    all.by.sort();
    all.by.dedup();
    all.missing.sort_by_key(|it| it.why);
    all
}

/// What rests on too few people when a share of every team is away.
fn with_fewer(
    estate: &Estate<'_>,
    teams: &[Item],
    percent: u32,
    asked: &[Item],
) -> (Answers, Vec<TeamLeft>) {
    let mut losses = Losses::of(&[]);
    losses.mode = Mode::People;
    losses.absent = teams.iter().map(|team| (*team, percent * 100)).collect();
    let away = Away::new(estate, &losses);
    let mut all = Answers::default();
    for &item in asked {
        let manned = away.manned(item);
        if manned.verdict <= Left::Unknown {
            all.open.push(item);
            all.add(manned.missing);
        }
    }
    (all, away.teams())
}

fn worst_of(estate: &Estate<'_>, walk: &mut Walk<'_>, kind: &str) -> Option<Item> {
    let items = estate.graph.items();
    let of_kind = items.filter(|&item| estate.listed(item).kind() == kind);
    let mut worst: Option<(usize, Item)> = None;
    for item in of_kind {
        let mark = walk.mark();
        walk.lose(item);
        let stopped = walk.stopped_since(mark).iter();
        let count = stopped.filter(|&&it| estate.listed(it).demands()).count();
        walk.undo_to(mark);
        if count > 0 && worst.is_none_or(|(most, _)| count > most) {
            worst = Some((count, item));
        }
    }
    worst.map(|(_, item)| item)
}

fn picked(estate: &Estate<'_>, pick: &Pick) -> Vec<Item> {
    let domain = match pick {
        Pick::WidestDomain => widest_domain(estate),
        Pick::BackupDomain => backup_domain(estate),
        _ => None,
    };
    let fits = |&item: &Item| {
        let listed = estate.listed(item);
        match pick {
            Pick::Data => listed.kind() == "dataset",
            Pick::Staff(_) => listed.kind() == "team",
            Pick::Words(words) => listed.kind() == "component" && speaks_of(listed, words),
            Pick::Offices => is_office(estate, item),
            _ => domain.is_some() && listed.item.admin_domain.as_deref() == domain,
        }
    };
    estate.graph.items().filter(fits).collect()
}

/// The admin domain of the most items.
fn widest_domain<'e>(estate: &'e Estate<'_>) -> Option<&'e str> {
    let mut counts = std::collections::BTreeMap::new();
    for listed in &estate.items {
        if let Some(domain) = listed.item.admin_domain.as_deref() {
            *counts.entry(domain).or_insert(0usize) += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(domain, _)| domain)
}

/// The admin domain of the most copies that stand apart from what they are copies of.
fn backup_domain<'e>(estate: &'e Estate<'_>) -> Option<&'e str> {
    let mut counts = std::collections::BTreeMap::new();
    for data in estate.items.iter().filter_map(Listed::dataset) {
        for copy in &data.protection {
            if let Some(domain) = copy.admin_domain.as_deref() {
                *counts.entry(domain).or_insert(0usize) += 1;
            }
        }
    }
    let widest = widest_domain(estate);
    counts.retain(|domain, _| Some(*domain) != widest);
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map(|(domain, _)| domain)
}

/// The scenario in force that loses all of it in the same way.
fn known(estate: &Estate<'_>, mode: Mode, of: LossType, items: &[Item]) -> Option<String> {
    let same = estate.registers.scenarios.approved().find(|scenario| {
        if items.is_empty() || scenario.mode.unwrap_or(Mode::Loss) != mode {
            return false;
        }
        let typed = scenario.loss_types.is_empty() || scenario.loss_types.contains(&of);
        let lost = losses(estate, scenario);
        let away = |item: &Item| lost.items.contains(item) || lost.absent.contains_key(item);
        typed && items.iter().all(away)
    });
    same.map(|scenario| scenario.reference())
}
