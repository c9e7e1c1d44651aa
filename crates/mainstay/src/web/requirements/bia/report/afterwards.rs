//! What is left to do once all is back: data made anew, groups of data put right, the backlog, what
//! was done by hand entered again; and which data is restored together. It computes nothing.

use maud::{Markup, html};

use super::super::place;
use crate::answer::impact_report::activity::ActivityReport;
use crate::answer::impact_report::catch_up::{CatchUp, Together};
use crate::answer::impact_report::roll_up::RollUp;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::item::catching_up::{modes, work_of};
use crate::web::requirements::words::{point, state};
use crate::web::{link, when};

/// What an activity has to catch up with.
pub(super) fn of_activity(now: &Reckoned, it: &ActivityReport) -> Markup {
    html! { @if let Some(work) = &it.catching_up { section.sheet.flows {
        h2 { "Once it is back " small { "(catching up)" } }
        (work_of(now.registers(), work))
    } } }
}

/// The activities that have something to catch up with, and the data that is restored together.
pub(super) fn of_all(now: &Reckoned, whole: &RollUp, most: usize) -> Markup {
    html! {
        (activities(now, &whole.catch_ups, most))
        h3 #together { "Restored together " small { "(consistency groups)" } }
        @if whole.together.is_empty() {
            p { "No data is said to be restored together." }
        } @else {
            p.quiet { "All of a group come back to the oldest point of any of them; what the others "
                "have more is put right by hand." }
        }
        @for group in whole.together.iter().take(most) { (together(now, group)) }
        @if whole.together.len() > most { p.quiet {
            "and " (whole.together.len() - most) " more " small { "all stand in JSON" } } }
    }
}

fn activities(now: &Reckoned, rows: &[CatchUp], most: usize) -> Markup {
    html! {
        @if rows.is_empty() {
            p { "Nobody says what is left to do once all is back: no backlog, no data made anew, no "
                "data put right." }
        } @else {
            div.scroll { table.stack {
                thead { tr { th scope="col" { "Activity" }
                    th scope="col" { "Time it gives " small { "(WRT)" } }
                    th scope="col" { "Makes anew" } th scope="col" { "Puts right" }
                    th scope="col" { "That takes at worst" }
                    th scope="col" { "Backlog after the longest stop allowed" }
                    th scope="col" { "Entered again" } } }
                tbody { @for row in rows.iter().take(most) { (line(now, row)) } }
            } }
            @if rows.len() > most { p.quiet {
                "and " (rows.len() - most) " more " small { "all stand in JSON and CSV" } } }
        }
    }
}

fn line(now: &Reckoned, row: &CatchUp) -> Markup {
    let registers = now.registers();
    let activity = record::link::split(&row.id).1;
    html! { tr {
        th scope="row" { a href=(place(activity, "report")) { (row.name) } }
        td data-label="Time it gives" { (when::span_or_unknown(row.wrt_seconds)) }
        td data-label="Makes anew" {
            (link::several(registers, &row.makes_anew, 3))
            @if !row.makes_anew_in_vain.is_empty() {
                (link::several(registers, &row.makes_anew_in_vain, 3)) " "
                (state(Mark::Warn, "not counted")) }
            @if row.makes_anew.is_empty() && row.makes_anew_in_vain.is_empty() {
                span.quiet { "nothing" } } }
        td data-label="Puts right" { @if row.puts_right.is_empty() { span.quiet { "nothing" } }
            (row.puts_right.join(", ")) }
        td data-label="That takes at worst" { @match (row.takes_seconds, row.fits) {
            (Some(takes), Some(true)) => { (when::span(takes)) " " (state(Mark::Good, "fits")) }
            (Some(takes), Some(false)) => { (when::span(takes)) " "
                (state(Mark::Bad, "does not fit")) }
            (Some(takes), None) => { (when::span(takes)) " " (state(Mark::Open, "unknown")) }
            (None, _) if row.puts_right.is_empty() && row.makes_anew_in_vain.is_empty()
                && row.makes_anew.is_empty() => { span.quiet { "nothing" } }
            (None, _) => "unknown",
        } }
        td data-label="Backlog" { @match (row.piles_up, row.backlog_seconds) {
            (_, Some(backlog)) => { "another " (when::span(backlog)) }
            (true, None) if row.never_clears => { (state(Mark::Bad, "never clears")) }
            (true, None) => "unknown",
            (false, None) => span.quiet { "nobody says" },
        } }
        td data-label="Entered again" { @match row.rekey_seconds {
            Some(rekey) => (when::span(rekey)), None => span.quiet { "nobody says" } } }
    } }
}

fn together(now: &Reckoned, group: &Together) -> Markup {
    let registers = now.registers();
    html! { section.sheet.flows {
        h4 { (group.group) }
        p { @for (at, member) in group.members.iter().take(12).enumerate() {
                @if at > 0 { ", " } (link::named(registers, member)) }
            @if group.members.len() > 12 { " and " (group.members.len() - 12) " more" } ". "
            @match group.rpo_required_seconds {
                Some(required) => { "It may lose the last " strong { (when::span(required)) }
                    " " small { "(RPO)" } ". " }
                None => "Nobody says how much of it may be lost. ",
            }
            @if let Some(points) = &group.loses {
                "It would lose: "
                @for (at, (mode, lost)) in points.modes().into_iter().enumerate() {
                    @if at > 0 { "; " } (mode) " " (point(lost)) } "." }
        }
        @if group.modes.is_empty() {
            p.quiet { "No member says what changes in it, so what must be put right is not known." }
        } @else { (modes(registers, &group.modes)) }
    } }
}
