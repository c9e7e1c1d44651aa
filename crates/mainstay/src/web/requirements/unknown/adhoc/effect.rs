//! What a loss that nobody listed does: what stops, what is late, who is left, and how the plans
//! stand to it. Nothing is computed here.

use continuity::requirements::exposure::Exposure;
use continuity::requirements::recovery_targets::Verdict;
use continuity::requirements::unknown::away::{Left, TeamLeft};
use continuity::requirements::unknown::nearest::{NearPlan, Nearest};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::answer::unknown::Effect;
use crate::web::link::{escaped, several};
use crate::web::navigation::Mark;
use crate::web::requirements::unknown::answered::why;
use crate::web::requirements::words::{count, named, state, verdict};
use crate::web::when::span;

/// Plans, lines and teams that are shown.
const SHOWN: usize = 15;
/// Plans that are shown.
const PLANS: usize = 8;

/// All of it.
pub(super) fn block(registers: &Registers, effect: &Effect) -> Markup {
    html! {
        (stops(registers, effect))
        @if !effect.teams.is_empty() { (people(registers, &effect.teams)) }
        @if !effect.exposure.stopped.is_empty() { (plans(registers, &effect.nearest)) }
    }
}

fn stops(registers: &Registers, effect: &Effect) -> Markup {
    let (exposure, nearest) = (&effect.exposure, &effect.nearest);
    let reduced: Vec<String> = exposure
        .on_redundancy
        .iter()
        .map(|it| it.id.clone())
        .collect();
    let degraded: Vec<String> = exposure.degraded.iter().map(|it| it.id.clone()).collect();
    html! {
        section.sheet #stops {
            h2 { @if exposure.stopped.is_empty() { "Nothing stops at once" }
                @else { (count(exposure.stopped.len(), "thing stops", "things stop")) } }
            p.quiet { "What is lost: " (several(registers, &effect.lose, 8)) "." }
            @if exposure.stopped.is_empty() { p { "People who are away stop nothing that runs: \
                what waits for them is told below." } }
            @else if nearest.stops.is_empty() { p { "No activity and no service is among them." } }
            @else { p { "Among them: " (several(registers, &nearest.stops, 8)) "." } }
            @if !exposure.stopped.is_empty() { (late(registers, exposure)) }
            @if !degraded.is_empty() { p { "Goes on below normal: "
                (several(registers, &degraded, 6)) "." } }
            @if !reduced.is_empty() { p { "Goes on with less in reserve: "
                (several(registers, &reduced, 6)) "." } }
            @if !exposure.lost.is_empty() {
                p { a href={ "/requirements/impact?" (lost(&exposure.lost)) } {
                    "All of it, with the order of return" } } }
        }
    }
}

fn late(registers: &Registers, exposure: &Exposure) -> Markup {
    let late = exposure.breaches.iter();
    let mut late: Vec<_> = late.filter(|it| it.verdict != Verdict::Meets).collect();
    late.sort_by_key(|it| (it.at_seconds, it.id.clone()));
    html! {
        @if late.is_empty() && exposure.breaches.is_empty() {
            p { "Nothing of it must be back by a time, as far as it is written down." }
        } @else if late.is_empty() {
            p { "Everything of it that must be back by a time is back in time." }
        } @else {
            h3 { "Not back in time, or nobody can say when" }
            div.scroll { table.stack {
                thead { tr { th { "What" } th { "Target" } th.number { "Reached after" }
                    th.number { "Back after" } th { "So it" } } }
                tbody { @for it in late.iter().take(SHOWN) { tr {
                    th scope="row" { (named(registers, &it.id)) }
                    td data-label="Target" { (if it.clock == "rto" { "recovery time" }
                        else { "longest tolerable outage" }) }
                    td.number data-label="Reached after" { (span(it.at_seconds)) }
                    td.number data-label="Back after" { @match it.back_seconds {
                        Some(back) => (span(back)), None => "not known" } }
                    td data-label="So it" { (verdict(it.verdict)) }
                } } }
            } }
            @if late.len() > SHOWN { p.quiet { "and " (late.len() - SHOWN) " more" } }
        }
    }
}

