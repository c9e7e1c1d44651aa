//! Harm over time as it was judged: for each condition of an activity every respondent's view with
//! its grid, its interval and what decides it. Nothing is averaged. Drafts are shown as drafts and
//! decide nothing.

use continuity::initiation::policy_in_force::PolicyInForce;
use continuity::requirements::tolerance::tolerance;
use record::kind::Filed;
use record::requirements::{Activity, Impact};
use serde::Serialize;

/// The word for the condition that is no peak.
pub const NORMAL: &str = "normal";

/// A condition for which an activity was or should be judged: normal times, or a peak.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Condition {
    /// `normal`, or the name of a peak.
    pub when: String,
    /// On which days, as the record says it.
    pub days: Option<String>,
    /// How much more it hurts, as the record says it.
    pub multiplier: Option<f64>,
    /// The MTPD that the peak itself declares.
    pub declared_seconds: Option<i64>,
    /// Each respondent's view, those in force first.
    pub views: Vec<View>,
    /// The least MTPD among the views in force; nothing where none is ever intolerable.
    pub least_seconds: Option<i64>,
    /// The greatest; nothing where one of them is never intolerable within its times.
    pub greatest_seconds: Option<i64>,
    /// Whether views in force disagree.
    pub disagree: bool,
}

/// One respondent's view of one condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct View {
    /// The impact, `impact/id`.
    pub impact: String,
    /// How far it has come: `draft`, `in-review`, `approved`.
    pub status: &'static str,
    /// Who judged.
    pub respondent: Option<String>,
    /// How sure they are, in words.
    pub confidence: Option<String>,
    /// Who confirmed it last, and on which day.
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
    /// The last moment known to be tolerable.
    pub last_tolerable_seconds: i64,
    /// The first moment known to be intolerable; nothing: never within the times judged.
    pub first_intolerable_seconds: Option<i64>,
    /// The category that decides.
    pub driver: Option<String>,
    /// Where the loss crosses the intolerable one, on a straight line: indicative only.
    pub loss_crossing_seconds: Option<i64>,
    /// What this view comes to as MTPD; nothing: never intolerable within the times judged.
    pub mtpd_seconds: Option<i64>,
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
        self.status == "approved"
    }

    /// Whether the first time judged is intolerable already.
    pub fn is_intolerable_at_once(&self) -> bool {
        self.first_intolerable_seconds.is_some() && self.last_tolerable_seconds == 0
    }

    /// The worst level at a moment: that of the last time judged by then.
    pub fn worst(&self, seconds: i64) -> Option<u32> {
        let by_then = self.after_seconds.iter().take_while(|at| **at <= seconds);
        let at = by_then.count().checked_sub(1)?;
        let levels = self.levels.iter();
        levels.filter_map(|it| it.levels.get(at)).max().copied()
    }
}

/// The view that an impact holds.
pub fn view(impact: &Filed<Impact>, policy: &PolicyInForce, sees_money: bool) -> View {
    let found = tolerance(impact, policy);
    let confirmed = impact.envelope.confirmed.as_ref();
    let loss = || impact.loss.iter().filter(|_| sees_money);
    View {
        impact: impact.reference(),
        status: impact.status().as_str(),
        respondent: impact.respondent.clone(),
        confidence: impact.confidence.clone(),
        confirmed_by: confirmed.map(|it| it.by.clone()),
        confirmed_on: confirmed.map(|it| it.at.0.to_string()),
        after_seconds: impact.after.iter().map(|it| it.0).collect(),
        levels: impact
            .levels
            .iter()
            .map(|(category, levels)| Levels {
                category: category.clone(),
                levels: levels.clone(),
            })
            .collect(),
        loss: loss().map(|it| it.to_string()).collect(),
        loss_minor: loss().map(|it| it.minor).collect(),
        mtpd_seconds: found.reported_seconds(policy.reports_last_tolerable()),
        last_tolerable_seconds: found.last_tolerable_seconds,
        first_intolerable_seconds: found.first_intolerable_seconds,
        driver: found.driver,
        loss_crossing_seconds: found.loss_crossing_seconds,
    }
}

/// The conditions of an activity: normal times first, then its peaks in their order, then names
/// that are no peak of it.
pub fn conditions(
    activity: &Filed<Activity>,
    impacts: &[&Filed<Impact>],
    policy: &PolicyInForce,
    sees_money: bool,
) -> Vec<Condition> {
    let mut all = vec![Condition::of(NORMAL)];
    for peak in &activity.peaks {
        all.push(Condition {
            days: peak.days.clone(),
            multiplier: peak.multiplier,
            declared_seconds: peak.mtpd.map(|it| it.0),
            ..Condition::of(&peak.name)
        });
    }
    for impact in impacts {
        let when = impact.when.as_deref().unwrap_or(NORMAL);
        let at = all.iter().position(|it| it.when == when);
        let at = at.unwrap_or_else(|| {
            all.push(Condition::of(when));
            all.len() - 1
        });
        all[at].views.push(view(impact, policy, sees_money));
    }
    all.iter_mut().for_each(Condition::settle);
    all
}

impl Condition {
    fn of(when: &str) -> Condition {
        Condition {
            when: when.to_string(),
            days: None,
            multiplier: None,
            declared_seconds: None,
            views: Vec::new(),
            least_seconds: None,
            greatest_seconds: None,
            disagree: false,
        }
    }

    /// Puts views in force first and finds their range.
    fn settle(&mut self) {
        self.views
            .sort_by_key(|view| (!view.is_in_force(), view.impact.clone()));
        let in_force = || self.views.iter().filter(|view| view.is_in_force());
        let shown = in_force().map(|view| view.mtpd_seconds.unwrap_or(i64::MAX));
        let (least, greatest) = (shown.clone().min(), shown.max());
        self.disagree = least != greatest;
        self.least_seconds = least.filter(|it| *it != i64::MAX);
        self.greatest_seconds = greatest.filter(|it| *it != i64::MAX);
    }

    /// The view in force that decides: the one with the least MTPD.
    pub fn deciding(&self) -> Option<&View> {
        let in_force = self.views.iter().filter(|view| view.is_in_force());
        in_force.min_by_key(|view| view.mtpd_seconds.unwrap_or(i64::MAX))
    }
}
