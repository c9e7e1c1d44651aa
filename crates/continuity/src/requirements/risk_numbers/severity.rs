//! What one strike costs: as the risk says it, else what is fixed and what the outage costs, an
//! outage as long as the computed recovery of what is struck - so a faster recovery costs less.

use engine::annual_loss::Severity;
use engine::graph::Item;
use record::item::ClockStart;
use record::kind::Filed;
use record::requirements::Risk;
use record::value::Money;
use serde::Serialize;

use crate::path::humane;
use crate::requirements::exposure::{Fall, fall};
use crate::requirements::lead::lead;
use crate::requirements::loss::Losses;
use crate::requirements::strategy::outage_loss::{impact_of, whole};
use crate::standpoint::Standpoint;

/// What one strike costs, in whole units of the currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Loss {
    /// One of ten strikes costs less.
    pub p10: f64,
    /// As often less as more.
    pub median: f64,
    /// Nine of ten cost less.
    pub p90: f64,
    /// The mean.
    pub mean: f64,
    /// `written`, or `computed` from the outage.
    pub from: &'static str,
    /// The parts of a computed one.
    pub parts: Vec<Cost>,
    /// Whether a part is not known, so that it is at least this much.
    pub at_least: bool,
}

/// One part of what a strike costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// What it is, in words.
    pub what: String,
    /// What it comes to.
    pub amount: f64,
    /// What nine of ten such strikes cost less than, where somebody says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}

/// What one strike costs; what is missing is said.
pub(super) fn severity(
    standpoint: &Standpoint<'_>,
    risk: &Filed<Risk>,
    currency: [u8; 3],
    missing: &mut Vec<String>,
) -> Option<(Loss, Severity)> {
    if let Some(written) = &risk.severity {
        let amounts = [
            Some(&written.median),
            Some(&written.p90),
            written.cap.as_ref(),
        ];
        if amounts.iter().flatten().any(|it| it.currency != currency) {
            missing.push("its loss stands in another currency and no rate is known".into());
            return None;
        }
        let cap = written.cap.map(whole);
        let found = Severity::from_points(whole(written.median), whole(written.p90), cap);
        if found.is_none() {
            missing.push("its loss is no distribution: above zero, the second not below".into());
        }
        return found.map(|it| (loss(it, "written", Vec::new(), false), it));
    }
    let mut parts = Vec::new();
    let before = missing.len();
    let mut own = |money: Option<Money>| {
        let money = money?;
        if money.currency == currency {
            return Some(whole(money));
        }
        missing.push("one of its amounts stands in another currency".into());
        None
    };
    let (fixed, per_hour) = (own(risk.fixed), own(risk.per_hour));
    parts.extend(fixed.map(|amount| Cost {
        what: "each time, however long it lasts".into(),
        amount,
        high: None,
    }));
    let struck = struck(standpoint, risk);
    match per_hour {
        Some(rate) => hourly(standpoint, risk, &struck, rate, &mut parts, missing),
        None => by_impacts(standpoint, risk, &struck, currency, &mut parts, missing),
    }
    let amount: f64 = parts.iter().map(|part| part.amount).sum();
    // What the activities lose goes together: it is the same strike.
    let most: f64 = parts.iter().map(|it| it.high.unwrap_or(it.amount)).sum();
    let free = amount == 0.0 && !parts.is_empty() && missing.len() == before;
    let sure =
        Severity::from_points(amount, most.max(amount), None).or(free.then_some(Severity::NOTHING));
    if sure.is_none() && missing.len() == before {
        missing.push(
            "nobody says what it costs: no severity, and no activity that it stops has a loss in \
             an approved impact"
                .into(),
        );
    }
    let at_least = missing.len() > before;
    sure.map(|it| (loss(it, "computed", parts, at_least), it))
}

