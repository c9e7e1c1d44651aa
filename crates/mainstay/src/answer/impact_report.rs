//! The report of the business impact analysis: method and scale, each activity with all that was
//! answered about it, and the whole organisation ranked. One answer, which the page, the API, the
//! command and the tables all show.

pub mod activity;
pub mod catch_up;
pub mod harm;
pub mod method;
pub mod need;
pub mod recovery_point;
pub mod roll_up;
pub mod sign_off;
pub mod table;
pub mod target;

use std::collections::{BTreeMap, HashMap};

use continuity::finding::Finding;
use continuity::requirements::coverage::{Coverage, Covered, coverage};
use continuity::requirements::recovery_targets::ItemTarget;
use continuity::standpoint::Standpoint;
use continuity::state::State;
use engine::graph::Item;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use record::kind::Filed;
use record::kinds::Registers;
use record::requirements::{Impact, Workaround};
use serde::Serialize;

use self::activity::ActivityReport;
use self::method::Method;
use self::roll_up::RollUp;
use super::{Given, Wrong};

/// What is already known of the estate, and what the reader may see.
#[derive(Clone, Copy)]
pub struct Reckoning<'a> {
    /// The figures of every item, by reference.
    pub rows: &'a [ItemTarget],
    /// Every finding.
    pub findings: &'a [Finding],
    /// The present of a journal; nothing where the records stand in files.
    pub state: Option<&'a State>,
    /// The entry of the journal after which it held.
    pub entry: Option<u64>,
    /// Whether amounts are shown; else they are withheld, and no time changes by that.
    pub money: bool,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ImpactReport {
    /// The instant it is about.
    #[serde(serialize_with = "sign_off::said")]
    pub at: Timestamp,
    /// The entry of the journal after which it held; nothing where the records stand in files.
    pub entry: Option<u64>,
    /// By what scale and method.
    pub method: Method,
    /// The whole organisation.
    #[serde(flatten)]
    pub roll_up: RollUp,
    /// Each activity that was asked for, in the order of the ranking.
    pub activities: Vec<ActivityReport>,
}

/// What a report is made from: records and figures, sorted for it.
pub struct Ground<'a> {
    pub(super) registers: &'a Registers,
    pub(super) standpoint: Standpoint<'a>,
    pub(super) rows: &'a [ItemTarget],
    pub(super) findings: &'a [Finding],
    pub(super) state: Option<&'a State>,
    pub(super) money: bool,
    pub(super) today: Date,
    pub(super) coverage: Coverage,
    entry: Option<u64>,
    at: Timestamp,
    about: BTreeMap<&'a str, Vec<&'a Finding>>,
    /// Of each dataset that is restored with others, its group by number.
    groups: HashMap<Item, usize>,
    impacts: BTreeMap<&'a str, Vec<&'a Filed<Impact>>>,
    workarounds: BTreeMap<&'a str, Vec<&'a Filed<Workaround>>>,
}

