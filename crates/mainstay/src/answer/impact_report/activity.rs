//! One activity in the report of the analysis: everything that was answered about it, and what
//! follows from that.

use continuity::requirements::catching_up::CatchingUp;
use continuity::requirements::coverage::{Covered, due, judged};
use continuity::requirements::own_target::own_target;
use jiff::civil::Date;
use record::kind::Filed;
use record::requirements::{Activity, Impact};
use serde::Serialize;

use super::Ground;
use super::harm::{ConditionHarm, conditions};
use super::need::{Need, needs};
use super::recovery_point::{RecoveryPoint, recovery_point};
use super::roll_up::{Conflict, conflict, is_of_analysis};
use super::sign_off::{Answering, Approval, answering, approval};
use super::target::{Arithmetic, Headline, arithmetic, headline};

/// An activity.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActivityReport {
    /// `activity/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, in sentences.
    pub description: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Whether its loss cannot be borne.
    pub vital: bool,
    /// Whether the regulator counts it as critical or important.
    pub critical_function: bool,
    /// How its impact is covered; nothing: not in scope.
    pub covered: Option<Covered>,
    /// On which day it was judged last, as its impacts in force say.
    pub judged_on: Option<String>,
    /// How many days ago that was.
    pub age_days: Option<i64>,
    /// By which day it is to be judged anew.
    pub due_on: Option<String>,
    /// How long its stop can be borne.
    pub mtpd: Headline,
    /// The harm as it was judged, condition by condition.
    pub conditions: Vec<ConditionHarm>,
    /// From MTPD to the time in which it must be back.
    pub arithmetic: Arithmetic,
    /// The least level that must go on.
    pub mbco_percent: Option<f64>,
    /// People needed normally.
    pub people: Option<u32>,
    /// People needed at the least level.
    pub people_minimum: Option<u32>,
    /// People needed as time goes on after a stop.
    pub people_after: Vec<PeopleThen>,
    /// How much data it may lose, and would.
    pub recovery_point: RecoveryPoint,
    /// What it has to catch up with once all is back: data made anew, groups of data to be put
    /// right, the backlog; nothing where nobody says anything of that.
    pub catching_up: Option<CatchingUp>,
    /// How it goes on without what it needs.
    pub workarounds: Vec<WorkaroundOf>,
    /// What it needs, the conflicts first.
    pub needs: Vec<Need>,
    /// How many things it needs in all, directly or not.
    pub needs_count: usize,
    /// How each record behind this came into force.
    pub approvals: Vec<Approval>,
    /// How its questionnaire stands; nothing where none was sent, or nobody keeps it.
    pub answering: Option<Answering>,
    /// What is wrong with its analysis.
    pub conflicts: Vec<Conflict>,
}

/// How many people are needed from some time after a stop on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PeopleThen {
    /// From when on.
    pub after_seconds: i64,
    /// How many.
    pub people: u32,
}

/// A way to go on without what is needed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkaroundOf {
    /// `workaround/id`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is done, in sentences.
    pub description: Option<String>,
    /// How far it has come.
    pub status: &'static str,
    /// How soon it works.
    pub start_within_seconds: Option<i64>,
    /// For how long it can be kept up.
    pub sustain_for_seconds: Option<i64>,
    /// How much of normal it reaches; nothing: all.
    pub capacity_percent: Option<f64>,
    /// Time to enter again what was done by hand.
    pub rekey_seconds: Option<i64>,
    /// Where its forms are.
    pub forms: Option<String>,
    /// When it was last tried; nothing: nobody says it ever was.
    pub tried_on: Option<String>,
    /// Until when it carries the activity beyond its target; nothing: it moves no target.
    pub carries_until_seconds: Option<i64>,
}

