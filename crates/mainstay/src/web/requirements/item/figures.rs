//! Three numbers that never share a field: what is asked, what can be done by calculation, what a
//! run has shown; and the arithmetic of each, step by step, so that it adds up.

use continuity::path::Step;
use continuity::requirements::own_target::MtpdFrom;
use continuity::requirements::recovery_points::Point;
use continuity::requirements::recovery_targets::Verdict;
use maud::{Markup, html};
use record::item::ClockStart;

use super::{Seen, catching_up, conditions};
use crate::web::navigation::Mark;
use crate::web::requirements::words::{self, named, point};
use crate::web::when::{ago, span, span_or_unknown};

/// The table of the three, and their arithmetic.
pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    html! {
        section.sheet #targets {
            h2 { "What is asked, what can be done, what was shown" }
            div.scroll { table.stack {
                thead { tr {
                    td { } th scope="col" { "Asked" }
                    th scope="col" { "By calculation" } th scope="col" { "Shown by a run" }
                    th scope="col" { span.unseen { "Verdict" } }
                } }
                tbody {
                    (back(seen))
                    @if target.mtpd_seconds.is_some() { (unbearable(seen)) }
                    (data_rows(seen))
                }
            } }
            (lead(seen))
            (conditions::block(seen))
            (catching_up::block(seen))
            (asked_why(seen))
            (done_why(seen))
        }
    }
}

fn clock(from: ClockStart) -> &'static str {
    match from {
        ClockStart::Disruption => "from the disruption",
        ClockStart::Detection => "from when it is noticed",
        ClockStart::Invocation => "from when the plan is invoked",
    }
}

fn back(seen: &Seen<'_>) -> Markup {
    let (target, own) = (&seen.told.target, &seen.told.own);
    let lead = target.lead_seconds;
    let required = target.rto_required_seconds.map(|seconds| seconds + lead);
    let calculated = target.rtc_seconds.map(|seconds| seconds + lead);
    html! {
        tr {
            th scope="row" { "Back within " small { "(RTO)" } }
            td data-label="Asked" {
                @match required {
                    Some(required) => {
                        a href="#asked" { "back within " (span(required)) }
                        " " small { (clock(own.from)) }
                    }
                    None => { span.quiet { "nobody asks for a time" } }
                }
                @if let Some(declared) = target.rto_declared_seconds {
                    @if Some(declared) != required {
                        br; small { "its own record says " (span(declared)) }
                    }
                }
            }
            td data-label="By calculation" {
                @match calculated {
                    Some(calculated) => {
                        a href="#done" { "back after " (span(calculated)) }
                        " " small { "(RTC)" }
                    }
                    None => { a href="#done" { "unknown" } }
                }
            }
            td data-label="Shown by a run" { (shown(seen)) }
            td data-label="Verdict" { (words::verdict(target.verdict)) }
        }
    }
}

/// What a run has shown; a claim and a calculation are never shown as one.
fn shown(seen: &Seen<'_>) -> Markup {
    let evidence = seen.now.evidence(&seen.told.reference);
    let run = evidence.and_then(|evidence| evidence.shown.as_ref());
    let Some((evidence, run)) = evidence.zip(run) else {
        return never();
    };
    let seconds = run.seconds.map(|seconds| seconds + evidence.lead_seconds);
    html! {
        @match seconds {
            Some(seconds) => { a href={ "/runs/" (run.run) } { "back after " (span(seconds)) } }
            None => { a href={ "/runs/" (run.run) } { "not back when it ended" } }
        }
        br; small {
            (run.sort.unwrap_or(run.mode)) ", " (ago(run.at, seen.instant))
            @if let Some(freshness) = evidence.freshness { ", " (freshness.as_str()) }
        }
    }
}

fn never() -> Markup {
    html! { span.quiet { "never" } }
}

fn unbearable(seen: &Seen<'_>) -> Markup {
    let Some(mtpd) = &seen.told.own.mtpd else {
        return html! {};
    };
    html! {
        tr {
            th scope="row" { "Unbearable after " small { "(MTPD)" } }
            td data-label="Asked" {
                "the business breaks after " (span(mtpd.seconds)) br;
                small { a href="#conditions" { "why" } ": " @match &mtpd.from {
                    MtpdFrom::Declared => { "its record says so" }
                    MtpdFrom::Peak(peak) => { "at the peak " (peak) }
                    MtpdFrom::Impact(tolerance) => {
                        "by " (named(seen.now.registers(), &tolerance.impact))
                        @if let Some(driver) = &tolerance.driver { ", for " (driver) }
                    }
                } }
            }
            td data-label="By calculation" {
                @match seen.told.target.rtc_seconds {
                    Some(seconds) => { "back after " (span(seconds +
                        seen.told.own.lead.detect.seconds
                        + seen.told.own.lead.decide.seconds)) }
                    None => { "unknown" }
                }
            }
            td data-label="Shown by a run" { (shown(seen)) }
            td { }
        }
    }
}

