//! The stage at a glance: what is practised, looked at and changed, and what is late.

use axum::response::Response;
use jiff::civil::Date;
use maud::{Markup, html};
use record::kinds::{ALL, Registers};

use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as frame};
use crate::web::generic::stage::{self, About};
use crate::web::invocation::runs;
use crate::web::{reckoned, when};

const ABOUT: About = About {
    number: 4,
    name: "Ongoing operation",
    lead: "Would it work today?",
};

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let state = &now.present.state;
    let zone = when::zone(&state.registers);
    let rows: Vec<_> = runs::latest_first(state)
        .take(5)
        .map(crate::answer::runs::row)
        .collect();
    let readiness = &now.readiness;
    let own = html! {
        p {
            "Shown by a run: " (readiness.shown) " of " (readiness.required) " services that must be back by some time. "
            a href="/" { "Readiness" }
        }
        div.columns {
            section.sheet {
                h2 { "Exercises" }
                p { "What is planned, and what was shown." }
                p { a.button href="/operation/exercises" { "Exercises" } }
            }
            (registers(&state.registers, call.now.to_zoned(zone.clone()).date()))
        }
        section.sheet {
            h2 { "Carried out lately" }
            @if rows.is_empty() {
                p { "Nothing yet. A plan that was never carried out is a guess." }
            } @else { (runs::table(&rows, &zone)) p { a href="/runs" { "All runs" } } }
        }
        (plans(&state.registers))
    };
    let body = stage::body(&now, &ABOUT, &own);
    frame(
        &call,
        Page::new("Ongoing operation", "/operation", body).help("4-operation"),
    )
    .await
}

/// The records of the stage: how many there are, and how many are past their day.
fn registers(registers: &Registers, today: Date) -> Markup {
    let late = |kind: &str| -> usize {
        let past = |day: Option<record::value::Date>| day.is_some_and(|day| day.0 < today);
        match kind {
            "finding" => {
                let open = registers
                    .findings
                    .approved()
                    .filter(|it| it.own.closed.is_none());
                open.filter(|it| past(it.own.due)).count()
            }
            "action" => {
                use record::operation::action::State::{Closed, Verified};
                let open = registers.actions.approved();
                let open = open.filter(|it| !matches!(it.own.state, Some(Closed | Verified)));
                open.filter(|it| past(it.own.due)).count()
            }
            "training" => registers
                .trainings
                .approved()
                .filter(|it| past(it.own.expires))
                .count(),
            "change" => registers
                .changes
                .approved()
                .filter(|it| past(it.own.retest_due))
                .count(),
            _ => 0,
        }
    };
    let kinds = ALL
        .iter()
        .filter(|about| about.stage == record::kind::Stage::Operation && about.name != "exercise");
    html! {
        section.sheet {
            h2 { "Records" }
            ul { @for about in kinds {
                @let count = count(registers, about.name);
                li {
                    a href={ "/records/" (about.plural) } { (about.plural) } ": " (count)
                    @let late = late(about.name);
                    @if late > 0 { ", " span.warn { (late) " past their day" } }
                }
            } }
        }
    }
}

fn count(registers: &Registers, kind: &str) -> usize {
    let mut count = 0;
    registers.after(kind, "", &mut |_| {
        count += 1;
        true
    });
    count
}

/// The plans in force: each can be carried out from here.
fn plans(registers: &Registers) -> Markup {
    html! {
        section.sheet {
            h2 { "Plans in force" }
            ul { @for plan in registers.plans.approved() {
                li { a href={ "/operation/plans/" (crate::web::link::escaped(&plan.id)) } { (plan.title()) } }
            } }
            @if registers.plans.approved().next().is_none() {
                p { "None. " a href="/records/plans/new" { "Write one" } "." }
            }
        }
    }
}
