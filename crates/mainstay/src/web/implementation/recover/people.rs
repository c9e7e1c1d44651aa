//! What people cost: plans that fit alone but not together, who is waited for, what one person
//! more would save, and promises that cannot all be kept.

use continuity::implementation::call_times::ANSWERED_PERCENT;
use continuity::implementation::recovery_schedule::{Conflict, PlanFit, TeamLoad};
use maud::{Markup, html};

use super::Seen;
use super::tasks::clock;
use crate::answer::recover::Ready;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};
use crate::web::when::{span, span_or_unknown};

/// Each plan alone, and beside the others.
pub(super) fn together(seen: &Seen<'_>) -> Markup {
    let plans = &seen.found.plans;
    let crowded = plans.iter().filter(|it| it.is_crowded_out()).count();
    let alone = plans.iter().filter(|it| it.alone_late.is_empty()).count();
    html! { @if !plans.is_empty() { section.sheet #plans {
        h2 { "Each plan alone, and all together" }
        p { @match crowded {
            0 => { "Of " (plans.len()) " plans " (alone) " keep their targets alone, and none is \
                late because of the others." }
            _ => { strong { "Alone " (alone) " of " (plans.len()) " plans keep their targets; \
                together " (crowded) " of these do not" }
                ", because they ask for the same people at the same time." }
        } }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Plan" } th scope="col" { "Were nobody else at work" }
                th scope="col" { "Beside the others" } th scope="col" { "Late together" } } }
            tbody { @for plan in plans { (plan_row(seen, plan)) } }
        } }
    } } }
}

fn plan_row(seen: &Seen<'_>, plan: &PlanFit) -> Markup {
    let fits = |late: &[String]| match late.is_empty() {
        true => state(Mark::Good, "fits"),
        false => state(Mark::Bad, "late"),
    };
    html! { tr {
        th scope="row" { (crate::web::link::record(&plan.id, &plan.name)) }
        td data-label="Alone" { (fits(&plan.alone_late)) " after " (span(plan.alone_seconds)) }
        td data-label="Together" { (fits(&plan.together_late)) " after "
            (span(plan.together_seconds)) }
        td data-label="Late together" { @for (place, it) in plan.together_late.iter().enumerate() {
            @if place > 0 { ", " } (named(seen.registers, it)) } }
    } }
}

/// The teams that are waited for, and what one person more in each would change.
pub(super) fn waited_for(seen: &Seen<'_>) -> Markup {
    let found = seen.found;
    html! { section.sheet #people {
        h2 { "Who is waited for" }
        @match found.teams.first() {
            None => { p { "Nobody: no task waits for people." } }
            Some(first) => {
                (first_words(seen, first))
                div.scroll { table.stack {
                    thead { tr { th scope="col" { "Team" } th scope="col" { "At work" }
                        th scope="col" { "Tasks wait for it" }
                        th scope="col" { "With one more: all is back" }
                        th scope="col" { "Targets missed then" } } }
                    tbody { @for team in &found.teams { (team_row(seen, team)) } }
                } }
            }
        }
    } }
}

fn first_words(seen: &Seen<'_>, team: &TeamLoad) -> Markup {
    let found = seen.found;
    let earlier = found.makespan_seconds - team.one_more_makespan_seconds;
    let kept = found.late_count.saturating_sub(team.one_more_late_count);
    html! { p {
        "The bottleneck is " strong { (named(seen.registers, &team.id)) } ", " (team.people)
        " at work" (able(seen, &team.persons)) ". One person more "
        @if kept == 0 && earlier <= 0 && team.one_more_saves_seconds == 0 { "saves nothing: \
            the work itself is too long." }
        @else {
            "keeps " (kept) " more " (if kept == 1 { "target" } else { "targets" })
            @if earlier > 0 { " and has all back " strong { (span(earlier)) " earlier" } }
            "."
        }
    } }
}

/// Who of a team can do what is waited for, where not all can.
fn able(seen: &Seen<'_>, persons: &[String]) -> Markup {
    html! { @if !persons.is_empty() { " who can do it: "
    @for (place, it) in persons.iter().enumerate() {
        @if place > 0 { ", " } (named(seen.registers, &format!("person/{it}"))) } } }
}

fn team_row(seen: &Seen<'_>, team: &TeamLoad) -> Markup {
    let found = seen.found;
    html! { tr {
        th scope="row" { (named(seen.registers, &team.id)) (able(seen, &team.persons)) }
        td data-label="At work" { (team.people)
            @if team.available_seconds > 0 { " from " (clock(team.available_seconds)) } }
        td data-label="Tasks wait" { (span(team.waits_seconds)) }
        td data-label="With one more" { "after " (span(team.one_more_makespan_seconds)) }
        td data-label="Missed then" { (team.one_more_late_count) " instead of "
            (found.late_count) }
    } }
}

