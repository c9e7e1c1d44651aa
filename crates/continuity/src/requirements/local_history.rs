//! A history of hazards over a country or the world, made local: what of it came near to a site of
//! the estate, or was declared for the area that a site lies in. Only that becomes occurrences;
//! the rest is counted and said. It reads no file.

mod ahead;
mod exposed;
mod own;
mod passage;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

pub use engine::sphere::Point;
use record::complaint::Complaints;
use record::initiation::Site;
use record::kind::{Envelope, Filed};
use record::kinds::{Record, Registers};
use record::link::{Id, RecordRef};
use record::node::Node;
use record::requirements::hazard::{Counting, Window};
use record::requirements::{Hazard, Occurrence};
use record::shape::{Fields, MapReader};
use record::value::{Date, Duration, Moment, Money};

use exposed::{Exposed, exposed};
pub use passage::{Fix, Track};

/// A history as it was read.
#[derive(Clone, Debug)]
pub struct History {
    /// Where it comes from, for the records made of it.
    pub source: String,
    /// On which terms it may be used, and in which zone its times are.
    pub terms: String,
    /// From when to when it was kept.
    pub kept: Window,
    /// What it is a history of; events point here by index.
    pub sorts: Vec<Sort>,
    /// What happened, in the order of the file.
    pub events: Vec<Seen>,
}

/// A hazard that a history tells of.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The id of its hazard.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its class; empty: not known.
    pub class: &'static str,
    /// What its occurrences count.
    pub counts: Counting,
    /// How near counts where the hazard does not say it, in kilometres.
    pub within_km: Option<f64>,
    /// From which strength on the history is complete.
    pub complete_from: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The index of its sort.
    pub sort: usize,
    /// What tells it from others of its sort, as part of an id.
    pub key: String,
    /// What it is called.
    pub name: Option<String>,
    /// When it began.
    pub at: Moment,
    /// How long it lasted.
    pub lasted: Option<Duration>,
    /// How strong it was, in words.
    pub strength: Option<String>,
    /// What it cost.
    pub loss: Option<Money>,
    /// What it hit.
    pub hit: Vec<RecordRef>,
    /// Where.
    pub place: Whereabouts,
}

/// Where something happened.
#[derive(Clone, Debug)]
pub enum Whereabouts {
    /// At a point.
    Point(Point),
    /// Along a way; its strength at a site decides its sort.
    Track(Track),
    /// In a part of a country, by ISO 3166-2.
    Area(String),
    /// With us: at a site by its id or name, or at none.
    Here(Option<String>),
    /// With others: it says how such things go, and nothing of how often they come to us.
    Elsewhere,
}

/// What a history comes to in an estate.
#[derive(Debug, Default)]
pub struct Local {
    /// Hazards, then occurrences, for those sites that it can speak of.
    pub records: Vec<Record>,
    /// What a person should know.
    pub remarks: Vec<String>,
}

/// Makes a history local. Cost: events times sites, of which latitude alone settles most.
pub fn local(history: &History, registers: &Registers) -> Local {
    let sites = exposed(history, registers);
    let mut local = Local {
        remarks: sites.remarks.clone(),
        ..Local::default()
    };
    let known = known(registers);
    let mut found: BTreeMap<(usize, &str), Vec<Filed<Occurrence>>> = BTreeMap::new();
    let (mut touching, mut doubles) = (0, 0);
    let within: Vec<f64> = history
        .sorts
        .iter()
        .map(|it| reach(it, registers))
        .collect();
    for seen in &history.events {
        let mut touched = false;
        for site in &sites.list {
            let Some((sort, came)) = met(seen, site, &within) else {
                continue;
            };
            touched = true;
            let id = format!("{}-{}-{}", history.sorts[sort].id, seen.key, site.id);
            let day = (history.sorts[sort].id.as_str(), site.id, came.at.date());
            if known.get(&day).is_some_and(|other| *other != id) {
                doubles += 1;
                continue;
            }
            let occurrence = occurrence(history, seen, sort, site.id, came);
            let occurrence = Filed::made(&id, envelope(history, seen), occurrence);
            found.entry((sort, site.id)).or_default().push(occurrence);
        }
        touching += usize::from(touched);
    }
    let reported = own::reported(history, registers, &mut local);
    let placed = history.events.len() - reported;
    if placed > 0 {
        local.remarks.push(format!(
            "{touching} of {placed} in the history touch a site; the others are not kept"
        ));
    }
    if doubles > 0 {
        let text = "were filed already under another id, on the same day at the same site, and \
                    stay as they are";
        local.remarks.push(format!("{doubles} {text}"));
    }
    passage::tell(history, &sites, &within, &mut local.remarks);
    tell(history, &sites, &found, &mut local.remarks);
    let hazards = hazards(history, &sites, &found, &within, registers);
    local.records.extend(hazards);
    let all = found.into_values().flatten();
    local.records.extend(all.map(Record::Occurrence));
    local
}

/// How near something came, and how strong it was there.
struct Came {
    distance_km: Option<f64>,
    strength: Option<String>,
    at: Moment,
}

/// Whether something came to a site: its sort there, and how.
fn met(seen: &Seen, site: &Exposed<'_>, within: &[f64]) -> Option<(usize, Came)> {
    let came = |distance_km: Option<f64>, strength: Option<String>| Came {
        distance_km,
        strength,
        at: seen.at,
    };
    match &seen.place {
        Whereabouts::Here(_) | Whereabouts::Elsewhere => None,
        Whereabouts::Area(area) => {
            let here = site.area.as_deref() == Some(area.as_str());
            here.then(|| (seen.sort, came(None, seen.strength.clone())))
        }
        Whereabouts::Point(point) => {
            let at = site.point?;
            let far = within[seen.sort];
            let distance = passage::near(at, *point, far)?;
            Some((seen.sort, came(Some(distance), seen.strength.clone())))
        }
        Whereabouts::Track(track) => {
            let at = site.point?;
            let passed = track.passes(at, within[seen.sort])?;
            let strong = passed.strength >= track.strong_from;
            let sort = if strong { track.strong } else { seen.sort };
            let strength = format!("{:.0} {}", passed.strength, track.unit);
            let came = Came {
                distance_km: Some(passed.distance_km),
                strength: Some(strength),
                at: passed.at,
            };
            Some((sort, came))
        }
    }
}

