//! What follows from answers before anyone approved them: the estate judged as if they were in
//! force, set beside the estate as it is. Nothing is changed by asking.

use std::collections::BTreeSet;

use engine::graph::Item;
use record::kind::Status;
use record::kinds::Registers;
use serde::Serialize;

use super::Answers;
use super::limit::{Limit, limit};
use super::turn::is_emptied;
use crate::finding::difference::difference;
use crate::finding::{Finding, Judge, check};
use crate::homes::Homes;
use crate::requirements::own_target::MtpdFrom;
use crate::requirements::recovery_targets::{ItemTarget, Verdict};
use crate::requirements::respondents::ConditionViews;
use crate::requirements::tolerance::tolerance;
use crate::standpoint::Standpoint;

/// How many of the things it needs are named.
pub const MOST: usize = 40;

/// What follows from answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Consequence {
    /// The activity, `activity/id`.
    pub id: String,
    /// MTPD as it would count.
    pub mtpd_seconds: Option<i64>,
    /// Where it comes from: `declared`, `peak NAME`, `impact`; empty where there is none.
    pub mtpd_from: String,
    /// MTPD as it counts today.
    pub mtpd_before_seconds: Option<i64>,
    /// The condition that decides it: `normal` or a peak; empty where it is declared for all, or
    /// there is none.
    pub mtpd_when: String,
    /// What the judged impact shows by itself.
    pub shown: Option<Shown>,
    /// What every respondent judged of every condition.
    #[serde(skip)]
    pub conditions: Vec<ConditionViews>,
    /// What recovery time is left by it.
    pub limit: Option<Limit>,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// The same today.
    pub required_before_seconds: Option<i64>,
    /// When it would be back, from the start of recovery work.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// What it needs, those that promise less first.
    pub needs: Vec<Needed>,
    /// How many things it needs in all, directly or not.
    pub needs_count: usize,
    /// How many of them promise less than would be required.
    pub promise_less_count: usize,
    /// Findings that would be new.
    pub new: Vec<Brief>,
    /// Findings that would be mended.
    pub mended: Vec<Brief>,
}

impl Consequence {
    /// The category that decides the headline; nothing where it is declared, or money decides.
    pub fn driver(&self) -> Option<&str> {
        let decides = self
            .conditions
            .iter()
            .find(|it| it.when == self.mtpd_when)?;
        let view = decides
            .views
            .iter()
            .find(|it| it.mtpd_seconds == self.mtpd_seconds)?;
        let crossing = view.loss_crossing_seconds;
        let by_money = crossing.is_some_and(|at| Some(at) == view.mtpd_seconds);
        view.category.as_deref().filter(|_| !by_money)
    }
}

/// What a judged impact shows by itself.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Shown {
    /// The last moment known to be tolerable, in seconds.
    pub last_tolerable_seconds: i64,
    /// The first moment known to be intolerable; nothing: beyond the times judged.
    pub first_intolerable_seconds: Option<i64>,
    /// The category that decides.
    pub category: Option<String>,
    /// Where the loss crosses the intolerable one.
    pub loss_crossing_seconds: Option<i64>,
    /// Whether the first moment judged is intolerable already: it needs an option that works at
    /// once, or finer times.
    pub at_once: bool,
}

/// Something that the activity needs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Needed {
    /// `kind/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// By when it would have to be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// The same today.
    pub required_before_seconds: Option<i64>,
    /// What it promises, from the start of recovery work.
    pub promised_seconds: Option<i64>,
    /// When it would be back.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// Whether it promises less than would be required.
    pub promises_less: bool,
    /// Whether it is this activity that decides.
    pub decided_here: bool,
}

/// A finding in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Brief {
    /// Its code.
    pub code: String,
    /// How grave it is.
    pub severity: String,
    /// The record it is about.
    pub subject: String,
    /// What is wrong.
    pub text: String,
}

/// The records as they would be with the answers in force.
pub fn with_answers(registers: &Registers, answers: &Answers) -> Registers {
    let mut registers = registers.clone();
    for mut record in answers.records() {
        let status = match is_emptied(&record) {
            true => Status::Retired,
            false => Status::Approved,
        };
        record.envelope_mut().status = Some(status);
        registers.replace(record);
    }
    registers
}

/// The estate as it is, already judged.
#[derive(Clone, Copy)]
pub struct Today<'a> {
    /// The records.
    pub registers: &'a Registers,
    /// Where folders that are homes and the journal do not agree.
    pub homes: &'a Homes,
    /// The figures of every item, by reference.
    pub rows: &'a [ItemTarget],
    /// Every finding.
    pub findings: &'a [Finding],
    /// The instant at which it was judged.
    pub at: jiff::Timestamp,
}

impl Today<'_> {
    fn row(&self, reference: &str) -> Option<&ItemTarget> {
        let found = self
            .rows
            .binary_search_by(|row| row.id.as_str().cmp(reference));
        found.ok().map(|at| &self.rows[at])
    }

    fn required(&self, reference: &str) -> Option<i64> {
        self.row(reference)?.rto_required_seconds
    }
}

