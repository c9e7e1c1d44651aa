//! Exercises: what is planned, what was shown, and the page of one of them.

use axum::response::Response;
use continuity::state::State;
use maud::{Markup, html};
use record::kind::Filed;
use record::operation::Exercise;
use record::operation::exercise::Rung;

use crate::answer::runs::row;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::invocation::runs;
use crate::web::{link, reckoned, when};

/// The sort of an exercise in words for everyone.
pub fn sort_words(sort: Rung) -> &'static str {
    match sort {
        Rung::DeskCheck => "reading the plan against reality",
        Rung::CallTree => "calling people and counting answers",
        Rung::Walkthrough => "going through the plan in its order",
        Rung::Tabletop => "talking a scenario through",
        Rung::Component => "really recovering one item",
        Rung::Functional => "carrying the plan out in an environment apart",
        Rung::Parallel => "bringing the standby up beside what runs",
        Rung::Switchover => "moving what runs to the standby",
        Rung::FullInterruption => "stopping what runs, and recovering it",
        Rung::FaultInjection => "small interruptions by a machine",
    }
}

/// What a sort of exercise can show at most.
fn shows(sort: Option<Rung>) -> &'static str {
    match sort {
        Some(Rung::Switchover | Rung::FullInterruption) => {
            "It can prove a recovery time, where someone else verifies it."
        }
        Some(Rung::Component | Rung::Functional | Rung::Parallel | Rung::FaultInjection) => {
            "It can show a recovery time as tested."
        }
        Some(_) => "It shows that people know the plan. It shows no recovery time.",
        None => "Nobody said of which sort it is: it shows no recovery time.",
    }
}

/// The list.
pub async fn list(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let mut all: Vec<&Filed<Exercise>> = state.registers.exercises.live().collect();
    all.sort_by_key(|it| {
        let at = it.own.at.as_ref().map(|at| at.date());
        (at.is_none(), std::cmp::Reverse(at), it.id.clone())
    });
    let body = html! {
        h1 { "Exercises" }
        p { "What is planned, and what was shown. Pass criteria are written down before an exercise begins." }
        div.actions { a.button href="/records/exercises/new" { "Plan an exercise" } }
        @if all.is_empty() {
            p { "None is planned. Start with one that talks a scenario through; an hour is enough." }
        } @else {
            div.scroll { table.stack {
                thead { tr { th { "Exercise" } th { "When" } th { "Sort" } th { "Plans" } th { "Runs" } } }
                tbody { @for exercise in all { (line(state, exercise)) } }
            } }
        }
    };
    frame(
        &call,
        Page::new("Exercises", "/operation", body).help("4-operation#exercises"),
    )
    .await
}

fn line(state: &State, exercise: &Filed<Exercise>) -> Markup {
    let runs = of(state, exercise).count();
    html! {
        tr {
            th scope="row" { a href=(place(exercise)) { (exercise.title()) } }
            td data-label="When" { @match &exercise.own.at {
                Some(at) => { (at.date()) }
                None => { span.warn { "no date" } }
            } }
            td data-label="Sort" { @match exercise.own.type_ {
                Some(sort) => { (sort_words(sort)) " " small { "(" (sort.as_str()) ")" } }
                None => { span.warn { "not said" } }
            } }
            td data-label="Plans" { (plans(state, exercise)) }
            td data-label="Runs" { @if runs == 0 { "none yet" } @else { (runs) } }
        }
    }
}

fn plans(state: &State, exercise: &Filed<Exercise>) -> Markup {
    html! {
        @for (index, plan) in exercise.own.plans.iter().enumerate() {
            @if index > 0 { ", " }
            @let title = state.registers.plans.get(plan.id()).map_or(plan.id(), |it| it.title());
            a href={ "/operation/plans/" (link::escaped(plan.id())) "?exercise=" (link::escaped(&exercise.id)) } { (title) }
        }
        @if exercise.own.plans.is_empty() { "any" }
    }
}

fn place(exercise: &Filed<Exercise>) -> String {
    format!("/operation/exercises/{}", link::escaped(&exercise.id))
}

