//! Rates in plain words: how often, how likely, and that an average is no timetable.

use crate::requirements::hazard_rate::{HazardRate, label};

/// How often, from a rate a year: `about once in 9 years`, `about 3 times a year`.
pub fn often(rate: f64) -> String {
    let years = 1.0 / rate;
    if rate >= 1.45 {
        return format!("about {} times a year", round(rate));
    }
    if rate >= 0.75 {
        return "about once a year".into();
    }
    if years > 10_000.0 {
        return "less than once in 10,000 years".into();
    }
    format!("about once in {} years", round(years))
}

/// A probability in words of a hundred: `11 %`, `less than 0.1 %`; never a bare 0 or 100.
pub fn share(probability: f64) -> String {
    let percent = probability * 100.0;
    if percent < 0.1 {
        return "less than 0.1 %".into();
    }
    if percent > 99.5 {
        return "more than 99 %".into();
    }
    if percent < 10.0 {
        return format!("{} %", trimmed(percent, 1));
    }
    format!("{percent:.0} %")
}

/// How likely a count of years is met once or more by something of a rate: for `1 in 100` words.
pub fn turns(rate: f64, years: f64) -> f64 {
    -(-rate * years).exp_m1()
}

/// The forecast of a hazard in a sentence.
pub(super) fn says(rate: &HazardRate<'_>, year: f64, at_most: Option<f64>) -> String {
    let mean = rate.fit.belief.mean();
    let mut says = format!(
        "{}; {} within a year; this is not a timetable",
        often(mean),
        share(year)
    );
    if let (Some(bound), Some(from)) = (at_most, &rate.history.hazard.complete_from) {
        says.push_str(&format!(
            "; from {from} on, at most {} (95 %); below that the history is silent",
            often(bound).trim_start_matches("about ")
        ));
    }
    says
}

/// How it was computed, in a sentence.
pub(super) fn method(rate: &HazardRate<'_>) -> String {
    let fit = &rate.fit;
    let seen = match rate.history.window {
        Some((from, to)) => format!(
            "{} seen in {} years",
            rate.history.happened.len() - rate.not_counted(),
            trimmed(to - from, 1)
        ),
        None => "nobody says since when anyone looked, so nothing seen counts".into(),
    };
    let prior = rate.prior;
    let mut says = format!(
        "{seen}; before: {} in {} years ({})",
        trimmed(prior.events, 2),
        trimmed(prior.years, 1),
        label(rate.prior_from)
    );
    let peers = &rate.history.hazard.peers;
    if !peers.is_empty() {
        says.push_str(&format!("; {} other histories weighed in", peers.len()));
    }
    if let Some(half) = fit.half_life {
        let why = match rate.history.hazard.half_life {
            Some(_) => "laid down",
            None => "the history changed",
        };
        says.push_str(&format!(
            "; halved every {} years ({why})",
            trimmed(half, 1)
        ));
    }
    match fit.dispersion {
        Some(it) if it.clustered().is_some() => says.push_str(&format!(
            "; they come in clusters (variance {} times the mean), so figures are widened",
            trimmed(it.index, 1)
        )),
        Some(_) => says.push_str("; they scatter as chance has it"),
        None => says.push_str("; too few to say whether they cluster"),
    }
    if fit.season.is_some() {
        says.push_str("; months differ");
    }
    says
}

fn round(number: f64) -> String {
    match number {
        number if number < 9.5 => trimmed(number, 1),
        number if number < 100.0 => format!("{number:.0}"),
        number => format!("{:.0}", (number / 10.0).round() * 10.0),
    }
}

/// A number without needless noughts.
fn trimmed(number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        false => text,
    }
}
