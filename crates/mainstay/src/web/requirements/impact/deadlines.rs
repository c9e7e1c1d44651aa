//! The targets of what stops: when each is reached, by when the plan must be invoked, when it is
//! back.

use continuity::requirements::exposure::Breach;
use continuity::requirements::recovery_targets::Verdict;
use maud::{Markup, html};

use super::Seen;
use crate::web::link::escaped;
use crate::web::requirements::words::{self, named};
use crate::web::when::{both, span};

/// Rows that are shown unless all are asked for.
const SHOWN: usize = 100;

/// A target with the two instants that follow from it, in seconds from the loss.
struct Due<'a> {
    breach: &'a Breach,
    /// How long between the decision and being back.
    work: Option<i64>,
    /// By when someone must have decided.
    decide: Option<i64>,
}

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let Some(exposure) = &seen.overlay.exposure else {
        return html! {};
    };
    let mut all: Vec<Due<'_>> = exposure.breaches.iter().map(|it| due(seen, it)).collect();
    let least = |it: Option<i64>| (it.is_none(), it);
    match seen.sort {
        "decide" => all.sort_by_key(|it| least(it.decide)),
        "back" => all.sort_by_key(|it| {
            let back = it.breach.back_seconds;
            (back.is_some(), back.map(|it| -it))
        }),
        "name" => all.sort_by_cached_key(|it| words::name(seen.registers(), &it.breach.id)),
        _ => all.sort_by_key(|it| it.breach.at_seconds),
    }
    let many = if seen.all == "targets" {
        all.len()
    } else {
        SHOWN
    };
    let shown = &all[..all.len().min(many)];
    let head = |by: &str, word: &str| {
        html! { th scope="col" aria-sort=[(seen.sort == by).then_some("ascending")] {
            a href=(seen.link(seen.lose, seen.hours, by)) { (word) }
        } }
    };
    html! {
        section.sheet #targets {
            h2 { "Targets, and by when to decide" }
            @if all.is_empty() { p.quiet { "Nothing that stops has a target." } }
            @else { div.scroll { table.stack {
                thead { tr {
                    (head("name", "What")) (head("left", "Reached")) (head("decide", "Decide by"))
                    (head("back", "Back by")) th scope="col" { span.unseen { "Verdict" } }
                } }
                tbody { @for it in shown { (row(seen, it)) } }
            } } }
            @if shown.len() < all.len() {
                p { a href={ (seen.link(seen.lose, seen.hours, seen.sort)) "&all=targets#targets"
                    } {
                    (all.len() - shown.len()) " more targets" } }
            }
        }
    }
}

/// The latest decision: the target less the work that follows it.
fn due<'a>(seen: &Seen<'_>, breach: &'a Breach) -> Due<'a> {
    let comeback = seen.overlay.comeback(&breach.id);
    let work = comeback.and_then(|it| it.back_seconds);
    Due {
        breach,
        work,
        decide: work.map(|work| breach.at_seconds - work),
    }
}

fn row(seen: &Seen<'_>, it: &Due<'_>) -> Markup {
    let breach = it.breach;
    let at = |seconds: i64| {
        seen.at
            .checked_add(jiff::SignedDuration::from_secs(seconds))
            .ok()
    };
    let instant =
        |seconds: i64| html! { @if let Some(at) = at(seconds) { (both(at, &seen.zone)) } };
    let clock = match breach.clock {
        "mtpd" => "unbearable (MTPD)",
        _ => "back within (RTO)",
    };
    html! { tr {
        th scope="row" { (named(seen.registers(), &breach.id)) " " small { (clock) } }
        td data-label="Reached" { "after " (span(breach.at_seconds)) br; small {
            (instant(breach.at_seconds)) } }
        td data-label="Decide by" { @match it.decide {
            Some(decide) if decide < 0 => { span.bad-word { "too late from the start" } }
            Some(decide) => { "within " (span(decide)) br; small { (instant(decide)) } }
            None => { "unknown" }
        } }
        td data-label="Back by" { @match breach.back_seconds {
            Some(back) => { "after " (span(back)) br; small { (instant(back)) }
                @if let Some(work) = it.work { br; small { (span(work)) " of work" } } }
            None => { "unknown" @if let Some(missing) = &breach.missing { br; small { (missing) }
                } }
        } }
        td data-label="Verdict" { (words::verdict(breach.verdict))
            @if matches!(breach.verdict, Verdict::Misses | Verdict::Unknown) { br;
                a href={ "/requirements/strategy/" (breach.id) } { "Ways to recover it" } br;
                a href={ "/requirements/risks?of=" (escaped(&breach.id)) } { "What may stop it" } }
        }
    } }
}
