//! The standard set: what each of its scenarios would lose here, and one button to file it.

use continuity::access::Action;
use continuity::requirements::unknown::away::Left;
use continuity::requirements::unknown::standard::Standard;
use maud::{Markup, html};
use record::kinds::Registers;

use super::adhoc::team_table;
use super::answered::sentence;
use crate::http::call::Call;
use crate::web::form;
use crate::web::link::{escaped, several};
use crate::web::navigation::Mark;
use crate::web::requirements::words::{count, named, state};

/// The block.
pub(super) fn block(call: &Call, registers: &Registers, offered: &[Standard]) -> Markup {
    let may = super::scenario::may(call, Action::File);
    html! {
        section.sheet #standard {
            h2 { "Should be answered by everyone" }
            p { "The standard set, laid on what is written down here. None of it is filed by itself." }
            ul.plain-list.offers { @for one in offered { li {
                p { strong { (one.name) } " " (known(registers, one)) }
                @if one.loses.is_empty() {
                    p.quiet { "It cannot be laid on this estate: it would lose " (one.how)
                        ", and nothing like that is written down. "
                        a href={ "/requirements/unknown/adhoc?name=" (escaped(one.name))
                            "&type=" (one.loss_type.as_str()) } { "Say what it would be" } }
                } @else {
                    p.quiet { "It would lose "
                        @if let Some(share) = one.share { (share) " % of " }
                        (several(registers, &one.loses, 5)) ": " (one.how) "." }
                    (answered(registers, one))
                    @if may && one.known.is_none() { (file(one)) }
                }
            } } }
        }
    }
}

fn known(registers: &Registers, one: &Standard) -> Markup {
    match &one.known {
        Some(scenario) => {
            html! { (state(Mark::Good, "there")) " as " (named(registers, scenario)) }
        }
        None => state(Mark::Open, "not there yet"),
    }
}

/// What would stop, which plans answer it, and what is missing.
fn answered(registers: &Registers, one: &Standard) -> Markup {
    html! {
        @if one.share.is_some() { (people(registers, one)) }
        @else if one.stops.is_empty() { p { "Nothing that people ask for stops." } }
        @else { p { "It stops " (count(one.stops.len(), "thing that people ask for",
                "things that people ask for")) ". "
            @if one.open.is_empty() {
                (state(Mark::Good, "answered")) " by " (several(registers, &one.answered_by, 4)) "."
            } @else if one.answered_by.is_empty() {
                (state(Mark::Bad, "no plan in force answers it"))
            } @else {
                (state(Mark::Warn, "answered in part")) " by "
                (several(registers, &one.answered_by, 4)) "; not for "
                (several(registers, &one.open, 4)) "."
            } } }
        @if !one.missing.is_empty() { details {
            summary { "What is missing" }
            ul { @for missing in one.missing.iter().take(6) {
                li { (sentence(registers, missing)) } } }
        } }
    }
}

/// What rests on too few people when a share of every team is away.
fn people(registers: &Registers, one: &Standard) -> Markup {
    let short = one
        .teams
        .iter()
        .filter(|it| it.verdict <= Left::Unknown)
        .count();
    html! {
        p { "Nothing stops at once. "
            @if one.teams.is_empty() { "No plan in force and no record asks anything of a team." }
            @else if short == 0 { (state(Mark::Good, "enough are left"))
                " for the largest step of each plan, or a deputy team has as many." }
            @else { (state(Mark::Bad, &format!("{short} of {} teams too small", one.teams.len())))
                " for what is asked of them, or of unknown size."
                @if !one.open.is_empty() { " On them rests "
                    (several(registers, &one.open, 4)) "." } } }
        @if !one.teams.is_empty() { details { summary { "What is left of each team" }
            (team_table(registers, &one.teams)) } }
    }
}

fn file(one: &Standard) -> Markup {
    html! {
        form method="post" action="/requirements/unknown/scenario" {
            (form::request())
            input type="hidden" name="name" value=(one.name);
            input type="hidden" name="mode" value=(one.mode.as_str());
            input type="hidden" name="type" value=(one.loss_type.as_str());
            @if let Some(lasts) = one.lasts { input type="hidden" name="lasts" value=(lasts); }
            @if let Some(share) = one.share { input type="hidden" name="share" value=(share); }
            @for item in &one.loses { input type="hidden" name="lose" value=(item); }
            button.plain type="submit" { "File it as a draft" span.unseen { ": " (one.name) } }
        }
    }
}
