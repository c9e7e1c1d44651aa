//! The budget line by line against what the lines pay: measures, options, arrangements; and what
//! costs money and no line pays. Amounts of several currencies are never added up.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use record::kinds::Registers;
use record::link::split;
use record::value::Money;
use serde::Serialize;

/// Something that costs money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// The record, `kind/id`.
    pub id: String,
    /// Once, where that is known.
    pub once: Option<String>,
    /// Each year, where that is known.
    pub per_year: Option<String>,
}

/// One line.
#[derive(Clone, Debug, Serialize)]
pub struct BudgetLine {
    /// The budget, `budget/id`.
    pub budget: String,
    /// What it is for.
    pub title: String,
    /// How much.
    pub amount: String,
    /// Capital or operating expenditure.
    pub sort: Option<&'static str>,
    /// How much is spent; unknown where nobody said.
    pub spent: Option<String>,
    /// What is left of it.
    pub left: Option<String>,
    /// What it pays.
    pub pays: Vec<Cost>,
    /// Whether what it pays costs more than it holds in a first year; unknown where a cost is, or
    /// stands in another currency.
    pub short: Option<bool>,
    /// Whether more is spent than it holds.
    pub overspent: bool,
}

/// The sum of one currency.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Total {
    /// The currency.
    pub currency: String,
    /// Of all lines.
    pub amount: String,
    /// What is spent of them, as far as somebody said.
    pub spent: String,
}

/// The budget and its use.
#[derive(Clone, Debug, Serialize)]
pub struct BudgetUse {
    /// The lines of budgets that cover the day.
    pub lines: Vec<BudgetLine>,
    /// The sums.
    pub totals: Vec<Total>,
    /// What costs money and no line pays.
    pub unpaid: Vec<Cost>,
}

/// Sets the budget against what it pays, as of a day. Cost: linear in lines and in what they pay.
pub fn budget_use(registers: &Registers, today: Date) -> BudgetUse {
    let costs = costs(registers);
    let mut lines = Vec::new();
    let mut paid: BTreeSet<String> = BTreeSet::new();
    let mut sums: BTreeMap<[u8; 3], (i64, i64)> = BTreeMap::new();
    for budget in registers.budgets.approved() {
        let begun = budget.from.is_none_or(|from| from.0 <= today);
        if !begun || budget.to.is_some_and(|to| to.0 < today) {
            continue;
        }
        for line in &budget.own.lines {
            let sum = sums.entry(line.amount.currency).or_default();
            sum.0 = sum.0.saturating_add(line.amount.minor);
            let spent = line.spent.filter(|it| it.currency == line.amount.currency);
            sum.1 = sum.1.saturating_add(spent.map_or(0, |spent| spent.minor));
            let pays: Vec<String> = line.pays.iter().map(|it| resolved(&it.text)).collect();
            paid.extend(pays.iter().cloned());
            let asked = first_year(&costs, &pays, line.amount);
            lines.push(BudgetLine {
                budget: budget.reference(),
                title: line.title.clone(),
                amount: line.amount.to_string(),
                sort: line.sort.map(|sort| sort.as_str()),
                spent: line.spent.map(|spent| spent.to_string()),
                left: spent.map(|spent| money(line.amount.minor - spent.minor, line.amount)),
                pays: pays.iter().map(|id| shown(id, costs.get(id))).collect(),
                short: asked.map(|asked| asked > line.amount.minor),
                overspent: spent.is_some_and(|spent| spent.minor > line.amount.minor),
            });
        }
    }
    let total = |(currency, (amount, spent)): (&[u8; 3], &(i64, i64))| {
        let of = |minor| Money {
            minor,
            currency: *currency,
        };
        Total {
            currency: of(0).code().to_string(),
            amount: of(*amount).to_string(),
            spent: of(*spent).to_string(),
        }
    };
    let unpaid = costs.iter().filter(|(id, _)| !paid.contains(*id));
    BudgetUse {
        totals: sums.iter().map(total).collect(),
        unpaid: unpaid.map(|(id, cost)| shown(id, Some(cost))).collect(),
        lines,
    }
}

/// Once and each year.
type Costs = BTreeMap<String, (Option<Money>, Option<Money>)>;

/// What costs money: measures, the options that were chosen, arrangements.
fn costs(registers: &Registers) -> Costs {
    let mut all = Costs::new();
    let mut put = |id: String, once: Option<Money>, yearly: Option<Money>| {
        if once.is_some() || yearly.is_some() {
            all.insert(id, (once, yearly));
        }
    };
    for it in registers.measures.live() {
        put(it.reference(), it.cost, it.cost_per_year);
    }
    for choice in registers.choices.approved() {
        if let Some(it) = registers.options.get(choice.own.option.id()) {
            put(it.reference(), it.cost, it.cost_per_year);
        }
    }
    for it in registers.arrangements.live() {
        put(it.reference(), it.fee, None);
    }
    all
}

fn resolved(text: &str) -> String {
    match split(text) {
        (Some(_), _) => text.to_string(),
        (None, id) => format!("measure/{id}"),
    }
}

/// What some things cost in a first year; unknown where one's cost is, or its currency is another.
fn first_year(costs: &Costs, pays: &[String], like: Money) -> Option<i64> {
    if pays.is_empty() {
        return None;
    }
    let mut sum: i64 = 0;
    for id in pays {
        let (once, yearly) = costs.get(id)?;
        for money in [once, yearly].into_iter().flatten() {
            if money.currency != like.currency {
                return None;
            }
            sum = sum.saturating_add(money.minor);
        }
    }
    Some(sum)
}

fn shown(id: &str, cost: Option<&(Option<Money>, Option<Money>)>) -> Cost {
    let text = |money: Option<Money>| money.map(|money| money.to_string());
    Cost {
        id: id.to_string(),
        once: cost.and_then(|cost| text(cost.0)),
        per_year: cost.and_then(|cost| text(cost.1)),
    }
}

fn money(minor: i64, like: Money) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let minor = minor.abs();
    let currency = like.currency;
    format!("{sign}{}", Money { minor, currency })
}