fn lost(items: &[String]) -> String {
    let named = items.iter().take(20);
    let parts: Vec<String> = named.map(|it| format!("lose={}", escaped(it))).collect();
    parts.join("&")
}

/// What is left of the teams, the worst first.
pub(in crate::web::requirements::unknown) fn people(
    registers: &Registers,
    teams: &[TeamLeft],
) -> Markup {
    let bad = teams
        .iter()
        .filter(|it| it.verdict <= Left::Unknown)
        .count();
    html! {
        section.sheet #people {
            h2 { "Who is left" }
            p { "Of "
                (count(teams.len(), "team", "teams")) " that plans in force and records ask for, "
                strong { (bad) } " are left with too few, or nobody says how many they are." }
            (team_table(registers, teams))
            p.quiet { "Asked is the most that one step needs at once. Whether a team can do all \
                that waits for it is a matter of the schedule, and a deputy is counted as if it had \
                nothing else to do." }
        }
    }
}

/// The table of teams.
pub(in crate::web::requirements::unknown) fn team_table(
    registers: &Registers,
    teams: &[TeamLeft],
) -> Markup {
    html! {
        div.scroll { table.stack {
            thead { tr { th { "Team" } th { "Left" } th { "Asked" } th { "For" } th { "So" } } }
            tbody { @for it in teams.iter().take(SHOWN * 2) { tr {
                th scope="row" { (named(registers, &it.team)) }
                td data-label="Left" { @match (it.left, it.people) {
                    (Some(left), Some(all)) => { (left) " of " (all) }, _ => "not known" } }
                td data-label="Asked" { (it.asked) }
                td data-label="For" { (it.asked_by) " " small { (named(registers, &it.asked_in)) } }
                td data-label="So" { (so(registers, it)) }
            } } }
        } }
        @if teams.len() > SHOWN * 2 { p.quiet { "and " (teams.len() - SHOWN * 2) " more" } }
    }
}

fn so(registers: &Registers, it: &TeamLeft) -> Markup {
    html! { @match it.verdict {
        Left::TooFew => (state(Mark::Bad, "too few")),
        Left::Unknown => (state(Mark::Open, "not known")),
        Left::Deputy => { (state(Mark::Warn, "a deputy stands in"))
            @if let Some(deputy) = &it.deputy { " " small { (named(registers, deputy)) } } }
        Left::Enough => (state(Mark::Good, "enough")),
    } }
}

fn plans(registers: &Registers, nearest: &Nearest) -> Markup {
    let answered = nearest.answered.len();
    let open = nearest.stops.len() - answered - nearest.in_part.len();
    html! {
        section.sheet #plans {
            h2 { "Who answers it" }
            @if !nearest.stops.is_empty() {
                p { "Of " (nearest.stops.len()) " that stop, plans in force answer "
                    @match (answered, open) {
                        (0, _) if nearest.in_part.is_empty() => {
                            (state(Mark::Bad, "none")) "." }
                        (all, _) if all == nearest.stops.len() => { (state(Mark::Good, "all")) "." }
                        (some, open) => { (state(Mark::Warn, &format!("{some} whole"))) ", "
                            (nearest.in_part.len()) " in part, " (open) " not." }
                    } }
            }
            @if nearest.plans.is_empty() {
                p { "No plan brings back anything of what stops." }
            } @else {
                h3 { "The plans that come nearest" }
                ul.plain-list { @for plan in nearest.plans.iter().take(PLANS) {
                    li { (near(registers, plan)) } } }
                @if nearest.plans.len() > PLANS {
                    p.quiet { "and " (nearest.plans.len() - PLANS) " more" } }
            }
        }
    }
}

fn near(registers: &Registers, plan: &NearPlan) -> Markup {
    html! {
        p { (named(registers, &plan.plan)) " "
            @if plan.answers && plan.missing.is_none() { (state(Mark::Good, "answers it")) }
            @else if plan.answers { (state(Mark::Warn, "answers it in part")) }
            @else if let Some(missing) = &plan.missing {
                (state(Mark::Open, &why(missing.why).to_lowercase())) } }
        p.quiet { "It brings back " (several(registers, &plan.brings_back, 4)) ". "
            @if let Some(missing) = &plan.missing { "It " (missing.says) } }
    }
}
