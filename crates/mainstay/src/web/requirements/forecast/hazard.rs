//! One hazard at one place: the sentence first, then every figure that it rests on.

use continuity::requirements::hazard_outlook::{Outlook, SiteOutlook, share, turns};
use maud::{Markup, html};
use record::kinds::Registers;

use super::drawing;
use crate::answer::forecast::in_words;
use crate::web::link::{self, escaped};

/// Latest occurrences that are named.
const NAMED: usize = 6;

/// A hazard in the list of a place.
pub(super) fn row(registers: &Registers, site: Option<&SiteOutlook>, it: &Outlook) -> Markup {
    html! {
        li {
            p.name { strong { (link::record(&it.hazard, &it.name)) } " "
                span.chance { (share(it.probability)) } " within " (it.within_days) " days, between "
                (share(it.probability_range[0])) " and " (share(it.probability_range[1])) }
            (drawing::band(it.probability, it.probability_range))
            p { (it.says) "." }
            @if it.not_counted > 0 && it.observed.is_none() {
                p.warn { (it.not_counted) " occurrences do not count: the record does not say from \
                    when to when anyone looked (" code { "observed" } ")." }
            }
            @if it.prior.from == continuity::requirements::hazard_rate::PriorFrom::ExpertDefault {
                p.warn { "Rests on a judgement of experts: " (it.prior.says) "." }
            }
            details {
                summary { "How that was reckoned" }
                (arithmetic(registers, site, it))
            }
        }
    }
}

fn arithmetic(registers: &Registers, site: Option<&SiteOutlook>, it: &Outlook) -> Markup {
    let rate = &it.rate_per_year;
    let hundredth = |number: f64| format!("{number:.4}");
    html! {
        dl.facts {
            dt { "in short" } dd { (it.method) }
            dt { "rate a year" }
            dd { (hundredth(rate.mean)) " (one in twenty below " (hundredth(rate.p5)) ", one in \
                twenty above " (hundredth(rate.p95)) ")" }
            dt { "in 10 years" } dd { (share(turns(rate.mean, 10.0))) " at the mean rate" }
            dt { "believed before" }
            dd { (format!("{:.2}", it.prior.events)) " events in " (format!("{:.1}", it.prior.years))
                " years: " (it.prior.says) }
            dt { "seen" }
            dd { (it.events) " in " (format!("{:.1}", it.exposure_years)) " years"
                @if let Some([from, to]) = &it.observed { ", " (from) " to " (to) }
                @if it.not_counted > 0 { "; " (it.not_counted) " outside of that do not count" } }
            dt { "as it counts" }
            dd { (format!("{:.2}", it.events_counted)) " in " (format!("{:.2}", it.years_counted))
                " years"
                @if let Some(half) = it.half_life_years { ", half as much after " (format!("{half:.0}"))
                    " years" } }
            dt { "believed now" }
            dd { "(" (format!("{:.2}", it.prior.events)) " + " (format!("{:.2}", it.events_counted))
                ") in (" (format!("{:.1}", it.prior.years)) " + "
                (format!("{:.1}", it.years_counted)) ") years, and what others saw" }
            dt { "clusters" }
            dd { (clusters(it)) }
            @if let Some(bound) = it.at_most_per_year {
                dt { "at most" } dd { (hundredth(bound)) " a year with 95 %, by what was seen alone"
                    @if let Some(from) = &it.complete_from { "; complete only from " (from) " on" } }
            }
            dt { "counted is" } dd { (counted(it.counts)) }
            @if let Some(season) = &it.season {
                dt { "over the year" } dd { (drawing::season(season)) }
            }
            @if let Some(back) = &it.score {
                dt { "foretold again" }
                dd { (in_words(&back.score)) "; ranges for nine in ten held "
                    (format!("{:.0}", back.coverage_90 * 100.0)) " %" }
            }
            dt { "the latest" } dd { (latest(registers, site, it)) }
        }
    }
}

fn clusters(it: &Outlook) -> String {
    let (Some(index), Some(chance)) = (it.dispersion_index, it.dispersion_by_chance) else {
        return "too few years or events to say".into();
    };
    let widened = match it.clustered {
        true => "more than chance: the figures are widened",
        false => "no more than chance",
    };
    format!(
        "variance {index:.2} times the mean, by chance in {}: {widened}",
        share(chance)
    )
}

fn counted(counts: &str) -> &'static str {
    match counts {
        "near" => "what came near, whether or not it did harm",
        "declared" => "what an authority declared for the area, whether or not it struck the site",
        _ => "what struck",
    }
}

/// The latest occurrences, and the way to all of them.
fn latest(registers: &Registers, site: Option<&SiteOutlook>, it: &Outlook) -> Markup {
    let hazard = it.hazard.strip_prefix("hazard/").unwrap_or(&it.hazard);
    let wanted = site.and_then(|site| site.id.strip_prefix("site/"));
    let mut here: Vec<_> = registers
        .occurrences
        .approved()
        .filter(|seen| seen.hazard.id() == hazard)
        .filter(|seen| seen.site.as_ref().map(|site| site.id()) == wanted)
        .collect();
    here.sort_by_key(|seen| std::cmp::Reverse(seen.at.earliest()));
    html! {
        @if here.is_empty() { "none" }
        @for (index, seen) in here.iter().take(NAMED).enumerate() {
            @if index > 0 { ", " }
            (link::record(&seen.reference(), seen.title())) " (" (seen.at.date()) ")"
        }
        @if here.len() > NAMED {
            ", " a href=(format!("/records/occurrences?q={}", escaped(hazard))) {
                "all of this hazard" }
        }
    }
}
