//! A run as it is carried out: which mode, how much time is left, what comes next, every step with
//! one large tick, notes, its end and its verification. It reads and works without script.

mod ending;
mod steps;
mod told;

use axum::http::StatusCode;
use axum::response::Response;
use continuity::invocation::situation::{Situation, TimeLeft};
use continuity::state::Run;
use continuity::state::warning::Received;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

use super::runs::mode_word;
use crate::answer;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::form::Faults;
use crate::web::frame::{Page, show_as};
use crate::web::operation::evidence::verdict_words;
use crate::web::operation::exercises::sort_words;
use crate::web::operation::start::who;
use crate::web::{link, reckoned, when};

pub use ending::{stood_down, verified};
pub use told::{noted, ticked};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    show_with(&call, &Faults::default(), StatusCode::OK).await
}

/// What the parts of the page are made from.
struct View<'a> {
    call: &'a Call,
    run: &'a Run,
    now: &'a Situation,
    zone: &'a TimeZone,
    faults: &'a Faults,
    /// Whether the reader may tell of steps.
    ticks: bool,
}

/// The page with what was typed and what is wrong with it.
async fn show_with(call: &Call, faults: &Faults, status: StatusCode) -> Result<Response, Problem> {
    let reckoned = reckoned::of(call).await?;
    // Ticks are read from the very present, and never wait for a computation of figures.
    let present = match call.parts.uri.query() {
        Some(query) if query.contains("as-of=") => reckoned.present.clone(),
        _ => call.doors.ledger.present(),
    };
    let id = call.path.get("run");
    let run = present.state.run(id);
    let run = run.ok_or_else(|| Problem::unknown(&format!("run/{id}")))?;
    let now = answer::runs::standing(run, |id| reckoned.item(id), call.now);
    let zone = when::zone(&present.state.registers);
    let ticks = call.may_do(
        continuity::access::Action::Tick,
        continuity::access::Object::Record("run", id),
    );
    let view = View {
        call,
        run,
        now: &now,
        zone: &zone,
        faults,
        ticks,
    };
    let body = html! {
        (banner(&view))
        h1 { (now.title) }
        (faults.summary())
        (clocks(&view))
        @if now.is_on { (steps::next(&view)) }
        (steps::all(&view))
        @if now.is_on && ticks { (told::note_form(&view)) (told::paper_form(&view)) }
        (ending::part(&view))
        (about(&view))
        (log(&view))
    };
    let title = format!("{}: {}", mode_word(now.mode), now.title);
    let page = Page::new(title, "/invocation", body)
        .help("5-invocation#a-run-in-the-browser")
        .script("run")
        .export([("JSON", format!("/api/v1/runs/{}", link::escaped(id)))])
        .about(&format!("run/{id}"));
    show_as(call, status, page).await
}

/// Which mode it is: word, pattern and colour, above everything.
fn banner(view: &View<'_>) -> Markup {
    let now = view.now;
    html! {
        p.mode.standing.(now.mode) role="note" {
            strong { (mode_word(now.mode)) } ". "
            @match now.mode {
                "exercise" => {
                    "This is an exercise. "
                    @if let Some(sort) = view.run.start.type_ { "It is " (sort_words(sort)) "." }
                    @else { "Its sort is not said, so it shows no time." }
                }
                "precaution" => {
                    "This is done in earnest, before something goes down."
                    (on_warning(view))
                }
                _ => { "This is no exercise." }
            }
            @if !now.is_on { " It is at its end." }
        }
    }
}

/// The warning on which a precaution is carried out; where its run is at its end, what is still to
/// be said.
fn on_warning(view: &View<'_>) -> Markup {
    let state = &view.call.doors.ledger.present().state;
    let carries = |it: &&Received| {
        let mut runs = it.decided.iter().filter_map(|it| it.what.run.as_deref());
        runs.any(|run| run == view.run.id())
    };
    let found = state.warnings().find(carries);
    html! {
        @if let Some(it) = found {
            " It was accepted on the warning "
            a href={ "/requirements/warnings/" (it.id) } {
                (it.warning.event().unwrap_or(&it.warning.identifier))
            }
            "."
            @if !view.now.is_on && it.judged.is_none() { " Say there whether it struck." }
        }
    }
}

