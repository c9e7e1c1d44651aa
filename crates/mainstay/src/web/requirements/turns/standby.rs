//! What is held ready beside what it is to carry: whether all fits at its least level, and who goes
//! without, in which turn, where it does not.

use continuity::requirements::strategy::standby_fit::{LoadFit, StandbyFit};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};

/// Every arrangement that says what it is to carry.
pub fn block(registers: &Registers, all: &[StandbyFit]) -> Markup {
    html! {
        h2 #standby { "Does what is held ready carry it?" }
        @if all.is_empty() { p { "No arrangement in force says what it carries of what stops. "
            a href="/records/arrangements" { "What is held ready" } } }
        @for it in all { (one(registers, it)) }
    }
}

fn one(registers: &Registers, it: &StandbyFit) -> Markup {
    let unit = &it.unit;
    html! { section.sheet aria-label=(it.name) {
        h3 { (link::record(&it.id, &it.name)) }
        p { @match (it.capacity, it.short) {
            (Some(capacity), Some(short)) if short > 0.0 => {
                (state(Mark::Bad, &format!("short by {} {unit}", figure(short)))) " At their \
                    least level these take " (figure(it.needed)) "; it carries "
                (figure(capacity))
                @if let Some((by, share)) = it.shared_by.zip(it.share) {
                    ", and " (by) " share it: " (figure(share)) " each once all call on it" }
                ". "
                @if it.agreed { "Who goes without was agreed beforehand." }
                @else { (state(Mark::Warn, "nobody agreed who goes without")) " Shown: the least \
                    urgent first, of equals the largest." }
            }
            (Some(capacity), _) => {
                (state(Mark::Good, "all fit at their least level")) " They take "
                (figure(it.needed)) " of " (figure(capacity)) " " (unit)
                @if it.whole > capacity { "; in full they would take " (figure(it.whole)) }
                "."
            }
            (None, _) => { (state(Mark::Open, "nobody says what it can carry")) " They take "
                (figure(it.needed)) " " (unit) "." }
        } }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Carries" } th.num scope="col" { "In full" }
                th.num scope="col" { "Least share" } th.num scope="col" { "At that" }
                th.num scope="col" { "Tier" } th scope="col" { "On the day" } } }
            tbody { @for load in &it.loads { (row(registers, load)) } }
        } }
    } }
}

fn row(registers: &Registers, load: &LoadFit) -> Markup {
    html! { tr {
        th scope="row" { (named(registers, &load.id)) }
        td.num data-label="In full" { (figure(load.whole)) }
        td.num data-label="Least share" { (figure(load.least_percent)) " %" }
        td.num data-label="At that" { (figure(load.needed)) }
        td.num data-label="Tier" { @match load.tier { Some(tier) => (tier), None => "unknown" } }
        td data-label="On the day" { @match load.dropped {
            Some(turn) => (state(Mark::Bad, &format!("goes without, {turn}."))),
            None => (state(Mark::Good, "carried")),
        } }
    } }
}

/// A figure without needless decimals.
fn figure(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
