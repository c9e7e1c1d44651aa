//! Whether plans in force answer a loss, and what is missing where they do not. A plan that is
//! for it does not make it in time: what is told here is late as the times are written down.

use continuity::requirements::unknown::cover::{Covered, Missing, Why};
use continuity::requirements::unknown::{Late, Story};
use maud::{Markup, html};
use record::kinds::Registers;

use crate::web::navigation::Mark;
use crate::web::requirements::words::{named, state};

/// Of a whole story, in words.
pub(super) fn answered(story: &Story) -> Markup {
    let late = || story.sets.iter().flat_map(|set| &set.activities);
    let none = late().all(|it| it.covered == Covered::Not);
    match (story.uncovered, story.sets.len()) {
        (0, _) if story.due_seconds.is_some() && late().any(|it| it.back_seconds.is_some()) => {
            state(Mark::Warn, "answered, too slowly")
        }
        (0, _) if story.due_seconds.is_none() => state(Mark::Good, "answered"),
        (0, _) => state(Mark::Warn, "answered, in unknown time"),
        _ if none => state(Mark::Bad, "no plan in force answers it"),
        (bare, all) if bare == all => state(Mark::Bad, "answered in part"),
        (bare, all) => state(Mark::Warn, &format!("{bare} of {all} ways not answered")),
    }
}

/// What is missing for one late activity, the nearest to mend first.
pub(super) fn missing(registers: &Registers, late: &Late, most: usize) -> Markup {
    let rest = late.missing.len().saturating_sub(most);
    html! { @for one in late.missing.iter().take(most) {
        p { strong { (why(one.why)) ": " } (sentence(registers, one))
            @if most == 1 && rest > 0 { span.quiet { " And " (rest) " more." } } }
    } }
}

/// One reason in a sentence, that begins with the plan it is about.
pub(super) fn sentence(registers: &Registers, missing: &Missing) -> Markup {
    html! {
        @if let Some(plan) = &missing.plan { (named(registers, plan)) " " }
        (missing.says)
    }
}

/// The sort of what is missing.
pub(super) fn why(why: Why) -> &'static str {
    match why {
        Why::NotRestored => "Answered in part",
        Why::TypeNotListed => "Sort of loss not listed",
        Why::NotInForce => "Plan not in force",
        Why::NotForIt => "Not planned for",
        Why::NoPlan => "No plan",
        Why::TooFewPeople => "Too few people",
    }
}
