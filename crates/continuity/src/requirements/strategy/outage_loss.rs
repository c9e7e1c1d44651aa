//! What an outage of an item costs: the loss curves of the activities that it stops, as the
//! business judged them, added up. It invents no price: without a curve the loss is unknown.

use engine::curve::Curve;
use engine::graph::Item;
use engine::standing::standing;
use record::kind::Filed;
use record::requirements::Impact;
use record::value::Money;
use serde::Serialize;

use crate::estate::Estate;

/// What an outage of an item costs.
#[derive(Clone, Debug, Default)]
pub struct OutageLoss {
    /// The curves that are added up.
    pub parts: Vec<Part>,
    /// Activities it stops of which nobody said what their standing still costs, or only in
    /// another currency.
    pub unpriced: Vec<String>,
}

/// The curve of one activity.
#[derive(Clone, Debug)]
pub struct Part {
    /// The activity.
    pub activity: String,
    /// The impact that says it.
    pub impact: String,
    /// Loss by hours.
    pub curve: Curve,
}

/// Where an amount comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Source {
    /// The activity.
    pub activity: String,
    /// The impact that says it.
    pub impact: String,
    /// What it comes to.
    pub amount: f64,
    /// Whether the outage is longer than anybody judged, so that the curve is carried on.
    pub carried_on: bool,
}

/// An amount in the currency's whole units.
pub fn whole(money: Money) -> f64 {
    money.minor as f64 / 100.0
}

impl OutageLoss {
    /// What an outage of so many hours costs, by activity; `None` where no activity says.
    pub fn sources(&self, hours: f64) -> Option<Vec<Source>> {
        let source = |part: &Part| Source {
            activity: part.activity.clone(),
            impact: part.impact.clone(),
            amount: part.curve.at(hours),
            carried_on: part.curve.is_beyond(hours),
        };
        (!self.parts.is_empty()).then(|| self.parts.iter().map(source).collect())
    }

    /// What an outage of so many hours costs in all.
    pub fn at(&self, hours: f64) -> Option<f64> {
        let all = self.parts.iter().map(|part| part.curve.at(hours));
        (!self.parts.is_empty()).then(|| all.sum())
    }
}

/// What an outage of an item costs, in a currency.
pub fn outage_loss(estate: &Estate<'_>, item: Item, currency: [u8; 3]) -> OutageLoss {
    let mut all = OutageLoss::default();
    let standing = standing(&estate.graph, &[item]);
    let mut stopped = standing.stopped().to_vec();
    stopped.sort_unstable();
    for stopped in stopped {
        let listed = estate.listed(stopped);
        if listed.activity().is_none() {
            continue;
        }
        match impact_of(estate, listed.id(), currency) {
            Some((impact, curve)) => all.parts.push(Part {
                activity: listed.reference.clone(),
                impact,
                curve,
            }),
            None => all.unpriced.push(listed.reference.clone()),
        }
    }
    all
}

/// The approved impact that says what an activity's standing still costs: that of normal times
/// first.
pub(crate) fn impact_of(
    estate: &Estate<'_>,
    activity: &str,
    currency: [u8; 3],
) -> Option<(String, Curve)> {
    let says = |impact: &&&Filed<Impact>| {
        let first = impact.loss.first();
        first.is_some_and(|it| it.currency == currency)
    };
    let impacts = estate.by_activity.impacts(activity).iter().filter(says);
    let normal = |impact: &&&Filed<Impact>| {
        let when = impact.when.as_deref().unwrap_or("normal");
        (when != "normal", impact.id.clone())
    };
    let impact = impacts.min_by_key(normal)?;
    let points: Vec<(f64, f64)> = impact
        .after
        .iter()
        .zip(&impact.loss)
        .map(|(after, loss)| (after.0 as f64 / 3_600.0, whole(*loss)))
        .collect();
    Some((impact.reference(), Curve::through(&points)?))
}

/// The currency in which the estate counts: that of most amounts of loss and cost, of equals the
/// first by its letters.
pub fn currency(registers: &record::kinds::Registers) -> Option<[u8; 3]> {
    let mut count = std::collections::BTreeMap::<[u8; 3], usize>::new();
    let mut add = |money: Option<&Money>| {
        if let Some(money) = money {
            *count.entry(money.currency).or_default() += 1;
        }
    };
    for impact in registers.impacts.live() {
        impact.loss.iter().for_each(|loss| add(Some(loss)));
    }
    for option in registers.options.live() {
        add(option.cost.as_ref());
        add(option.cost_per_year.as_ref());
    }
    for risk in registers.risks.live() {
        add(risk.own.severity.as_ref().map(|it| &it.median));
        add(risk.own.fixed.as_ref());
        add(risk.own.per_hour.as_ref());
    }
    for measure in registers.measures.live() {
        add(measure.own.cost.as_ref());
        add(measure.own.cost_per_year.as_ref());
    }
    let most = count.values().copied().max()?;
    let mut found = count.iter().filter(|(_, times)| **times == most);
    found.next().map(|(currency, _)| *currency)
}
