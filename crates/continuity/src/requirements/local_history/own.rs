//! What someone reported: incidents of our own, at a site that is named, and incidents of others.
//! Of others nobody knows among how many they were seen, so they weigh nothing in our own rates
//! until someone says how much they do.

use std::collections::{BTreeMap, BTreeSet};

use record::kind::{Envelope, Filed};
use record::kinds::{Record, Registers};
use record::link::{Id, to_id};
use record::requirements::Occurrence;

use super::{History, Local, Seen, Whereabouts, blank, envelope};

/// Puts what was reported into the records, with those of its hazards that are not there yet; how
/// many reports there were.
pub(super) fn reported(history: &History, registers: &Registers, local: &mut Local) -> usize {
    let sites = named(registers);
    let (mut used, mut records, mut unknown) = (BTreeSet::new(), Vec::new(), BTreeSet::new());
    for seen in &history.events {
        let (site, weight) = match &seen.place {
            Whereabouts::Here(None) => (None, None),
            Whereabouts::Here(Some(name)) => {
                let found = sites.get(&name.to_lowercase());
                if found.is_none() {
                    unknown.insert(name.as_str());
                }
                (
                    Some(found.map_or_else(|| to_id(name), |id| id.to_string())),
                    None,
                )
            }
            Whereabouts::Elsewhere => (None, Some(0.0)),
            _ => continue,
        };
        used.insert(seen.sort);
        records.push(record(history, seen, site.as_deref(), weight));
    }
    let number = records.len();
    let missing = used.iter().map(|&sort| &history.sorts[sort]);
    for sort in missing.filter(|sort| registers.hazards.get(&sort.id).is_none()) {
        let mut hazard = blank();
        hazard.class = (!sort.class.is_empty()).then(|| sort.class.to_string());
        let envelope = Envelope {
            name: Some(sort.name.clone()),
            source: Some(history.source.clone()),
            description: Some(history.terms.clone()),
            ..Envelope::empty()
        };
        let made = Filed::made(&sort.id, envelope, hazard);
        local.records.push(Record::Hazard(made));
    }
    local.records.extend(records);
    if !unknown.is_empty() {
        let names: Vec<&str> = unknown.into_iter().collect();
        let text = "sites that no record answers to, kept as they are named";
        local.remarks.push(format!("{text}: {}", names.join(", ")));
    }
    number
}

fn record(history: &History, seen: &Seen, site: Option<&str>, weight: Option<f64>) -> Record {
    let occurrence = Occurrence {
        hazard: Id::to(&history.sorts[seen.sort].id),
        site: site.map(Id::to),
        at: seen.at,
        lasted: seen.lasted,
        loss: seen.loss,
        hit: seen.hit.clone(),
        weight,
        distance_km: None,
        strength: seen.strength.clone(),
    };
    Record::Occurrence(Filed::made(&seen.key, envelope(history, seen), occurrence))
}

/// Sites by id, name and other names, in lower case.
fn named(registers: &Registers) -> BTreeMap<String, &str> {
    let mut sites = BTreeMap::new();
    for site in registers.sites.live() {
        let names = site.envelope.name.iter().chain(&site.envelope.also);
        for name in names {
            sites.insert(name.to_lowercase(), &*site.id);
        }
    }
    for site in registers.sites.live() {
        sites.insert(site.id.to_lowercase(), &*site.id);
        sites.insert(format!("site/{}", site.id.to_lowercase()), &*site.id);
    }
    sites
}