/// The runs of an exercise, the latest first.
fn of<'s>(
    state: &'s State,
    exercise: &Filed<Exercise>,
) -> impl Iterator<Item = &'s continuity::state::Run> {
    let reference = exercise.reference();
    runs::latest_first(state).filter(move |run| run.start.exercise.as_ref() == Some(&reference))
}

/// The page of one.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let id = call.path.get("id");
    let exercise = state.registers.exercises.get(id);
    let exercise = exercise.ok_or_else(|| Problem::unknown(&format!("exercise/{id}")))?;
    let (own, zone) = (&exercise.own, when::zone(&state.registers));
    let rows: Vec<_> = of(state, exercise).map(row).collect();
    let body = html! {
        h1 { (exercise.title()) }
        p.lead { @match own.type_ {
            Some(sort) => { (sort_words(sort)) " " small { "(" (sort.as_str()) ")" } }
            None => { span.warn { "Its sort is not said" } }
        } }
        p { (shows(own.type_)) }
        div.actions {
            @for plan in &own.plans {
                @let known = state.registers.plans.get(plan.id());
                @let title = known.map_or(plan.id(), |it| it.title());
                a.button href={ "/operation/plans/" (link::escaped(plan.id())) "?exercise=" (link::escaped(&exercise.id)) } {
                    "Start exercise: " (title)
                }
            }
            a href=(link::filed(&exercise.reference())) { "The record" }
        }
        section.sheet {
            h2 { "As it is planned" }
            (facts(state, exercise))
        }
        section.sheet {
            h2 { "Carried out so far" }
            @if rows.is_empty() { p { "Not yet." } } @else { (runs::table(&rows, &zone)) }
        }
    };
    let page = Page::new(exercise.title(), "/operation", body)
        .help("4-operation#exercises")
        .about(&exercise.reference());
    frame(&call, page).await
}

fn facts(state: &State, exercise: &Filed<Exercise>) -> Markup {
    let own = &exercise.own;
    let list = |texts: &[String]| html! { ul { @for text in texts { li { (text) } } } };
    html! {
        dl.facts {
            @if let Some(at) = &own.at { dt { "When" } dd { (at) } }
            @if let Some(lasts) = own.lasts { dt { "At most" } dd { (when::span(lasts.0)) } }
            @if let Some(scenario) = &own.scenario {
                dt { "What is lost" }
                @let known = state.registers.scenarios.get(scenario.id());
                @let title = known.map_or(scenario.id(), |it| it.title());
                dd {
                    (link::record(&format!("scenario/{}", scenario.id()), title)) }
            }
            @if let Some(environment) = own.environment { dt { "Where" } dd { (environment.as_str()) } }
            @if let Some(volume) = own.data_volume { dt { "Data" } dd { (volume) " of what there is" } }
            @if let Some(announced) = own.announced { dt { "Announced" } dd { (if announced { "yes" } else { "no" }) } }
            @if let Some(director) = &own.director {
                dt { "Led by" }
                dd { (link::record(&director.text, &director.text)) }
            }
            @if !own.participants.is_empty() {
                dt { "With" }
                dd { @for party in &own.participants {
                    (link::record(&party.text, &party.text)) " "
                } }
            }
            @if !own.observers.is_empty() {
                dt { "Watched by" }
                dd { @for party in &own.observers { (link::record(&party.text, &party.text)) " " } }
            }
        }
        @if !own.objectives.is_empty() { h3 { "What it is to show" } (list(&own.objectives)) }
        h3 { "What counts as passed" }
        @if own.pass_criteria.is_empty() {
            p { span.warn { "Nothing is written down yet" } ": do it before it begins." }
        } @else { (list(&own.pass_criteria)) }
        @if !own.abort_when.is_empty() { h3 { "What ends it at once" } (list(&own.abort_when)) }
        @if !own.injects.is_empty() {
            h3 { "What is told, and when" }
            ul { @for inject in &own.injects { li { "After " (when::span(inject.after.0)) ": " (inject.text) } } }
        }
    }
}
