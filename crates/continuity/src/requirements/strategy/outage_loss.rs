//! What an outage of an item costs: the loss curves of the activities that it stops, as the
//! business judged them, added up. It invents no price: without a curve the loss is unknown.

use engine::curve::Curve;
use engine::graph::Item;
use engine::standing::standing;
use record::kind::Filed;
use record::requirements::Impact;
use record::value::Money;
use serde::Serialize;

use super::ends::{End, Said};
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
    /// What its standing still costs.
    pub priced: Priced,
}

/// What an activity's standing still costs, by hours.
#[derive(Clone, Debug)]
pub struct Priced {
    /// The impact that says it.
    pub impact: String,
    /// What is likely.
    pub likely: Curve,
    /// At the least, where somebody says it.
    pub low: Option<Curve>,
    /// At the most, where somebody says it.
    pub high: Option<Curve>,
}

impl Priced {
    /// An amount at one end; `half`: where nobody says the end it is half of what is likely, or
    /// twice; else it is what is likely.
    fn at(&self, hours: f64, end: End, half: bool) -> f64 {
        let likely = self.likely.at(hours);
        let said = |curve: &Option<Curve>| curve.as_ref().map(|it| it.at(hours));
        let (low, high) = (said(&self.low), said(&self.high));
        match half {
            true => end.of(likely, low, high),
            false => end.of(likely, low.or(Some(likely)), high.or(Some(likely))),
        }
    }

    /// What nine of ten such stops cost less than, as far as somebody says it.
    pub fn most(&self, hours: f64) -> f64 {
        self.at(hours, End::High, false)
    }
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
    /// The same at the least, where somebody says it.
    pub low: Option<f64>,
    /// And at the most.
    pub high: Option<f64>,
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
            impact: part.priced.impact.clone(),
            amount: part.priced.likely.at(hours),
            low: part.priced.low.as_ref().map(|it| it.at(hours)),
            high: part.priced.high.as_ref().map(|it| it.at(hours)),
            carried_on: part.priced.likely.is_beyond(hours),
        };
        (!self.parts.is_empty()).then(|| self.parts.iter().map(source).collect())
    }

    /// What an outage of so many hours costs in all, at one end: half of what is likely, or twice,
    /// where nobody says the end.
    pub fn at(&self, hours: f64, end: End) -> Option<f64> {
        let all = self.parts.iter();
        let all = all.map(|part| part.priced.at(hours, end, true));
        (!self.parts.is_empty()).then(|| all.sum())
    }

    /// What nine of ten outages of so many hours cost less than, as far as somebody says it. What
    /// the activities lose goes together: it is the same outage.
    pub fn most(&self, hours: f64) -> Option<f64> {
        let all = self.parts.iter().map(|part| part.priced.most(hours));
        (!self.parts.is_empty()).then(|| all.sum())
    }

    /// Whether the records say between which ends what an outage costs lies.
    pub fn said(&self) -> Said {
        let both = |part: &Part| part.priced.low.is_some() && part.priced.high.is_some();
        Said::of(self.parts.iter().map(both))
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
            Some(priced) => all.parts.push(Part {
                activity: listed.reference.clone(),
                priced,
            }),
            None => all.unpriced.push(listed.reference.clone()),
        }
    }
    all
}

/// The approved impact that says what an activity's standing still costs: that of normal times
/// first.
pub(crate) fn impact_of(estate: &Estate<'_>, activity: &str, currency: [u8; 3]) -> Option<Priced> {
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
    let curve = |losses: &[Money]| {
        let points = impact.after.iter().zip(losses);
        let points: Vec<(f64, f64)> = points
            .map(|(after, loss)| (after.0 as f64 / 3_600.0, whole(*loss)))
            .collect();
        Curve::through(&points)
    };
    Some(Priced {
        impact: impact.reference(),
        likely: curve(&impact.loss)?,
        low: curve(&impact.loss_low),
        high: curve(&impact.loss_high),
    })
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
