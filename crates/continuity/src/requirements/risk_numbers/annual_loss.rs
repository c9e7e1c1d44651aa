//! What a year may cost in all: risks of one hazard in one place are struck by the same events.
//! Mean, quantiles, tail, curve, and what each hazard, risk and item adds to them.

use std::collections::{BTreeMap, BTreeSet};

use engine::annual_loss::{Hit, Losses, Model, Sampling, Severity, Source};
use serde::Serialize;

use super::{Register, RiskNumbers};

/// The shares of years of the curve's table.
const SHARES: [f64; 10] = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];
/// Points of the drawn curve.
const DRAWN: usize = 60;

/// A year's loss. Amounts are in whole units of the currency; unknown where no risk has numbers.
#[derive(Clone, Debug, Serialize)]
pub struct AnnualLoss {
    /// The currency.
    pub currency: Option<String>,
    /// Mean of the years drawn.
    pub mean: Option<f64>,
    /// The standard error of that mean.
    pub mean_error: Option<f64>,
    /// The mean by formula; the drawn one must lie near it.
    pub mean_by_formula: Option<f64>,
    /// The mean without any measure, by formula.
    pub inherent_mean: Option<f64>,
    /// Half of the years cost no more.
    pub p50: Option<f64>,
    /// Nine of ten years.
    pub p90: Option<f64>,
    /// Nineteen of twenty.
    pub p95: Option<f64>,
    /// Ninety-nine of a hundred.
    pub p99: Option<f64>,
    /// Between which two amounts `p99` lies with 95 % confidence, as drawn.
    pub p99_interval: Option<[f64; 2]>,
    /// The mean of the worst twentieth of the years.
    pub tail_mean: Option<f64>,
    /// How likely a year is without any loss.
    pub none_probability: Option<f64>,
    /// How alike the costs of one event in different places are taken to be.
    pub correlation: f64,
    /// The policy that says so; none where that is the figure that ships.
    pub correlation_from: Option<String>,
    /// Whether something is not known, so that the truth is at least this.
    pub lower_bound: bool,
    /// What is not known, by risk.
    pub missing: Vec<Missing>,
    /// How likely a year costs more than so much, the likely first.
    pub curve: Vec<Exceeded>,
    /// The same at equal steps of loss, for drawing.
    pub drawn: Vec<Exceeded>,
    /// What each hazard adds.
    pub hazards: Vec<Added>,
    /// What each risk adds.
    pub risks: Vec<Added>,
    /// What each item adds; a risk on several adds to each an equal share.
    pub items: Vec<Added>,
    /// Which input moves the mean most, from its low to its high.
    pub drivers: Vec<Driver>,
    /// Risks that are struck together: one hazard, one place.
    pub together: Vec<Vec<String>>,
}

/// What is not known of a risk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// `risk/id`.
    pub risk: String,
    /// In a sentence.
    pub what: String,
}

/// How likely a year costs more than an amount.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Exceeded {
    /// The amount.
    pub loss: f64,
    /// The probability that a year costs more.
    pub probability: f64,
}

/// What something adds to the mean and to the worst years.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Added {
    /// `kind/id`.
    pub id: String,
    /// Expected a year.
    pub mean: f64,
    /// In the mean of the worst twentieth of the years.
    pub tail: f64,
}

/// An input, and the mean of all when it alone is at its low and at its high.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Driver {
    /// `risk/id`.
    pub risk: String,
    /// `frequency` or `loss`.
    pub input: &'static str,
    /// The mean with the input at its P10.
    pub low: f64,
    /// And at its P90.
    pub high: f64,
}

