//! What an option or a measure costs a year: what is paid once, spread over its years, what it
//! costs to run, its people, and what it builds on. Amounts of another currency are never added.

use record::kinds::Registers;
use record::requirements::measure::State;
use record::requirements::option::Recovery;
use record::requirements::{Measure, StrategyOption};
use record::value::Money;
use serde::Serialize;

use super::outage_loss::whole;

/// Over how many years what is paid once is spread where nobody says it.
pub const YEARS: u32 = 5;

/// A cost between two ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Range {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Range {
    /// The middle, by which options are compared.
    pub fn middle(self) -> f64 {
        (self.low + self.high) / 2.0
    }

    /// The same on top of another.
    pub fn plus(self, other: Range) -> Range {
        Range {
            low: self.low + other.low,
            high: self.high + other.high,
        }
    }

    /// An exact amount.
    pub fn exact(amount: f64) -> Range {
        Range {
            low: amount,
            high: amount,
        }
    }

    /// A share of it.
    pub fn over(self, parts: f64) -> Range {
        Range {
            low: self.low / parts,
            high: self.high / parts,
        }
    }
}

/// Something that an option builds on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BuiltOn {
    /// The measure.
    pub id: String,
    /// What it costs a year; nothing where it is paid already.
    pub per_year: Option<Range>,
    /// Whether it operates already, so that its cost decides nothing.
    pub paid: bool,
    /// Other options that build on it, too.
    pub shared_with: Vec<String>,
}

/// What it costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cost {
    /// Paid once.
    pub once: Option<Range>,
    /// Over how many years that is spread.
    pub years: u32,
    /// A year to run.
    pub running: Option<Range>,
    /// A year for its people.
    pub people: Option<f64>,
    /// The measures it builds on.
    pub builds_on: Vec<BuiltOn>,
    /// A year in all, what it builds on included; unknown where no amount is written, or one in
    /// another currency.
    pub per_year: Option<Range>,
    /// The same without what it builds on.
    pub own_per_year: Option<Range>,
    /// The day of the prices.
    pub priced: Option<String>,
    /// Why the sum is unknown, or what it leaves out.
    pub remark: Option<String>,
}

/// What an option costs.
pub fn cost(registers: &Registers, id: &str, option: &StrategyOption, currency: [u8; 3]) -> Cost {
    let range = |low: &Option<Money>, high: &Option<Money>| range(low, high);
    let all = [
        &option.cost,
        &option.cost_max,
        &option.cost_per_year,
        &option.cost_per_year_max,
        &option.people_per_year,
    ];
    let years = option.years.unwrap_or(YEARS).max(1);
    let mut cost = Cost {
        once: range(&option.cost, &option.cost_max),
        years,
        running: range(&option.cost_per_year, &option.cost_per_year_max),
        people: option.people_per_year.map(whole),
        priced: option.priced.map(|day| day.to_string()),
        ..Cost::default()
    };
    let foreign = all
        .iter()
        .any(|it| it.is_some_and(|it| it.currency != currency));
    let written = all.iter().any(|it| it.is_some());
    if foreign {
        cost.remark = Some("An amount stands in another currency.".into());
    } else if written {
        let spread = cost.once.unwrap_or_default().over(f64::from(years));
        let people = Range::exact(cost.people.unwrap_or(0.0));
        let running = cost.running.unwrap_or_default();
        cost.own_per_year = Some(spread.plus(running).plus(people));
    } else if option.type_ == Some(Recovery::DoNothing) {
        cost.own_per_year = Some(Range::default());
    } else {
        cost.remark = Some("Nobody says what it costs.".into());
    }
    cost.builds_on = option
        .builds_on
        .iter()
        .map(|it| built_on(registers, id, it.id(), currency))
        .collect();
    let builds = cost.builds_on.iter();
    let builds: Option<Vec<Range>> = builds
        .filter(|it| !it.paid)
        .map(|built| built.per_year)
        .collect();
    if builds.is_none() && cost.remark.is_none() {
        cost.remark = Some("Nobody says what it builds on costs.".into());
    }
    let sum = |own: Range, builds: Vec<Range>| builds.into_iter().fold(own, Range::plus);
    cost.per_year = cost.own_per_year.zip(builds).map(|(own, it)| sum(own, it));
    cost
}

fn range(low: &Option<Money>, high: &Option<Money>) -> Option<Range> {
    let (low, high) = (low.or(*high)?, high.or(*low)?);
    let (low, high) = (whole(low), whole(high));
    Some(Range {
        low: low.min(high),
        high: low.max(high),
    })
}

fn built_on(registers: &Registers, option: &str, id: &str, currency: [u8; 3]) -> BuiltOn {
    let measure = registers.measures.get(id);
    let others = registers.options.live().filter(|other| {
        &*other.id != option && other.builds_on.iter().any(|known| known.id() == id)
    });
    BuiltOn {
        id: format!("measure/{id}"),
        per_year: measure.and_then(|it| measure_per_year(&it.own, currency)),
        paid: measure.is_some_and(|it| operates(&it.own)),
        shared_with: others.map(|other| other.reference()).collect(),
    }
}

/// Whether a measure is in place already.
pub fn operates(measure: &Measure) -> bool {
    matches!(
        measure.state,
        Some(State::Operating) | Some(State::Verified)
    )
}

/// What a measure costs a year; unknown where no amount is written or one in another currency.
pub fn measure_per_year(measure: &Measure, currency: [u8; 3]) -> Option<Range> {
    let all = [
        measure.cost,
        measure.cost_max,
        measure.cost_per_year,
        measure.cost_per_year_max,
    ];
    let foreign = all.iter().flatten().any(|it| it.currency != currency);
    if foreign || all.iter().all(Option::is_none) {
        return None;
    }
    let years = f64::from(measure.years.unwrap_or(YEARS).max(1));
    let yearly = range(&measure.cost_per_year, &measure.cost_per_year_max).unwrap_or_default();
    let once = measure_once(measure).unwrap_or_default();
    Some(once.over(years).plus(yearly))
}

/// What is paid for a measure once.
pub fn measure_once(measure: &Measure) -> Option<Range> {
    range(&measure.cost, &measure.cost_max)
}
