//! What was decided: by whom, why, until when, what has changed since, and what follows from it.

use continuity::requirements::strategy::comparison::Comparison;
use continuity::requirements::strategy::decision::Decision;
use maud::{Markup, html};

use super::{follow, standing};
use crate::http::call::Call;
use crate::web::initiation::agree;
use crate::web::link;
use crate::web::navigation::Mark;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::words::{named, party, state};

/// One decision.
pub fn block(call: &Call, now: &Reckoned, told: &Comparison, decision: &Decision) -> Markup {
    let registers = now.registers();
    let back = format!("/requirements/strategy/{}?mode={}", told.id, told.mode);
    html! {
        section.sheet aria-label={ "Decision: " (decision.name) } {
            h2 { "Decision: " (link::record(&decision.id, &decision.name)) }
            p { (standing(decision.standing)) " for " strong { (named(registers,
                &decision.option)) } }
            dl.facts {
                dt { "by" } dd { @match &decision.approver {
                    Some(who) => @match party(registers, who) {
                        Some(party) => (named(registers, &party)), None => (who) },
                    None => (state(Mark::Open, "nobody is named")) } }
                @if let Some(day) = &decision.decided { dt { "decided" } dd { (day) } }
                dt { "holds until" } dd { @match &decision.expires { Some(day) => (day), None =>
                    "no end is named" } }
                dt { "why" } dd { @match &decision.reason { Some(why) => (why), None =>
                    "nobody says why" } }
                @if let Some(money) = &decision.granted { dt { "granted" } dd { (money) } }
                @if let Some(gap) = &decision.gap { dt { "gap accepted" } dd { (gap) } }
                @if !decision.changed.is_empty() { dt { "changed since" }
                    dd { (state(Mark::Warn, &decision.changed.join(", "))) } }
            }
            @if !decision.rejected.is_empty() {
                h3 { "Not taken" }
                ul { @for (option, why) in &decision.rejected { li { (named(registers, option)) ": "
                    @match why { Some(why) => (why), None => "nobody says why" } } } }
            }
            (agree::banner(call, &now.present.state, &decision.id, &back))
            (follow::block(call, now, told, decision))
        }
    }
}
