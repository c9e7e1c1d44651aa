//! Who is in charge when it happens: who may declare, who commands, who decides to restore, and to
//! whom each passes when nobody answers.

use continuity::initiation::duty::{Duty, Function};
use maud::{Markup, html};

use super::Seen;
use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};
use crate::web::when::{both, span};

/// The functions that someone must hold in the first hour.
const FIRST: [Function; 3] = [
    Function::Declare,
    Function::Command,
    Function::DecideToRestore,
];

pub(super) fn block(seen: &Seen<'_>) -> Markup {
    let first = |duty: &&Duty| FIRST.contains(&duty.function);
    html! {
        section.sheet #charge {
            h2 { "Who is in charge" }
            div.scroll { table.stack {
                thead { tr {
                    th scope="col" { "May" } th scope="col" { "Holds it then" }
                    th scope="col" { "If nobody answers" }
                } }
                tbody { @for duty in seen.duties.iter().filter(first) { (row(seen, duty)) } }
            } }
            p { a href=(whole(seen)) { "Every function, and who brings back what" } }
        }
    }
}

/// The page of all functions, at the same instant after the same loss.
fn whole(seen: &Seen<'_>) -> String {
    let at = crate::web::link::escaped(&seen.at.to_string());
    let lose = seen.lose.iter().map(|it| crate::web::link::escaped(it));
    let lose: String = lose.map(|it| format!("&lose={it}")).collect();
    format!("/initiation/who?at={at}{lose}")
}

fn row(seen: &Seen<'_>, duty: &Duty) -> Markup {
    let registers = seen.registers();
    let people = |who: &[String]| {
        html! { @for (place, person) in who.iter().enumerate() {
            @if place > 0 { ", " } (named(registers, person))
        } }
    };
    html! { tr {
        th scope="row" {
            (duty.function.words())
            @if let Some(role) = &duty.role { " " small { "as " (named(registers, role)) } }
        }
        td data-label="Holds it" {
            @match &duty.holder {
                Some(holder) => { (people(&holder.who)) @if holder.after_seconds > 0 {
                    " " small { "after " (span(holder.after_seconds)) } } }
                None => { (state(Mark::Bad, "nobody")) @if let Some(gap) = &duty.gap { " " (gap) } }
            }
            @if duty.two_person { " " small { "two must agree" } }
        }
        td data-label="Then" {
            @for deputy in &duty.deputies {
                (people(&deputy.who)) " " small {
                    @match deputy.from.parse() {
                        Ok(from) => { "from " (both(from, &seen.zone)) }
                        Err(_) => { "after " (span(deputy.after_seconds)) }
                    }
                } br;
            }
            @if duty.deputies.is_empty() { (state(Mark::Warn, "nobody stands in")) }
            @for absent in &duty.absent { small { (named(registers, &absent.who)) " "
                (absent.why) } br; }
        }
    } }
}
