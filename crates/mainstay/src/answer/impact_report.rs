//! The report of the business impact analysis: every activity ranked by how soon its stop becomes
//! intolerable, its harm at a few moments, the conflicts, and what is not approved.

use continuity::finding::Finding;
use continuity::initiation::policy_in_force::{PolicyInForce, policy_in_force};
use continuity::requirements::coverage::{Covered, coverage};
use continuity::requirements::questionnaire::impacts;
use continuity::requirements::recovery_targets::{ItemTarget, Verdict};
use continuity::requirements::tolerance::tolerance;
use jiff::tz::TimeZone;
use record::kind::Filed;
use record::requirements::Impact;
use serde::Serialize;

use super::Given;

/// The moments of the report, in seconds.
pub const MOMENTS: [i64; 7] = [3_600, 14_400, 28_800, 86_400, 259_200, 604_800, 2_592_000];

/// Findings that are conflicts of the analysis.
const CONFLICTS: &[&str] = &[
    "mtpd-contradicts-impact",
    "loss-crosses-earlier",
    "rto-exceeds-mtpd",
    "rto-equals-mtpd",
    "hours-exceed-mtpd",
    "provider-slower-than-consumer",
    "target-infeasible",
    "target-missed",
    "capacity-problem",
    "targets-set-by-it",
];

/// The report.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactReport {
    /// The activities, those that are intolerable soonest first; unknown ones last.
    pub rows: Vec<Row>,
    /// How many are covered so, in the order of the words.
    pub counts: Vec<(Covered, usize)>,
    /// How many a scope leaves out.
    pub excluded_count: usize,
    /// How many the scopes in force neither name nor leave out.
    pub undecided_count: usize,
}

/// An activity.
#[derive(Clone, Debug, Serialize)]
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
    /// By when it must be back, from the start of recovery work.
    pub required_seconds: Option<i64>,
    /// When it would be.
    pub back_seconds: Option<i64>,
    /// What the comparison says.
    pub verdict: Verdict,
    /// The worst level at each moment of the report; nothing where it was not judged by then.
    pub heat: Vec<Option<u32>>,
}

/// The report. Cost: n log n in activities and impacts.
pub fn impact_report(given: &Given<'_>, rows: &[ItemTarget]) -> ImpactReport {
    let registers = given.registers;
    let today = given.at.to_zoned(TimeZone::UTC).date();
    let coverage = coverage(registers, today);
    let policy = policy_in_force(registers);
    let covered = |id: &str| {
        let list = &coverage.activities;
        let found = list.binary_search_by(|(known, _)| known.as_str().cmp(id));
        found.ok().map(|at| list[at].1)
    };
    let impacts = impacts(registers);
    let live = registers.activities.live();
    let mut all: Vec<Row> = live
        .map(|activity| {
            let reference = activity.reference();
            let found = rows.binary_search_by(|row| row.id.as_str().cmp(&reference));
            let target = found.ok().map(|at| &rows[at]);
            let impact = impacts.get(&*activity.id).copied();
            let impact = impact.filter(|it| it.is_approved());
            let owner = activity.envelope.owner.as_ref();
            Row {
                id: reference,
                name: activity.title().to_string(),
                owner: owner.map(|it| it.text.to_string()),
                covered: covered(&activity.id),
                mtpd_seconds: target.and_then(|it| it.mtpd_seconds),
                category: impact.and_then(|it| deciding(it, &policy, target)),
                required_seconds: target.and_then(|it| it.rto_required_seconds),
                back_seconds: target.and_then(|it| it.rtc_seconds),
                verdict: target.map_or(Verdict::NoTarget, |it| it.verdict),
                heat: MOMENTS.map(|at| impact.and_then(|it| worst(it, at))).into(),
            }
        })
        .collect();
    all.sort_by_key(|row| (row.mtpd_seconds.unwrap_or(i64::MAX), row.id.clone()));
    ImpactReport {
        rows: all,
        counts: Covered::ALL
            .iter()
            .map(|&it| (it, coverage.count(it)))
            .collect(),
        excluded_count: coverage.excluded_count,
        undecided_count: coverage.undecided_count,
    }
}

/// The category that decides, where what counts is what the impact shows.
fn deciding(
    impact: &Filed<Impact>,
    policy: &PolicyInForce,
    target: Option<&ItemTarget>,
) -> Option<String> {
    let tolerance = tolerance(impact, policy);
    let shown = tolerance.reported_seconds(policy.reports_last_tolerable());
    let counts = target.and_then(|it| it.mtpd_seconds);
    tolerance
        .driver
        .filter(|_| shown.is_some() && shown == counts)
}

/// The worst level of any category at a moment: that of the last time judged by then.
fn worst(impact: &Impact, seconds: i64) -> Option<u32> {
    let by_then = impact.after.iter().take_while(|after| after.0 <= seconds);
    let at = by_then.count().checked_sub(1)?;
    let levels = impact.levels.values();
    levels.filter_map(|levels| levels.get(at)).max().copied()
}

/// The findings that are conflicts of the analysis, in the order given.
pub fn conflicts(findings: &[Finding]) -> Vec<&Finding> {
    let is = |finding: &&Finding| {
        let of_analysis = CONFLICTS.contains(&finding.code.as_str());
        of_analysis && finding.waived_by.is_none()
    };
    findings.iter().filter(is).collect()
}