/// Draws the years of a register. Cost: years times risks and strikes, shared by the threads.
pub fn annual_loss(register: &Register, sampling: Sampling) -> AnnualLoss {
    let counted = struck(register);
    let missing: Vec<Missing> = register.risks.iter().flat_map(missing).collect();
    let groups = together(&counted);
    let model = model(&counted, &groups, register.costs_alike.value);
    let expected = model.expected();
    let known = counted.iter().any(|it| it.severity.is_some());
    let losses = model.losses(sampling);
    let said = |value: f64| known.then_some(value);
    let each = |place: usize| (expected[place], losses.tail_parts[place]);
    let inherent = counted.iter().filter_map(|it| it.inherent_per_year).sum();
    AnnualLoss {
        currency: register.currency.clone(),
        mean: said(losses.mean),
        mean_error: said(losses.error),
        mean_by_formula: said(expected.iter().sum()),
        inherent_mean: said(inherent),
        p50: said(losses.quantile(0.5)),
        p90: said(losses.quantile(0.9)),
        p95: said(losses.quantile(0.95)),
        p99: said(losses.quantile(0.99)),
        p99_interval: known.then(|| losses.interval(0.99)),
        tail_mean: said(losses.tail_mean),
        none_probability: said(losses.none()),
        correlation: register.costs_alike.value,
        correlation_from: register.costs_alike.from.clone(),
        lower_bound: !missing.is_empty(),
        missing,
        curve: if known { table(&losses) } else { Vec::new() },
        drawn: if known { drawn(&losses) } else { Vec::new() },
        hazards: added(&counted, each, |it| {
            vec![it.hazard.clone().unwrap_or_else(|| it.id.clone())]
        }),
        risks: added(&counted, each, |it| vec![it.id.clone()]),
        items: added(&counted, each, |it| it.affects.clone()),
        drivers: drivers(&counted),
        together: groups
            .iter()
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|&at| counted[at].id.clone()).collect())
            .collect(),
    }
}

/// The risks whose strikes can be drawn, by id: their order never hangs on what they cost. One
/// that nobody priced strikes too; what it costs is missing.
fn struck(register: &Register) -> Vec<&RiskNumbers> {
    let mut struck: Vec<&RiskNumbers> = register.risks.iter().collect();
    struck.retain(|it| it.frequency.is_some());
    struck.sort_by(|one, other| one.id.cmp(&other.id));
    struck
}

/// The risks of a register that can be counted in money, and the model to draw all from.
pub fn drawable(register: &Register) -> (Vec<&str>, Model) {
    let (struck, model) = strikes(register);
    let priced = struck.iter().filter(|it| it.severity.is_some());
    (priced.map(|it| it.id.as_str()).collect(), model)
}

/// The risks that strike, each a part of the model to draw them from.
pub(super) fn strikes(register: &Register) -> (Vec<&RiskNumbers>, Model) {
    let struck = struck(register);
    let model = model(&struck, &together(&struck), register.costs_alike.value);
    (struck, model)
}

/// So many years that risks and strikes stay within a budget of work; at least 1,000.
pub fn affordable(register: &Register, runs: usize) -> usize {
    const STRIKES_MOST: f64 = 200_000_000.0;
    let often = |it: &RiskNumbers| 1.0 + it.frequency.as_ref().map_or(0.0, |it| it.per_year);
    let a_year: f64 = register.risks.iter().map(often).sum();
    runs.min((STRIKES_MOST / a_year.max(1.0)) as usize)
        .max(runs.min(1_000))
}

fn missing(risk: &RiskNumbers) -> impl Iterator<Item = Missing> + '_ {
    risk.missing.iter().map(|what| Missing {
        risk: risk.id.clone(),
        what: what.clone(),
    })
}

/// Risks by what strikes them together: the same hazard, and a place in common, directly or by a
/// third; of one hazard, all that name no place.
fn together(risks: &[&RiskNumbers]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(&str, BTreeSet<&str>, Vec<usize>)> = Vec::new();
    for (at, risk) in risks.iter().enumerate() {
        let hazard = risk.hazard.as_deref().unwrap_or(&risk.id);
        let mut places: BTreeSet<&str> = risk.places.iter().map(String::as_str).collect();
        if places.is_empty() {
            places.insert("");
        }
        let mut members = vec![at];
        groups.retain_mut(|(known, there, of)| {
            let joins = *known == hazard && !there.is_disjoint(&places);
            if joins {
                places.append(there);
                members.append(of);
            }
            !joins
        });
        members.sort_unstable();
        groups.push((hazard, places, members));
    }
    groups.into_iter().map(|(_, _, members)| members).collect()
}

