//! By when an activity must be back and why, what must go on at the least, its data, its
//! workarounds, and what it needs.

use maud::{Markup, html};

use super::super::consequence::verdict;
use crate::answer::impact_report::activity::{ActivityReport, WorkaroundOf};
use crate::answer::impact_report::need::Need;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{point, state};
use crate::web::{link, when};

/// How many steps of the path back stand here.
const STEPS: usize = 12;

/// By when it must be back, and why.
pub(super) fn times(now: &Reckoned, it: &ActivityReport) -> Markup {
    let all = &it.arithmetic;
    html! { section.sheet.flows {
        h2 { "By when it must be back" }
        dl.facts {
            dt { "At most down for " small { "(greatest RTO, from the disruption)" } }
            dd { (when::span_or_unknown(all.rto_max_seconds)) }
            dt { "Promised " small { "(RTO as declared)" } }
            dd { @match all.rto_declared_seconds {
                Some(declared) => { (when::span(declared))
                    @if let Some(from) = all.rto_from { " from " (from) }
                    @if let Some(clock) = all.rto_clock { ", " (clock) } }
                None => "nothing",
            } }
            dt { "Back within " small { "(required RTO, from the start of recovery work)" } }
            dd { a href={ (link::place(&it.id)) "#targets" } {
                (when::span_or_unknown(all.required_seconds)) } }
            dt { "Would be back after" }
            dd { (when::span_or_unknown(all.back_seconds)) " " (verdict(all.verdict))
                @if let Some(missing) = &all.back_missing { br; small { (missing) } } }
            dt { "Work that remains then " small { "(WRT)" } }
            dd { (when::span(all.wrt_seconds)) }
            dt { "MTPD ends when" }
            dd { @match all.mtpd_ends { "mbco-reached" => "the least level is reached",
                _ => "the work that piled up is done too" } }
        }
        @if !all.sentences.is_empty() {
            ul { @for sentence in &all.sentences { li { (sentence) } } }
        }
        @if all.back_path.len() > 1 {
            p { "It comes back by this path:" }
            ol.path { @for step in all.back_path.iter().take(STEPS) { li {
                (link::named(now.registers(), &step.id)) ": " (when::span_or_unknown(step.seconds))
                " " small { (step.because) } } } }
            @if all.back_path.len() > STEPS {
                p.quiet { "and " (all.back_path.len() - STEPS) " more on the item's page" }
            }
        }
    } }
}

/// What must go on, and with how many people.
pub(super) fn least(it: &ActivityReport) -> Markup {
    let number = |it: Option<u32>| it.map_or("unknown".to_string(), |it| it.to_string());
    html! { section.sheet {
        h2 { "The least that must go on" }
        dl.facts {
            dt { "Level " small { "(MBCO)" } }
            dd { @match it.mbco_percent { Some(percent) => { (percent) " % of normal" },
                None => "unknown" } }
            dt { "People normally" } dd { (number(it.people)) }
            dt { "People at the least level" } dd { (number(it.people_minimum)) }
            dt { "People as time goes on" }
            dd { @if it.people_after.is_empty() { "nobody says" }
                @for (at, then) in it.people_after.iter().enumerate() {
                    @if at > 0 { "; " }
                    "from " (when::span(then.after_seconds)) " on " (then.people) } }
        }
    } }
}

