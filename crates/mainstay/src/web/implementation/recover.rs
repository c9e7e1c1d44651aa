//! The recovery after a loss: who does what when under the limits of people, what is back in time,
//! who is waited for and what one person more would save. Lists first, the drawing after them.

mod chart;
mod people;
mod tasks;

use std::sync::Arc;

use axum::response::Response;
use continuity::implementation::call_times::CallTime;
use continuity::implementation::recovery_schedule::{Back, RecoverySchedule};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use record::kinds::Registers;

use crate::answer::recover::{Asked, Ready, Recovery, recover};
use crate::answer::{Given, Wrong};
use crate::http::call::Call;
use crate::http::parameter::{Parameter, Sort};
use crate::http::problem::Problem;
use crate::web::frame::{Page, show as framed};
use crate::web::link::{self, escaped};
use crate::web::reckoned::{self, Reckoned};
use crate::web::requirements::words::{kind, name, named, verdict};
use crate::web::when::{self, both, span, span_or_unknown};

/// What may be asked.
pub const ASKED: &[Parameter] = &[
    Parameter::new("lose", Sort::Typed, "What is lost.").many(),
    Parameter::new(
        "scenario",
        Sort::Typed,
        "The scenario that is recovered from.",
    ),
    Parameter::new("at", Sort::Typed, "When: an instant, or local time."),
];

/// What the parts of the page share.
struct Seen<'a> {
    registers: &'a Registers,
    found: &'a RecoverySchedule,
    ready: &'a [Ready],
    calls: &'a [CallTime],
    zone: &'a TimeZone,
}

/// The page.
pub async fn show(call: Call) -> Result<Response, Problem> {
    let now = reckoned::of(&call).await?;
    let zone = when::zone(now.registers());
    let asked = Asked::lost(call.query.texts("lose"));
    let asked = asked.with_scenario(call.query.text("scenario").filter(|it| !it.is_empty()));
    let typed = call.query.text("at").unwrap_or_default().trim().to_owned();
    let at = instant(&typed, &zone);
    let bad_time = !typed.is_empty() && at.is_none();
    let at = at.unwrap_or(call.now);
    let (found, why) = match asked.lose.is_empty() || bad_time {
        true => (None, bad_time.then(|| wrong_time(&typed))),
        false => match computed(&call, &now, &asked, at).await? {
            Ok(found) => (Some(found), None),
            Err(Wrong(why)) => (None, Some(why)),
        },
    };
    let question = Question {
        registers: now.registers(),
        lose: &asked.lose,
        typed: &typed,
    };
    let body = html! {
        h1 { (title(&question)) }
        @if let Some(why) = &why { p.banner.bad role="alert" { (why) } }
        @match &found {
            Some(found) => {
                @let seen = Seen { registers: now.registers(), found: &found.schedule,
                    ready: &found.arrangements, calls: &found.calls, zone: &zone };
                (whole(&seen, at)) (ask(&question))
            }
            None => { (ask(&question)) (suggestions(&question)) }
        }
    };
    let export = found.map(|_| {
        (
            "JSON",
            format!("/api/v1/recover?{}", query(&asked.lose, at)),
        )
    });
    let page = Page::new("Recovery", "/implementation", body)
        .help("3-implementation#the-schedule")
        .export(export);
    framed(&call, page).await
}

async fn computed(
    call: &Call,
    now: &Arc<Reckoned>,
    asked: &Asked,
    at: Timestamp,
) -> Result<Result<Recovery, Wrong>, Problem> {
    let (now, asked) = (Arc::clone(now), asked.clone());
    let compute = move || {
        now.given(|given| {
            let given = Given { at, ..*given };
            recover(&given, &asked)
        })
    };
    call.doors.compute(compute).await
}

fn wrong_time(typed: &str) -> String {
    format!(
        "`{}` is no time; write 2026-06-19 16:30",
        record::node::shorten(typed)
    )
}

fn query(lose: &[String], at: Timestamp) -> String {
    let lost = lose.iter().map(|it| format!("lose={}&", escaped(it)));
    format!(
        "{}at={}",
        lost.collect::<String>(),
        escaped(&at.to_string())
    )
}

/// An instant with its offset, or local time as a field of a form sends it.
fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Ok(at) = text.replace(' ', "+").parse::<Timestamp>() {
        return Some(at);
    }
    let local: jiff::civil::DateTime = text.replace(' ', "T").parse().ok()?;
    zone.to_ambiguous_timestamp(local).compatible().ok()
}

