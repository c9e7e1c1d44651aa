//! The schedule drawn: a bar for each task, under the team that does it. What it shows stands in
//! the list of tasks too.

use continuity::implementation::recovery_schedule::Task;
use maud::{Markup, html};

use super::Seen;
use super::tasks::clock;
use crate::web::requirements::words::name;

/// So many tasks are drawn; the list holds all.
const DRAWN: usize = 150;
/// Where the time begins, and how wide it is.
const LEFT: f64 = 250.0;
const WIDTH: f64 = 640.0;
/// The height of a row.
const ROW: f64 = 18.0;

pub(super) fn drawing(seen: &Seen<'_>) -> Markup {
    let found = seen.found;
    let lanes = lanes(&found.tasks);
    let rows: usize = lanes.iter().map(|lane| lane.tasks.len() + 1).sum();
    let height = ROW * (rows as f64 + 2.0);
    let end = found.makespan_seconds.max(1) as f64;
    let x = |seconds: i64| LEFT + WIDTH * seconds as f64 / end;
    let mut tops = Vec::new();
    let mut row = 1;
    for lane in &lanes {
        tops.push(row);
        row += lane.tasks.len() + 1;
    }
    html! { @if !found.tasks.is_empty() { section.sheet #drawing {
        h2 { "The same as a drawing" }
        p.quiet { "A filled bar decides the end; a thin line before a bar is waiting for people."
            @if found.tasks.len() > DRAWN { " The first " (DRAWN) " of " (found.tasks.len())
                " tasks are drawn." } }
        div.scroll tabindex="0" role="group" aria-label="The schedule as drawn" {
            svg.gantt viewBox={ "0 0 900 " (height) } role="img"
                aria-label="Tasks over time, by team; the list above holds the same." {
                (hours(found.makespan_seconds, &x, height))
                @for (lane, top) in lanes.iter().zip(tops) {
                    text.team x="0" y=(ROW * top as f64 + 13.0) { @match lane.by {
                        Some(by) => { (cut(&name(seen.registers, by), 40)) }
                        None => { "Nobody in particular" } } }
                    @for (place, task) in lane.tasks.iter().enumerate() {
                        (bar(task, found.critical.contains(&task.id),
                            ROW * (top + place + 1) as f64, &x))
                    }
                }
            }
        }
    } } }
}

struct Lane<'t> {
    by: Option<&'t str>,
    tasks: Vec<&'t Task>,
}

/// The tasks of each team, the team that begins first on top.
fn lanes(tasks: &[Task]) -> Vec<Lane<'_>> {
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for task in tasks.iter().take(DRAWN) {
        let by = task.by.as_deref();
        match lanes.iter_mut().find(|lane| lane.by == by) {
            Some(lane) => lane.tasks.push(task),
            None => lanes.push(Lane {
                by,
                tasks: vec![task],
            }),
        }
    }
    lanes
}

/// Lines at round hours.
fn hours(end: i64, x: &impl Fn(i64) -> f64, height: f64) -> Markup {
    const STEPS: [i64; 8] = [900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 259_200];
    let few = |step: &&i64| end / **step <= 9;
    let step = *STEPS.iter().find(few).unwrap_or(&604_800);
    let moments = (0..=end / step).map(|at| at * step);
    html! { @for moment in moments {
        line.axis x1=(figure(x(moment))) y1=(ROW) x2=(figure(x(moment))) y2=(height) {}
        text.words x=(figure(x(moment))) y="12" text-anchor="middle" { (clock(moment)) }
    } }
}

fn bar(task: &Task, is_critical: bool, top: f64, x: &impl Fn(i64) -> f64) -> Markup {
    let (from, until) = (x(task.starts_seconds), x(task.ends_seconds));
    let ready = x(task.starts_seconds - task.waits_seconds);
    let class = if is_critical { "bar critical" } else { "bar" };
    html! {
        text.words x="8" y=(figure(top + 13.0)) { @if is_critical { "◆ " } (cut(&task.title, 34)) }
        @if task.waits_seconds > 0 {
            line.waits x1=(figure(ready)) x2=(figure(from)) y1=(figure(top + 9.0))
                y2=(figure(top + 9.0)) {}
        }
        rect class=(class) x=(figure(from)) y=(figure(top + 3.0)) rx="2"
            width=(figure((until - from).max(1.5))) height=(figure(ROW - 6.0)) {
            title { (task.title) ", " (clock(task.starts_seconds)) " to "
                (clock(task.ends_seconds)) }
        }
    }
}

fn figure(value: f64) -> String {
    format!("{value:.1}")
}

/// The first letters of a text, and a sign where there are more.
fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.into(),
    }
}
