//! Which sort of loss it is when an item is gone, recognised by its kind and by what its class and
//! id speak of. A scenario that names its sorts knows better and is asked first.

use engine::graph::Item;
use record::requirements::LossType;

use crate::estate::{Estate, Listed};

/// Who one is.
pub(super) const IDENTITY: &[&str] = &[
    "iam",
    "identity",
    "directory",
    "sso",
    "sign",
    "login",
    "mfa",
];
/// Keys and names.
const KEYS: &[&str] = &["vault", "secrets", "pki", "hsm", "dns", "names"];
/// Power from outside.
pub(super) const MAINS: &[&str] = &["grid", "feed", "utility", "mains"];
/// Power and cooling inside.
const POWER: &[&str] = &["power", "ups", "pdu", "generator", "cooling"];
/// Lines to the outside.
pub(super) const LINES: &[&str] = &[
    "isp",
    "carrier",
    "internet",
    "line",
    "wan",
    "telephone",
    "fibre",
    "uplink",
];
/// What is inside of the network, beside the lines.
const NETWORK: &[&str] = &[
    "network", "switch", "router", "firewall", "link", "duct", "wifi", "proxy",
];
/// Places where people work.
const OFFICES: &[&str] = &["office", "workplace", "headquarters"];

/// Whether the class or the id of an item has one of some words.
pub(super) fn speaks_of(listed: &Listed<'_>, words: &[&str]) -> bool {
    let class = listed.item.class.as_deref().unwrap_or_default();
    let text = format!("{class} {}", listed.id()).to_lowercase();
    let mut parts = text.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| words.contains(&part))
}

/// Whether a site is where people work and no machines stand.
pub(super) fn is_office(estate: &Estate<'_>, item: Item) -> bool {
    let listed = estate.listed(item);
    let site = estate.registers.sites.get(listed.id());
    let site = site.filter(|_| listed.kind() == "site");
    let of = site.and_then(|site| site.type_.as_deref());
    let says = |of: &str| OFFICES.iter().any(|it| of.to_lowercase().contains(it));
    of.is_some_and(says) && estate.graph.guests(item).is_empty()
}

/// The sort of loss when this item is gone.
pub fn sort_of(estate: &Estate<'_>, item: Item) -> LossType {
    let listed = estate.listed(item);
    match listed.kind() {
        "site" if is_office(estate, item) => LossType::Workplace,
        "site" => LossType::Site,
        "supplier" => LossType::Supplier,
        "team" => LossType::People,
        "dataset" => LossType::Data,
        _ if speaks_of(listed, IDENTITY) || speaks_of(listed, KEYS) => LossType::ControlPlane,
        _ if speaks_of(listed, MAINS) || speaks_of(listed, POWER) => LossType::Utility,
        _ if speaks_of(listed, LINES) || speaks_of(listed, NETWORK) => LossType::Network,
        _ => LossType::Platform,
    }
}

/// The sorts of several losses, each once.
pub fn sorts_of_items(estate: &Estate<'_>, items: &[Item]) -> Vec<LossType> {
    let mut all: Vec<LossType> = items.iter().map(|&it| sort_of(estate, it)).collect();
    all.sort_unstable();
    all.dedup();
    all
}
