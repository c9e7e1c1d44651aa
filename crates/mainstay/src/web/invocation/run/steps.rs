//! The steps of a run: those that may be done now first, then all of them in the plan's order.

use continuity::invocation::situation::StepStanding;
use maud::{Markup, html};

use super::View;
use crate::web::navigation::Mark;
use crate::web::operation::start::who;
use crate::web::{form, link, when};

/// How far a step has come, as shape and word.
fn phase(step: &StepStanding) -> (Mark, &'static str) {
    match step.phase {
        "done" => (Mark::Good, "done"),
        "running" => (Mark::Warn, "running"),
        "blocked" => (Mark::Bad, "blocked"),
        "failed" => (Mark::Bad, "failed"),
        "skipped" => (Mark::Open, "left out"),
        _ => (Mark::Open, "waiting"),
    }
}

fn is_next(step: &StepStanding) -> bool {
    step.waits_for.is_empty() && !matches!(step.phase, "done" | "skipped")
}

/// What may be done now, each with its buttons.
pub(super) fn next(view: &View<'_>) -> Markup {
    let next: Vec<&StepStanding> = view.now.steps.iter().filter(|step| is_next(step)).collect();
    html! {
        section aria-labelledby="next" {
            h2 #next { "Next" }
            @if next.is_empty() {
                p { "Every step is past. " a href="#end" { "Stand it down" } "." }
            }
            @for step in next { (card(view, step)) }
        }
    }
}

/// A step with all that is known of it, and what may be said of it.
fn card(view: &View<'_>, step: &StepStanding) -> Markup {
    let (mark, words) = phase(step);
    html! {
        article.step.sheet #{ "step-" (step.id) } {
            h3 { (step.title) }
            p {
                span.(mark.class()) { (words) }
                @if let Some(at) = step.started_at { " since " (when::both(at, view.zone)) }
                @if let Some(late) = step.late_seconds { ", " span.bad-word { (when::span(late)) " longer than planned" } }
            }
            @if let Some(text) = &step.instruction { p { (text) } }
            (facts(view, step))
            @if view.ticks { (buttons(view, step)) }
        }
    }
}

fn facts(view: &View<'_>, step: &StepStanding) -> Markup {
    html! {
        dl.facts {
            @if !step.by.is_empty() {
                dt { "Who" }
                dd { @for party in &step.by {
                    (link::record(party, record::link::split(party).1)) " "
                } }
            }
            dt { "Takes" }
            dd { @match step.takes_seconds {
                Some(takes) => { (when::span(takes)) }
                None => { span.warn { "nobody says how long" } }
            } }
            @if let Some(at) = step.done_by { dt { "Done by" } dd { (when::both(at, view.zone)) } }
            @if let Some(restores) = &step.restores { dt { "Brings back" } dd { (restores) } }
            @if let Some(role) = &step.hold_for {
                dt { "Only once" }
                dd { (link::record(role, record::link::split(role).1)) " allows it; note who did" }
            }
            @if let Some(check) = &step.check { dt { "Done when" } dd { (check) } }
            @if let Some(undo) = &step.undo { dt { "To take it back" } dd { (undo) } }
            @if let Some(note) = &step.note { dt { "Said" } dd { (note) } }
        }
    }
}

/// One form: a line for why, and a button for each thing that may be said now; the first is large.
fn buttons(view: &View<'_>, step: &StepStanding) -> Markup {
    let run = link::escaped(&view.now.run);
    let id = format!("note-{}", step.id);
    let fields = view.call.fields();
    let mine = view.call.path.get("step") == step.id;
    let typed = if mine { fields.text("note") } else { "" };
    let large = match step.may.contains(&"start") {
        true => "start",
        false => "done",
    };
    html! {
        form.tick method="post" action={ "/runs/" (run) "/steps/" (link::escaped(&step.id)) } {
            (form::request())
            @if step.may.contains(&large) {
                button.large type="submit" name="what" value=(large) {
                    (word(large)) span.unseen { ": " (step.title) }
                }
            }
            @if large == "start" && step.may.contains(&"done") {
                button.plain type="submit" name="what" value="done" { "Done already" }
            }
            div.field {
                label for=(id) { "Note" span.hint { "Needed for failed, blocked and left out." } }
                @if let Some(fault) = view.faults.at("note").filter(|_| mine) { p.fault { (fault) } }
                input id=(id) name="note" type="text" value=(typed) autocomplete="off"
                    aria-invalid=[(mine && view.faults.at("note").is_some()).then_some("true")];
            }
            div.actions {
                @for what in ["failed", "blocked", "skip", "undo"] {
                    @if step.may.contains(&what) {
                        button.plain type="submit" name="what" value=(what) { (word(what)) }
                    }
                }
            }
        }
    }
}

fn word(what: &str) -> &'static str {
    match what {
        "start" => "Start",
        "done" => "Done",
        "failed" => "Failed",
        "blocked" => "Blocked",
        "skip" => "Leave out",
        _ => "Take back",
    }
}

/// All steps in the plan's order, as a table that prints with room to tick by hand.
pub(super) fn all(view: &View<'_>) -> Markup {
    html! {
        section.sheet aria-labelledby="steps" {
            h2 #steps { "All steps" }
            div.scroll { table.stack.run-steps {
                thead { tr {
                    th { "Step" } th { "State" } th { "Who" } th { "Planned" } th { "Took" }
                    @if view.now.is_on && view.ticks { th { "Take back" } }
                    th.print-only { "By hand" }
                } }
                tbody { @for step in &view.now.steps { (line(view, step)) } }
            } }
        }
    }
}

fn line(view: &View<'_>, step: &StepStanding) -> Markup {
    let (mark, words) = phase(step);
    let run = link::escaped(&view.now.run);
    html! {
        tr {
            th scope="row" {
                @if view.now.is_on && is_next(step) { a href={ "#step-" (step.id) } { (step.title) } }
                @else { (step.title) }
                @if !step.waits_for.is_empty() { br; small { "waits for " (step.waits_for.join(", ")) } }
            }
            td data-label="State" {
                span.(mark.class()) { (words) }
                @if let Some(at) = step.ended_at { br; small { (when::both(at, view.zone)) } }
                @if let Some(note) = &step.note { br; small { (note) } }
            }
            td data-label="Who" {
                @for party in &step.by { (record::link::split(party).1) " " }
                @if let Some(by) = &step.told_by { br; small { "told by " (who(by)) } }
            }
            td data-label="Planned" { (when::span_or_unknown(step.takes_seconds)) }
            td data-label="Took" { @match step.took_seconds {
                Some(took) => { (when::span(took)) }
                None => { @if step.phase == "done" { "not said" } @else { "–" } }
            } }
            @if view.now.is_on && view.ticks {
                td data-label="Take back" {
                    @if step.may.contains(&"undo") && !is_next(step) {
                        form method="post" action={ "/runs/" (run) "/steps/" (link::escaped(&step.id)) } {
                            (form::request())
                            button.plain type="submit" name="what" value="undo" {
                                "Take back" span.unseen { ": " (step.title) }
                            }
                        }
                    }
                }
            }
            td.print-only { "☐ ____:____" }
        }
    }
}