/// Elapsed, done, and what is left to each target.
fn clocks(view: &View<'_>) -> Markup {
    let now = view.now;
    let asof = now.at.strftime("%H:%M:%S UTC").to_string();
    html! {
        section.sheet.clocks-now aria-labelledby="time" {
            h2 #time { @if now.is_on { "Time, as of " (asof) } @else { "Time" } }
            dl.facts {
                dt { @if now.is_on { "Elapsed" } @else { "Took" } }
                @let since = now.is_on.then(|| now.started_at.to_string());
                dd { strong data-since=[since] { (when::span(now.elapsed_seconds)) }
                    " since " (when::both(now.started_at, view.zone)) }
                dt { "Steps" }
                dd { (now.past) " of " (now.steps.len()) " past" }
                @if now.is_on {
                    dt { "At its end" }
                    dd { @match now.done_by {
                        Some(at) => { (when::both(at, view.zone)) " by the plan’s durations" }
                        None => { span.warn { "unknown: a step has no duration" } }
                    } }
                }
            }

            @if let Some((first, others)) = now.targets.split_first() {
                p.targets { (left(first, view)) }
                @if !others.is_empty() {
                    details {
                        summary { (others.len()) " more to bring back" }
                        ul.targets { @for target in others { li { (left(target, view)) } } }
                    }
                }
            }
        }
    }
}

fn left(target: &TimeLeft, view: &View<'_>) -> Markup {
    let (mark, words) = verdict_words(target.verdict);
    let on = view.now.is_on && !target.is_back;
    html! {
        strong { (link::record(&target.id, &target.name)) } ": must be back by " (when::both(target.due_at, view.zone))
        @if on {
            ", " strong data-until=(target.due_at) { (until(target.left_seconds)) }
        }
        @match (target.is_back, target.back_at) {
            (true, Some(at)) => { ". Back " (when::both(at, view.zone)) ", " span.(mark.class()) { (words) } "." }
            (_, Some(at)) if on => { ". By the plan’s durations back " (when::both(at, view.zone)) ", " span.(mark.class()) { (words) } "." }
            _ => { ". " span.(mark.class()) { @if on { (words) } @else { "not back" } } "." }
        }
    }
}

/// How much time is left, or by how much it has passed.
fn until(seconds: i64) -> String {
    match seconds {
        0.. => format!("{} left", when::span(seconds)),
        _ => format!("{} over", when::span(-seconds)),
    }
}

/// What the run is about.
fn about(view: &View<'_>) -> Markup {
    let now = view.now;
    html! {
        section.sheet {
            h2 { "About this run" }
            dl.facts {
                dt { "Plan" }
                dd { (link::record(&now.plan, &now.title)) ", revision " (now.plan_revision)
                    ". The run stays with it whatever becomes of the plan." }
                @if let Some(exercise) = &now.exercise {
                    dt { "Exercise" }
                    @let id = link::escaped(record::link::split(exercise).1);
                    dd { a href={ "/operation/exercises/" (id) } { (exercise) } }
                }
                @if let Some(scenario) = &now.scenario {
                    dt { "What is lost" }
                    dd { (link::record(scenario, scenario)) }
                }
                @if let Some(reason) = &now.reason { dt { "Why" } dd { (reason) } }
                @if let Some(began) = now.began_at {
                    dt { "Disruption began" }
                    dd { (when::both(began, view.zone)) }
                }
                dt { "Started by" } dd { (who(&now.started_by)) }
                dt { "To bring back" }
                dd { @for id in &view.run.start.recovers { (link::record(id, id)) " " } }
            }
        }
    }
}

/// What happened, the latest first. When it was so and when it was written are two instants.
fn log(view: &View<'_>) -> Markup {
    let late = |at: Timestamp, entered: Timestamp| entered.duration_since(at).as_secs() >= 60;
    html! {
        section.sheet {
            h2 { "Log" }
            div.scroll { table.stack {
                thead { tr { th { "When" } th { "What" } th { "Who" } } }
                tbody { @for line in view.run.log.iter().rev() {
                    tr {
                        td data-label="When" {
                            (when::both(line.at, view.zone))
                            @if late(line.at, line.entered) {
                                br; small { "written " (when::both(line.entered, view.zone)) }
                            }
                        }
                        td data-label="What" {
                            strong { (line.word.replace('-', " ")) }
                            @if let Some(step) = &line.step { " " (step) }
                            @if let Some(text) = &line.text { ": " (text) }
                        }
                        td data-label="Who" { (who(&line.by)) }
                    }
                } }
            } }
        }
    }
}