/// The smallest set of promises that cannot all be kept, and the cheapest to relax.
pub(super) fn conflict(seen: &Seen<'_>) -> Markup {
    html! { @if let Some(conflict) = &seen.found.conflict { section.sheet #conflict {
        h2 { "Promises that cannot all be kept" }
        p { "Each alone can be kept; these " (conflict.items.len()) " together cannot: "
            @for (place, it) in conflict.items.iter().enumerate() {
                @if place > 0 { ", " } (named(seen.registers, it)) } ". "
            @if conflict.least { "No smaller set is impossible." }
            @else { "Smaller ones were not all tried." } }
        p { (because(seen, conflict)) }
        (relax(seen, conflict))
    } } }
}

fn because(seen: &Seen<'_>, conflict: &Conflict) -> Markup {
    html! { @match &conflict.because {
        Some(why) => {
            "Between " (clock(why.from_seconds)) " and " (clock(why.until_seconds)) " "
            (named(seen.registers, &why.by)) (able(seen, &why.persons)) " must do "
            (span(i64::try_from(why.work_seconds).unwrap_or(i64::MAX)))
            " of work, each person's hours counted, and can do "
            (span(i64::try_from(why.room_seconds).unwrap_or(i64::MAX))) ": "
            @for (place, it) in why.tasks.iter().enumerate() {
                @if place > 0 { ", " } code { (it) } } "."
        }
        None => { "No schedule was found that keeps them. That there is none is not proven." }
    } }
}

fn relax(seen: &Seen<'_>, conflict: &Conflict) -> Markup {
    html! { @if !conflict.relax.is_empty() { div.scroll { table.stack {
        thead { tr { th scope="col" { "Relax one, the cheapest first" }
            th scope="col" { "Promise instead" } th scope="col" { "Later by" }
            th scope="col" { "Price" } } }
        tbody { @for it in &conflict.relax { tr {
            th scope="row" { (named(seen.registers, &it.id)) }
            td data-label="Instead" { "within " (span(it.to_seconds)) }
            td data-label="Later by" { (span(it.by_seconds)) }
            td data-label="Price" { (span(it.by_seconds)) " × " (it.weight)
                " " small { "weight of its tier" } }
        } } }
    } } } }
}

/// What is held ready, whether it carries what stops, and who goes without.
pub(super) fn ready(seen: &Seen<'_>) -> Markup {
    html! { @if !seen.ready.is_empty() { section.sheet #ready {
        h2 { "What stands ready" }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Arrangement" } th scope="col" { "Can carry" }
                th scope="col" { "Is needed" } th scope="col" { "Fits?" }
                th scope="col" { "Goes without" } th scope="col" { "Usable after" } } }
            tbody { @for it in seen.ready { (ready_row(seen, it)) } }
        } }
    } } }
}

/// Without needless decimals.
fn amount(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

fn ready_row(seen: &Seen<'_>, it: &Ready) -> Markup {
    let fit = &it.fit;
    let dropped = fit.loads.iter().filter(|load| load.dropped.is_some());
    html! { tr {
        th scope="row" { (named(seen.registers, &fit.id)) }
        td data-label="Can carry" { @match fit.capacity {
            Some(capacity) => { (amount(capacity)) " " (fit.unit) }
            None => { "unknown" } } }
        td data-label="Is needed" { (amount(fit.needed)) " " (fit.unit) }
        td data-label="Fits?" { @match (it.site_lost, fit.short) {
            (true, _) => { (state(Mark::Bad, "lost with its place")) }
            (_, Some(short)) if short > 0.0 => { (state(Mark::Bad, "short")) " by " (amount(short)) }
            (_, Some(_)) => { (state(Mark::Good, "fits")) }
            (_, None) => { "unknown" } } }
        td data-label="Goes without" { @for load in dropped { (named(seen.registers, &load.id)) " " } }
        td data-label="Usable after" { @match it.activation_seconds {
            Some(seconds) => { (span(seconds)) }
            None => { "unknown" } } }
    } }
}

/// Who is called when, by the call trees in force.
pub(super) fn calls(seen: &Seen<'_>) -> Markup {
    html! { @if !seen.calls.is_empty() { section.sheet #calls {
        h2 { "Who is called when" }
        p.quiet { "Minutes from the first call on, each one waited out to its end. How likely the \
            calls get that far is reckoned with " (ANSWERED_PERCENT) " of 100 calls answered, each \
            for itself: a judgement, and less at night." }
        div.scroll { table.stack {
            thead { tr { th scope="col" { "Called" } th scope="col" { "By" }
                th scope="col" { "If nobody answers" } th scope="col" { "At the latest after" }
                th scope="col" { "Reached" } } }
            tbody { @for it in seen.calls { tr {
                th scope="row" { (named(seen.registers, &it.to)) }
                td data-label="By" { @match &it.from {
                    Some(from) => { (named(seen.registers, from)) }
                    None => { "whoever begins" } } }
                td data-label="If nobody answers" { @match &it.otherwise {
                    Some(other) => { (named(seen.registers, other)) }
                    None => { "nobody else" } } }
                td data-label="After" { (span_or_unknown(it.reached_seconds)) }
                td data-label="Reached" { (format!("{:.0}", it.chance * 100.0)) " of 100" }
            } } }
        } }
    } } }
}
