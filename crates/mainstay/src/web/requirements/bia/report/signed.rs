//! Who answered for an activity, who signed, who put it in force and by which entry, and what is
//! wrong with its analysis.

use continuity::requirements::campaign::Standing;
use jiff::Timestamp;
use maud::{Markup, html};

use super::super::{mark, named, place};
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::sign_off::{Answering, Approval};
use crate::web::reckoned::Reckoned;
use crate::web::{link, when};

/// Who answered and who put it in force.
pub(super) fn block(now: &Reckoned, it: &ActivityReport) -> Markup {
    html! { section.sheet.flows {
        h2 { "Who answered, and who approved" }
        @match &it.answering {
            Some(answering) => (answers(now, it, answering)),
            None => p { "No campaign has asked about it." },
        }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Record" } th scope="col" { "Standing" }
                th scope="col" { "Put in force by" } th scope="col" { "When" }
                th scope="col" { "Entry" } } }
            tbody { @for approval in &it.approvals { (row(now, approval)) } }
        } }
    } }
}

fn at(now: &Reckoned, at: Timestamp) -> Markup {
    when::both(at, &when::zone(now.registers()))
}

fn answers(now: &Reckoned, it: &ActivityReport, answering: &Answering) -> Markup {
    let id = record::link::split(&it.id).1;
    html! {
        p { "Campaign " (link::record(&format!("campaign/{}", answering.campaign), &answering.campaign))
            " asked " @match &answering.asked {
                Some(asked) => (named(&now.present, asked)), None => "nobody" } ": "
            (mark(answering.standing)) "."
            @if let (Some(by), Some(signed)) = (&answering.signed_by, answering.signed_at) {
                " Signed by " (named(&now.present, by)) " on " (at(now, signed)) "." }
        }
        @if !answering.answered.is_empty() {
            ul { @for it in &answering.answered { li { (it.question) ": " (named(&now.present, &it.by))
                ", " (at(now, it.at)) } } } }
        @if !answering.open.is_empty() && answering.standing != Standing::Closed {
            p { a href=(place(id, "answers")) { (answering.open.len()) " questions" }
                " are open: " (answering.open.join(", ")) "." } }
        @for doubt in &answering.doubts { p { span.bad-word { "\u{25B2} doubted" } ": " (doubt) } }
    }
}

fn row(now: &Reckoned, approval: &Approval) -> Markup {
    html! { tr {
        th scope="row" { a href={ (link::filed(&approval.record)) "/history" } { (approval.record) } }
        td data-label="Standing" { (approval.status)
            @if approval.proposed { br; small { "a later content waits for approval" } } }
        td data-label="By" { @match &approval.by {
            Some(by) => (named(&now.present, by)), None => span.quiet { "nobody" } } }
        td data-label="When" { @match approval.at {
            Some(instant) => (at(now, instant)), None => span.quiet { "not in force" } } }
        td data-label="Entry" { @match approval.entry {
            Some(entry) => { (entry)
                @if let Some(revision) = approval.revision { " " small { "revision " (revision) } } }
            None => span.quiet { "none" } } }
    } }
}

/// What is wrong with its analysis.
pub(super) fn conflicts(it: &ActivityReport) -> Markup {
    html! { section.sheet {
        h2 { "Conflicts" }
        @if it.conflicts.is_empty() { p { "None." } }
        ul.plain-list { @for conflict in &it.conflicts { li {
            a href={ "/findings?code=" (conflict.code) } { (conflict.code.replace('-', " ")) } ": "
            (conflict.text) } } }
    } }
}
