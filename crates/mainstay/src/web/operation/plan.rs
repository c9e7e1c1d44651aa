//! A plan as it is about to be carried out: its steps, what was shown with it, "Start exercise" as
//! the default, and far below the start that is no exercise.

use axum::http::StatusCode;
use axum::response::Response;
use continuity::access::{Action, Object};
use continuity::state::State;
use maud::{Markup, html};
use record::implementation::Plan;
use record::kind::Filed;

use crate::answer::runs::row;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::{self, Ask, Faults};
use crate::web::frame::{Page, show_as};
use crate::web::implementation::documents;
use crate::web::invocation::runs;
use crate::web::{link, reckoned, when};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    show_with(&call, &Faults::default(), StatusCode::OK).await
}

/// The page with what was typed and what is wrong with it.
pub(super) async fn show_with(
    call: &Call,
    faults: &Faults,
    status: StatusCode,
) -> Result<Response, Problem> {
    let now = reckoned::of(call).await?;
    let state = &now.present.state;
    let id = call.path.get("id");
    let plan = state.registers.plans.get(id);
    let plan = plan.ok_or_else(|| Problem::unknown(&format!("plan/{id}")))?;
    let object = Object::Record("plan", id);
    let exercise = call.may_do(Action::StartExercise, object);
    let live = call.may_do(Action::StartLive, object);
    let zone = when::zone(&state.registers);
    let reference = plan.reference();
    let earlier: Vec<_> = runs::latest_first(state)
        .filter(|run| run.start.plan.record.reference() == reference)
        .map(row)
        .collect();
    let body = html! {
        h1 { (plan.title()) }
        p.quiet {
            "A plan of " (plan.own.steps.len()) " steps. "
            a href=(link::filed(&reference)) { "The record" }
        }
        (faults.summary())
        @if !plan.is_approved() {
            p.banner { "This plan is not in force. Only a plan in force is carried out: have it approved first." }
        } @else if exercise {
            (exercise_form(call, state, plan, faults))
        } @else {
            p.banner { "An exercise of it is started by its owner, the exercise director or the continuity manager." }
        }
        (steps(plan))
        section.sheet {
            h2 { "Carried out so far" }
            @if earlier.is_empty() { p { "Never." } } @else { (runs::table(&earlier, &zone)) }
        }
        @if plan.is_approved() && live { (live_form(call, plan, faults)) }
    };
    let page = Page::new(plan.title(), "/operation", body)
        .help("4-operation#exercises")
        .export(documents::forms("plan-book", Some(&reference)))
        .about(&reference);
    show_as(call, status, page).await
}

fn exercise_form(call: &Call, state: &State, plan: &Filed<Plan>, faults: &Faults) -> Markup {
    let fields = call.fields();
    let exercises = state.registers.exercises.live();
    let fits = exercises
        .filter(|it| it.own.plans.is_empty() || it.own.plans.iter().any(|of| of.id() == &*plan.id));
    let fits: Vec<(&str, &str)> = fits.map(|it| (&*it.id, it.title())).collect();
    let first = fits.first().map_or("", |(id, _)| id);
    let chosen = match fields.text("mode") {
        "exercise" => fields.text("exercise"),
        _ => call
            .parts
            .uri
            .query()
            .and_then(named_exercise)
            .unwrap_or(first),
    };
    let mut choices = fits.clone();
    choices.push((
        "",
        "None: a run beside the programme shows no more than a claim",
    ));
    html! {
        section.sheet aria-labelledby="exercise" {
            h2 #exercise { "As an exercise" }
            form method="post" action={ "/operation/plans/" (link::escaped(&plan.id)) "/start" } {
                (form::request())
                input type="hidden" name="mode" value="exercise";
                (form::select(
                    Ask::new("exercise", "Which exercise", "It says what a run can show, and what counts as passed."),
                    chosen, &choices, faults))
                details {
                    summary { "It began earlier" }
                    (form::field(
                        Ask::new("at", "When recovery was called", "Empty: now. Local time, as 2026-06-19 14:30."),
                        fields.text("at"), faults))
                }
                div.actions { button type="submit" { "Start exercise" } }
            }
            @if fits.is_empty() {
                p { "No exercise names this plan yet. " a href="/records/exercises/new" { "Plan one" } "." }
            }
        }
    }
}

fn named_exercise(query: &str) -> Option<&str> {
    let mut parts = query.split('&').filter_map(|part| part.split_once('='));
    parts
        .find(|(name, _)| *name == "exercise")
        .map(|(_, value)| value)
}

fn steps(plan: &Filed<Plan>) -> Markup {
    html! {
        section.sheet {
            h2 { "The steps" }
            ol.steps {
                @for step in &plan.own.steps {
                    li {
                        strong { (step.title.as_deref().unwrap_or(&step.id)) }
                        @let team = step.by.as_ref().map(|team| format!("team/{}", team.id()));
                        @let role = step.role.as_ref().map(|role| format!("role/{}", role.id()));
                        @for party in role.iter().chain(&team) {
                            ", " (link::record(party, record::link::split(party).1))
                        }
                        @if let Some(seconds) = continuity::estate::plan_time::step_seconds(step) {
                            ", " (when::span(seconds))
                        } @else { ", " span.warn { "no duration" } }
                        @if let Some(item) = &step.restores { ", brings back " (item.text) }
                        @if !step.after.is_empty() { span.quiet { " after " (step.after.join(", ")) } }
                    }
                }
            }
        }
    }
}

/// Far from the other start, closed, and with the name to be typed.
fn live_form(call: &Call, plan: &Filed<Plan>, faults: &Faults) -> Markup {
    let fields = call.fields();
    let tried = matches!(fields.text("mode"), "live" | "precaution");
    html! {
        section.sheet.earnest aria-labelledby="earnest" {
            h2 #earnest { "This is no exercise" }
            details open[tried] {
                summary { "Start it in earnest" }
                form method="post" action={ "/operation/plans/" (link::escaped(&plan.id)) "/start" } {
                    (form::request())
                    (form::select(
                        Ask::new("mode", "Why it is carried out", ""),
                        fields.text("mode"),
                        &[("live", "Something is down"), ("precaution", "Before something goes down")],
                        faults))
                    (form::area(
                        Ask::new("reason", "Why it is decided", "One sentence; it is kept for good.").required(),
                        if tried { fields.text("reason") } else { "" }, 2, faults))
                    (form::field(
                        Ask::new("began", "When the disruption began", "Empty where there is none yet. Local time, as 2026-06-19 14:30."),
                        fields.text("began"), faults))
                    @let label = format!("Type “{}” to start it in earnest", plan.title());
                    (form::field(
                        Ask::new("typed", &label, "So that nobody starts it by mistake.").required(),
                        if tried { fields.text("typed") } else { "" }, faults))
                    div.actions { button.grave type="submit" { "Start in earnest" } }
                }
            }
        }
    }
}
