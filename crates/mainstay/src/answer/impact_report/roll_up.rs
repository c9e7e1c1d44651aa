//! The whole organisation at a glance: activities ranked by how soon their stop is intolerable,
//! what that asks of each service and by which path, conflicts, and what nobody has settled.

use continuity::finding::Finding;
use continuity::path::Step;
use continuity::requirements::analysis_conflicts::CONFLICTS;
use continuity::requirements::business_demand::{BusinessDemand, business_demand};
use continuity::requirements::campaign::Standing;
use continuity::requirements::coverage::Covered;
use continuity::requirements::own_target::own_target;
use continuity::requirements::recovery_targets::{ItemTarget, Verdict, recovery_targets};
use record::kind::Filed;
use record::requirements::Activity;
use serde::Serialize;

use super::Ground;
use super::catch_up::{CatchUp, Together, catch_ups, together};
use super::harm::{ConditionHarm, conditions};
use super::target::{Headline, headline};

/// The moments at which the worst level of harm is shown.
pub const MOMENTS: [i64; 7] = [3_600, 14_400, 28_800, 86_400, 259_200, 604_800, 2_592_000];

/// Steps of a path.
const STEPS: usize = 20;

/// The whole organisation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RollUp {
    /// How many activities are covered so.
    pub counts: Vec<(Covered, usize)>,
    /// How many a scope leaves out.
    pub excluded_count: usize,
    /// How many the scopes in force neither name nor leave out.
    pub undecided_count: usize,
    /// The moments at which the worst level is shown.
    pub moments_seconds: Vec<i64>,
    /// The activities, those that are intolerable soonest first; unknown ones last.
    pub rows: Vec<Row>,
    /// What that asks of each service: what the business needs soonest first.
    pub services: Vec<ServiceRow>,
    /// Activities that have something to catch up with once all is back.
    pub catch_ups: Vec<CatchUp>,
    /// Data that is restored together.
    pub together: Vec<Together>,
    /// What contradicts itself or cannot be met.
    pub conflicts: Vec<Conflict>,
    /// Who was asked and has not signed.
    pub unanswered: Vec<Unanswered>,
}

/// An activity among the others.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// `activity/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// How its impact is covered; nothing: out of scope, or not yet said to be in.
    pub covered: Option<Covered>,
    /// When its stop becomes intolerable.
    pub mtpd_seconds: Option<i64>,
    /// The category of harm that decides, where the harm judged does.
    pub category: Option<String>,
    /// The same with its interval and where it comes from.
    pub mtpd: Headline,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// When it would be.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// The worst level in any condition at each moment; nothing where it was not judged by then.
    pub heat: Vec<Option<u32>>,
    /// The conditions for which respondents disagree and nobody has decided.
    pub contested: Vec<String>,
    /// Impacts, among its own, that nobody has approved.
    pub not_approved: Vec<String>,
    /// Workarounds of its own that nobody has ever tried.
    pub untried: Vec<String>,
}

/// What is asked of a service.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ServiceRow {
    /// `service/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// The item whose target decides that.
    pub driver: Option<String>,
    /// By when the activities alone need it, whatever others promise each other.
    pub business_seconds: Option<i64>,
    /// From the activity that decides that down to this one, with what was subtracted where.
    pub path: Vec<Step>,
    /// What it promises, from the start of recovery work.
    pub promised_seconds: Option<i64>,
    /// When it would be back.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// How much of its data may be lost.
    pub rpo_required_seconds: Option<i64>,
    /// Whether it promises less than is asked: the finding that says so.
    pub conflict: Option<String>,
}

/// Something that contradicts itself or cannot be met.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Conflict {
    /// The code of the finding.
    pub code: String,
    /// How grave it is.
    pub severity: String,
    /// The record it is about.
    pub subject: String,
    /// What is wrong.
    pub text: String,
}

/// Somebody who was asked and has not signed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Unanswered {
    /// `activity/id`.
    pub id: String,
    /// The campaign that asks.
    pub campaign: String,
    /// Who is asked.
    pub asked: Option<String>,
    /// How it stands.
    pub standing: Standing,
    /// How many questions are open.
    pub open_count: usize,
}

impl Row {
    /// Judged, and never intolerable within the times judged: not time-critical.
    pub fn is_open_ended(&self) -> bool {
        self.mtpd.seconds.is_none() && self.mtpd.beyond_seconds.is_some()
    }
}

/// The whole. Cost: n log n in activities and impacts.
pub(super) fn roll_up(ground: &Ground<'_>) -> RollUp {
    let live = ground.registers.activities.live();
    let mut rows: Vec<Row> = live.filter_map(|activity| row(ground, activity)).collect();
    rows.sort_by_key(|row| {
        let open_ended = row.mtpd.beyond_seconds.is_none();
        let seconds = row.mtpd.seconds.unwrap_or(i64::MAX);
        (seconds, open_ended, row.id.clone())
    });
    RollUp {
        counts: Covered::ALL
            .iter()
            .map(|&covered| (covered, ground.coverage.count(covered)))
            .collect(),
        excluded_count: ground.coverage.excluded_count,
        undecided_count: ground.coverage.undecided_count,
        moments_seconds: MOMENTS.to_vec(),
        rows,
        services: services(ground),
        catch_ups: catch_ups(ground),
        together: together(ground),
        conflicts: conflicts(ground.findings),
        unanswered: unanswered(ground),
    }
}