/// What follows from answers. Cost: the estate judged and checked once.
pub fn consequence(today: &Today<'_>, answers: &Answers) -> Consequence {
    let after = with_answers(today.registers, answers);
    let is = Judge::with_homes(Standpoint::new(&after, today.at), today.homes);
    let before = (today.registers, today.findings);
    let difference = difference(before, (&after, &check(&is)));
    let reference = answers.activity.reference();
    let mut all = Consequence {
        id: reference.clone(),
        mtpd_seconds: None,
        mtpd_from: String::new(),
        mtpd_before_seconds: today.row(&reference).and_then(|it| it.mtpd_seconds),
        mtpd_when: String::new(),
        shown: shown(&is, answers),
        conditions: answers.conditions(&is.standpoint.policy),
        limit: None,
        required_seconds: None,
        required_before_seconds: today.required(&reference),
        back_seconds: None,
        verdict: Verdict::NoTarget,
        needs: Vec::new(),
        needs_count: 0,
        promise_less_count: 0,
        new: brief(difference.broke.iter().chain(&difference.introduced)),
        mended: brief(difference.mended.iter()),
    };
    if let Some(item) = is.estate().find(&reference) {
        figures(&is, item, &mut all);
        needs(today, &is, item, &mut all);
    }
    all
}

fn figures(is: &Judge<'_>, item: Item, all: &mut Consequence) {
    let mtpd = is.targets.own[item as usize].mtpd.as_ref();
    all.mtpd_seconds = mtpd.map(|it| it.seconds);
    all.mtpd_from = match mtpd.map(|it| &it.from) {
        Some(MtpdFrom::Declared) => "declared".into(),
        Some(MtpdFrom::Peak(peak)) => format!("peak {peak}"),
        Some(MtpdFrom::Impact(_)) => "impact".into(),
        None => String::new(),
    };
    all.mtpd_when = match mtpd.map(|it| &it.from) {
        Some(MtpdFrom::Peak(peak)) => peak.clone(),
        Some(MtpdFrom::Impact(shown)) => shown.when.clone(),
        Some(MtpdFrom::Declared) | None => String::new(),
    };
    let activity = is.estate().listed(item).activity();
    all.limit = activity.and_then(|it| limit(&is.targets.own[item as usize], &it.own));
    all.required_seconds = required(is, item);
    all.back_seconds = is.targets.times.seconds(item);
    all.verdict = is.targets.verdict(item);
}

fn required(judge: &Judge<'_>, item: Item) -> Option<i64> {
    judge.targets.deadlines.required(item).seconds
}

fn shown(is: &Judge<'_>, answers: &Answers) -> Option<Shown> {
    let impact = answers.impact.as_ref()?;
    if impact.levels.is_empty() {
        return None;
    }
    let tolerance = tolerance(impact, &is.standpoint.policy);
    Some(Shown {
        last_tolerable_seconds: tolerance.last_tolerable_seconds,
        first_intolerable_seconds: tolerance.first_intolerable_seconds,
        category: tolerance.driver,
        loss_crossing_seconds: tolerance.loss_crossing_seconds,
        at_once: tolerance.first_intolerable_seconds.is_some()
            && tolerance.last_tolerable_seconds == 0,
    })
}

/// What it needs, directly or not: those that promise less first, then by what is required.
fn needs(today: &Today<'_>, is: &Judge<'_>, activity: Item, all: &mut Consequence) {
    let reached = reached(is, activity);
    let mut needs: Vec<Needed> = reached
        .into_iter()
        .map(|item| needed(today, is, activity, item))
        .collect();
    needs.sort_by_key(|it| {
        let required = it.required_seconds.unwrap_or(i64::MAX);
        (!it.promises_less, !it.decided_here, required, it.id.clone())
    });
    all.needs_count = needs.len();
    all.promise_less_count = needs.iter().filter(|it| it.promises_less).count();
    needs.truncate(MOST);
    all.needs = needs;
}

fn reached(judge: &Judge<'_>, from: Item) -> BTreeSet<Item> {
    let graph = &judge.estate().graph;
    let (mut seen, mut todo) = (BTreeSet::new(), vec![from]);
    while let Some(item) = todo.pop() {
        for group in graph.groups_of(item) {
            let fresh = graph.members(group).iter().filter(|&&it| it != from);
            todo.extend(fresh.copied().filter(|&it| seen.insert(it)));
        }
    }
    seen
}

fn needed(today: &Today<'_>, is: &Judge<'_>, activity: Item, item: Item) -> Needed {
    let listed = is.estate().listed(item);
    let own = &is.targets.own[item as usize];
    let promised = own
        .demand_seconds
        .map(|seconds| seconds - own.lead_seconds());
    let conflict = is.targets.deadlines.conflict(item).seconds;
    Needed {
        id: listed.reference.clone(),
        name: listed.title().to_string(),
        required_seconds: required(is, item),
        required_before_seconds: today.required(&listed.reference),
        promised_seconds: promised,
        back_seconds: is.targets.times.seconds(item),
        verdict: is.targets.verdict(item),
        promises_less: promised
            .zip(conflict)
            .is_some_and(|(promised, needs)| promised > needs),
        decided_here: is.targets.drivers[item as usize] == Some(activity),
    }
}

fn brief<'f>(findings: impl Iterator<Item = &'f Finding>) -> Vec<Brief> {
    let one = |finding: &Finding| Brief {
        code: finding.code.clone(),
        severity: finding.severity.as_str().into(),
        subject: finding.subject.clone(),
        text: finding.text.clone(),
    };
    findings.map(one).collect()
}
