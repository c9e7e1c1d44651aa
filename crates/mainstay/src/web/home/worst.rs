//! Services as a table: target, shown time, gap, who answers for it, how strong the evidence is,
//! and what to do next.

use continuity::operation::readiness::{Next, Standing};
use jiff::tz::TimeZone;
use maud::{Markup, html};

use crate::web::operation::evidence::{level, reason_words, verdict_words};
use crate::web::reckoned::Reckoned;
use crate::web::{link, when};

/// The table.
pub fn table(standing: &[&Standing], now: &Reckoned, zone: &TimeZone) -> Markup {
    html! {
        div.scroll { table.stack.worst {
            thead { tr {
                th { "Service" } th { "Must be back" } th { "By calculation" } th { "Shown" }
                th { "Gap" } th { "Proof" } th { "Next" }
            } }
            tbody { @for it in standing { (line(it, now, zone)) } }
        } }
    }
}

fn line(it: &Standing, now: &Reckoned, zone: &TimeZone) -> Markup {
    let evidence = &it.evidence;
    let (mark, words) = verdict_words(it.calculated);
    let shown = evidence.shown.as_ref();
    let shown = shown.and_then(|shown| Some((shown, shown.seconds?)));
    html! {
        tr {
            th scope="row" {
                (link::record(&evidence.id, &evidence.name))
                br; small {
                    @if let Some(tier) = it.tier { "tier " (tier) ", " }
                    @match &it.owner {
                        Some(owner) => { (link::record(owner, record::link::split(owner).1)) }
                        None => { span.warn { "nobody answers for it" } }
                    }
                }
            }
            td data-label="Must be back" {
                (within(evidence.target_seconds)) " " small { "(RTO, from the call)" }
            }
            td data-label="By calculation" {
                @match evidence.calculated_seconds {
                    Some(seconds) => { (when::span(seconds)) ", " }
                    None => {}
                }
                span.(mark.class()) { (words) }
            }
            td data-label="Shown" {
                @match shown {
                    Some((shown, seconds)) => {
                        (when::span(seconds)) ", "
                        a href={ "/runs/" (shown.run) } { (when::both(shown.at, zone)) }
                    }
                    None => { "never" }
                }
            }
            td data-label="Gap" { @match it.gap_seconds {
                Some(gap) if gap > 0 => { (when::span(gap)) " too late" }
                Some(gap) => { (when::span(-gap)) " to spare" }
                None => { "unknown" }
            } }
            td data-label="Proof" {
                (level(evidence, now.at))
                @if let Some(reason) = evidence.reasons.first() {
                    br; small { (reason_words(reason, zone)) }
                }
                br; a href={ "/operation/evidence/" (evidence.id) } {
                    "Why" span.unseen { ": " (evidence.name) }
                }
            }
            td data-label="Next" { (next(it)) }
        }
    }
}

/// By when it must be back. What is left of a target after the lead can be less than nothing.
fn within(seconds: Option<i64>) -> String {
    match seconds {
        Some(seconds) if seconds < 0 => {
            format!("{} before anyone is called", when::span(-seconds))
        }
        seconds => format!("within {}", when::span_or_unknown(seconds)),
    }
}

/// What helps most, as a link to where it is done.
pub fn next(it: &Standing) -> Markup {
    let evidence = &it.evidence;
    let item = link::place(&evidence.id);
    let plan = evidence
        .plans
        .first()
        .map(|plan| record::link::split(plan).1);
    let exercise = plan.map_or_else(
        || "/operation/exercises".to_owned(),
        |plan| format!("/operation/plans/{}", link::escaped(plan)),
    );
    let finding = evidence.reasons.iter().find_map(|reason| {
        let about = reason.about.as_deref()?;
        about.starts_with("finding/").then(|| link::place(about))
    });
    let (place, words) = match it.next {
        Next::WritePlan => ("/records/plans/new".to_owned(), "Write a plan"),
        Next::FindDuration => (item, "Find the missing time"),
        Next::CloseGap => (item, "Close the gap"),
        Next::CloseFinding => (finding.unwrap_or(item), "Close the finding"),
        Next::Exercise => (exercise, "Exercise it"),
        Next::ExerciseAgain => (exercise, "Exercise it again"),
        Next::Nothing => (item, "Look at it"),
    };
    html! { a.button.plain href=(place) { (words) span.unseen { ": " (evidence.name) } } }
}