impl<'a> Ground<'a> {
    /// Sorts what is known. Cost: n log n in records and findings.
    pub fn new(given: &Given<'a>, known: &Reckoning<'a>) -> Ground<'a> {
        let registers = given.registers;
        let today = given.at.to_zoned(TimeZone::UTC).date();
        let mut ground = Ground {
            registers,
            standpoint: given.standpoint(),
            rows: known.rows,
            findings: known.findings,
            state: known.state,
            money: known.money,
            today,
            coverage: coverage(registers, today),
            entry: known.entry,
            at: given.at,
            about: BTreeMap::new(),
            groups: HashMap::new(),
            impacts: BTreeMap::new(),
            workarounds: BTreeMap::new(),
        };
        let groups = ground.standpoint.estate.consistency.iter().enumerate();
        let members = groups.flat_map(|(at, (_, items))| items.iter().map(move |it| (*it, at)));
        ground.groups = members.collect();
        for finding in known.findings {
            let about = ground.about.entry(&finding.subject).or_default();
            about.push(finding);
        }
        for impact in registers.impacts.live() {
            let of = ground.impacts.entry(impact.own.activity.id()).or_default();
            of.push(impact);
        }
        for workaround in registers.workarounds.live() {
            let id = workaround.own.activity.id();
            ground.workarounds.entry(id).or_default().push(workaround);
        }
        ground
    }

    /// The whole organisation.
    pub fn roll_up(&self) -> RollUp {
        roll_up::roll_up(self)
    }

    /// By what scale and method.
    pub fn method(&self) -> Method {
        method::method(self)
    }

    /// One activity; nothing where there is no such one.
    pub fn activity(&self, id: &str) -> Option<ActivityReport> {
        let activity = self.registers.activities.get(id)?;
        activity::report(self, activity)
    }

    pub(super) fn row(&self, reference: &str) -> Option<&'a ItemTarget> {
        let by = |row: &ItemTarget| row.id.as_str().cmp(reference);
        let found = self.rows.binary_search_by(by);
        found.ok().map(|at| &self.rows[at])
    }

    pub(super) fn findings_of(&self, reference: &str) -> &[&'a Finding] {
        self.about.get(reference).map_or(&[], Vec::as_slice)
    }

    /// The finding that an item promises less than is required of it.
    pub(super) fn too_late(&self, reference: &str) -> Option<&'a Finding> {
        let about = self.findings_of(reference).iter();
        about.copied().find(|it| it.code == need::CONFLICT)
    }

    pub(super) fn impacts_of(&self, activity: &str) -> &[&'a Filed<Impact>] {
        self.impacts.get(activity).map_or(&[], Vec::as_slice)
    }

    pub(super) fn workarounds_of(&self, activity: &str) -> &[&'a Filed<Workaround>] {
        self.workarounds.get(activity).map_or(&[], Vec::as_slice)
    }

    /// The name and the members of the group that a dataset is restored with.
    pub(super) fn group_of(&self, dataset: Item) -> Option<&(&'a str, Vec<Item>)> {
        let at = *self.groups.get(&dataset)?;
        self.standpoint.estate.consistency.get(at)
    }

    pub(super) fn covered(&self, id: &str) -> Option<Covered> {
        let list = &self.coverage.activities;
        let found = list.binary_search_by(|(known, _)| known.as_str().cmp(id));
        found.ok().map(|at| list[at].1)
    }
}

/// The report about some activities, or about all where none is named. Errors: a name that no
/// activity has. Cost: n log n in records, and for each activity what it needs.
pub fn impact_report(ground: &Ground<'_>, named: &[String]) -> Result<ImpactReport, Wrong> {
    let mut wanted = Vec::new();
    for name in named {
        let found = super::item(&ground.standpoint.estate, &as_activity(ground, name));
        let item = found.map_err(|wrong| nearest_to(ground, name, wrong))?;
        let listed = ground.standpoint.estate.listed(item);
        if listed.activity().is_none() {
            let text = format!("`{}` is no activity", listed.reference);
            return Err(Wrong(text));
        }
        wanted.push(listed.reference.clone());
    }
    let roll_up = ground.roll_up();
    let ranked = roll_up.rows.iter().map(|row| row.id.as_str());
    let asked = ranked.filter(|id| wanted.is_empty() || wanted.iter().any(|it| it == id));
    let activities = asked
        .filter_map(|id| ground.activity(record::link::split(id).1))
        .collect();
    Ok(ImpactReport {
        at: ground.at,
        entry: ground.entry,
        method: ground.method(),
        activities,
        roll_up,
    })
}

/// A bare id that an activity has means that activity, whatever else is called so.
fn as_activity(ground: &Ground<'_>, name: &str) -> String {
    match ground.registers.activities.get(name) {
        Some(activity) => activity.reference(),
        None => name.to_string(),
    }
}

/// A name that nothing has: told with the nearest activities, where any is near.
fn nearest_to(ground: &Ground<'_>, name: &str, wrong: Wrong) -> Wrong {
    let id = record::link::split(name).1;
    let live = || ground.registers.activities.live();
    let nearest = record::complaint::nearest(id, live().map(|it| &*it.id));
    let part = |it: &str| id.len() > 2 && (it.contains(id) || it.len() > 2 && id.contains(it));
    let near = live().filter(|it| Some(&*it.id) == nearest || part(&it.id));
    let near: Vec<String> = near.take(3).map(|it| it.reference()).collect();
    let name = record::node::shorten(name);
    match near.is_empty() {
        true if wrong.0.contains("did you mean") => wrong,
        true => Wrong(format!(
            "no activity is called `{name}`; the report without a name lists them all"
        )),
        false => Wrong(format!(
            "no activity is called `{name}`; did you mean {}?",
            near.join(", ")
        )),
    }
}