fn loss(of: Severity, from: &'static str, parts: Vec<Cost>, at_least: bool) -> Loss {
    Loss {
        p10: of.quantile(0.1),
        median: of.quantile(0.5),
        p90: of.quantile(0.9),
        mean: of.mean(),
        from,
        parts,
        at_least,
    }
}

/// What stops when all that a risk names is lost, with how long each is out; unknown is `None`.
fn struck(standpoint: &Standpoint<'_>, risk: &Filed<Risk>) -> Vec<(Item, Option<i64>)> {
    let estate = &standpoint.estate;
    let losses = Losses::of(&super::struck::named(estate, risk));
    let Fall { standing, times } = fall(estate, &losses);
    let mut stopped = standing.stopped().to_vec();
    stopped.sort_unstable();
    let outage = |item: Item| {
        let lead = lead(
            estate.listed(item),
            standpoint.scenario_lead(),
            &standpoint.policy,
        );
        let back = times
            .seconds(item)
            .map(|it| it + lead.seconds(ClockStart::Disruption));
        // It is over when it is recovered from, or when what struck has passed.
        match (back, risk.outage) {
            (Some(back), Some(lasts)) => Some(back.min(lasts.0)),
            (back, lasts) => back.or(lasts.map(|it| it.0)),
        }
    };
    stopped
        .into_iter()
        .map(|item| (item, outage(item)))
        .collect()
}

fn hourly(
    standpoint: &Standpoint<'_>,
    risk: &Filed<Risk>,
    struck: &[(Item, Option<i64>)],
    rate: f64,
    parts: &mut Vec<Cost>,
    missing: &mut Vec<String>,
) {
    let estate = &standpoint.estate;
    let demands = struck
        .iter()
        .filter(|(item, _)| estate.listed(*item).demands());
    let longest = demands
        .map(|(_, outage)| *outage)
        .reduce(|one, other| Some(one?.max(other?)));
    let lasts = risk.outage.map(|it| it.0);
    match longest.unwrap_or(lasts).or(lasts) {
        Some(seconds) => parts.push(Cost {
            what: format!("an outage of {}", humane(seconds)),
            amount: rate * seconds as f64 / 3_600.0,
            high: None,
        }),
        None => missing.push("nobody can say how long the outage lasts".into()),
    }
}

fn by_impacts(
    standpoint: &Standpoint<'_>,
    risk: &Filed<Risk>,
    struck: &[(Item, Option<i64>)],
    currency: [u8; 3],
    parts: &mut Vec<Cost>,
    missing: &mut Vec<String>,
) {
    let estate = &standpoint.estate;
    for affected in risk
        .affects
        .iter()
        .filter(|it| estate.find(&it.text).is_none())
    {
        missing.push(format!("no item answers to {}", affected.text));
    }
    let items = || struck.iter().map(|(item, _)| *item);
    let stops = items().any(|item| estate.listed(item).activity().is_some());
    if !stops && super::struck::is_leaned_on(estate, items()) {
        parts.push(Cost {
            what: "no activity stops: what leans on it goes on without it".into(),
            amount: 0.0,
            high: None,
        });
    }
    for &(item, outage) in struck {
        let listed = estate.listed(item);
        if listed.activity().is_none() {
            continue;
        }
        let Some(priced) = impact_of(estate, listed.id(), currency) else {
            missing.push(format!("nobody priced a stop of {}", listed.reference));
            continue;
        };
        let Some(seconds) = outage else {
            missing.push(format!("nobody can say when {} is back", listed.reference));
            continue;
        };
        let hours = seconds as f64 / 3_600.0;
        let beyond = if priced.likely.is_beyond(hours) {
            ", carried on beyond what was judged"
        } else {
            ""
        };
        parts.push(Cost {
            what: format!(
                "{} out for {} by {}{beyond}",
                listed.reference,
                humane(seconds),
                priced.impact
            ),
            amount: priced.likely.at(hours),
            high: priced.high.as_ref().map(|it| it.at(hours)),
        });
    }
}