/// What is asked, as it stands in the form.
struct Question<'a> {
    registers: &'a Registers,
    lose: &'a [String],
    typed: &'a str,
}

fn title(question: &Question<'_>) -> Markup {
    html! {
        "Recovery"
        @for (place, lost) in question.lose.iter().enumerate() {
            @if place == 0 { ": " } @else { " and " } (name(question.registers, lost))
        }
        @if question.lose.iter().any(|it| !it.starts_with("scenario/")) { " lost" }
    }
}

fn ask(question: &Question<'_>) -> Markup {
    html! {
        section.sheet aria-label="What is lost" {
            form.row action="/implementation/recover" {
                @for lost in question.lose { input type="hidden" name="lose" value=(lost); }
                div.field {
                    label for="lose" { "Lost" @if !question.lose.is_empty() { ", too" }
                        span.hint { "A name, " code { "site/…" } ", " code { "supplier/…" }
                            " or " code { "scenario/…" } } }
                    input #lose name="lose" data-search="items"
                        required[question.lose.is_empty()];
                }
                div.field {
                    label for="at" { "When" span.hint { "Local time; empty: now" } }
                    input #at name="at" value=(question.typed) placeholder="2026-06-19 16:30";
                }
                button type="submit" { "Show" }
            }
            @if !question.lose.is_empty() {
                p { a href="/implementation/recover" { "Ask about another loss" } }
            }
        }
    }
}

fn suggestions(question: &Question<'_>) -> Markup {
    let registers = question.registers;
    let link = |reference: String, title: &str| {
        let path = format!("/implementation/recover?lose={}", escaped(&reference));
        html! { li { a href=(path) { (title) } } }
    };
    html! { div.columns {
        section.sheet { h2 { "Scenarios" } ul { @for it in registers.scenarios.live() {
            (link(it.reference(), it.title())) } } }
        section.sheet { h2 { "Sites" } ul { @for it in registers.sites.live().take(40) {
            (link(it.reference(), it.title())) } } }
    } }
}

fn whole(seen: &Seen<'_>, at: Timestamp) -> Markup {
    let found = seen.found;
    html! {
        @if found.items.is_empty() { p.lead { "Nothing stops." } } @else {
            (summary(seen, at))
            (people::together(seen))
            (people::waited_for(seen))
            (people::conflict(seen))
            (backs(seen))
            (tasks::list(seen))
            (chart::drawing(seen))
            (tasks::critical(seen))
            (people::ready(seen))
            (people::calls(seen))
            (method(seen))
        }
    }
}

fn summary(seen: &Seen<'_>, at: Timestamp) -> Markup {
    let found = seen.found;
    let (end, free) = (found.makespan_seconds, found.longest_path_seconds);
    let services = found.items.iter().filter(|it| kind(&it.id) == "service");
    let judged = found.items.iter().filter(|it| it.target_seconds.is_some());
    let unknown = found.items.iter().filter(|it| it.back_seconds.is_none());
    let unknown = unknown.count();
    html! {
        p.lead {
            (services.count()) " services stop. All that can be calculated is back "
            strong { (span(end)) } " after work starts"
            @if free < end { "; with people without limit it would be " (span(free)) }
            ". "
            @match found.late_count {
                0 => { "Every target is met." }
                late => { strong { (late) " of " (judged.count()) " targets would be missed" }
                    ", " (found.late_anyway_count) " of them however many people there were." }
            }
        }
        @if unknown > 0 { p.banner { "Of " (unknown) " nobody can say when they are back: "
            "a fact is missing. They are in the list, and no figure here counts them." } }
        @if !found.verified { p.banner.bad role="alert" { "The independent checker refuses this \
            schedule. Do not rely on it, and report it." } }
        @if !found.overbooked.is_empty() { p.banner { "These steps ask for more people than \
            their team has; they are taken to do with all it has: "
            @for (place, it) in found.overbooked.iter().enumerate() {
                @if place > 0 { ", " } code { (it) } } "." } }
        @if !found.unskilled.is_empty() { p.banner { "These steps ask for a skill that too few of \
            their team have; they are taken to be done all the same: "
            @for (place, it) in found.unskilled.iter().enumerate() {
                @if place > 0 { ", " } code { (it) } } "." } }
        p { "Lost at " (both(at, seen.zone)) "; work starts " (when_work_starts(seen)) "." }
    }
}

fn when_work_starts(seen: &Seen<'_>) -> Markup {
    match seen.found.work_starts_at.parse::<Timestamp>() {
        Ok(at) => both(at, seen.zone),
        Err(_) => html! { (seen.found.work_starts_at) },
    }
}

