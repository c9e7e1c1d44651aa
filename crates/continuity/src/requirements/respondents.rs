//! Several respondents judge the same activity and condition: what each of them says, the range,
//! and whether the owner has decided. Nothing is averaged. Which records are compared, the caller
//! says; what counts in the figures is judged elsewhere.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use record::kind::{Filed, Status};
use record::kinds::Registers;
use record::requirements::{Activity, Impact};
use serde::Serialize;

use super::tolerance::tolerance;
use crate::initiation::policy_in_force::PolicyInForce;

/// The condition in which an activity is judged unless a peak is named.
pub const NORMAL: &str = "normal";

/// What one impact says of when harm becomes intolerable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// The impact, `impact/id`.
    pub impact: String,
    /// Who judged, as the record says it; nothing: it does not say.
    pub respondent: Option<String>,
    /// How far the record has come: `draft`, `in-review`, `approved`.
    pub status: String,
    /// How sure they are, in words.
    pub confidence: Option<String>,
    /// The last moment known to be tolerable; 0 where the first one judged is not.
    pub last_tolerable_seconds: i64,
    /// The first moment known to be intolerable; nothing: not within the times judged.
    pub first_intolerable_seconds: Option<i64>,
    /// The last moment that was judged.
    pub judged_to_seconds: i64,
    /// The category that decides.
    pub category: Option<String>,
    /// Where the loss crosses the intolerable one: indicative, on a straight line.
    pub loss_crossing_seconds: Option<i64>,
    /// The MTPD that it shows; nothing: harm stays tolerable for as long as it was judged.
    pub mtpd_seconds: Option<i64>,
}

impl View {
    /// Whether the first moment judged is intolerable already: it needs an option that works at
    /// once, or finer times.
    pub fn at_once(&self) -> bool {
        self.first_intolerable_seconds.is_some() && self.last_tolerable_seconds == 0
    }

    /// Who judged, or the record where it does not say.
    pub fn by(&self) -> &str {
        self.respondent.as_deref().unwrap_or(&self.impact)
    }
}

/// How the respondents of one condition stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// Nobody judged it.
    Unjudged,
    /// One impact judged it.
    One,
    /// Several did, and show the same.
    Agreed,
    /// Several did, they differ, and nobody has decided.
    Undecided,
    /// They differ, and the owner has declared what counts.
    Decided,
}

/// What is said of an activity in one condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionViews {
    /// `normal`, or the name of a peak.
    pub when: String,
    /// Whether it is normal or a peak of the activity; false: no peak is called so.
    pub known: bool,
    /// What each impact says, the shortest first.
    pub views: Vec<View>,
    /// The shortest MTPD that anyone shows; nothing where nobody shows one.
    pub least_seconds: Option<i64>,
    /// The longest; nothing where somebody says never, or nobody judged.
    pub greatest_seconds: Option<i64>,
    /// How far was judged by those who say never; nothing where nobody does, or none of them
    /// judged as far as the others.
    pub never_within_seconds: Option<i64>,
    /// The MTPD that is declared for this condition.
    pub decided_seconds: Option<i64>,
    /// How they stand to each other.
    pub agreement: Agreement,
}

impl ConditionViews {
    /// The MTPD of this condition: what is declared, else the least that anyone shows.
    pub fn mtpd_seconds(&self) -> Option<i64> {
        self.decided_seconds.or(self.least_seconds)
    }

    /// The condition as part of a sentence: nothing for normal times, ` at month-end`.
    pub fn at(&self) -> String {
        match self.when.as_str() {
            NORMAL => String::new(),
            peak => format!(" at {peak}"),
        }
    }

    /// Whether the respondents show different figures, decided or not.
    pub fn differs(&self) -> bool {
        matches!(self.agreement, Agreement::Undecided | Agreement::Decided)
    }

    /// Whether what is declared is longer than anyone who judged it would bear.
    pub fn declared_beyond(&self) -> bool {
        let longest = self.greatest_seconds;
        let declared = self.decided_seconds;
        declared.is_some_and(|declared| longest.is_some_and(|longest| declared > longest))
    }
}