fn row(ground: &Ground<'_>, activity: &Filed<Activity>) -> Option<Row> {
    let reference = activity.reference();
    let impacts = ground.impacts_of(&activity.id);
    let policy = &ground.standpoint.policy;
    let conditions = conditions(activity, impacts, policy, false);
    let estate = &ground.standpoint.estate;
    let item = estate.find_kind("activity", &activity.id)?;
    let own = own_target(&ground.standpoint, estate.listed(item));
    let target = ground.row(&reference);
    let mtpd = headline(&own, &conditions, policy.reports_last_tolerable());
    let workarounds = ground.workarounds_of(&activity.id).iter();
    let waits = impacts.iter().filter(|it| !it.is_approved());
    Some(Row {
        name: activity.title().to_string(),
        owner: activity
            .envelope
            .owner
            .as_ref()
            .map(|it| it.text.to_string()),
        covered: ground.covered(&activity.id),
        mtpd_seconds: mtpd.seconds,
        category: mtpd.driver.clone(),
        mtpd,
        required_seconds: target.and_then(|it| it.rto_required_seconds),
        back_seconds: target.and_then(|it| it.rtc_seconds),
        verdict: target.map_or(Verdict::NoTarget, |it| it.verdict),
        heat: MOMENTS.map(|at| worst(&conditions, at)).into(),
        contested: contested(&conditions),
        not_approved: waits.map(|it| it.reference()).collect(),
        untried: workarounds
            .filter(|it| it.tried.is_none())
            .map(|it| it.reference())
            .collect(),
        id: reference,
    })
}

/// The worst level of any view in force at a moment.
fn worst(conditions: &[ConditionHarm], seconds: i64) -> Option<u32> {
    let views = conditions.iter().flat_map(|it| &it.views);
    let in_force = views.filter(|view| view.is_in_force());
    in_force.filter_map(|view| view.worst(seconds)).max()
}

/// The conditions in which views in force differ and nobody has decided.
fn contested(conditions: &[ConditionHarm]) -> Vec<String> {
    let open = conditions.iter().filter(|it| it.is_contested());
    open.map(|it| it.when.clone()).collect()
}

fn services(ground: &Ground<'_>) -> Vec<ServiceRow> {
    let targets = recovery_targets(&ground.standpoint);
    let demand = business_demand(&ground.standpoint, &targets);
    let rows = ground.rows.iter();
    let services = rows.filter(|row| row.id.starts_with("service/"));
    let mut all: Vec<ServiceRow> = services
        .filter_map(|row| service(ground, &demand, row))
        .collect();
    all.sort_by_key(|row| {
        let asked = row.business_seconds.unwrap_or(i64::MAX);
        let required = row.required_seconds.unwrap_or(i64::MAX);
        (asked, required, row.id.clone())
    });
    all
}

fn service(ground: &Ground<'_>, demand: &BusinessDemand, row: &ItemTarget) -> Option<ServiceRow> {
    let estate = &ground.standpoint.estate;
    let item = estate.find(&row.id)?;
    let own = own_target(&ground.standpoint, estate.listed(item));
    let promised = own.demand_seconds.map(|it| it - own.lead_seconds());
    let conflict = ground.too_late(&row.id);
    Some(ServiceRow {
        id: row.id.clone(),
        name: row.name.clone(),
        required_seconds: row.rto_required_seconds,
        driver: row.rto_driver.clone(),
        business_seconds: demand.seconds(item),
        path: demand.path(&ground.standpoint, item, STEPS),
        promised_seconds: promised,
        back_seconds: row.rtc_seconds,
        verdict: row.verdict,
        rpo_required_seconds: row.rpo_required_seconds,
        conflict: conflict.map(|it| it.text.clone()),
    })
}

/// Whether a finding is a conflict of the analysis that nobody waived.
pub(super) fn is_of_analysis(finding: &Finding) -> bool {
    CONFLICTS.contains(&finding.code.as_str()) && finding.waived_by.is_none()
}

pub(super) fn conflict(finding: &Finding) -> Conflict {
    Conflict {
        code: finding.code.clone(),
        severity: finding.severity.as_str().into(),
        subject: finding.subject.clone(),
        text: finding.text.clone(),
    }
}

fn conflicts(findings: &[Finding]) -> Vec<Conflict> {
    let of_analysis = findings.iter().filter(|it| is_of_analysis(it));
    of_analysis.map(conflict).collect()
}

fn unanswered(ground: &Ground<'_>) -> Vec<Unanswered> {
    let live = ground.registers.activities.live();
    let asked = live.filter_map(|activity| {
        let answering = super::sign_off::answering(ground.state, &activity.id)?;
        let waits = matches!(
            answering.standing,
            Standing::Sent | Standing::Chased | Standing::Contested
        );
        waits.then(|| Unanswered {
            id: activity.reference(),
            campaign: answering.campaign,
            asked: answering.asked,
            standing: answering.standing,
            open_count: answering.open.len(),
        })
    });
    asked.collect()
}
