//! By what scale and method the analysis was made.

use maud::{Markup, html};

use super::super::named;
use crate::answer::impact_report::method::{Method, PolicyUsed};
use crate::web::reckoned::Reckoned;
use crate::web::{link, when};

/// The method.
pub(super) fn block(now: &Reckoned, method: &Method) -> Markup {
    let registers = now.registers();
    let laid = |by: &Option<String>| {
        html! { @match by {
            Some(by) => { " " small { "by " (link::named(registers, by)) } }
            None => { " " small { "no policy says so; this is what counts then" } }
        } }
    };
    html! { section.sheet.method {
        p { "For each activity its owner, or others who know it, judge how bad a stop becomes after "
            "some times, category by category. Nobody's view is averaged with another's." }
        div.scroll { table { thead { tr { th scope="col" { "Level" } th scope="col" { "Word" }
                th scope="col" { "Tolerable" } } }
            tbody { @for level in &method.levels { tr {
                th.num scope="row" { (level.level) }
                td { @match &level.word { Some(word) => (word), None => span.quiet { "no word" } } }
                td { @if level.intolerable { span.bad-word { "\u{25B2} no, intolerable" } }
                    @else { "yes" } }
            } } }
        } }
        dl.facts {
            dt { "Intolerable from level" }
            dd { (method.intolerable_level) (laid(&method.intolerable_level_by)) }
            dt { "Intolerable loss" }
            dd { @if !method.money_shown { "withheld: amounts are shown to those who may see money" }
                @else if method.intolerable_loss.is_empty() { "no policy names one" }
                @for loss in &method.intolerable_loss {
                    (loss.amount) (laid(&Some(loss.by.clone()))) " " } }
            dt { "Reported as MTPD" }
            dd { @match method.reports {
                    "last-tolerable" => "the last moment known to be tolerable (cautious)",
                    _ => "the first moment known to be intolerable",
                } (laid(&method.reports_by)) }
            dt { "Headline" } dd { "the least of all conditions and of all views in force" }
            dt { "Money" } dd { "between two times on a straight line; where that decides, the \
                figure is marked as indicative. Nothing else is interpolated." }
            dt { "Kept between RTO and MTPD" }
            dd { @if method.margins.is_empty() { "no policy asks for a margin" }
                @for margin in &method.margins {
                    (margin.margin) (laid(&Some(margin.by.clone()))) " " } }
            dt { "Categories" }
            dd { @if method.categories.is_empty() { "none judged" }
                (method.categories.join(", ")) }
            dt { "Harm to life" }
            dd { @if method.life_safety.is_empty() { "no policy names a category of it" }
                @else { (method.life_safety.join(", ")) ": the moment entered stands, whatever the \
                    money shows later" } }
            dt { "Judged anew" }
            dd { "after " (method.judged_anew_after_months) " months, where its record names no day" }
            dt { "Counts" } dd { "what is approved; drafts are shown as drafts and decide nothing" }
        }
        @for policy in &method.policies { (laid_down(now, policy)) }
    } }
}

fn laid_down(now: &Reckoned, policy: &PolicyUsed) -> Markup {
    let zone = when::zone(now.registers());
    html! { p.quiet {
        "Laid down by " (link::record(&policy.id, &policy.name))
        @if let Some(by) = &policy.approval.by { ", approved by " (named(&now.present, by)) }
        @if let Some(at) = policy.approval.at { " on " (when::both(at, &zone)) }
        @if let Some(entry) = policy.approval.entry { ", entry " (entry) }
        @match &policy.review_due {
            Some(due) => { ", to be looked at again by " (due) "." }
            None => { ", with no day on which it is looked at again." }
        }
    } }
}
