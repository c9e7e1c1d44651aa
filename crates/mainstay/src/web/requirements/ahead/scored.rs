//! How well what was foreseen in the own estate came true, of the forecasts that were kept. What
//! becomes of a forecast is judged in `continuity::requirements::drift::outcome`.

use std::sync::Arc;

use continuity::requirements::hazard_outlook::KeptScore;
use maud::{Markup, html};

use crate::answer::forecast::kept_of_own_estate;
use crate::http::call::Call;
use crate::http::problem::Problem;
use crate::web::reckoned::Reckoned;
use crate::web::requirements::forecast::verdict;

/// What became of those that were kept.
pub(super) async fn of(call: &Call, now: &Arc<Reckoned>) -> Result<KeptScore, Problem> {
    let seen = Arc::clone(now);
    let compute = move || kept_of_own_estate(&seen.present.state, seen.at);
    call.doors.compute(compute).await
}

/// The block.
pub(super) fn block(kept: &KeptScore, within: u32) -> Markup {
    let over = kept.score.as_ref().map_or(0, |it| it.forecasts);
    let all = over + kept.open + kept.unknown;
    html! {
        section.sheet aria-labelledby="scored" {
            h2 #scored { "How well this was foretold before" }
            @if all == 0 {
                p { "No forecast of our own estate was kept yet, so nobody can say how good these \
                    are. A kept forecast cannot be changed afterwards, and what comes is held \
                    against it." }
            } @else {
                p { (all) " forecasts of our own estate were kept: " (kept.open)
                    " are still open, " (over) " are over and scored, " (kept.unknown)
                    " are over and nobody can say." }
                @match &kept.score {
                    Some(score) => (verdict(score)),
                    None => p.quiet { "None of them is over and known, so there is no score yet." },
                }
            }
            p { a href={ "/requirements/forecast?within=" (within) "d#kept" } {
                "Keep the forecast of today, and see all that were kept" } }
        }
    }
}