/// How near counts: as the hazard says, else as the history's reader does.
fn reach(sort: &Sort, registers: &Registers) -> f64 {
    let hazard = registers.hazards.get(&sort.id);
    let said = hazard.and_then(|hazard| hazard.within_km);
    said.or(sort.within_km).unwrap_or(0.0)
}

/// Occurrences that are filed, by hazard, site and day.
fn known(registers: &Registers) -> BTreeMap<(&str, &str, Date), String> {
    let mut known = BTreeMap::new();
    for filed in registers.occurrences.live() {
        if let Some(site) = &filed.site {
            let day = (filed.hazard.id(), site.id(), filed.at.date());
            known.entry(day).or_insert_with(|| filed.id.to_string());
        }
    }
    known
}

fn occurrence(history: &History, seen: &Seen, sort: usize, site: &str, came: Came) -> Occurrence {
    Occurrence {
        hazard: Id::to(&history.sorts[sort].id),
        site: Some(Id::to(site)),
        at: came.at,
        lasted: seen.lasted,
        loss: seen.loss,
        hit: seen.hit.clone(),
        weight: None,
        distance_km: came.distance_km.map(|km| (km * 10.0).round() / 10.0),
        strength: came.strength,
    }
}

fn envelope(history: &History, seen: &Seen) -> Envelope {
    Envelope {
        name: seen.name.clone(),
        source: Some(history.source.clone()),
        ..Envelope::empty()
    }
}

/// The hazards of the history at the sites that it can speak of. One that nothing ever came of is
/// left out where it is one of many declared; of what was measured, zero is told, too.
fn hazards<'h>(
    history: &'h History,
    sites: &'h exposed::Sites<'_>,
    found: &'h BTreeMap<(usize, &str), Vec<Filed<Occurrence>>>,
    within: &'h [f64],
    registers: &'h Registers,
) -> impl Iterator<Item = Record> + 'h {
    let any: BTreeSet<usize> = found.keys().map(|(sort, _)| *sort).collect();
    let sorts = history.sorts.iter().enumerate();
    let told = move |(index, sort): &(usize, &Sort)| {
        !sites.list.is_empty()
            && sort.counts != Counting::Struck
            && (sort.counts != Counting::Declared || any.contains(index))
    };
    sorts.filter(told).map(move |(index, sort)| {
        let before = registers.hazards.get(&sort.id);
        let mut at: Vec<Id<Site>> = before.map_or(Vec::new(), |it| it.sites.clone());
        for site in &sites.list {
            if !at.iter().any(|known| known.id() == site.id) {
                at.push(Id::to(site.id));
            }
        }
        let mut hazard: Hazard = blank();
        hazard.class = match before {
            Some(_) => None,
            None => Some(sort.class.to_string()),
        };
        hazard.observed = Some(history.kept.clone());
        hazard.sites = at;
        hazard.counts = Some(sort.counts);
        hazard.within_km = sort.within_km.map(|_| within[index]);
        hazard.complete_from = sort.complete_from.clone();
        let envelope = Envelope {
            name: before.is_none().then(|| sort.name.clone()),
            source: Some(history.source.clone()),
            description: before.is_none().then(|| history.terms.clone()),
            ..Envelope::empty()
        };
        Record::Hazard(Filed::made(&sort.id, envelope, hazard))
    })
}

/// A hazard of which nothing is said yet.
fn blank() -> Hazard {
    let nothing = Node::map::<&str>([]);
    let mut complaints = Complaints::new();
    let mut map = MapReader::new(&nothing, &mut complaints).expect("a map was given");
    Hazard::take(&mut map).expect("no field of a hazard is required")
}

/// What came to each site, hazard by hazard; zero is said, and where it is no zero, that too.
fn tell(
    history: &History,
    sites: &exposed::Sites<'_>,
    found: &BTreeMap<(usize, &str), Vec<Filed<Occurrence>>>,
    remarks: &mut Vec<String>,
) {
    let placed = history.sorts.iter().any(|it| it.counts != Counting::Struck);
    for site in sites.list.iter().filter(|_| placed) {
        let count = |sort: usize| found.get(&(sort, site.id)).map_or(0, Vec::len);
        let sum: usize = (0..history.sorts.len()).map(count).sum();
        let parts = history.sorts.iter().enumerate();
        let parts = parts.filter(|(index, sort)| {
            count(*index) > 0 || sort.counts != Counting::Declared && history.sorts.len() < 4
        });
        let parts: Vec<String> = parts
            .map(|(index, sort)| format!("{} {}", sort.id, count(index)))
            .collect();
        let open = history
            .sorts
            .iter()
            .find_map(|sort| sort.complete_from.as_ref());
        let bound = match open.filter(|_| sum == 0) {
            Some(from) => format!(
                "; the history is complete only from {from} on, so this is no zero: a forecast \
                 gives an upper bound"
            ),
            None => String::new(),
        };
        let parts = match parts.is_empty() {
            true => String::new(),
            false => format!(" ({})", parts.join(", ")),
        };
        let (from, to) = (history.kept.from, history.kept.to);
        remarks.push(format!(
            "site/{}: {sum} from {from} to {to}{parts}{bound}",
            site.id
        ));
    }
}
