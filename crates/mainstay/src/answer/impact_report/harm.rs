//! Harm over time as it was judged: for each condition of an activity every respondent's view with
//! its grid, its interval and what decides it. Nothing is averaged. Drafts are shown as drafts and
//! decide nothing.

use continuity::initiation::policy_in_force::PolicyInForce;
use continuity::requirements::respondents::{self, Agreement};
use record::kind::Filed;
use record::requirements::{Activity, Impact};
use serde::Serialize;

/// A condition for which an activity was or should be judged: normal times, or a peak.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionHarm {
    /// `normal`, or the name of a peak.
    pub when: String,
    /// Whether it is normal or a peak of the activity; false: no peak is called so.
    pub known: bool,
    /// On which days, as the record says it.
    pub days: Option<String>,
    /// How much more it hurts, as the record says it.
    pub multiplier: Option<f64>,
    /// The MTPD that is declared for it: what the owner decided.
    pub decided_seconds: Option<i64>,
    /// The least MTPD among the views in force; nothing where none shows one.
    pub least_seconds: Option<i64>,
    /// The greatest; nothing where one of them says never, or nobody judged.
    pub greatest_seconds: Option<i64>,
    /// How far was judged by those who say never.
    pub never_within_seconds: Option<i64>,
    /// How the views in force stand to each other.
    pub agreement: Agreement,
    /// Each respondent's view, those in force first.
    pub views: Vec<View>,
}

/// One respondent's view of one condition, with the grid behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// Who judged, and what that comes to.
    #[serde(flatten)]
    pub said: respondents::View,
    /// Who confirmed it last.
    pub confirmed_by: Option<String>,
    /// On which day.
    pub confirmed_on: Option<String>,
    /// The times judged.
    pub after_seconds: Vec<i64>,
    /// The level at each of them, for each category.
    pub levels: Vec<Levels>,
    /// The cumulative loss at each of them, with its currency; empty where none was judged, or
    /// where amounts are withheld.
    pub loss: Vec<String>,
    /// The losses in minor units, for a drawing.
    #[serde(skip)]
    pub loss_minor: Vec<i64>,
}

/// The levels of one category of harm.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Levels {
    /// The category.
    pub category: String,
    /// A level for each time.
    pub levels: Vec<u32>,
}

impl View {
    /// Whether it counts.
    pub fn is_in_force(&self) -> bool {
        self.said.status == "approved"
    }

    /// The worst level at a moment: that of the last time judged by then.
    pub fn worst(&self, seconds: i64) -> Option<u32> {
        let by_then = self.after_seconds.iter().take_while(|at| **at <= seconds);
        let at = by_then.count().checked_sub(1)?;
        let levels = self.levels.iter();
        levels.filter_map(|it| it.levels.get(at)).max().copied()
    }
}

impl ConditionHarm {
    /// Whether views in force differ and nobody has decided.
    pub fn is_contested(&self) -> bool {
        self.agreement == Agreement::Undecided
    }
}

/// The conditions of an activity: normal times first, then its peaks in their order, then names
/// that are no peak of it. What stands between views is judged among those in force.
pub(super) fn conditions(
    activity: &Filed<Activity>,
    impacts: &[&Filed<Impact>],
    policy: &PolicyInForce,
    sees_money: bool,
) -> Vec<ConditionHarm> {
    let in_force = impacts.iter().copied().filter(|it| it.is_approved());
    let in_force = respondents::conditions(activity, in_force, policy);
    let all = respondents::conditions(activity, impacts.iter().copied(), policy);
    let one = |drafts_too: respondents::ConditionViews| {
        let counted = in_force.iter().find(|it| it.when == drafts_too.when);
        let peak = activity.peaks.iter().find(|it| it.name == drafts_too.when);
        let mut views: Vec<View> = drafts_too
            .views
            .into_iter()
            .map(|said| {
                let impact = impacts.iter().find(|it| it.reference() == said.impact);
                view(said, impact.copied(), sees_money)
            })
            .collect();
        views.sort_by_key(|view| !view.is_in_force());
        ConditionHarm {
            when: drafts_too.when,
            known: drafts_too.known,
            days: peak.and_then(|it| it.days.clone()),
            multiplier: peak.and_then(|it| it.multiplier),
            decided_seconds: drafts_too.decided_seconds,
            least_seconds: counted.and_then(|it| it.least_seconds),
            greatest_seconds: counted.and_then(|it| it.greatest_seconds),
            never_within_seconds: counted.and_then(|it| it.never_within_seconds),
            agreement: counted.map_or(Agreement::Unjudged, |it| it.agreement),
            views,
        }
    };
    all.into_iter().map(one).collect()
}

fn view(said: respondents::View, impact: Option<&Filed<Impact>>, sees_money: bool) -> View {
    let confirmed = impact.and_then(|it| it.envelope.confirmed.as_ref());
    let after = impact.map_or(&[][..], |it| &it.own.after);
    let levels = impact.iter().flat_map(|it| &it.own.levels);
    let loss = || {
        let loss = impact.iter().flat_map(|it| &it.own.loss);
        loss.filter(move |_| sees_money)
    };
    View {
        confirmed_by: confirmed.map(|it| it.by.clone()),
        confirmed_on: confirmed.map(|it| it.at.0.to_string()),
        after_seconds: after.iter().map(|it| it.0).collect(),
        levels: levels
            .map(|(category, levels)| Levels {
                category: category.clone(),
                levels: levels.clone(),
            })
            .collect(),
        loss: loss().map(|it| it.to_string()).collect(),
        loss_minor: loss().map(|it| it.minor).collect(),
        said,
    }
}