/// What comes back, in the order in which it does.
fn backs(seen: &Seen<'_>) -> Markup {
    let with_target = |it: &&Back| it.target_seconds.is_some();
    let (judged, others): (Vec<&Back>, Vec<&Back>) = seen.found.items.iter().partition(with_target);
    html! { section.sheet #back {
        h2 { "When it is back" }
        p.quiet { "In this schedule, beside what was promised. Both count from the moment from \
            which the promise counts; the path shows how long it would be were there people \
            without limit." }
        @if !judged.is_empty() { (back_table(seen, &judged)) }
        @if !others.is_empty() { details {
            summary { (others.len()) " more things, without a target of their own" }
            (back_table(seen, &others))
        } }
    } }
}

fn back_table(seen: &Seen<'_>, rows: &[&Back]) -> Markup {
    html! { div.scroll { table.stack {
        thead { tr {
            th scope="col" { "What" } th scope="col" { "Back" } th scope="col" { "Must be back" }
            th scope="col" { "In time?" } th scope="col" { "On many days" }
            th scope="col" { "Were there people enough" }
        } }
        tbody { @for it in rows { tr {
            th scope="row" { (link::record(&it.id, &it.name)) " " small { (kind(&it.id)) } }
            td data-label="Back" { (span_or_unknown(it.compared_seconds)) }
            td data-label="Must be" { @match it.target_seconds {
                Some(target) => { "within " (span(target)) " " small { "RTO" } }
                None => { "no target" } } }
            td data-label="In time?" { (verdict(it.verdict)) }
            td data-label="On many days" { (chance(it)) }
            td data-label="People enough" {
                a href=(paths(seen, &it.id)) {
                    (span_or_unknown(it.alone_seconds.map(|alone| alone + it.lead_seconds))) } }
        } } }
    } } }
}

/// How likely it is in time, and when it is back on half of the days and on nine of ten.
fn chance(it: &Back) -> Markup {
    html! {
        @match it.percentiles {
            Some(days) if days.p50 < days.p90 => {
                @if let Some(share) = it.meets_probability {
                    "in time on " (format!("{:.0}", share * 100.0)) " of 100 " }
                small { "half by " (span(days.p50 + it.lead_seconds)) ", 8 of 10 by "
                    (span(days.p80 + it.lead_seconds)) ", 9 of 10 by "
                    (span(days.p90 + it.lead_seconds)) }
            }
            Some(_) => { small { "no time is uncertain" } }
            None => { "unknown" }
        }
    }
}

/// Where the longest path of an item is shown step by step.
fn paths(seen: &Seen<'_>, id: &str) -> String {
    debug_assert!(!seen.found.items.is_empty());
    link::place(id)
}

/// How sure the figures are.
fn method(seen: &Seen<'_>) -> Markup {
    let found = seen.found;
    html! { section.sheet #method {
        h2 { "How sure is this?" }
        dl.facts {
            dt { "Earliest possible end" }
            dd { (span(found.lower_bound_seconds)) " after work starts: no schedule ends before \
                that. This one ends " @if found.gap_percent > 0.0 { (found.gap_percent) " % later." }
                @else { "then." } @if found.exact { " None is better." } }
            dt { "Lateness, by weight" }
            dd { (span(i64::try_from(found.weighted_lateness_seconds).unwrap_or(i64::MAX)))
                "; at least "
                (span(i64::try_from(found.weighted_lateness_bound_seconds).unwrap_or(i64::MAX)))
                " of it whatever the people do" }
            dt { "Checked" }
            dd { @if found.verified { "by a checker that shares nothing with the search: every \
                order and every limit is kept" } @else { "and refused" } }
            dt { "Days drawn" }
            dd { @match found.runs { 0 => { "none: no time is uncertain" }
                runs => { (runs) "; tasks of one team share " (found.common_cause_percent)
                    " % of their luck, good or bad" } } }
            dt { "Search" }
            dd { (found.schedules_built) " of " (found.budget_schedules) " schedules built, seed "
                (found.seed) ": the same again on any machine" }
        }
        p.quiet { "A step with three times counts as the time that eight runs of ten keep. First \
            the lateness is made least, each second by the weight of its tier, then the number of \
            targets missed, then the end of all." }
        @if !found.lost.is_empty() { details { summary { (found.lost.len()) " things are lost" }
            ul { @for it in &found.lost { li { (named(seen.registers, it)) } } } } }
    } }
}
