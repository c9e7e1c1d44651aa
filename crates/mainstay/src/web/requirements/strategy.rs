//! Pages of the strategy: the options of an item beside each other, what was decided, what follows
//! from it; and the words that these pages share. They compute nothing.

pub mod bad_years;
mod bands;
mod chart;
mod columns;
mod decided;
mod tried;

pub mod compare;
pub mod decide;
pub mod export;
pub mod follow;
pub mod overview;

use continuity::access::Action;
use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::strategy::comparison::Ground;
use continuity::requirements::strategy::cost::Range;
use continuity::requirements::strategy::decision::Standing;
use maud::{Markup, html};

use super::words::state;
use crate::answer::{Given, Wrong};
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::http::withhold;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;

/// An amount in whole units, in groups of three: `128,160 EUR`.
pub fn amount(amount: f64, currency: &str) -> String {
    format!("{} {currency}", grouped(amount))
}

/// The same without its currency.
pub fn grouped(amount: f64) -> String {
    let digits = format!("{:.0}", amount.abs());
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    match amount <= -0.5 {
        true => format!("minus {out}"),
        false => out,
    }
}

/// An amount that may be unknown.
pub fn known(value: Option<f64>, currency: &str) -> String {
    value.map_or_else(|| "unknown".into(), |value| amount(value, currency))
}

/// An amount between two ends, that may be unknown.
pub fn between(range: Option<Range>, currency: &str) -> String {
    match range {
        None => "unknown".into(),
        Some(range) if (range.high - range.low).abs() < 0.5 => amount(range.low, currency),
        Some(range) => format!("{} to {}", grouped(range.low), amount(range.high, currency)),
    }
}

/// How often, as people say it: `once in 8 years`.
pub fn often(per_year: f64) -> String {
    match per_year {
        rate if rate <= 0.0 => "never".into(),
        rate if rate >= 1.5 => format!("{rate:.1} times a year"),
        rate if rate >= 0.67 => "about once a year".into(),
        rate => {
            let years = 1.0 / rate;
            match years >= 9.5 {
                true => format!("once in {} years", grouped(years)),
                false => format!("once in {years:.1} years"),
            }
        }
    }
}

/// A failure mode as one says it.
pub fn mode(word: &str) -> &'static str {
    match word {
        "loss" => "things are lost",
        "corruption" => "data is wrong",
        "malicious" => "someone destroys it",
        "supplier-exit" => "a supplier is gone",
        "people" => "people are absent",
        _ => "something fails",
    }
}

/// The sort of recovery as one says it.
pub fn sort(word: Option<&str>) -> &'static str {
    match word {
        Some("do-nothing") => "Do nothing",
        Some("manual") => "By hand",
        Some("reciprocal") => "With another organisation",
        Some("gradual") => "Cold standby",
        Some("intermediate") => "Warm standby",
        Some("fast") => "Hot standby",
        Some("immediate") => "Mirrored",
        _ => "",
    }
}

/// Where a capability comes from.
pub fn ground(ground: Ground) -> Markup {
    match ground {
        Ground::Today => state(Mark::Good, "computed, as it is today"),
        Ground::Computed => state(Mark::Good, "computed with its changes"),
        Ground::Claimed => state(Mark::Warn, "claimed, not computed"),
        Ground::Unknown => state(Mark::Open, "unknown"),
    }
}

/// Whether all that is asked is reached: time, data and level.
pub fn reaches(verdict: Verdict) -> Markup {
    match verdict {
        Verdict::Meets => state(Mark::Good, "yes"),
        Verdict::Misses | Verdict::Infeasible => state(Mark::Bad, "no"),
        Verdict::Unknown => state(Mark::Open, "unknown"),
        Verdict::NoTarget => state(Mark::Open, "nothing is asked"),
    }
}

/// How far a decision has come.
pub fn standing(standing: Standing) -> Markup {
    let mark = match standing {
        Standing::Decided => Mark::Good,
        Standing::GapAccepted | Standing::Proposed => Mark::Warn,
        Standing::Expired => Mark::Bad,
        Standing::Open => Mark::Open,
    };
    state(mark, standing.as_str())
}

/// Asks something of the records; who may not see money asks records without it.
pub async fn asked<T: Send + 'static>(
    call: &Call,
    now: &std::sync::Arc<Reckoned>,
    ask: impl FnOnce(&Given<'_>) -> Result<T, Wrong> + Send + 'static,
) -> Result<T, Problem> {
    let (now, money) = (std::sync::Arc::clone(now), call.may(Action::ReadMoney));
    let compute = move || {
        now.given(|given| {
            if money {
                return ask(given);
            }
            let registers = withhold::registers(given.registers);
            ask(&Given {
                registers: &registers,
                ..*given
            })
        })
    };
    Ok(call.doors.compute(compute).await??)
}

/// What is said to whom amounts are not shown.
pub fn without_money(call: &Call) -> Markup {
    html! { @if !call.may(Action::ReadMoney) {
        p.banner { "Amounts are shown to those who may see money; here they stand as unknown." }
    } }
}

#[cfg(test)]
mod tests;