/// The report of one activity. Cost: linear in what it needs.
/// Nothing for one that is retired: it takes no part in the estate.
pub(super) fn report(ground: &Ground<'_>, activity: &Filed<Activity>) -> Option<ActivityReport> {
    let reference = activity.reference();
    let estate = &ground.standpoint.estate;
    let item = estate.find_kind("activity", &activity.id)?;
    let own = own_target(&ground.standpoint, estate.listed(item));
    let impacts = ground.impacts_of(&activity.id);
    let policy = &ground.standpoint.policy;
    let conditions = conditions(activity, impacts, policy, ground.money);
    let (judged, due) = dates(activity, impacts);
    let (needs, needs_count) = needs(ground, item);
    let percent = |it: record::value::Percent| f64::from(it.0) / 100.0;
    let targets = activity.item.targets.as_ref();
    Some(ActivityReport {
        name: activity.title().to_string(),
        description: activity.envelope.description.clone(),
        owner: activity
            .envelope
            .owner
            .as_ref()
            .map(|it| it.text.to_string()),
        vital: activity.vital,
        critical_function: activity.critical_function,
        covered: ground.covered(&activity.id),
        judged_on: judged.map(|it| it.to_string()),
        age_days: judged
            .and_then(|it| ground.today.since(it).ok())
            .map(|it| i64::from(it.get_days())),
        due_on: due.map(|it| it.to_string()),
        mtpd: headline(&own, &conditions, policy.reports_last_tolerable()),
        arithmetic: arithmetic(activity, &own, ground.row(&reference)),
        mbco_percent: targets.and_then(|it| it.mbco).map(percent),
        people: activity.people,
        people_minimum: activity.people_minimum,
        people_after: activity
            .people_after
            .iter()
            .map(|it| PeopleThen {
                after_seconds: it.after.0,
                people: it.people,
            })
            .collect(),
        recovery_point: recovery_point(ground, item),
        catching_up: ground.row(&reference).and_then(|it| it.catching_up.clone()),
        workarounds: workarounds(ground, activity, own.bridge.as_ref()),
        needs,
        needs_count,
        approvals: approvals(ground, activity, impacts),
        answering: answering(ground.state, &activity.id),
        conflicts: conflicts(ground, &reference),
        conditions,
        id: reference,
    })
}

fn workarounds(
    ground: &Ground<'_>,
    activity: &Filed<Activity>,
    bridge: Option<&continuity::requirements::own_target::Bridge>,
) -> Vec<WorkaroundOf> {
    let one = |it: &&Filed<record::requirements::Workaround>| {
        let carries = bridge.filter(|bridge| bridge.workaround == it.reference());
        WorkaroundOf {
            id: it.reference(),
            name: it.title().to_string(),
            description: it.envelope.description.clone(),
            status: it.status().as_str(),
            start_within_seconds: it.start_within.map(|it| it.0),
            sustain_for_seconds: it.sustain_for.map(|it| it.0),
            capacity_percent: it.capacity.map(|it| f64::from(it.0) / 100.0),
            rekey_seconds: it.rekey.map(|it| it.0),
            forms: it.forms.clone(),
            tried_on: it.tried.map(|it| it.0.to_string()),
            carries_until_seconds: carries.map(|it| it.until_seconds),
        }
    };
    ground
        .workarounds_of(&activity.id)
        .iter()
        .map(one)
        .collect()
}

/// How the activity, its impacts and its workarounds came into force.
fn approvals(
    ground: &Ground<'_>,
    activity: &Filed<Activity>,
    impacts: &[&Filed<Impact>],
) -> Vec<Approval> {
    let of = |kind, id, status| approval(ground.state, kind, id, status);
    let mut all = vec![of("activity", &activity.id, activity.status())];
    all.extend(impacts.iter().map(|it| of("impact", &it.id, it.status())));
    let workarounds = ground.workarounds_of(&activity.id).iter();
    all.extend(workarounds.map(|it| of("workaround", &it.id, it.status())));
    all
}

/// When it was judged last, and when it is to be judged anew.
fn dates(activity: &Filed<Activity>, impacts: &[&Filed<Impact>]) -> (Option<Date>, Option<Date>) {
    let in_force = || impacts.iter().filter(|it| it.is_approved());
    let last = in_force().filter_map(|it| judged(it)).max();
    let anew = in_force().filter_map(|it| due(it)).max();
    let own = activity.envelope.review_due.map(|it| it.0);
    (last, anew.or(own.filter(|_| in_force().next().is_some())))
}

/// The findings about an activity and its impacts that are conflicts of the analysis.
fn conflicts(ground: &Ground<'_>, reference: &str) -> Vec<Conflict> {
    let own = ground.findings_of(reference).iter();
    let own = own.filter(|it| is_of_analysis(it));
    own.map(|it| conflict(it)).collect()
}
