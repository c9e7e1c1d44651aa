//! What comes after the service is back: the backlog, data made anew, copies that do not agree;
//! of a dataset, who asks how much of it and what comes back with it. It computes nothing.

use continuity::requirements::catching_up::{CatchingUp, Outage};
use continuity::requirements::reconciliation::ModeSkew;
use continuity::requirements::reconstruction::Reconstructed;
use maud::{Markup, html};
use record::kinds::Registers;

use super::Seen;
use super::figures::mode_words;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, percent, state};
use crate::web::when::{span, span_or_unknown};

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    html! {
        @if let Some(work) = &target.catching_up {
            h3 #catching-up { "Catching up " small { "(WRT)" } }
            (work_of(seen.now.registers(), work))
        }
        (asked(seen))
        @if !target.reconstructed_by.is_empty() {
            h3 #anew { "Who makes it anew" }
            ul { @for it in &target.reconstructed_by { (anew(seen.now.registers(), it)) } }
        }
        @if let Some(skew) = &target.skew {
            h3 #together { "What comes back with it" }
            p { "These belong together and come back to the oldest of their points: "
                @for (place, member) in skew.members.iter().enumerate() {
                    @if place > 0 { ", " } (named(seen.now.registers(), member))
                } "." }
            (modes(seen.now.registers(), &skew.modes))
        }
    }
}

/// The way from who asks for so little loss.
fn asked(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    html! {
        @if let Some(rpo) = target.rpo_required_seconds.filter(|_| target.rpo_path.len() > 1) {
            details #may-lose {
                summary { "Why at most the last " (span(rpo)) " of data?" }
                p { (named(seen.now.registers(), &target.rpo_path[0]))
                    " asks for it, and it is handed down: "
                    @for (place, step) in target.rpo_path.iter().enumerate() {
                        @if place > 0 { " > " } (named(seen.now.registers(), step))
                    } "." }
            }
        }
    }
}

/// What an activity has to catch up with, part by part.
pub(in crate::web::requirements) fn work_of(registers: &Registers, work: &CatchingUp) -> Markup {
    html! {
        p {
            @match work.wrt_seconds {
                Some(wrt) => { (span(wrt)) " are given for it. " }
                None => { "Nobody says how long it may take. " }
            }
            @if !work.reconstructs.is_empty() || !work.reconciles.is_empty() {
                "Making data anew and putting right what does not agree takes "
                (span_or_unknown(work.takes_seconds)) " at worst. "
                @match (work.takes_seconds, work.wrt_seconds) {
                    (Some(takes), Some(wrt)) if takes <= wrt => { (state(Mark::Good, "fits")) }
                    (Some(_), Some(_)) => { (state(Mark::Bad, "does not fit")) }
                    _ => { (state(Mark::Open, "unknown")) }
                }
            }
        }
        @if !work.reconstructs.is_empty() {
            ul { @for it in &work.reconstructs { (anew(registers, it)) } }
        }
        @for group in &work.reconciles {
            h4 { "Group " (group.group) }
            (modes(registers, &group.modes))
        }
        @if let Some(backlog) = &work.backlog {
            h4 { "The backlog" }
            p { (backlog.arrives_per_hour) " an hour arrive, " (backlog.clears_per_hour)
                " an hour are cleared once it is back." }
            ul {
                @if let Some(outage) = &backlog.at_target {
                    (one_outage(registers, "As long as the target allows", outage))
                }
                @if let Some(outage) = &backlog.by_calculation {
                    (one_outage(registers, "As long as recovery takes by calculation", outage))
                }
            }
        }
    }
}

fn one_outage(registers: &Registers, title: &str, outage: &Outage) -> Markup {
    let clears = |after: Option<i64>| {
        html! { @match after {
            Some(after) => { "another " strong { (span(after)) } }
            None => { (state(Mark::Bad, "it never clears")) }
        } }
    };
    html! { li {
        (title) ", " (span(outage.down_seconds)) ": " (clears(outage.clears_after_seconds))
        @if let Some(eased) = &outage.with_workaround {
            "; with " (named(registers, &eased.workaround)) " doing "
            (percent((eased.percent * 100.0) as u32)) " for " (span(eased.at_work_seconds)) " and "
            (span(eased.rekey_seconds)) " to enter it again, " (clears(eased.clears_after_seconds))
        }
    } }
}

fn anew(registers: &Registers, it: &Reconstructed) -> Markup {
    html! { li {
        (named(registers, &it.activity)) " makes " (named(registers, &it.dataset)) " anew from "
        (it.from.as_deref().unwrap_or("another source")) " of the last "
        (span(it.reaches_back_seconds)) ", in " (span_or_unknown(it.takes_seconds)) ". "
        @if it.counts {
            (state(Mark::Good, "fits into catching up"))
            @if let Some(rpo) = it.rpo_seconds.filter(|rpo| *rpo < it.reaches_back_seconds) {
                " So of this data it bears the last " (span(it.reaches_back_seconds))
                " and not " (span(rpo)) "."
            }
        } @else {
            (state(Mark::Warn, "not counted")) " "
            @match (it.takes_together_seconds, it.wrt_seconds) {
                (Some(takes), Some(wrt)) => {
                    (span(takes)) " do not fit into " (span(wrt)) " of catching up."
                }
                (None, _) => { "How long it takes is not said." }
                (_, None) => { "How long catching up may take is not said." }
            }
        }
    } }
}

/// The oldest point in each failure mode, and what is ahead of it.
pub(in crate::web::requirements) fn modes(registers: &Registers, modes: &[ModeSkew]) -> Markup {
    html! { div.scroll { table.stack {
        thead { tr {
            th scope="col" { "When" } th scope="col" { "Comes back to" }
            th scope="col" { "To be put right" } th.num scope="col" { "Takes" }
        } }
        tbody { @for mode in modes { tr {
            th scope="row" { (mode_words(mode.mode)) }
            td data-label="Comes back to" { @match mode.oldest_seconds {
                Some(oldest) => { (span(oldest)) " before" }
                None => { "not known, or nothing" }
            } }
            td data-label="To be put right" {
                @if mode.ahead.is_empty() { span.quiet { "nothing known to be ahead" } }
                @for it in &mode.ahead { p {
                    (named(registers, &it.dataset)) ": " (span(it.ahead_seconds))
                    " ahead, " (rounded(it.changes)) " changes at " (rounded(it.changes_per_hour))
                    " an hour"
                    @match it.reconciles_per_hour {
                        Some(pace) => { ", put right at " (rounded(pace)) " an hour" }
                        None => { ", nobody says how fast they are put right" }
                    }
                } }
            }
            td.num data-label="Takes" { (span_or_unknown(mode.takes_seconds)) }
        } } }
    } } }
}

fn rounded(figure: f64) -> String {
    format!("{}", (figure * 100.0).round() / 100.0)
}
