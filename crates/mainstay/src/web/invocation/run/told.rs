//! What the forms of a run send: a tick, a note, and what was written on paper meanwhile.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::command::{Command, Tick, Told};
use maud::{Markup, html};

use super::{View, show_with};
use crate::http::call::Call;
use crate::http::order;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::operation::start::instant;
use crate::web::{link, when};

/// Says how far a step has come. The step stands in the path, or in the form of what was on paper.
pub async fn ticked(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let zone = when::zone(&call.doors.ledger.present().state.registers);
    let mut faults = Faults::default();
    let what = Told::ALL
        .iter()
        .find(|it| it.as_str() == fields.text("what"));
    if what.is_none() {
        faults.add("what", "say what is so");
    }
    let mut said = |name: &str| {
        instant(fields.text(name), &zone).unwrap_or_else(|fault| {
            faults.add(name, fault);
            None
        })
    };
    let (at, started) = (said("at"), said("started"));
    let step = match call.path.get("step") {
        "" => fields.text("step"),
        step => step,
    };
    let Some(what) = what.filter(|_| faults.is_empty()) else {
        return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let run = call.path.get("run").to_owned();
    let command = Command::Tick(Tick {
        run: run.clone(),
        step: step.to_owned(),
        what: *what,
        at,
        started,
        note: fields.filled("note").map(str::to_owned),
    });
    told(&call, command, &format!("/runs/{run}#next")).await
}

/// Notes something.
pub async fn noted(call: Call) -> Result<Response, Problem> {
    let fields = call.fields();
    let zone = when::zone(&call.doors.ledger.present().state.registers);
    let run = call.path.get("run").to_owned();
    let at = match instant(fields.text("noted-at"), &zone) {
        Ok(at) => at,
        Err(fault) => {
            let mut faults = Faults::default();
            faults.add("noted-at", fault);
            return show_with(&call, &faults, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let text = fields.text("text").to_owned();
    let place = format!("/runs/{run}#notes");
    told(&call, Command::NoteRun { run, at, text }, &place).await
}

/// Has a command carried out and goes on to the page; what the form lacks is said on it.
pub(super) async fn told(call: &Call, command: Command, place: &str) -> Result<Response, Problem> {
    match order::execute(call, command).await {
        Ok(receipt) => Ok(form::away(place, &receipt)),
        // What may not be said now is told on the page of the run, where one sees why.
        Err(problem)
            if matches!(
                problem.status(),
                StatusCode::UNPROCESSABLE_ENTITY | StatusCode::CONFLICT
            ) =>
        {
            let mut faults = Faults::of(&problem);
            if faults.is_empty() {
                faults.add("what", problem.detail());
            }
            show_with(call, &faults, problem.status()).await
        }
        Err(problem) => Err(problem),
    }
}

/// A note, in one key and a button.
pub(super) fn note_form(view: &View<'_>) -> Markup {
    let fields = view.call.fields();
    html! {
        section.sheet aria-labelledby="notes" {
            h2 #notes { "Note something" }
            form method="post" action={ "/runs/" (link::escaped(&view.now.run)) "/notes" } {
                (form::request())
                (form::area(Ask::new("text", "What", "Kept in the log for good.").required(),
                    fields.text("text"), 2, view.faults))
                details {
                    summary { "It was earlier" }
                    (form::field(Ask::new("noted-at", "When it was so", "Empty: now. Local time, as 2026-06-19 14:30."),
                        fields.text("noted-at"), view.faults))
                }
                div.actions { button type="submit" { "Note it" } }
            }
        }
    }
}

/// What was written on paper is brought in later: the step, when it was so, when it was begun.
pub(super) fn paper_form(view: &View<'_>) -> Markup {
    let fields = view.call.fields();
    let steps: Vec<(&str, &str)> = view
        .now
        .steps
        .iter()
        .map(|step| (step.id.as_str(), step.title.as_str()))
        .collect();
    let open = ["at", "started", "step"]
        .iter()
        .any(|name| view.faults.at(name).is_some());
    let words = [
        ("done", "Done"),
        ("start", "Started"),
        ("failed", "Failed"),
        ("blocked", "Blocked"),
        ("skip", "Left out"),
        ("undo", "Taken back"),
    ];
    html! {
        details.sheet.paper open[open] {
            summary { "Bring in what was on paper" }
            form method="post" action={ "/runs/" (link::escaped(&view.now.run)) "/steps" } {
                (form::request())
                div.row {
                    (form::select(Ask::new("step", "Step", ""), fields.text("step"), &steps, view.faults))
                    (form::select(Ask::new("what", "What was so", ""), fields.text("what"), &words, view.faults))
                }
                div.row {
                    (form::field(Ask::new("started", "When it was begun", "Local time, as 2026-06-19 14:30."),
                        fields.text("started"), view.faults))
                    (form::field(Ask::new("at", "When it was so", "Empty: now."), fields.text("at"), view.faults))
                }
                (form::field(Ask::new("note", "Note", ""), fields.text("note"), view.faults))
                div.actions { button type="submit" { "Bring it in" } }
            }
        }
    }
}