/// What is said of an activity, condition by condition: normal, its peaks in their order, then
/// conditions that no peak of it is called. Of the impacts given those of other activities and
/// retired ones are left out. Cost: linear in the impacts, times the conditions.
pub fn conditions<'r>(
    activity: &Filed<Activity>,
    impacts: impl IntoIterator<Item = &'r Filed<Impact>>,
    policy: &PolicyInForce,
) -> Vec<ConditionViews> {
    let peaks = &activity.own.peaks;
    let names = peaks.iter().map(|peak| peak.name.clone());
    let names = std::iter::once(NORMAL.to_string()).chain(names);
    let mut all: Vec<(String, bool, Vec<View>)> =
        names.map(|name| (name, true, Vec::new())).collect();
    for impact in impacts {
        if impact.own.activity.id() != &*activity.id || impact.status() == Status::Retired {
            continue;
        }
        let when = when(impact);
        let view = view(impact, policy);
        match all.iter_mut().find(|(name, ..)| name == when) {
            Some((.., views)) => views.push(view),
            None => all.push((when.to_string(), false, vec![view])),
        }
    }
    let declared = |when: &str| match when {
        NORMAL => activity.own.item.targets.as_ref()?.mtpd,
        peak => peaks.iter().find(|it| it.name == peak)?.mtpd,
    };
    all.into_iter()
        .map(|(when, known, views)| {
            let decided = declared(&when).map(|it| it.0);
            condition(when, known, views, decided)
        })
        .collect()
}

/// The approved impacts of every activity that has any, by the activity's id. Cost: n log n.
pub fn approved(registers: &Registers) -> BTreeMap<&str, Vec<&Filed<Impact>>> {
    let mut all: BTreeMap<&str, Vec<&Filed<Impact>>> = BTreeMap::new();
    for impact in registers.impacts.approved() {
        all.entry(impact.own.activity.id())
            .or_default()
            .push(impact);
    }
    all
}

/// The condition that an impact judges.
pub fn when(impact: &Impact) -> &str {
    impact.when.as_deref().unwrap_or(NORMAL)
}

fn view(impact: &Filed<Impact>, policy: &PolicyInForce) -> View {
    let judged = tolerance(impact, policy);
    View {
        impact: impact.reference(),
        respondent: impact.own.respondent.clone(),
        status: impact.status().as_str().into(),
        confidence: impact.own.confidence.clone(),
        last_tolerable_seconds: judged.last_tolerable_seconds,
        first_intolerable_seconds: judged.first_intolerable_seconds,
        judged_to_seconds: impact.own.after.last().map_or(0, |after| after.0),
        mtpd_seconds: judged.reported_seconds(policy.reports_last_tolerable()),
        category: judged.driver,
        loss_crossing_seconds: judged.loss_crossing_seconds,
    }
}

fn condition(
    when: String,
    known: bool,
    mut views: Vec<View>,
    decided: Option<i64>,
) -> ConditionViews {
    views.sort_by_key(|view| {
        let shown = view.mtpd_seconds.unwrap_or(i64::MAX);
        (shown, view.judged_to_seconds, view.impact.clone())
    });
    let shown = || views.iter().filter_map(|view| view.mtpd_seconds);
    let never = views.iter().filter(|view| view.mtpd_seconds.is_none());
    let never_within = never.map(|view| view.judged_to_seconds).max();
    let (least, greatest) = (shown().min(), shown().max());
    // Whoever judged the first hours alone, and found them tolerable, contradicts nobody who
    // finds harm intolerable later.
    let never_within = never_within.filter(|to| greatest.is_none_or(|greatest| *to >= greatest));
    let differ = least != greatest || (never_within.is_some() && greatest.is_some());
    let agreement = match (views.len(), differ, decided) {
        (0, ..) => Agreement::Unjudged,
        (1, ..) => Agreement::One,
        (_, false, _) => Agreement::Agreed,
        (_, true, None) => Agreement::Undecided,
        (_, true, Some(_)) => Agreement::Decided,
    };
    ConditionViews {
        when,
        known,
        least_seconds: least,
        greatest_seconds: greatest.filter(|_| never_within.is_none()),
        never_within_seconds: never_within,
        decided_seconds: decided,
        agreement,
        views,
    }
}