/// How much data it may lose, and would.
pub(super) fn lost(it: &ActivityReport) -> Markup {
    let all = &it.recovery_point;
    html! { section.sheet.flows {
        h2 { "Data" }
        p { @match all.declared_seconds {
            Some(declared) => { "It may lose the last " strong { (when::span(declared)) }
                " " small { "(RPO)" } "." }
            None => "Nobody says how much of its data it may lose.",
        } }
        @if all.datasets.is_empty() { p { "No data is known of it." } } @else {
            div.scroll { table.stack {
                thead { tr { th scope="col" { "Data" }
                    th scope="col" { "May lose " small { "(the least that anyone asks)" } }
                    th scope="col" { "Restored together with" }
                    th scope="col" { "Storage fails" } th scope="col" { "Site is gone" }
                    th scope="col" { "Data is wrong" } th scope="col" { "Someone destroys it" }
                } }
                tbody { @for set in &all.datasets { tr {
                    th scope="row" { (link::record(&set.id, &set.name))
                        @for anew in &set.made_anew_by { br; small {
                            @if anew.activity == it.id { "made anew here" }
                            @else { "made anew by " (anew.activity) }
                            @if let Some(from) = &anew.from { " from " (from) }
                            @if !anew.counts { ", which does not count" } } } }
                    td data-label="May lose" { (when::span_or_unknown(set.required_seconds)) }
                    td data-label="Together with" { @match &set.consistency_group {
                        Some(group) => { (group) @if !set.with.is_empty() { ": " small {
                            (set.with.join(", ")) } } }
                        None => span.quiet { "nothing" } } }
                    @match &set.loses {
                        Some(points) => @for (mode, lost) in points.modes() {
                            td data-label=(mode) { (point(lost)) } },
                        None => td colspan="4" { "unknown" },
                    }
                } } }
            } }
            @if all.datasets_count > all.datasets.len() { p.quiet {
                "and " (all.datasets_count - all.datasets.len()) " more, of which more may be lost" } }
        }
    } }
}

/// How it goes on without what it needs.
pub(super) fn workarounds(it: &ActivityReport) -> Markup {
    html! { section.sheet {
        h2 { "Without its systems" }
        @if it.workarounds.is_empty() { p { "No workaround is known." } }
        @for workaround in &it.workarounds { (workaround_facts(workaround)) }
    } }
}

fn workaround_facts(it: &WorkaroundOf) -> Markup {
    html! {
        h3 { (link::record(&it.id, &it.name)) " " small { "(" (it.status) ")" } }
        @if let Some(description) = &it.description { p { (description) } }
        dl.facts {
            dt { "Works after" } dd { (when::span_or_unknown(it.start_within_seconds)) }
            dt { "Can be kept up for" } dd { (when::span_or_unknown(it.sustain_for_seconds)) }
            dt { "Reaches" } dd { @match it.capacity_percent {
                Some(percent) => { (percent) " % of normal" }, None => "all of normal" } }
            dt { "Entering it again takes" } dd { (when::span_or_unknown(it.rekey_seconds)) }
            dt { "Forms" } dd { (it.forms.as_deref().unwrap_or("nobody says where")) }
            dt { "Tried" }
            dd { @match &it.tried_on { Some(on) => { (state(Mark::Good, "yes")) " on " (on) },
                None => (state(Mark::Warn, "never, as far as known")) } }
            dt { "Moves the target" }
            dd { @match it.carries_until_seconds {
                Some(until) => { "yes: it carries the activity until " (when::span(until)) },
                None => "no" } }
        }
    }
}

/// What it needs, the conflicts first.
pub(super) fn needs(it: &ActivityReport) -> Markup {
    html! { section.sheet.flows {
        h2 { "What it needs" }
        @if it.needs.is_empty() { p { "Nothing is known of what it needs." } } @else {
            div.scroll { table.stack {
                thead { tr { th scope="col" { "Needs" }
                    th scope="col" { "Back within " small { "(required)" } }
                    th scope="col" { "Promises" } th scope="col" { "Would be back" }
                    th scope="col" { "Conflict" } } }
                tbody { @for need in &it.needs { (need_row(need)) } }
            } }
            @if it.needs_count > it.needs.len() { p.quiet {
                "and " (it.needs_count - it.needs.len()) " more through these, in time for this activity" } }
        }
    } }
}

fn need_row(need: &Need) -> Markup {
    html! { tr {
        th scope="row" { (link::record(&need.id, &need.name))
            br; small { @if need.direct { "needed by itself" } @else { "needed through others" }
                @if !need.how.is_empty() { "; " (need.how) } } }
        td data-label="Back within" { a href={ (link::place(&need.id)) "#targets" } {
                (when::span_or_unknown(need.required_seconds)) }
            @if need.decided_here { br; small { "this activity decides" } } }
        td data-label="Promises" { @match need.promised_seconds {
            Some(promised) => (when::span(promised)), None => span.quiet { "nothing" } } }
        td data-label="Would be back" { (when::span_or_unknown(need.back_seconds)) " "
            (verdict(need.verdict)) }
        td data-label="Conflict" { @match &need.conflict {
            Some(text) => { span.bad-word { "\u{25B2} too late" } br; small { (text) } }
            None => span.quiet { "none" } } }
    } }
}