fn data_rows(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    let asked = target.rpo_required_seconds;
    let Some(points) = &target.rpc_seconds else {
        return html! {
            @if let Some(asked) = asked { tr {
                th scope="row" { "May lose " small { "(RPO)" } }
                td data-label="Asked" { "the last " (span(asked)) " of data" }
                td data-label="By calculation" { span.quiet { "no data is known under it" } }
                td data-label="Shown by a run" { (never()) }
                td { }
            } }
        };
    };
    html! { @for (at, (mode, would)) in points.modes().into_iter().enumerate() {
        @let judged = seen.told.judged.map(|it| it[at]);
        @let (asked, would) = match judged {
            Some(it) => (Some(it.allowed_seconds), it.point),
            None => (asked, would),
        };
        @let in_time = match (asked, would) {
            (None, _) => Verdict::NoTarget,
            (_, Point::Unknown) =>
                Verdict::Unknown,
            (Some(asked), Point::Seconds(would)) if
                would <= asked => Verdict::Meets,
            _ => Verdict::Misses,
        };
        tr {
            th scope="row" { "Data lost: " (mode_words(mode)) " " small { "(RPO)" } }
            td data-label="Asked" { @match asked {
                Some(asked) => { "at most the last " (span(asked)) }
                None => { span.quiet { "nothing asked" } }
            } }
            td data-label="By calculation" { (point(would)) }
            td data-label="Shown by a run" { (never()) }
            td data-label="Verdict" { (match in_time {
                Verdict::Meets =>
                    words::state(Mark::Good, "within it"),
                Verdict::Misses =>
                    words::state(Mark::Bad, "too much"),
                other => words::verdict(other),
            }) }
        }
    } }
}

/// A failure mode as one says it.
pub(in crate::web) fn mode_words(mode: &str) -> &'static str {
    match mode {
        "local" => "one machine fails",
        "site" => "the site is gone",
        "corruption" => "the data is wrong",
        _ => "someone destroys it",
    }
}

fn lead(seen: &Seen<'_>) -> Markup {
    let (lead, registers) = (&seen.told.own.lead, seen.now.registers());
    let part = |word: &str, part: &continuity::requirements::lead::Part| {
        html! {
            (span(part.seconds)) " to " (word)
            @match &part.from {
                Some(from) => { " (" (named(registers, from)) ")" }
                None => { " (nobody says it)" }
            }
        }
    };
    html! {
        p.quiet {
            "Before work starts: " (part("notice", &lead.detect)) ", " (part("decide",
                &lead.decide)) "."
        }
    }
}

fn asked_why(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    let Some(required) = target.rto_required_seconds else {
        return html! {};
    };
    let lead = target.lead_seconds;
    html! {
        details #asked {
            summary { "Why " (span(required + lead)) "?" }
            @if let Some(driver) = &target.rto_driver {
                p { (named(seen.now.registers(), driver)) " decides it" @if *driver !=
                    seen.told.reference {
                    ": what needs this leaves so much"
                } "." }
            }
            (steps(seen, &target.rto_why, "left"))
            p { "From the start of work " strong { (span(required)) }
                @if lead != 0 { "; with " (span(lead)) " before work starts " strong {
                    (span(required + lead)) } }
                "." }
        }
    }
}

fn done_why(seen: &Seen<'_>) -> Markup {
    let target = &seen.told.target;
    let mut path: Vec<Step> = target.rtc_why.clone();
    path.reverse();
    let lead = target.lead_seconds;
    html! {
        details #done {
            summary { "Why " (span_or_unknown(target.rtc_seconds.map(|it| it + lead)))
                " by calculation?" }
            p { "Its own time: " (span_or_unknown(target.own_seconds)) ", " (seen.told.own_time)
                "." }
            @if !target.observed_seconds.is_empty() {
                p { "Others measured, and it is not counted: "
                    @for (place, seconds) in target.observed_seconds.iter().enumerate() {
                        @if place > 0 { ", " } (span(*seconds))
                    } "." }
            }
            @if let Some(missing) = &target.rtc_missing {
                p.banner { "What is missing: " (missing) ". "
                    a href=(crate::web::link::filed(&seen.told.reference)) {
                        "Say it in the record" } "." }
            }
            (steps(seen, &path, "back after"))
            @if let Some(seconds) = target.rtc_seconds {
                p { "From the start of work " strong { (span(seconds)) }
                    @if lead != 0 { "; with " (span(lead)) " before work starts " strong {
                        (span(seconds + lead)) } }
                    "." }
            }
        }
    }
}

/// Steps of a path, each with what it adds to the one before; the last is the figure.
fn steps(seen: &Seen<'_>, steps: &[Step], word: &str) -> Markup {
    let before = |place: usize| match place {
        0 => Some(0),
        place => steps[place - 1].seconds,
    };
    html! {
        div.scroll { table.steps-table {
            thead { tr {
                th scope="col" { "Step" } th scope="col" { "Because" }
                th.num scope="col" { "Adds" } th.num scope="col" { (word) }
            } }
            tbody { @for (place, step) in steps.iter().enumerate() { tr {
                td { (named(seen.now.registers(), &step.id)) }
                td { (step.because) }
                td.num { @match (before(place), step.seconds) {
                    (Some(before), Some(now)) => { (span(now - before)) }
                    _ => { "unknown" }
                } }
                td.num { (span_or_unknown(step.seconds)) }
            } } }
        } }
    }
}
