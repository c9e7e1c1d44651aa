//! One way to recover, beside others: what it can do, its margin, what it costs and leaves, what it
//! mends and what stays broken. Where the figures come from is the business of its neighbours.

use engine::annual_loss::Severity;
use record::requirements::option::{Constraint, Recovery};
use serde::Serialize;

use super::super::cost::Cost;
use super::super::outage_loss::Source;
use super::super::payback::{Between, Payback};
use super::super::workings::Filed;
use crate::requirements::exposure::serde_json_number::Percent;
use crate::requirements::recovery_points::Point;
use crate::requirements::recovery_targets::Verdict;
use crate::requirements::risk_numbers::year::{Less, Year};

/// Where a capability comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// The estate as it is, computed.
    Today,
    /// The estate with the changes of the option, computed.
    Computed,
    /// The option says so.
    Claimed,
    /// Nobody says it.
    Unknown,
}

/// One scenario with an option.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventLoss {
    /// `scenario/id`.
    pub scenario: String,
    /// Its name.
    pub name: String,
    /// How often a year.
    pub per_year: Option<f64>,
    /// How often at the least, where somebody says it.
    pub low_per_year: Option<f64>,
    /// And at the most.
    pub high_per_year: Option<f64>,
    /// How long the item is out.
    pub outage_seconds: Option<i64>,
    /// What one costs, on average.
    pub loss: Option<f64>,
    /// What one of ten costs less than; of an amount that is taken as sure the amount.
    pub loss_low: Option<f64>,
    /// What nine of ten cost less than.
    pub loss_high: Option<f64>,
    /// Where it is known from how widely that scatters: `impacts`, or the risk, `risk/id`, whose
    /// loss was written as a distribution; nothing: nobody says it, and it is taken as sure.
    pub scatter: Option<String>,
    /// What one costs, for drawing.
    #[serde(skip)]
    pub severity: Option<Severity>,
    /// What it costs a year.
    pub loss_per_year: Option<f64>,
    /// The loss by activity.
    pub sources: Vec<Source>,
    /// What is not known of it.
    pub missing: Option<String>,
}

/// One way to recover.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// `option/id`; `today` for the estate as it is, `try` for one that is only tried.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The sort of recovery.
    #[serde(rename = "type")]
    pub sort: Option<&'static str>,
    /// Where its capability comes from.
    pub ground: Ground,
    /// When the item is back, from the start of recovery work.
    pub rtc_seconds: Option<i64>,
    /// What it says of itself at best.
    pub rtc_best_seconds: Option<i64>,
    /// And at worst.
    pub rtc_worst_seconds: Option<i64>,
    /// What the option claims, where that is not the figure above.
    pub rtc_claimed_seconds: Option<i64>,
    /// Data that would be lost.
    pub rpc_seconds: Option<Point>,
    /// The level reached.
    pub level_percent: Option<Percent>,
    /// Time left before the target; negative where it is missed.
    pub margin_seconds: Option<i64>,
    /// The same of the data.
    pub rpo_margin_seconds: Option<i64>,
    /// Whether it reaches all that is asked.
    pub verdict: Verdict,
    /// Why not, or what is not known.
    pub because: Vec<String>,
    /// What it costs.
    pub cost: Cost,
    /// Each scenario.
    pub events: Vec<EventLoss>,
    /// The expected loss a year that remains; unknown where a part of it is.
    pub residual_per_year: Option<f64>,
    /// The parts that are known.
    pub residual_at_least: f64,
    /// The expected loss that remains by the option's own word.
    pub residual_declared: Option<f64>,
    /// How much less loss a year than by the first column.
    pub avoided_per_year: Option<f64>,
    /// The same if all happens as seldom as may be, and as often as may be.
    pub avoided_between: Option<Between>,
    /// Cost and remaining loss, the middle of the range.
    pub total_per_year: Option<f64>,
    /// How often it would have to happen, all scenarios together, for the option to pay.
    pub break_even_per_year: Option<f64>,
    /// How long it takes to build.
    pub lead_time_seconds: Option<i64>,
    /// What binds it.
    pub constraints: Vec<Bound>,
    /// What shows that it works.
    pub evidence: Vec<String>,
    /// When it was last shown to work.
    pub tested: Option<String>,
    /// Items that miss their target today and would reach it.
    pub fixes: Vec<String>,
    /// Items it covers, or that miss their target today, that would still miss it.
    pub broken: Vec<String>,
    /// One that costs no more and leaves no more loss, and is better in one of them.
    pub beaten_by: Option<String>,
    /// What a year may cost by these scenarios with it; unknown where a part of it is, or where no
    /// years were drawn.
    pub year: Option<Year>,
    /// How much less that is than with the first column, by the same draws.
    pub less: Option<Less>,
    /// How much less a year of the whole register of risks costs with its changes.
    pub register_less: Option<Less>,
    /// When it has paid for itself.
    pub payback: Option<Payback>,
}

/// A constraint.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// What it is about.
    pub about: Option<&'static str>,
    /// What it says.
    pub says: String,
    /// Whether it is met; unknown where nobody has looked.
    pub met: Option<bool>,
}

impl Column {
    /// A column of which nothing is known yet.
    pub(super) fn empty(id: &str, name: &str, ground: Ground) -> Column {
        Column {
            id: id.to_string(),
            name: name.to_string(),
            sort: None,
            ground,
            rtc_seconds: None,
            rtc_best_seconds: None,
            rtc_worst_seconds: None,
            rtc_claimed_seconds: None,
            rpc_seconds: None,
            level_percent: None,
            margin_seconds: None,
            rpo_margin_seconds: None,
            verdict: Verdict::NoTarget,
            because: Vec::new(),
            cost: Cost::default(),
            events: Vec::new(),
            residual_per_year: None,
            residual_at_least: 0.0,
            residual_declared: None,
            avoided_per_year: None,
            avoided_between: None,
            total_per_year: None,
            break_even_per_year: None,
            lead_time_seconds: None,
            constraints: Vec::new(),
            evidence: Vec::new(),
            tested: None,
            fixes: Vec::new(),
            broken: Vec::new(),
            beaten_by: None,
            year: None,
            less: None,
            register_less: None,
            payback: None,
        }
    }
}

/// What binds an option.
pub(super) fn bound(constraint: &Constraint) -> Bound {
    Bound {
        about: constraint.about.map(|about| about.as_str()),
        says: constraint.says.clone(),
        met: constraint.met,
    }
}

/// Where the capability of an option comes from.
pub(in super::super) fn ground(option: &Filed) -> Ground {
    match (option.changes.is_empty(), option.rtc) {
        (false, _) => Ground::Computed,
        (true, Some(_)) => Ground::Claimed,
        (true, None) if option.type_ == Some(Recovery::DoNothing) => Ground::Today,
        (true, None) => Ground::Unknown,
    }
}