/// The model. A group is struck as often as its most frequent member without any measure, and
/// measures lower the shares: what lowers one member leaves every strike on the others as it was.
fn model(risks: &[&RiskNumbers], groups: &[Vec<usize>], correlation: f64) -> Model {
    let often = |at: usize| risks[at].frequency.as_ref().map_or(0.0, |it| it.per_year);
    let source = |group: &Vec<usize>| {
        let alone = group.len() == 1;
        let left = |at: usize| often(at) * risks[at].frequency_left;
        let rate = match alone {
            true => left(group[0]),
            false => group.iter().map(|&at| often(at)).fold(0.0, f64::max),
        };
        let hit = |&at: &usize| {
            let whole = risks[at].severity.unwrap_or(Severity::NOTHING);
            let share = if rate > 0.0 { left(at) / rate } else { 0.0 };
            // One of which no cost is left still strikes, and stops what it stops.
            let severity = whole.times(risks[at].severity_left);
            Hit {
                part: at,
                stream: stream(&risks[at].id),
                share,
                severity: severity.unwrap_or(Severity::NOTHING),
            }
        };
        let first = risks[group[0]];
        Source {
            rate,
            stream: stream(first.hazard.as_deref().unwrap_or(&first.id)) ^ stream(&first.id),
            hits: group.iter().map(hit).collect(),
        }
    };
    Model {
        sources: groups.iter().map(source).collect(),
        parts: risks.len(),
        correlation,
    }
}

/// A number of a name that never changes (FNV-1a).
pub(crate) fn stream(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn table(losses: &Losses) -> Vec<Exceeded> {
    let row = |&probability: &f64| Exceeded {
        loss: losses.quantile(1.0 - probability),
        probability,
    };
    SHARES.iter().map(row).collect()
}

fn drawn(losses: &Losses) -> Vec<Exceeded> {
    let most = losses.quantile(0.999);
    let row = |step: usize| {
        let loss = most * step as f64 / DRAWN as f64;
        Exceeded {
            loss,
            probability: losses.exceedance(loss),
        }
    };
    (0..=DRAWN).map(row).collect()
}

/// Sums by names, the greatest mean first.
fn added(
    risks: &[&RiskNumbers],
    each: impl Fn(usize) -> (f64, f64),
    names: impl Fn(&RiskNumbers) -> Vec<String>,
) -> Vec<Added> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for (place, risk) in risks.iter().enumerate() {
        let (mean, tail) = each(place);
        let names = risk.severity.map_or(Vec::new(), |_| names(risk));
        let many = names.len().max(1) as f64;
        for name in names {
            let sum = sums.entry(name).or_default();
            sum.0 += mean / many;
            sum.1 += tail / many;
        }
    }
    let row = |(id, (mean, tail))| Added { id, mean, tail };
    let mut all: Vec<Added> = sums.into_iter().map(row).collect();
    all.sort_by(|one, other| {
        other
            .mean
            .total_cmp(&one.mean)
            .then_with(|| one.id.cmp(&other.id))
    });
    all
}

/// The mean of all with one input at a time at its low and at its high, the widest first.
fn drivers(risks: &[&RiskNumbers]) -> Vec<Driver> {
    let of = |risk: &RiskNumbers| risk.residual_per_year.unwrap_or(0.0);
    let all: f64 = risks.iter().map(|risk| of(risk)).sum();
    let mut found = Vec::new();
    for risk in risks {
        let rest = all - of(risk);
        let (Some(frequency), Some(loss)) = (&risk.frequency, &risk.loss) else {
            continue;
        };
        let mut add = |input, low: f64, high: f64, middle: f64| {
            if low < high && middle > 0.0 {
                found.push(Driver {
                    risk: risk.id.clone(),
                    input,
                    low: rest + of(risk) * low / middle,
                    high: rest + of(risk) * high / middle,
                });
            }
        };
        if let (Some(low), Some(high)) = (frequency.p10, frequency.p90) {
            add("frequency", low, high, frequency.per_year);
        }
        add("loss", loss.p10, loss.p90, loss.mean);
    }
    let width = |it: &Driver| it.high - it.low;
    found.sort_by(|one, other| width(other).total_cmp(&width(one)));
    found
}
