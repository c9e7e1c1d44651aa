//! The scenarios that every organisation should be able to answer, as far as they can be laid on
//! this estate: what each would lose here. Nothing is filed by itself.

use engine::graph::Item;
use engine::standing::Walk;
use record::requirements::LossType;
use record::requirements::scenario::Mode;
use serde::Serialize;

use crate::estate::{Estate, Listed};

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
    /// Sites of such a type.
    SiteType(&'static [&'static str]),
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
    ("std-identity", "Nobody can sign in: the identity provider is gone", Mode::Loss, LossType::ControlPlane, None, Pick::Words(&["iam", "identity", "directory", "sso", "sign-in", "vault", "dns"]), "components whose class or name speaks of identity, keys or names"),
    ("std-saas", "The key supplier is down for five days", Mode::Loss, LossType::Supplier, Some("5d"), Pick::WorstSupplier, "the supplier whose loss stops the most"),
    ("std-insolvent", "The key supplier is insolvent", Mode::SupplierExit, LossType::Supplier, None, Pick::WorstSupplier, "the supplier whose loss stops the most"),
    ("std-staff", "Four of ten people are away for three weeks", Mode::People, LossType::People, Some("21d"), Pick::Staff(40), "a share of every team"),
    ("std-power", "No power in the whole area for three days", Mode::Loss, LossType::Utility, Some("3d"), Pick::Words(&["power", "grid", "feed", "utility", "ups"]), "components whose class or name speaks of power"),
    ("std-telecom", "No telephone and no Internet for a day", Mode::Loss, LossType::Network, Some("1d"), Pick::Words(&["isp", "carrier", "internet", "line", "wan", "telephone"]), "components whose class or name speaks of lines"),
    ("std-bad-release", "A release fails and its change of the data cannot be taken back", Mode::Corruption, LossType::Data, None, Pick::Words(&["database"]), "databases"),
    ("std-office", "Nobody can enter the office", Mode::Loss, LossType::Workplace, None, Pick::SiteType(&["office", "workplace", "headquarters"]), "sites that are offices"),
    ("std-insider", "Someone inside deletes the backups", Mode::Malicious, LossType::Malicious, None, Pick::BackupDomain, "what the credential of the backups can delete"),
    ("std-crisis-channel", "The channel for the crisis is not ours any more", Mode::Loss, LossType::Confidentiality, None, Pick::Words(&["mail", "chat", "telephone", "collaboration"]), "components whose class or name speaks of mail and chat"),
];

/// The standard set, laid on the estate. Cost: a walk for each site and supplier.
pub fn standard_scenarios(estate: &Estate<'_>) -> Vec<Standard> {
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
        Standard {
            id,
            name,
            mode: *mode,
            loss_type: *loss_type,
            lasts: *lasts,
            known: known(estate, *mode, *loss_type, &items),
            loses: estate.references(&items),
            share: match pick {
                Pick::Staff(share) => Some(*share),
                _ => None,
            },
            how,
        }
    };
    ROWS.iter().map(made).collect()
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
    let says = |listed: &Listed<'_>, words: &[&str]| {
        let class = listed.item.class.as_deref().unwrap_or_default();
        let text = format!("{class} {}", listed.id()).to_lowercase();
        let mut parts = text.split(|c: char| !c.is_alphanumeric());
        parts.any(|part| words.contains(&part))
    };
    let fits = |&item: &Item| {
        let listed = estate.listed(item);
        match pick {
            Pick::Data => listed.kind() == "dataset",
            Pick::Staff(_) => listed.kind() == "team",
            Pick::Words(words) => listed.kind() == "component" && says(listed, words),
            Pick::SiteType(types) => {
                let site = estate.registers.sites.get(listed.id());
                let site = site.filter(|_| listed.kind() == "site");
                let of = site.and_then(|site| site.type_.as_deref());
                of.is_some_and(|of| types.iter().any(|it| of.to_lowercase().contains(it)))
            }
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
        let lost = super::super::loss::losses(estate, scenario);
        let away = |item: &Item| lost.items.contains(item) || lost.absent.contains_key(item);
        typed && items.iter().all(away)
    });
    same.map(|scenario| scenario.reference())
}
